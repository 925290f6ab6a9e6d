// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Picked {
    function inc(uint256 x) internal pure returns (uint256) {
        return x + 1;
    }

    function same(uint256 x) internal pure returns (uint256) {
        return x;
    }

    function f(bool up, uint256 x) external pure {
        function(uint256) internal pure returns (uint256) g = up ? inc : same;
        assert(g(x) > x);
    }
}

contract Replaced {
    function() internal returns (uint256) g;

    constructor() {
        g = seven;
    }

    function seven() internal pure returns (uint256) {
        return 7;
    }

    function eight() internal pure returns (uint256) {
        return 8;
    }

    function set() external {
        g = eight;
    }

    function f() external {
        assert(g() == 7);
    }
}
