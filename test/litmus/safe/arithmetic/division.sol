// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract TowardZero {
    function f() external pure {
        int256 a = -7;
        assert(a / 2 == -3);
        assert(a % 2 == -1);
        assert(a / -2 == 3);
        assert(a % -2 == -1);
    }
}

contract SignOfRemainder {
    function f(int256 a, int256 b) external pure {
        int256 r = a % b;
        assert(r == 0 || (r < 0) == (a < 0));
    }
}

contract Euclid {
    function f(uint256 a, uint256 b) external pure {
        assert((a / b) * b + a % b == a);
    }
}

contract QuotientShrinks {
    function f(uint256 a, uint256 b) external pure {
        assert(a / b <= a);
    }
}

contract RemainderIsSmaller {
    function f(uint64 a, uint64 b) external pure {
        assert(a % b < b);
    }
}

contract ByConstant {
    function f(uint256 a) external pure {
        assert(a / 10 * 10 <= a);
        assert(a - a / 10 * 10 < 10);
    }
}

contract Percent {
    function f(uint128 amount, uint16 bps) external pure {
        require(bps <= 10_000);
        uint256 fee = uint256(amount) * bps / 10_000;
        assert(fee <= amount);
    }
}

contract DivisorNotZero {
    function f(uint256 a, uint256 b) external pure returns (uint256 q) {
        q = a / b;
        assert(b != 0);
    }
}

contract MinOverMinusOnePanics {
    function f(int8 a) external pure returns (int8 q) {
        q = a / -1;
        assert(a != -128);
    }
}

contract AddMod {
    function f(uint256 a, uint256 b, uint256 m) external pure {
        assert(addmod(a, b, m) < m);
        assert(mulmod(a, b, m) < m);
    }

    function wide() external pure {
        // computed without wrapping
        assert(addmod(type(uint256).max, 2, 10) == 7);
        assert(mulmod(type(uint256).max, 2, 10) == 0);
    }
}
