// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// claims: panics

// A converted literal is no literal: solc compiles the access, and it always panics.
contract ConvertedIndex {
    uint256[4] four;

    function read() external view returns (uint256) {
        return four[uint256(237)]; // expect: violated
    }
}
