// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// claims: panics
// expect: violated

contract Add {
    function f(uint8 a, uint8 b) external pure returns (uint8) {
        return a + b;
    }
}

contract SubOfStorage {
    uint256 n;

    function down() external {
        n -= 1;
    }
}

contract Division {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        return a / b;
    }
}

contract Modulo {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        return addmod(a, 1, b);
    }
}

contract DivisionEvenUnchecked {
    function f(uint256 a, uint256 b) external pure returns (uint256) {
        unchecked {
            return a % b; // unchecked does not cover division by zero
        }
    }
}

contract Index {
    uint256[] list;

    function f(uint256 i) external view returns (uint256) {
        return list[i];
    }
}

contract FixedIndex {
    uint256[3] list;

    function f(uint256 i) external {
        list[i] = 1;
    }
}

contract BytesIndex {
    function f(bytes4 b, uint256 i) external pure returns (bytes1) {
        return b[i];
    }
}

contract Enum {
    enum E {
        A,
        B
    }

    function f(uint8 n) external pure returns (E) {
        return E(n);
    }
}

contract Pop {
    uint256[] list;

    function f() external {
        list.pop();
    }
}

contract UnsetFunctionValue {
    function() internal g;

    function f() external {
        g();
    }
}

contract MinOverMinusOne {
    function f(int8 a, int8 b) external pure returns (int8) {
        return a / b; // also by zero
    }
}

contract Negate {
    function f(int256 a) external pure returns (int256) {
        return -a;
    }
}

contract TwoPlaces {
    function f(uint8 a, uint8 b) external pure returns (uint8) {
        uint8 c = a + 1;
        return c + b;
    }
}

contract InConstructor {
    uint8 x;

    constructor(uint8 a) {
        x = a + 1;
    }
}

contract InCallee {
    function g(uint8 a) internal pure returns (uint8) {
        return a * 2;
    }

    function f(uint8 a) external pure returns (uint8) {
        return g(a);
    }
}
