// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract AddMayStay {
    function f(uint8 a, uint8 b) external pure {
        uint8 c = a + b;
        assert(c > a); // b may be 0
    }
}

contract SubtractionMayStay {
    function f(uint256 a, uint256 b) external pure {
        assert(a - b < a);
    }
}

contract ProductOfPositives {
    function f(uint128 a, uint128 b) external pure {
        require(a > 0 && b > 0);
        assert(a * b > a);
    }
}

contract CountsToTwo {
    uint256 n;

    function up() external {
        n++;
    }

    function look() external view {
        assert(n < 2);
    }
}

contract PostIncrementGivesOld {
    function f(uint16 x) external pure {
        uint16 y = x;
        assert(y++ == x + 1);
    }
}

contract PreDecrementGivesNew {
    function f(int16 x) external pure {
        int16 y = x;
        assert(--y == x);
    }
}

contract SignedAdd {
    function f(int64 a, int64 b) external pure {
        assert(a + b >= a); // b may be negative
    }
}

contract SignedNegate {
    function f(int8 a) external pure {
        int8 b = -a;
        assert(b <= 0);
    }
}

contract CompoundAssignment {
    function f(uint32 a, uint32 b) external pure {
        uint32 c = a;
        c += b;
        c -= a;
        assert(c != 4_000_000_000);
    }
}

contract MeanBelow {
    function f(uint256 a, uint256 b) external pure {
        require(a < b);
        uint256 m = a + (b - a) / 2;
        assert(a < m);
    }
}

contract WideLiteral {
    function f(uint8 a) external pure {
        uint8 b = a + 254;
        assert(a == 0 && b == 254);
    }
}
