// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays in two steps, and clears the request before it pays.
contract Till {
    address public immutable owner;
    uint256 public requested;
    bool private paying;

    constructor() payable {
        owner = msg.sender;
    }

    function request(uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        require(!paying, "paying");
        require(requested == 0, "one at a time");
        requested = amount;
    }

    function pay() external {
        require(!paying, "paying");
        uint256 amount = requested;
        require(amount > 0, "nothing requested");
        requested = 0;
        paying = true;
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
        paying = false;
    }
}
