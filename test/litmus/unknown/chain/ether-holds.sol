// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// A contract may call twice in one transaction; the search makes one call a transaction, so no run is found.

contract TransientStartsAtZero {
    uint256 transient depth;

    function f() external {
        assert(depth == 0); // expect: not inductive
        depth = 1;
    }
}
