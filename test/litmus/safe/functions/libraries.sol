// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

library MathLib {
    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a >= b ? a : b;
    }
}

contract UsingFor {
    using MathLib for uint256;

    function f(uint256 a, uint256 b) external pure {
        assert(a.max(b) >= a && a.max(b) >= b);
        assert(MathLib.max(a, b) == b.max(a));
    }
}

library Lists {
    struct Set {
        uint256[] items;
        mapping(uint256 => uint256) place;
    }

    function add(Set storage s, uint256 x) internal returns (bool) {
        if (s.place[x] != 0) return false;
        s.items.push(x);
        s.place[x] = s.items.length;
        return true;
    }

    function has(Set storage s, uint256 x) internal view returns (bool) {
        return s.place[x] != 0;
    }
}

contract UsesSet {
    using Lists for Lists.Set;

    Lists.Set set;

    function f(uint256 x) external {
        set.add(x);
        assert(set.has(x));
        assert(!set.add(x));
    }
}

type Money is uint128;

using {plus as +, less as <, unwrapped} for Money global;

function plus(Money a, Money b) pure returns (Money) {
    return Money.wrap(Money.unwrap(a) + Money.unwrap(b));
}

function less(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) < Money.unwrap(b);
}

function unwrapped(Money a) pure returns (uint128) {
    return Money.unwrap(a);
}

contract UserTypes {
    Money total;

    function f(Money m) external {
        Money old = total;
        total = total + m;
        assert(!(total < old));
        assert(total.unwrapped() == old.unwrapped() + m.unwrapped());
    }
}

function free(uint256 x) pure returns (uint256) {
    assert(x > 0);
    return x - 1;
}

contract FreeFunction {
    function f(uint256 x) external pure {
        require(x > 3);
        assert(free(x) > 2);
    }
}

contract Overloads {
    function g(uint256 x) internal pure returns (uint256) {
        return x;
    }

    function g(address) internal pure returns (uint256) {
        return 1;
    }

    function g(uint256 x, uint256 y) internal pure returns (uint256) {
        return x + y;
    }

    function f(uint64 x) external pure {
        assert(g(x) == x);
        assert(g(address(0)) == 1);
        assert(g(x, 2) == uint256(x) + 2);
    }
}

contract NamedArguments {
    struct S {
        uint256 a;
        uint256 b;
    }

    function sub(uint256 from, uint256 amount) internal pure returns (uint256) {
        return from - amount;
    }

    function f() external pure {
        assert(sub({amount: 1, from: 3}) == 2);
        S memory s = S({b: 2, a: 1});
        assert(s.a == 1 && s.b == 2);
    }
}
