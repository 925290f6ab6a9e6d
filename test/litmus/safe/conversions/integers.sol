// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Narrow {
    function f(uint256 a) external pure {
        assert(uint8(a) == a % 256);
    }
}

contract NarrowWhatFits {
    function f(uint256 a) external pure {
        require(a <= type(uint64).max);
        assert(uint64(a) == a);
    }
}

contract SignedNarrow {
    function f() external pure {
        int16 a = 200;
        assert(int8(a) == -56);
        int256 b = -1;
        assert(uint256(b) == type(uint256).max);
    }
}

contract SignChange {
    function f(int256 a) external pure {
        require(a >= 0);
        assert(int256(uint256(a)) == a);
    }
}

contract SignExtension {
    function f(int8 a) external pure {
        int256 wide = a;
        assert(wide == a);
        assert(wide >= -128 && wide <= 127);
    }
}

contract ReinterpretFirst {
    function f(int8 a) external pure {
        // int8 -> uint8 reinterprets, then it is widened without sign
        uint256 b = uint256(uint8(a));
        assert(b < 256);
        assert(a < 0 || b == uint256(int256(a)));
    }
}

contract SafeCast {
    function toUint128(uint256 a) internal pure returns (uint128) {
        require(a <= type(uint128).max);
        return uint128(a);
    }

    function f(uint256 a) external pure {
        assert(toUint128(a) == a);
    }
}

contract AddressToNumber {
    function f(address a) external pure {
        assert(address(uint160(a)) == a);
        assert(uint256(uint160(a)) < 1 << 160);
    }
}

contract NumberToAddress {
    function f(uint256 n) external pure {
        assert(uint160(address(uint160(n))) == n % (1 << 160));
    }
}

contract MixedWidths {
    function f(uint8 a, uint16 b) external pure {
        // the operation is done in uint16
        uint16 c = a * b / 256;
        require(b != 0);
        assert(c <= b);
    }
}

contract TypeBounds {
    function f() external pure {
        assert(type(uint8).max == 255 && type(int8).min == -128);
        assert(uint256(type(int256).max) + 1 == 1 << 255);
    }
}
