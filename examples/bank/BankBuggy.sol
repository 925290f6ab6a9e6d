// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice The bank with its last lines in the wrong order: it pays first and writes the credit down afterwards.
contract BankBuggy {
    mapping(address => uint256) public credits;

    event Deposited(address indexed who, uint256 amount);
    event Withdrawn(address indexed who, uint256 amount);

    function deposit() external payable {
        credits[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    /// @dev While the receiver's code runs, its credit still stands; a second withdrawal passes the check again.
    function withdraw(uint256 amount) external {
        uint256 credit = credits[msg.sender];
        require(credit >= amount, "not enough credit");
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
        unchecked {
            credits[msg.sender] = credit - amount;
        }
        emit Withdrawn(msg.sender, amount);
    }
}
