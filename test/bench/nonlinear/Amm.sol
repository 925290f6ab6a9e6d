// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice A constant-product pool with a fee of 0.3 %; the reserves are entries of its own ledger.
contract Amm {
    uint256 public x;
    uint256 public y;

    constructor(uint256 x0, uint256 y0) {
        require(x0 > 0 && y0 > 0 && x0 < 2 ** 112 && y0 < 2 ** 112);
        x = x0;
        y = y0;
    }

    function quote(uint256 amount, uint256 from, uint256 to) public pure virtual returns (uint256) {
        return (amount * 997 * to) / (from * 1000 + amount * 997);
    }

    function swapX(uint256 amount) external returns (uint256 out) {
        out = quote(amount, x, y);
        x += amount;
        y -= out;
    }

    function swapY(uint256 amount) external returns (uint256 out) {
        out = quote(amount, y, x);
        y += amount;
        x -= out;
    }
}

/// @notice Pays the fee to the trader instead of taking it.
contract AmmBuggy is Amm {
    constructor(uint256 x0, uint256 y0) Amm(x0, y0) {}

    function quote(uint256 amount, uint256 from, uint256 to) public pure override returns (uint256) {
        return (amount * 1003 * to) / (from * 1000 + amount * 1003);
    }
}
