// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Lends dollars against ether. The pool keeps the ether; the dollars are entries in its ledger, which can be
/// passed on and pay debts back. The price is fixed, so an account that is healthy stays so until its owner acts.
contract LendingPool {
    /// Dollars that an ether counts for.
    uint256 public constant PRICE = 2_000;
    /// The collateral factor: the part of the collateral's value that may be borrowed, in basis points.
    uint256 public constant COLLATERAL_FACTOR = 7_500;

    mapping(address => uint256) public collateral;
    mapping(address => uint256) public debt;
    mapping(address => uint256) public dollars;

    function deposit() external payable {
        collateral[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        collateral[msg.sender] -= amount;
        require(isHealthy(msg.sender), "collateral is needed");
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        require(isHealthy(msg.sender), "not enough collateral");
        dollars[msg.sender] += amount;
    }

    function repay(uint256 amount) external {
        dollars[msg.sender] -= amount;
        debt[msg.sender] -= amount;
    }

    function transfer(address to, uint256 amount) external {
        dollars[msg.sender] -= amount;
        dollars[to] += amount;
    }

    /// @notice Whether the collateral covers the debt of `user` with the margin that the collateral factor asks for.
    function isHealthy(address user) public view returns (bool) {
        return collateral[user] * PRICE * COLLATERAL_FACTOR >= debt[user] * 10_000;
    }
}
