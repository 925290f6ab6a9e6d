// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Shares of a heap of assets that anyone can make larger, in the manner of ERC-4626.
contract Vault {
    mapping(address => uint256) public shares;
    uint256 public total;
    uint256 public assets;

    function deposit(uint256 amount) external {
        uint256 minted = total == 0 ? amount : (amount * total) / assets;
        shares[msg.sender] += minted;
        total += minted;
        assets += amount;
    }

    function donate(uint256 amount) external {
        assets += amount;
    }
}
