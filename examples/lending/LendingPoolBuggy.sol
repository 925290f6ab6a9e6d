// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice The pool without the health check of `withdraw`: collateral can leave while the debt stays.
contract LendingPoolBuggy {
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
