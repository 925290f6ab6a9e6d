// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Wraps8 {
    function f(uint8 a) external pure {
        unchecked {
            a++;
        }
        assert(a != 0);
    }
}

contract Wraps256 {
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            assert(a - b <= a);
        }
    }
}

contract MinusMin {
    function f(int8 a) external pure {
        require(a < 0);
        unchecked {
            assert(-a > 0);
        }
    }
}

contract MinOverMinusOne {
    function f(int256 a, int256 b) external pure {
        require(a < 0 && b < 0);
        unchecked {
            assert(a / b >= 0);
        }
    }
}

contract SignedWrap {
    function f(int16 a, int16 b) external pure {
        require(a > 0 && b > 0);
        unchecked {
            assert(a + b > 0);
        }
    }
}

contract ProductWraps {
    function f(uint8 a, uint8 b) external pure {
        require(a > 0 && b > 0);
        unchecked {
            assert(a * b > 0);
        }
    }
}

contract BlockEnds {
    function f(uint8 a) external pure {
        uint8 b = a;
        unchecked {
            b += 10;
        }
        assert(b >= 10);
    }
}

contract OverflowTest {
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            uint256 c = a - b;
            assert(c <= a || b == 1);
        }
    }
}

contract AverageWraps {
    function f(uint256 a, uint256 b) external pure {
        require(a <= b);
        unchecked {
            uint256 m = (a + b) / 2;
            assert(a <= m);
        }
    }
}
