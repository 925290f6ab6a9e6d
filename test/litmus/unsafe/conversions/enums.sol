// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract FromNumber {
    enum Color {
        Red,
        Green,
        Blue
    }

    function f(uint8 n) external pure {
        Color c = Color(n);
        assert(c != Color.Blue);
    }
}

contract Argument {
    enum Side {
        Left,
        Right
    }

    function f(Side s) external pure {
        assert(s == Side.Left);
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
        assert(phase != Phase.C);
    }
}
