// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

library MathLib {
    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a >= b ? b : a;
    }
}

contract UsingFor {
    using MathLib for uint256;

    function f(uint256 a, uint256 b) external pure {
        assert(a.max(b) >= a);
    }
}

library Watch {
    function check(uint256 x) internal pure {
        assert(x != 9);
    }
}

contract AssertInLibrary {
    using Watch for uint256;

    function f(uint256 x) external pure {
        x.check();
    }
}

type Money is uint128;

using {plus as +} for Money global;

function plus(Money a, Money b) pure returns (Money) {
    unchecked {
        return Money.wrap(Money.unwrap(a) + Money.unwrap(b));
    }
}

contract UserTypes {
    function f(Money a, Money b) external pure {
        assert(Money.unwrap(a + b) >= Money.unwrap(a));
    }
}

function free(uint256 x) pure returns (uint256) {
    assert(x > 0);
    return x - 1;
}

contract FreeFunction {
    function f(uint256 x) external pure {
        free(x);
    }
}

contract NamedArguments {
    function sub(uint256 from, uint256 amount) internal pure returns (uint256) {
        return from - amount;
    }

    function f(uint256 a, uint256 b) external pure {
        require(a > b);
        assert(sub({amount: b, from: a}) != 1);
    }
}

contract Overloads {
    function g(uint256) internal pure returns (uint256) {
        return 1;
    }

    function g(int256) internal pure returns (uint256) {
        return 2;
    }

    function f(int8 x) external pure {
        assert(g(x) == 1);
    }
}
