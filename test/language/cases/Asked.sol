// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface IOracle {
    function price() external view returns (uint256);
    function priceOf(address asset) external view returns (uint256);
    function update() external;
}

contract Asked {
    IOracle public oracle;
    uint256 public last;
    uint256 public cap = 100;

    constructor(IOracle o) { oracle = o; }

    function take() external {
        uint256 p = oracle.price();
        require(p <= cap);
        last = p;
    }
    function put(uint256 v) external { require(v <= cap); last = v; }
    function poke() external { oracle.update(); }
    function nothing() external {}
}
