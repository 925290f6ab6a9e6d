// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Square {
    function f(uint128 a) external pure {
        assert(uint256(a) ** 2 > a);
    }
}

contract Cube {
    function f(int64 a) external pure {
        assert(int256(a) ** 3 >= 0);
    }
}

contract PowerOfTwo {
    function f(uint8 n) external pure {
        require(n < 4);
        uint256 two = 2;
        assert(two ** n != 8);
    }
}
