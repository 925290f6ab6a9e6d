// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Counted {
    function f() external pure {
        uint256 s = 0;
        for (uint256 i = 0; i <= 4; i++) s += i;
        assert(s == 6);
    }
}

contract Break {
    function f(uint256 at) external pure {
        uint256 i;
        for (i = 0; i < 4; i++) {
            if (i == at) break;
        }
        assert(i < 4);
    }
}

contract Continue {
    function f(uint256 skip) external pure {
        uint256 s;
        for (uint256 i = 0; i < 3; i++) {
            if (i == skip) continue;
            s += i;
        }
        assert(s == 3);
    }
}

contract DoWhile {
    function f(uint256 n) external pure {
        uint256 c;
        require(n < 4);
        uint256 m = n;
        do {
            c++;
            if (m > 0) m--;
        } while (m > 0);
        assert(c == n); // runs once for 0
    }
}

contract UnknownBound {
    function f(uint256 n) external pure {
        uint256 i;
        while (i < n) i++;
        assert(i < 3);
    }
}

contract SumOfArgument {
    function f(uint8[] calldata a) external pure {
        uint256 s;
        for (uint256 i = 0; i < a.length; i++) s += a[i];
        assert(s < 300);
    }
}

contract OffByOne {
    uint256[] list;

    function add(uint256 x) external {
        list.push(x);
    }

    function max() external view {
        uint256 m;
        for (uint256 i = 1; i < list.length; i++) if (list[i] > m) m = list[i];
        if (list.length > 0) assert(m >= list[0]); // starts at 1
    }
}

contract Recursion {
    function fib(uint256 n) internal pure returns (uint256) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    function f(uint256 n) external pure {
        require(n < 4);
        assert(fib(n) < 2);
    }
}

contract MutualRecursion {
    function even(uint256 n) internal pure returns (bool) {
        return n == 0 ? true : odd(n - 1);
    }

    function odd(uint256 n) internal pure returns (bool) {
        return n == 0 ? false : even(n - 1);
    }

    function f(uint256 n) external pure {
        require(n < 4);
        assert(even(n));
    }
}
