// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Ternary {
    function f(uint256 a, uint256 b) external pure {
        uint256 m = a < b ? a : b;
        assert(m <= a && m <= b && (m == a || m == b));
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
        bool r = c && bump();
        assert(r == c);
        assert(n == (c ? old + 1 : old));
    }
}

contract ShortCircuitGuards {
    function f(uint256 a, uint256 b) external pure {
        bool divides = b != 0 && a % b == 0;
        assert(!divides || b > 0);
    }
}

contract AssignmentIsAValue {
    function f(uint256 x) external pure {
        uint256 a;
        uint256 b;
        a = b = x;
        assert(a == x && b == x);
    }
}

contract Swap {
    function f(uint256 a, uint256 b) external pure {
        uint256 x = a;
        uint256 y = b;
        (x, y) = (y, x);
        assert(x == b && y == a);
    }
}

contract SwapInStorage {
    uint256 a;
    uint256 b;

    function f() external {
        uint256 x = a;
        uint256 y = b;
        (a, b) = (b, a);
        assert(a == y && b == x);
    }
}

contract TupleWithHoles {
    function g() internal pure returns (uint256, uint256, uint256) {
        return (1, 2, 3);
    }

    function f() external pure {
        (, uint256 b,) = g();
        (uint256 a,, uint256 c) = g();
        assert(a == 1 && b == 2 && c == 3);
    }
}

contract ArgumentOrder {
    uint256 n;

    function next() internal returns (uint256) {
        return ++n;
    }

    function pair(uint256 a, uint256 b) internal pure returns (bool) {
        return a < b;
    }

    function f() external {
        assert(pair(next(), next()));
    }
}


contract Chained {
    function f(int256 x) external pure returns (int256 s) {
        s = x > 0 ? int256(1) : x < 0 ? -1 : int256(0);
        assert(s * x >= 0);
    }
}

contract DeleteLocal {
    function f(uint256 x, bool b) external pure {
        uint256 y = x;
        bool c = b;
        delete y;
        delete c;
        assert(y == 0 && !c);
    }
}

contract BooleanAlgebra {
    function f(bool a, bool b, bool c) external pure {
        assert((a && (b || c)) == ((a && b) || (a && c)));
        assert(!(a && b) == (!a || !b));
    }
}

contract Shadowed {
    uint256 x = 1;

    function f(uint256 y) external view {
        uint256 z = y;
        {
            uint256 w = z;
            z = w + x - x;
        }
        assert(z == y);
    }
}
