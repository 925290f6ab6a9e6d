// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice A wallet that is set up after deployment. The Parity library (2017) let anyone do it, again and again.
contract Library {
    address public owner;

    function initialize(address owner_) external {
        require(owner_ != address(0), "no owner");
        owner = owner_;
    }

    receive() external payable {}

    function sweep(address payable to) external {
        require(msg.sender == owner, "owner only");
        to.transfer(address(this).balance);
    }
}
