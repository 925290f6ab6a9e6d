// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

// What only a constructor writes stays as it left it.

contract NeverUsed {
    bool flag;

    function look() external view {
        assert(!flag); // nothing sets it
    }
}

contract ImmutableBound {
    uint256 immutable cap;

    constructor(uint256 c) {
        require(c < 100);
        cap = c;
    }

    function look() external view {
        assert(cap < 100);
    }
}
