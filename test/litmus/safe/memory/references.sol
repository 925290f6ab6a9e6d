// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Alias {
    struct P {
        uint256 x;
    }

    function f(uint256 v) external pure {
        P memory a = P(1);
        P memory b = a; // the same object
        b.x = v;
        assert(a.x == v);
    }
}

contract FreshObjects {
    struct P {
        uint256 x;
    }

    function f() external pure {
        P memory a = P(1);
        P memory b = P(1);
        b.x = 2;
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
        assert(a[0] == v && a[1] == 0);
    }
}

contract NewArrayIsZero {
    function f(uint8 n, uint8 i) external pure {
        uint256[] memory a = new uint256[](n);
        require(i < n);
        assert(a[i] == 0 && a.length == n);
    }
}

contract NestedStructs {
    struct In {
        uint256 x;
    }

    struct Out {
        In a;
        In b;
    }

    function f() external pure {
        Out memory o;
        o.a.x = 3;
        assert(o.b.x == 0);
        o.b = o.a; // shares
        o.b.x = 4;
        assert(o.a.x == 4);
    }
}

contract CalldataIsCopied {
    function f(uint256[] calldata a) external pure {
        require(a.length > 1);
        uint256[] memory m = a;
        m[0] = a[0] == 0 ? 1 : 0;
        assert(m[1] == a[1]);
    }
}

contract InlineArray {
    function f(uint8 i) external pure {
        uint8[3] memory a = [1, 2, 3];
        require(i < 3);
        assert(a[i] == i + 1);
    }
}

contract ReturnedObject {
    struct P {
        uint256 x;
        uint256 y;
    }

    function make(uint256 x) internal pure returns (P memory p) {
        p.x = x;
    }

    function f(uint256 x) external pure {
        P memory p = make(x);
        P memory q = make(0);
        assert(p.x == x && p.y == 0 && q.x == 0);
    }
}

contract DeletedPointer {
    struct P {
        uint256 x;
    }

    function f() external pure {
        P memory a = P(5);
        P memory b = a;
        delete a; // a is a new object, b keeps the old one
        assert(a.x == 0 && b.x == 5);
    }
}

contract FixedArrays {
    function f(uint256 v) external pure {
        uint256[2] memory a;
        uint256[2] memory b = a;
        b[1] = v;
        assert(a[1] == v && a[0] == 0);
    }
}

contract ReturnsOfCalls {
    function id(uint256[] memory a) internal pure returns (uint256[] memory) {
        return a;
    }

    function f() external pure {
        uint256[] memory a = new uint256[](1);
        uint256[] memory b = id(a);
        b[0] = 6;
        assert(a[0] == 6);
    }
}
