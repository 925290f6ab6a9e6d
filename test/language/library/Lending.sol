// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Lends the ether of depositors against collateral in a token's units, at a price that an oracle sets.
contract Pool {
    address public immutable oracle;
    uint256 public price = 1;
    uint256 public cash;
    uint256 public totalDeposits;
    uint256 public totalDebt;
    mapping(address => uint256) public deposits;
    mapping(address => uint256) public debts;
    mapping(address => uint256) public collateral;

    constructor(address oracle_) {
        oracle = oracle_;
    }

    function setPrice(uint256 next) external {
        require(msg.sender == oracle);
        price = next;
    }

    function deposit() external payable {
        deposits[msg.sender] += msg.value;
        totalDeposits += msg.value;
        cash += msg.value;
    }

    function withdraw(uint256 amount) external {
        deposits[msg.sender] -= amount;
        totalDeposits -= amount;
        cash -= amount;
        pay(amount);
    }

    function lock(uint256 amount) external {
        collateral[msg.sender] += amount;
    }

    function unlock(uint256 amount) external {
        collateral[msg.sender] -= amount;
        require(covered(msg.sender));
    }

    function borrow(uint256 amount) external {
        debts[msg.sender] += amount;
        totalDebt += amount;
        cash -= amount;
        require(covered(msg.sender));
        pay(amount);
    }

    function repay() external payable {
        debts[msg.sender] -= msg.value;
        totalDebt -= msg.value;
        cash += msg.value;
    }

    function covered(address account) internal view virtual returns (bool) {
        return collateral[account] * price * 100 >= debts[account] * 150;
    }

    function pay(uint256 amount) private {
        payable(msg.sender).transfer(amount);
    }
}

/// Takes collateral for debt at par.
contract FaultyPool is Pool {
    constructor(address oracle_) Pool(oracle_) {}

    function covered(address account) internal view override returns (bool) {
        return collateral[account] * price >= debts[account];
    }
}
