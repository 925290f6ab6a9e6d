// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract LeftDropsBits {
    function f(uint8 a) external pure {
        assert(a << 1 >= a);
    }
}

contract RightOfNegative {
    function f(int8 a) external pure {
        assert(a >> 1 == a / 2);
    }
}

contract LeftOfSigned {
    function f(int8 a) external pure {
        require(a > 0);
        assert(a << 1 > 0);
    }
}

contract ThereAndBack {
    function f(uint32 a) external pure {
        assert((a << 8) >> 8 == a);
    }
}

contract BackAndThere {
    function f(uint32 a) external pure {
        assert((a >> 8) << 8 == a);
    }
}

contract PackedOverlap {
    function f(uint64 hi, uint64 lo) external pure {
        uint128 packed = (uint128(hi) << 63) | lo;
        assert(uint64(packed) == lo);
    }
}

contract CompoundShift {
    function f(uint32 a) external pure {
        uint32 b = a;
        b >>= 4;
        assert(b < 200_000_000);
    }
}
