// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// Bit operations on two values that are both not known are abstract in the model.

contract Flags {
    uint8 flags;

    function set(uint8 bit) external {
        require(bit < 8);
        flags |= uint8(1) << bit;
        assert(flags != 0); // expect: not inductive
    }
}

contract ClearBit {
    function f(uint8 a) external pure {
        uint8 b = a & ~uint8(4);
        assert((b & 4) == 0); // expect: not inductive
        assert(b <= a); // expect: proved
    }
}

contract ToggleTwice {
    function f(uint8 a, uint8 m) external pure {
        assert((a ^ m) ^ m == a); // expect: not inductive
    }
}

contract DeMorgan {
    function f(uint8 a, uint8 b) external pure {
        assert(~(a & b) == (~a | ~b)); // expect: not inductive
    }
}

contract IsPowerOfTwo {
    function f(uint8 a) external pure {
        require(a != 0 && (a & (a - 1)) == 0);
        assert(a == 1 || a == 2 || a == 4 || a == 8 || a == 16 || a == 32 || a == 64 || a == 128); // expect: not inductive
    }
}
