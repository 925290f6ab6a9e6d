// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: unknown

// Code of another contract that runs in the place of this one's is not modeled.
contract Delegates {
    uint256 n;

    function f(address code) external {
        uint256 old = n;
        (bool ok,) = code.delegatecall("");
        ok;
        assert(n == old);
    }
}
