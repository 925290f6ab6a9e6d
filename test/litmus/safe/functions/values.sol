// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Picked {
    function inc(uint256 x) internal pure returns (uint256) {
        return x + 1;
    }

    function dec(uint256 x) internal pure returns (uint256) {
        return x - 1;
    }

    function f(bool up, uint256 x) external pure {
        function(uint256) internal pure returns (uint256) g = up ? inc : dec;
        assert(g(x) == (up ? x + 1 : x - 1));
    }
}

contract Stored {
    function() internal returns (uint256) g;

    constructor() {
        g = seven;
    }

    function seven() internal pure returns (uint256) {
        return 7;
    }

    function f() external {
        assert(g() == 7 || g() != 7);
    }
}

contract Passed {
    function twice(uint256 x) internal pure returns (uint256) {
        return 2 * x;
    }

    function apply_(function(uint256) internal pure returns (uint256) g, uint256 x)
        internal
        pure
        returns (uint256)
    {
        return g(g(x));
    }

    function f(uint128 x) external pure {
        assert(apply_(twice, x) == 4 * uint256(x));
    }
}

contract Compared {
    function a() internal pure {}

    function b() internal pure {}

    function f(bool c) external pure {
        function() internal pure g = c ? a : b;
        assert((g == a) == c);
    }
}
