// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// Bit operations on two values that are both not known are abstract in the model.

contract PackAndUnpack {
    function f(uint64 hi, uint64 lo) external pure {
        uint128 packed = (uint128(hi) << 64) | lo;
        assert(uint64(packed >> 64) == hi); // expect: proved
        assert(uint64(packed) == lo); // expect: not inductive
    }
}
