// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IOracle {
    function price() external view returns (uint256);
}

// An attacker's contract of the replay answers every static call of a function alike.

contract OracleTwice {
    IOracle oracle;

    constructor(IOracle o) {
        oracle = o;
    }

    function f() external view {
        uint256 p = oracle.price();
        uint256 q = oracle.price();
        assert(p == q); // expect: not inductive
    }
}

// An attacker's contract of the replay accepts every call of a constructor.



// An attacker's contract of the replay accepts every call of a constructor.

contract CallThenConstructor {
    uint256 n;

    constructor(address a) {
        (bool ok,) = a.call("");
        n = ok ? 1 : 2;
        assert(n == 1); // expect: not inductive
    }
}
