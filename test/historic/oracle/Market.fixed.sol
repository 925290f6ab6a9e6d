// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Lends against a token whose market is next door. A price that a trade can move is no price.
contract Market {
    uint256 public constant FAIR = 2;
    mapping(address => uint256) public collateral;
    mapping(address => uint256) public debt;
    uint256 public bought;

    function trade(uint256 amount) external {
        bought += amount;
    }

    function spot() public view returns (uint256) {
        return FAIR + bought;
    }

    function deposit(uint256 amount) external {
        collateral[msg.sender] += amount;
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        require(debt[msg.sender] <= collateral[msg.sender] * FAIR, "not enough collateral");
    }
}
