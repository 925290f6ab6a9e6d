// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract FieldsApart {
    struct Pair {
        uint128 a;
        uint128 b;
    }

    Pair p;

    function f(uint128 x) external {
        uint128 old = p.b;
        p.a = x;
        assert(p.b == old && p.a == x);
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
        p.a = m.a + 1;
        assert(m.a + 1 == p.a); // the copy stays
    }
}

contract CopyIn {
    struct Pair {
        uint256 a;
        uint256 b;
    }

    Pair p;

    function f(uint256 x) external {
        Pair memory m = Pair({b: x, a: 1});
        p = m;
        m.b = 0;
        assert(p.a == 1 && p.b == x);
    }
}

contract StorageToStorage {
    struct Pair {
        uint256 a;
        uint256 b;
    }

    Pair p;
    Pair q;

    function f() external {
        q = p;
        p.a += 1;
        assert(q.a + 1 == p.a && q.b == p.b);
    }
}

contract Deleted {
    struct Item {
        uint256 amount;
        address owner;
        bool open;
    }

    Item item;

    function f() external {
        delete item;
        assert(item.amount == 0 && item.owner == address(0) && !item.open);
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
        uint64 old = o.second.x;
        o.first.x = v;
        assert(o.second.x == old);
        o.second = o.first;
        assert(o.second.x == v);
    }
}

contract MappingInStruct {
    struct Book {
        uint256 total;
        mapping(address => uint256) share;
    }

    Book book;

    function add(uint256 n) external {
        uint256 before = book.share[msg.sender];
        book.total += n;
        book.share[msg.sender] += n;
        assert(book.share[msg.sender] == before + n);
    }
}
