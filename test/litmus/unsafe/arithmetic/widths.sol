// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Range_uint8 {
    function f(uint8 a, uint8 b) external pure {
        unchecked {
            uint8 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint16 {
    function f(uint16 a, uint16 b) external pure {
        unchecked {
            uint16 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint24 {
    function f(uint24 a, uint24 b) external pure {
        unchecked {
            uint24 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint32 {
    function f(uint32 a, uint32 b) external pure {
        unchecked {
            uint32 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint64 {
    function f(uint64 a, uint64 b) external pure {
        unchecked {
            uint64 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint96 {
    function f(uint96 a, uint96 b) external pure {
        unchecked {
            uint96 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint128 {
    function f(uint128 a, uint128 b) external pure {
        unchecked {
            uint128 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint248 {
    function f(uint248 a, uint248 b) external pure {
        unchecked {
            uint248 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_uint256 {
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            uint256 c = a + b;
            assert(c >= a);
        }
    }
}

contract Range_int8 {
    function f(int8 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int16 {
    function f(int16 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int24 {
    function f(int24 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int64 {
    function f(int64 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int128 {
    function f(int128 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int192 {
    function f(int192 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}

contract Range_int256 {
    function f(int256 a) external pure {
        unchecked {
            assert(a >= 0 || -a > 0);
        }
    }
}
