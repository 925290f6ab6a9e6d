// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Writes put options against a margin that covers the largest payoff.
contract Options {
    uint256 public constant WAD = 1e18;

    uint256 public strike;
    uint256 public size;
    uint256 public margin;

    function required(uint256 k, uint256 n) public pure virtual returns (uint256) {
        return (k * n + WAD - 1) / WAD;
    }

    function write(uint256 k, uint256 n, uint256 paid) external {
        require(size == 0 && n > 0 && k > 0);
        require(paid >= required(k, n));
        strike = k;
        size = n;
        margin = paid;
    }

    function payoff(uint256 price) public view virtual returns (uint256) {
        if (price >= strike) return 0;
        return ((strike - price) * size) / WAD;
    }
}

/// @notice Rounds the margin down and the payoff up.
contract OptionsBuggy is Options {
    function required(uint256 k, uint256 n) public pure override returns (uint256) {
        return (k * n) / WAD;
    }

    function payoff(uint256 price) public view override returns (uint256) {
        if (price >= strike) return 0;
        return ((strike - price) * size + WAD - 1) / WAD;
    }
}
