// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Wraps8 {
    function f() external pure {
        uint8 a = 255;
        unchecked {
            a++;
        }
        assert(a == 0);
    }
}

contract Wraps256 {
    function f(uint256 a) external pure {
        unchecked {
            assert(a - 1 + 1 == a);
            assert(a + type(uint256).max == a - 1);
        }
    }
}

contract MinusMin {
    function f() external pure {
        int8 a = type(int8).min;
        unchecked {
            assert(-a == a);
            assert(a / -1 == a);
        }
    }
}

contract SignedWrap {
    function f(int16 a) external pure {
        require(a > 0);
        unchecked {
            assert(a + type(int16).max < 0);
        }
    }
}

contract ProductWraps {
    function f() external pure {
        uint8 a = 16;
        unchecked {
            assert(a * a == 0);
        }
    }
}

contract BlockEnds {
    function f(uint8 a) external pure {
        uint8 b = a;
        unchecked {
            b += 10;
        }
        uint8 c = b + 1; // checked again
        assert(c == uint8((uint256(a) + 10) % 256) + 1);
        assert(b != 255);
    }
}

contract OverflowTest {
    // The test for overflow that was written before 0.8.
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            uint256 c = a + b;
            if (c < a) assert(b > type(uint256).max - a);
            else assert(b <= type(uint256).max - a);
        }
    }
}

contract CalleeIsChecked {
    function plus(uint8 a) internal pure returns (uint8) {
        return a + 1;
    }

    function f(uint8 a) external pure {
        unchecked {
            // unchecked does not reach into functions
            assert(plus(a) > a);
        }
    }
}

contract ModuloOfNegative {
    function f() external pure {
        int8 a = -128;
        unchecked {
            assert(a % -1 == 0);
        }
    }
}
