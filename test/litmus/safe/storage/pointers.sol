// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract SameStruct {
    struct S {
        uint256 x;
    }

    mapping(uint256 => S) m;

    function f(uint256 i, uint256 j) external {
        S storage a = m[i];
        S storage b = m[j];
        a.x = 1;
        b.x = 2;
        assert(i == j ? a.x == 2 : a.x == 1);
    }
}

contract ReassignedPointer {
    struct S {
        uint256 x;
    }

    S s;
    S t;

    function f() external {
        S storage p = s;
        p.x = 1;
        p = t; // points elsewhere, copies nothing
        p.x = 2;
        assert(s.x == 1 && t.x == 2);
    }
}

contract ConditionalPointer {
    struct S {
        uint256 x;
    }

    S s;
    S t;

    function f(bool c) external {
        S storage p = c ? s : t;
        p.x = 7;
        assert(c ? s.x == 7 : t.x == 7);
    }
}

contract PassedPointer {
    struct S {
        uint256 x;
    }

    mapping(address => S) m;

    function bump(S storage s) internal {
        s.x++;
    }

    function f() external {
        uint256 old = m[msg.sender].x;
        bump(m[msg.sender]);
        assert(m[msg.sender].x == old + 1);
    }
}

contract ReturnedPointer {
    struct S {
        uint256 x;
    }

    mapping(uint256 => S) m;

    function pick(uint256 k) internal view returns (S storage) {
        return m[k * 2];
    }

    function f(uint128 k) external {
        pick(k).x = 4;
        assert(m[uint256(k) * 2].x == 4);
    }
}

contract MappingPointer {
    mapping(uint256 => uint256) a;
    mapping(uint256 => uint256) b;

    function f(bool c, uint256 k) external {
        mapping(uint256 => uint256) storage m = c ? a : b;
        uint256 other = c ? b[k] : a[k];
        m[k] = 3;
        assert((c ? b[k] : a[k]) == other);
        assert((c ? a[k] : b[k]) == 3);
    }
}

contract KeyIsFixedWhenTaken {
    struct S {
        uint256 x;
    }

    mapping(uint256 => S) m;

    function f() external {
        uint256 k = 1;
        S storage p = m[k];
        k = 2;
        p.x = 8; // still m[1]
        assert(m[1].x == 8);
    }
}
