// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Wraps {
    function f(uint256 x) external pure {
        uint256 y;
        assembly {
            y := sub(add(x, 1), 1)
        }
        assert(y == x);
    }
}

contract DivisionByZeroIsZero {
    function f(uint256 x) external pure {
        uint256 y;
        assembly {
            y := div(x, 0)
        }
        assert(y == 0);
    }
}

contract StoresInSlot {
    uint256 n;

    function f(uint256 x) external {
        assembly {
            sstore(n.slot, x)
        }
        assert(n == x);
    }
}
