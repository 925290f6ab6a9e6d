// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// claims: panics
// expect: proved

contract GuardedAdd {
    function f(uint8 a, uint8 b) external pure returns (uint8) {
        require(a < 100 && b < 100);
        return a + b;
    }
}

contract GuardedSub {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        return a > b ? a - b : b - a;
    }
}

contract GuardedDivision {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        return b == 0 ? 0 : a / b;
    }
}

contract GuardedIndex {
    uint256[] list;

    function f(uint256 i) external view returns (uint256) {
        require(i < list.length);
        return list[i];
    }
}

contract GuardedEnum {
    enum E {
        A,
        B
    }

    function f(uint8 n) external pure returns (E) {
        require(n < 2);
        return E(n);
    }
}

contract GuardedPop {
    uint256[] list;

    function f() external {
        if (list.length > 0) list.pop();
    }
}

contract SetFunctionValue {
    function one() internal pure returns (uint256) {
        return 1;
    }

    function f() external pure returns (uint256) {
        function() internal pure returns (uint256) g = one;
        return g();
    }
}

contract NothingInUnchecked {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        unchecked {
            return a + b * a - b;
        }
    }
}

contract LoopIndex {
    function f(uint8[4] calldata a) external pure returns (uint256 s) {
        for (uint256 i = 0; i < a.length; i++) s += a[i];
    }
}

contract WideProduct {
    function f(uint128 a, uint128 b) external pure returns (uint256) {
        return uint256(a) * b;
    }
}

contract NegateGuarded {
    function abs(int256 a) external pure returns (int256) {
        require(a != type(int256).min);
        return a < 0 ? -a : a;
    }
}
