// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract FieldsApart {
    struct Pair {
        uint128 a;
        uint128 b;
    }

    Pair p;

    function f(uint128 x) external {
        p.a = x;
        assert(p.b == p.a || x == 0);
    }
}

contract CopyOut {
    struct Pair {
        uint256 a;
        uint256 b;
    }

    Pair p;

    function f() external {
        Pair memory m = p;
        m.a += 1; // changes the copy only
        assert(p.a == m.a);
    }
}

contract PointerIsNoCopy {
    struct Pair {
        uint256 a;
        uint256 b;
    }

    Pair p;

    function f() external {
        Pair storage s = p;
        uint256 old = p.a;
        s.a += 1;
        assert(p.a == old);
    }
}

contract StorageToStorage {
    struct Pair {
        uint256 a;
        uint256 b;
    }

    Pair p;
    Pair q;

    function f(uint256 x) external {
        p.a = x;
        q = p;
        p.a = 0;
        assert(q.a == p.a);
    }
}

contract DeletedMapping {
    struct Book {
        uint256 total;
        mapping(uint256 => uint256) entries;
    }

    mapping(uint256 => Book) books;

    function f(uint256 x) external {
        books[1].entries[2] = x;
        delete books[1]; // leaves the mapping inside alone
        assert(books[1].entries[2] == 0);
    }
}

contract Nested {
    struct Inner {
        uint64 x;
        uint64 y;
    }

    struct Outer {
        Inner first;
        Inner second;
    }

    Outer o;

    function f(uint64 v) external {
        o.first.x = v;
        o.second = o.first;
        assert(o.second.x == 0);
    }
}
