// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract A {
    uint256 internal trail = 1;

    constructor(uint256 x) {
        trail = trail * 10 + x;
    }
}

contract B is A(2) {
    constructor() {
        trail = trail * 10 + 3;
        assert(trail == 123);
    }
}

contract P {
    uint256 internal p;

    constructor() {
        p = 1;
    }
}

contract Q is P {
    uint256 q = p + 5; // before the constructor of P in the default pipeline

    constructor() {
        assert(p == 1);
    }
}

contract Arguments is A {
    constructor(uint256 x) A(x % 10) {
        assert(trail == 10 + x % 10);
    }
}

contract Immutable {
    uint256 immutable cap;
    uint256 used;

    constructor(uint256 c) {
        require(c > 5);
        cap = c;
        assert(cap > 5);
    }

    function f(uint256 n) external {
        require(n <= cap);
        used = n;
        assert(used <= cap);
    }
}

contract Constants {
    uint256 constant A1 = 3;
    uint256 constant B1 = A1 * 2 + 1;
    bytes32 constant H = keccak256("x");

    function f() external pure {
        assert(B1 == 7);
        assert(H == keccak256("x"));
    }
}

contract RequireInConstructor {
    constructor(uint256 x) {
        require(x > 1 && x < 10);
        uint256 y = x * x;
        assert(y > x && y < 100);
    }
}
