// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Loans against collateral at a moving price, by a health factor with 18 decimals.
contract Lending {
    uint256 public constant WAD = 1e18;
    uint256 public constant THRESHOLD = 8_250;

    mapping(address => uint256) public collateral;
    mapping(address => uint256) public debt;
    uint256 public price = 1e18;

    function setPrice(uint256 p) external {
        require(p > 0 && p < 1e30);
        price = p;
    }

    function deposit(uint256 amount) external {
        collateral[msg.sender] += amount;
    }

    function health(uint256 locked, uint256 owed) public view virtual returns (uint256) {
        if (owed == 0) return type(uint256).max;
        uint256 worth = (locked * price) / WAD;
        return (((worth * THRESHOLD) / 10_000) * WAD) / owed;
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        require(health(collateral[msg.sender], debt[msg.sender]) >= WAD);
    }

    function withdraw(uint256 amount) external {
        collateral[msg.sender] -= amount;
        require(health(collateral[msg.sender], debt[msg.sender]) >= WAD);
    }
}

/// @notice Forgets the liquidation threshold.
contract LendingBuggy is Lending {
    function health(uint256 locked, uint256 owed) public view override returns (uint256) {
        if (owed == 0) return type(uint256).max;
        return (((locked * price) / WAD) * WAD) / owed;
    }
}
