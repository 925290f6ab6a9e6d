// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved up to

// Loops and recursion without a constant bound are unrolled.
contract SumIsAtLeastFirst {
    function f(uint256[] calldata a) external pure {
        uint256 s;
        for (uint256 i = 0; i < a.length; i++) s += a[i];
        assert(a.length == 0 || s >= a[0]);
    }
}

contract Recursion {
    function down(uint256 n) internal pure returns (uint256) {
        return n == 0 ? 0 : down(n - 1);
    }

    function f(uint256 n) external pure {
        assert(down(n) == 0);
    }
}
