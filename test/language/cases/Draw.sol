// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Two seats, and a draw by the random value of the block.
contract Draw {
    address public left;
    address public right;
    address public winner;

    function sit(address a, address b) external {
        left = a;
        right = b;
    }

    function draw() external {
        winner = uint256(keccak256(abi.encode(block.prevrandao))) % 2 == 0 ? left : right;
    }

    function rig() external {
        winner = uint160(left) < uint160(right) ? left : right;
    }
}
