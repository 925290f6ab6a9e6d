// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract StringsDiffer {
    function f(string calldata a, string calldata b) external pure {
        assert(keccak256(bytes(a)) == keccak256(bytes(b)));
    }
}

contract StoredString {
    string name;

    function set(string calldata s) external {
        name = s;
    }

    function f() external view {
        assert(bytes(name).length == 0);
    }
}

