// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

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
        assert(a.x == 1);
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
        p = t;
        p.x = 2;
        assert(s.x == 2);
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
        assert(s.x == 7);
    }
}

contract PassedCopy {
    struct S {
        uint256 x;
    }

    mapping(address => S) m;

    function bump(S memory s) internal pure {
        s.x++;
    }

    function f() external {
        uint256 old = m[msg.sender].x;
        bump(m[msg.sender]); // a copy
        assert(m[msg.sender].x == old + 1);
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
        p.x = 8;
        assert(m[k].x == 8);
    }
}
