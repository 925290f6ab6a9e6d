// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Constants {
    function f() external pure {
        uint256 two = 2;
        assert(two ** 10 == 1024);
        assert(two ** 0 == 1);
        uint8 x = 15;
        assert(x ** 2 == 225);
        int256 m = -3;
        assert(m ** 3 == -27);
    }
}

contract ZeroToZero {
    function f(uint256 a) external pure {
        assert(a ** 0 == 1);
    }
}

contract Square {
    function f(int64 a) external pure {
        assert(int256(a) ** 2 >= 0);
    }
}

contract Decimals {
    uint256 constant UNIT = 10 ** 18;

    function f() external pure {
        assert(UNIT == 1 ether);
        assert(1 gwei * 10 ** 9 == UNIT);
    }
}

contract RationalLiteral {
    function f() external pure {
        assert(uint256(7) / 2 == 3);
        uint256 exact = (7 * 10 ** 18) / 2 / 10 ** 17;
        assert(exact == 35);
        assert(2.5 * 2 == 5);
        assert(0.5e18 == 5e17);
    }
}

contract UncheckedPower {
    function f() external pure {
        uint8 b = 2;
        unchecked {
            assert(b ** 8 == 0);
        }
    }
}
