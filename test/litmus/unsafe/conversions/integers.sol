// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Narrow {
    function f(uint256 a) external pure {
        assert(uint128(a) == a);
    }
}

contract NarrowOffByOne {
    function f(uint256 a) external pure {
        require(a <= 256);
        assert(uint8(a) == a);
    }
}

contract SignedNarrow {
    function f(int16 a) external pure {
        require(a > 0);
        assert(int8(a) >= 0);
    }
}

contract SignChange {
    function f(int256 a) external pure {
        assert(uint256(a) < 1 << 255);
    }
}

contract UnsignedToSigned {
    function f(uint256 a) external pure {
        assert(int256(a) >= 0);
    }
}

contract ReinterpretFirst {
    function f(int8 a) external pure {
        assert(uint256(uint8(a)) == uint256(int256(a)));
    }
}

contract UnsafeCast {
    mapping(address => uint96) balances;

    function credit(uint256 amount) external {
        require(amount > 0);
        uint96 before = balances[msg.sender];
        balances[msg.sender] = before + uint96(amount);
        assert(balances[msg.sender] > before);
    }
}

contract TimestampNarrowed {
    function f(uint256 t) external pure {
        uint32 stamp = uint32(t);
        assert(stamp == t);
    }
}

contract NumberToAddress {
    function f(uint256 n) external pure {
        require(n != 0);
        assert(address(uint160(n)) != address(0));
    }
}
