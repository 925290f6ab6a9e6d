// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract LowByte {
    function f(uint256 a) external pure {
        assert(uint8(a) == a);
    }
}

contract Flags {
    uint8 flags;

    function set(uint8 bit) external {
        // a shift by 8 or more leaves nothing
        flags |= uint8(1) << bit;
        assert(flags != 0);
    }
}

contract ClearBit {
    function f(uint8 a) external pure {
        uint8 b = a & ~uint8(4);
        assert(b < a);
    }
}

contract Complement {
    function f(int16 a) external pure {
        assert(~a == -a);
    }
}

contract MaskTooWide {
    function f(uint16 a) external pure {
        uint16 low = a & 0x1ff;
        assert(low < 256);
    }
}

contract NotPowerOfTwo {
    function f(uint8 a) external pure {
        require((a & (a - 1)) == 0); // 0 underflows, 1 passes
        assert(a >= 2);
    }
}

