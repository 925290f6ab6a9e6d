// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Holds ether for its owner.
contract Wallet {
    address public immutable owner;

    constructor() payable {
        owner = msg.sender;
    }

    receive() external payable {}

    function pay(address payable to, uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        (bool paid, ) = to.call{value: amount}("");
        require(paid, "payment refused");
    }
}
