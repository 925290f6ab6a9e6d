// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Wraps {
    function f(uint256 x) external pure {
        uint256 y;
        assembly {
            y := add(x, 1)
        }
        assert(y > x);
    }
}

contract DivisionByZeroIsZero {
    function f(uint256 x, uint256 z) external pure {
        uint256 y;
        assembly {
            y := div(x, z)
        }
        assert(z != 0);
    }
}

contract StoresInSlot {
    uint256 n;

    function f(uint256 x) external {
        uint256 old = n;
        assembly {
            sstore(n.slot, x)
        }
        assert(n == old);
    }
}
