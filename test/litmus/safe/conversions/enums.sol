// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract FromNumber {
    enum Color {
        Red,
        Green,
        Blue
    }

    function f(uint8 n) external pure {
        Color c = Color(n); // panics for 3 and more
        assert(uint8(c) == n && n < 3);
    }
}

contract Argument {
    enum Side {
        Left,
        Right
    }

    function f(Side s) external pure {
        assert(s == Side.Left || s == Side.Right);
    }
}

contract Bounds {
    enum Level {
        Low,
        Mid,
        High
    }

    function f(Level l) external pure {
        assert(l >= type(Level).min && l <= type(Level).max);
        assert(uint256(type(Level).max) == 2);
    }
}

contract DefaultIsFirst {
    enum Phase {
        Idle,
        Busy
    }

    Phase phase;

    constructor() {
        assert(phase == Phase.Idle);
    }
}

contract Stored {
    enum Phase {
        A,
        B,
        C
    }

    Phase phase;

    function step() external {
        if (phase != Phase.C) phase = Phase(uint8(phase) + 1);
        assert(uint8(phase) <= 2);
        assert(phase != Phase.A);
    }
}
