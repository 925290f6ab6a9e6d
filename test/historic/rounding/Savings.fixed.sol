// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Gives assets for shares. Rounding must be against whoever asks.
contract Savings {
    mapping(address => uint256) public shares;
    uint256 public total;
    uint256 public assets;

    function deposit(uint256 amount) external {
        shares[msg.sender] += amount;
        total += amount;
        assets += amount;
    }

    function earn(uint256 amount) external {
        assets += amount;
    }

    function withdraw(uint256 amount) external {
        require(0 < amount && amount <= assets, "not so much");
        uint256 burned = (amount * total + assets - 1) / assets;
        shares[msg.sender] -= burned;
        total -= burned;
        assets -= amount;
    }
}
