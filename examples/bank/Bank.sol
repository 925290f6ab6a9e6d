// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Keeps ether for anyone and gives it back on demand.
contract Bank {
    mapping(address => uint256) public credits;

    event Deposited(address indexed who, uint256 amount);
    event Withdrawn(address indexed who, uint256 amount);

    function deposit() external payable {
        credits[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    /// @dev Checks, effects, interactions: the credit is gone before the receiver's code runs.
    function withdraw(uint256 amount) external {
        uint256 credit = credits[msg.sender];
        require(credit >= amount, "not enough credit");
        unchecked {
            credits[msg.sender] = credit - amount;
        }
        emit Withdrawn(msg.sender, amount);
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
    }
}
