// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract LeftDropsBits {
    function f() external pure {
        uint8 a = 0x81;
        assert(a << 1 == 2);
        assert(a << 8 == 0);
        assert(a << 300 == 0);
    }
}

contract RightOfNegative {
    function f() external pure {
        int8 a = -7;
        // arithmetic shift: toward negative infinity
        assert(a >> 1 == -4);
        assert(a >> 100 == -1);
    }
}

contract LeftOfSigned {
    function f() external pure {
        int8 a = 64;
        assert(a << 1 == -128);
    }
}

contract ByConstantIsDivision {
    function f(uint256 a) external pure {
        assert(a >> 4 == a / 16);
    }
}

contract HalvesWithFloor {
    function f(int256 a) external pure {
        int256 h = a >> 1;
        assert(h <= a || a < 0);
        assert(a < 0 || h >= 0);
        assert(a >= 0 || h < 0);
    }
}

contract ShiftIsNeverChecked {
    function f(uint8 a) external pure {
        uint8 b = a << 4;
        assert((b & 0x0f) == 0);
    }
}

contract CompoundShift {
    function f(uint32 a) external pure {
        uint32 b = a;
        b >>= 8;
        b <<= 8;
        assert(b <= a);
        assert(a - b < 256);
    }
}

contract ShiftByVariable {
    function f(uint256 a, uint8 n) external pure {
        assert(a >> n <= a);
    }
}
