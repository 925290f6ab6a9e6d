// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays in two steps, and clears the request before it pays. Who is paid can request and be paid once more.
contract Till {
    address public immutable owner;
    uint256 public requested;

    constructor() payable {
        owner = msg.sender;
    }

    function request(uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        require(requested == 0, "one at a time");
        requested = amount;
    }

    function pay() external {
        uint256 amount = requested;
        require(amount > 0, "nothing requested");
        requested = 0;
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
    }
}
