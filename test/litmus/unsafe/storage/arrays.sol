// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract PushGrows {
    uint256[] list;

    function f() external {
        list.push(1);
        assert(list.length == 1);
    }
}

contract NeverEmpty {
    uint256[] list;

    constructor() {
        list.push(1);
    }

    function pop() external {
        list.pop();
        assert(list.length > 0);
    }
}

contract DeletedElement {
    uint256[] list;

    constructor() {
        list.push(1);
    }

    function f() external {
        delete list[0]; // sets to zero, does not shorten
        assert(list.length == 0);
    }
}

contract ElementsApart {
    uint256[8] a;

    function f(uint256 i, uint256 j) external {
        a[i] = 1;
        a[j] = 2;
        assert(a[i] == 1);
    }
}

contract SwapAndPop {
    uint256[] list;

    constructor() {
        list.push(10);
        list.push(20);
        list.push(30);
    }

    function remove(uint256 i) external {
        list[i] = list[list.length - 1];
        list.pop();
        assert(list[0] == 10);
    }
}

contract Cached {
    uint256[] list;

    function f() external {
        uint256 n = list.length;
        list.push(3);
        assert(n == list.length);
    }
}

contract PushReturnsReference {
    struct Item {
        uint256 a;
    }

    Item[] items;

    function f(uint256 x) external {
        Item storage it = items.push();
        it.a = x;
        assert(items[items.length - 1].a == 0);
    }
}

contract StoragePointerIntoArray {
    uint256[2] a;

    function f() external {
        uint256[2] storage p = a;
        p[1] = 5;
        assert(a[1] != 5);
    }
}
