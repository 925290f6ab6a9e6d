// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Debts scaled by an interest index with 27 decimals; the rate has 18.
contract Index {
    uint256 public constant WAD = 1e18;
    uint256 public constant RAY = 1e27;

    uint256 public index = RAY;
    uint256 public rate = 1e9;
    uint256 public last;
    mapping(address => uint256) public scaled;

    constructor() {
        last = block.timestamp;
    }

    function accrue() public {
        uint256 factor = RAY + rate * (block.timestamp - last) * (RAY / WAD);
        index = (index * factor) / RAY;
        last = block.timestamp;
    }

    function debtOf(address user) public view returns (uint256) {
        return (scaled[user] * index) / RAY;
    }

    function toScaled(uint256 amount) public view virtual returns (uint256) {
        return (amount * RAY + index - 1) / index;
    }

    function borrow(uint256 amount) external {
        scaled[msg.sender] += toScaled(amount);
    }
}

/// @notice Rounds new debts down.
contract IndexBuggy is Index {
    function toScaled(uint256 amount) public view override returns (uint256) {
        return (amount * RAY) / index;
    }
}
