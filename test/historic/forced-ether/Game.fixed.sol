// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice One wei a round. Ether can be forced into any contract, so an equality about it can be broken by anyone.
contract Game {
    uint256 public pot;

    function play() external payable {
        require(msg.value == 1, "one wei");
        pot += 1;
        require(address(this).balance >= pot, "books do not fit");
    }
}
