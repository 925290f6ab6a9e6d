// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Range_uint8 {
    function f(uint8 a, uint8 b) external pure {
        unchecked {
            uint8 c = a + b;
            assert((c < a) == (b > type(uint8).max - a));
        }
        assert(type(uint8).min == 0);
    }
}

contract Range_uint16 {
    function f(uint16 a, uint16 b) external pure {
        unchecked {
            uint16 c = a + b;
            assert((c < a) == (b > type(uint16).max - a));
        }
        assert(type(uint16).min == 0);
    }
}

contract Range_uint24 {
    function f(uint24 a, uint24 b) external pure {
        unchecked {
            uint24 c = a + b;
            assert((c < a) == (b > type(uint24).max - a));
        }
        assert(type(uint24).min == 0);
    }
}

contract Range_uint32 {
    function f(uint32 a, uint32 b) external pure {
        unchecked {
            uint32 c = a + b;
            assert((c < a) == (b > type(uint32).max - a));
        }
        assert(type(uint32).min == 0);
    }
}

contract Range_uint40 {
    function f(uint40 a, uint40 b) external pure {
        unchecked {
            uint40 c = a + b;
            assert((c < a) == (b > type(uint40).max - a));
        }
        assert(type(uint40).min == 0);
    }
}

contract Range_uint64 {
    function f(uint64 a, uint64 b) external pure {
        unchecked {
            uint64 c = a + b;
            assert((c < a) == (b > type(uint64).max - a));
        }
        assert(type(uint64).min == 0);
    }
}

contract Range_uint72 {
    function f(uint72 a, uint72 b) external pure {
        unchecked {
            uint72 c = a + b;
            assert((c < a) == (b > type(uint72).max - a));
        }
        assert(type(uint72).min == 0);
    }
}

contract Range_uint96 {
    function f(uint96 a, uint96 b) external pure {
        unchecked {
            uint96 c = a + b;
            assert((c < a) == (b > type(uint96).max - a));
        }
        assert(type(uint96).min == 0);
    }
}

contract Range_uint128 {
    function f(uint128 a, uint128 b) external pure {
        unchecked {
            uint128 c = a + b;
            assert((c < a) == (b > type(uint128).max - a));
        }
        assert(type(uint128).min == 0);
    }
}

contract Range_uint160 {
    function f(uint160 a, uint160 b) external pure {
        unchecked {
            uint160 c = a + b;
            assert((c < a) == (b > type(uint160).max - a));
        }
        assert(type(uint160).min == 0);
    }
}

contract Range_uint248 {
    function f(uint248 a, uint248 b) external pure {
        unchecked {
            uint248 c = a + b;
            assert((c < a) == (b > type(uint248).max - a));
        }
        assert(type(uint248).min == 0);
    }
}

contract Range_uint256 {
    function f(uint256 a, uint256 b) external pure {
        unchecked {
            uint256 c = a + b;
            assert((c < a) == (b > type(uint256).max - a));
        }
        assert(type(uint256).min == 0);
    }
}

contract Range_int8 {
    function f(int8 a) external pure {
        unchecked {
            assert(-type(int8).min == type(int8).min);
            assert(type(int8).max + 1 == type(int8).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int16 {
    function f(int16 a) external pure {
        unchecked {
            assert(-type(int16).min == type(int16).min);
            assert(type(int16).max + 1 == type(int16).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int24 {
    function f(int24 a) external pure {
        unchecked {
            assert(-type(int24).min == type(int24).min);
            assert(type(int24).max + 1 == type(int24).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int32 {
    function f(int32 a) external pure {
        unchecked {
            assert(-type(int32).min == type(int32).min);
            assert(type(int32).max + 1 == type(int32).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int64 {
    function f(int64 a) external pure {
        unchecked {
            assert(-type(int64).min == type(int64).min);
            assert(type(int64).max + 1 == type(int64).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int88 {
    function f(int88 a) external pure {
        unchecked {
            assert(-type(int88).min == type(int88).min);
            assert(type(int88).max + 1 == type(int88).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int128 {
    function f(int128 a) external pure {
        unchecked {
            assert(-type(int128).min == type(int128).min);
            assert(type(int128).max + 1 == type(int128).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int192 {
    function f(int192 a) external pure {
        unchecked {
            assert(-type(int192).min == type(int192).min);
            assert(type(int192).max + 1 == type(int192).min);
            assert(~a == -a - 1);
        }
    }
}

contract Range_int256 {
    function f(int256 a) external pure {
        unchecked {
            assert(-type(int256).min == type(int256).min);
            assert(type(int256).max + 1 == type(int256).min);
            assert(~a == -a - 1);
        }
    }
}
