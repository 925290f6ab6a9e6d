// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: not inductive

// The power of a constant by a variable exponent is not computed in the model once it wraps: its candidates are not real.
contract UncheckedPower {
    function f(uint8 n) external pure {
        require(n < 9);
        uint8 b = 2;
        unchecked {
            assert(b ** n > 0);
        }
    }
}
