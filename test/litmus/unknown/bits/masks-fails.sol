// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// Bit operations on two values that are both not known are abstract in the model.

contract Toggle {
    function f(uint8 a) external pure {
        assert((a ^ 8) > a); // expect: not inductive
    }
}

contract OrIsNotPlus {
    function f(uint8 a, uint8 b) external pure {
        require(a < 100 && b < 100);
        assert((a | b) == a + b); // expect: not inductive
    }
}
