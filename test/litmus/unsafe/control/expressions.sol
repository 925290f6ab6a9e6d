// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Ternary {
    function f(uint256 a, uint256 b) external pure {
        uint256 m = a < b ? b : a;
        assert(m <= a);
    }
}

contract ShortCircuitAnd {
    uint256 n;

    function bump() internal returns (bool) {
        n++;
        return true;
    }

    function f(bool c) external {
        uint256 old = n;
        if (c && bump()) {}
        assert(n == old + 1);
    }
}

contract ShortCircuitOr {
    uint256 n;

    function bump() internal returns (bool) {
        n++;
        return false;
    }

    function f(bool c) external {
        uint256 old = n;
        if (c || bump()) {}
        assert(n == old);
    }
}

contract SequentialIsNoSwap {
    function f(uint256 a, uint256 b) external pure {
        uint256 x = a;
        uint256 y = b;
        x = y;
        y = x;
        assert(y == a);
    }
}

contract ArgumentOrder {
    uint256 n;

    function next() internal returns (uint256) {
        return ++n;
    }

    function pair(uint256 a, uint256 b) internal pure returns (bool) {
        return a > b;
    }

    function f() external {
        assert(pair(next(), next()));
    }
}

contract StructSwapInStorage {
    struct S {
        uint256 x;
    }

    S a;
    S b;

    constructor() {
        a.x = 1;
        b.x = 2;
    }

    function f() external {
        // references into storage: the second assignment reads what the first wrote
        (a, b) = (b, a);
        assert(a.x != b.x);
    }
}

contract Precedence {
    function f(bool a, bool b, bool c) external pure {
        assert((a || b && c) == ((a || b) && c));
    }
}

contract Chained {
    function f(int256 x) external pure {
        int256 s = x > 0 ? int256(1) : x < 0 ? -1 : int256(0);
        assert(s != 0);
    }
}
