// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract LowByte {
    function f(uint256 a) external pure {
        assert((a & 0xff) < 256);
        assert(uint8(a) == (a & 0xff));
    }
}

contract Complement {
    function f(uint16 a) external pure {
        assert(~a == type(uint16).max - a);
        assert(~~a == a);
    }
}

contract OrGrows {
    function f(uint8 a, uint8 b) external pure {
        assert((a | b) >= a);
    }
}
