// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract TowardZero {
    function f(int256 a) external pure {
        assert(a / 2 * 2 <= a); // not for negative odd numbers
    }
}

contract SignOfRemainder {
    function f(int256 a, int256 b) external pure {
        require(b > 0);
        assert(a % b >= 0);
    }
}

contract NoRemainder {
    function f(uint256 a, uint256 b) external pure {
        assert((a / b) * b == a);
    }
}

contract QuotientShrinks {
    function f(uint256 a, uint256 b) external pure {
        assert(a / b < a);
    }
}

contract SignedQuotientShrinks {
    function f(int64 a, int64 b) external pure {
        assert(a / b <= a);
    }
}

contract DivideFirst {
    function f(uint64 amount, uint64 rate) external pure {
        uint256 a = uint256(amount) / 100 * rate;
        uint256 b = uint256(amount) * rate / 100;
        assert(a == b);
    }
}

contract Percent {
    function f(uint128 amount, uint16 bps) external pure {
        uint256 fee = uint256(amount) * bps / 10_000;
        assert(fee <= amount); // bps may exceed 100 %
    }
}

contract RoundsToNothing {
    function f(uint256 shares) external pure {
        require(shares > 0);
        assert(shares * 3 / 4 > 0);
    }
}

contract AddMod {
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            assert(addmod(a, b, 7) == (a + b) % 7); // the sum wraps
        }
    }
}
