// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract SameInput {
    function f(uint256 a) external pure {
        assert(keccak256(abi.encode(a)) == keccak256(abi.encode(a)));
    }
}

contract Injective {
    function f(uint256 a, uint256 b) external pure {
        require(keccak256(abi.encode(a)) == keccak256(abi.encode(b)));
        assert(a == b);
    }
}

contract PairInjective {
    function f(address a, uint256 x, address b, uint256 y) external pure {
        require(keccak256(abi.encode(a, x)) == keccak256(abi.encode(b, y)));
        assert(a == b && x == y);
    }
}

contract Constant {
    function f() external pure {
        assert(
            keccak256("") == 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470
        );
    }
}

contract Commit {
    bytes32 commitment;
    uint256 value;

    function commit(uint256 v, uint256 salt) external {
        commitment = keccak256(abi.encode(v, salt));
        value = v;
        assert(commitment == keccak256(abi.encode(value, salt)));
    }
}

contract Recover {
    function f(bytes32 h, uint8 v, bytes32 r, bytes32 s) external pure {
        assert(ecrecover(h, v, r, s) == ecrecover(h, v, r, s));
    }
}

contract Sha {
    function f(bytes memory a) external pure {
        assert(sha256(a) == sha256(a));
    }
}

contract NeverZero {
    mapping(address => bytes32) commitments;

    function commit(bytes32 c) external {
        commitments[msg.sender] = c;
    }

    function reveal(uint256 v, uint256 salt) external view {
        require(keccak256(abi.encode(v, salt)) == commitments[msg.sender]);
        // who committed to nothing cannot reveal
        assert(commitments[msg.sender] != 0);
    }
}
