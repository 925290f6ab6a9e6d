// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Loans against collateral. Euler (2023) forgot the check where collateral is given away.
contract Lending {
    mapping(address => uint256) public collateral;
    mapping(address => uint256) public debt;
    uint256 public reserves;

    function deposit(uint256 amount) external {
        collateral[msg.sender] += amount;
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        requireHealthy(msg.sender);
    }

    function repay(uint256 amount) external {
        debt[msg.sender] -= amount;
    }

    function donateToReserves(uint256 amount) external {
        collateral[msg.sender] -= amount;
        reserves += amount;
        requireHealthy(msg.sender);
    }

    function requireHealthy(address user) private view {
        require(collateral[user] >= debt[user], "not enough collateral");
    }
}
