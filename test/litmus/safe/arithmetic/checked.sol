// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract AddDoesNotWrap {
    function f(uint8 a, uint8 b) external pure {
        uint8 c = a + b;
        assert(c >= a && c >= b);
    }
}

contract SubtractionIsBounded {
    function f(uint256 a, uint256 b) external pure {
        assert(a - b <= a);
    }
}

contract ProductOfPositives {
    function f(uint128 a, uint128 b) external pure {
        require(a > 0 && b > 0);
        assert(a * b >= a);
    }
}

contract IncrementGrows {
    uint256 n;

    function up() external {
        uint256 old = n;
        n++;
        assert(n == old + 1);
    }
}

contract PostIncrementGivesOld {
    function f(uint16 x) external pure {
        uint16 y = x;
        assert(y++ == x);
        assert(y == x + 1);
    }
}

contract PreDecrementGivesNew {
    function f(int16 x) external pure {
        int16 y = x;
        assert(--y == x - 1);
    }
}

contract SignedAdd {
    function f(int64 a, int64 b) external pure {
        require(b >= 0);
        assert(a + b >= a);
    }
}

contract SignedNegate {
    function f(int8 a) external pure {
        int8 b = -a;
        assert(a != type(int8).min);
        assert(a + b == 0);
    }
}

contract CompoundAssignment {
    function f(uint32 a, uint32 b) external pure {
        uint32 c = a;
        c += b;
        c -= a;
        assert(c == b);
    }
}

contract MeanFits {
    function f(uint256 a, uint256 b) external pure {
        require(a <= b);
        uint256 m = a + (b - a) / 2;
        assert(a <= m && m <= b);
    }
}

contract WideLiteral {
    function f(uint8 a) external pure {
        // The sum with a literal of the same type is checked in 8 bits.
        uint8 b = a + 255;
        assert(a == 0 && b == 255);
    }
}
