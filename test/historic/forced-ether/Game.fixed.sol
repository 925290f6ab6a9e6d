// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice One wei a round. Ether can be forced into any contract, so an equality about it can be broken by anyone.
contract Game {
    uint256 public pot;
    bool public stopped;

    function play() external payable {
        require(!stopped, "stopped");
        require(msg.value == 1, "one wei");
        pot += 1;
    }

    function check() external {
        if (address(this).balance < pot) stopped = true;
    }
}
