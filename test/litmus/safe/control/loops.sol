// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Counted {
    function f() external pure {
        uint256 s = 0;
        for (uint256 i = 0; i < 4; i++) s += i;
        assert(s == 6);
    }
}

contract Break {
    function f() external pure {
        uint256 i;
        for (i = 0; i < 4; i++) {
            if (i == 2) break;
        }
        assert(i == 2);
    }
}

contract Continue {
    function f() external pure {
        uint256 s;
        for (uint256 i = 0; i < 4; i++) {
            if (i % 2 == 0) continue; // the update still runs
            s += i;
        }
        assert(s == 4);
    }
}

contract DoWhile {
    function f() external pure {
        uint256 n;
        do {
            n++;
        } while (n < 3);
        assert(n == 3);
        do n += 10; while (false);
        assert(n == 13);
    }
}

contract ContinueInDoWhile {
    function f() external pure {
        uint256 n;
        do {
            n++;
            if (n == 1) continue; // goes to the condition
            n += 10;
        } while (n < 5);
        assert(n == 12);
    }
}

contract Nested {
    function f() external pure {
        uint256 c;
        for (uint256 i = 0; i < 3; i++) {
            for (uint256 j = 0; j < 3; j++) {
                if (j > i) break;
                c++;
            }
        }
        assert(c == 6);
    }
}

contract ReturnInside {
    function g(uint256 x) internal pure returns (uint256) {
        for (uint256 i = 0; i < 3; i++) {
            if (i == x) return i;
        }
        return 99;
    }

    function f(uint256 x) external pure {
        uint256 r = g(x);
        assert(x < 3 ? r == x : r == 99);
    }
}

contract WhileNever {
    function f(uint256 x) external pure {
        uint256 y = x;
        while (false) y = 0;
        assert(y == x);
    }
}

contract BoundedByRequire {
    function f(uint256 n) external pure {
        require(n <= 3);
        uint256 i;
        while (i < n) i++;
        assert(i == n);
    }
}

contract Recursion {
    function fact(uint256 n) internal pure returns (uint256) {
        return n == 0 ? 1 : n * fact(n - 1);
    }

    function f() external pure {
        assert(fact(3) == 6);
    }
}

contract FillsArray {
    uint256[3] a;

    function f(uint256 x) external {
        for (uint256 i = 0; i < 3; i++) a[i] = x;
        assert(a[0] == x && a[1] == x && a[2] == x);
    }
}

contract LoopKeepsOthers {
    uint256 total;
    mapping(uint256 => uint256) m;

    function f(uint256 n) external {
        require(n < 4);
        uint256 old = total;
        for (uint256 i = 0; i < n; i++) m[i] = i;
        assert(total == old);
    }
}

contract CountsUp {
    function f(uint256 n) external pure {
        uint256 i;
        while (i < n) i++;
        assert(i == n);
    }
}
