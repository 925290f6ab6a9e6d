// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Alias {
    struct P {
        uint256 x;
    }

    function f(uint256 v) external pure {
        P memory a = P(1);
        P memory b = a;
        b.x = v;
        assert(a.x == 1);
    }
}

contract PassedByReference {
    function fill(uint256[] memory a, uint256 v) internal pure {
        a[0] = v;
    }

    function f(uint256 v) external pure {
        uint256[] memory a = new uint256[](2);
        fill(a, v);
        assert(a[0] == 0);
    }
}

contract SharedRow {
    struct In {
        uint256 x;
    }

    struct Out {
        In a;
        In b;
    }

    function f() external pure {
        Out memory o;
        o.b = o.a;
        o.b.x = 4;
        assert(o.a.x == 0);
    }
}

contract CalldataMayBeEmpty {
    function f(uint256[] calldata a) external pure {
        assert(a.length > 0);
    }
}

contract CalldataElements {
    function f(uint256[] calldata a, uint256 i) external pure {
        require(a.length < 5);
        assert(a[i] != 77);
    }
}

contract StructArgument {
    struct P {
        uint128 x;
        bool y;
    }

    function f(P calldata p) external pure {
        assert(!p.y || p.x == 0);
    }
}

contract MemoryArgument {
    function f(uint8[3] memory a) external pure {
        assert(a[0] <= a[2]);
    }
}

contract DeletedPointer {
    struct P {
        uint256 x;
    }

    function f(uint256 v) external pure {
        P memory a = P(v);
        P memory b = a;
        delete a;
        assert(b.x == 0);
    }
}
