// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Splits what comes in between three payees by weight.
contract Splitter {
    uint256 public a;
    uint256 public b;
    uint256 public c;
    uint256 public received;
    uint256 public paidA;
    uint256 public paidB;
    uint256 public paidC;

    constructor(uint256 wa, uint256 wb, uint256 wc) {
        require(wa > 0 && wb > 0 && wc > 0 && wa < 2 ** 64 && wb < 2 ** 64 && wc < 2 ** 64);
        a = wa;
        b = wb;
        c = wc;
    }

    function due(uint256 weight) public view virtual returns (uint256) {
        return (received * weight) / (a + b + c);
    }

    function pay(uint256 amount) external {
        received += amount;
    }

    function payA() external {
        paidA = due(a);
    }

    function payB() external {
        paidB = due(b);
    }

    function payC() external {
        paidC = due(c);
    }
}

/// @notice Rounds every payment up.
contract SplitterBuggy is Splitter {
    constructor(uint256 wa, uint256 wb, uint256 wc) Splitter(wa, wb, wc) {}

    function due(uint256 weight) public view override returns (uint256) {
        return (received * weight + (a + b + c) - 1) / (a + b + c);
    }
}
