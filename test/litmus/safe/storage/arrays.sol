// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract PushGrows {
    uint256[] list;

    function f(uint256 x) external {
        uint256 n = list.length;
        list.push(x);
        assert(list.length == n + 1);
        assert(list[n] == x);
    }
}

contract PushThenPop {
    uint256[] list;

    function f(uint256 x) external {
        uint256 n = list.length;
        list.push(x);
        list.pop();
        assert(list.length == n);
    }
}

contract PoppedIsCleared {
    uint256[] list;

    function f() external {
        list.push(5);
        list.pop();
        list.push();
        assert(list[list.length - 1] == 0);
    }
}

contract DeleteEmpties {
    uint256[] list;

    function f() external {
        delete list;
        assert(list.length == 0);
    }
}

contract OutOfBoundsReverts {
    uint256[] list;

    function f(uint256 i) external view returns (uint256 x) {
        x = list[i];
        assert(i < list.length);
    }
}

contract FixedArray {
    uint8[4] a;

    function f(uint8 i, uint8 x) external {
        a[i] = x;
        assert(i < 4 && a[i] == x);
    }
}

contract ElementsApart {
    uint256[8] a;

    function f(uint256 i, uint256 j) external {
        uint256 old = a[j];
        a[i] = 1;
        assert(i == j || a[j] == old);
    }
}

contract SwapAndPop {
    uint256[] list;

    function remove(uint256 i) external {
        uint256 n = list.length;
        uint256 last = list[n - 1];
        list[i] = last;
        list.pop();
        assert(list.length == n - 1);
        assert(i == n - 1 || list[i] == last);
    }
}

contract ArrayOfArrays {
    uint256[][] rows;

    function f(uint256 x) external {
        rows.push();
        uint256 r = rows.length - 1;
        rows[r].push(x);
        assert(rows[r][rows[r].length - 1] == x);
    }
}

contract ArrayInMapping {
    mapping(address => uint256[]) lists;

    function add(address other) external {
        require(other != msg.sender);
        uint256 n = lists[other].length;
        lists[msg.sender].push(1);
        assert(lists[other].length == n);
    }
}

contract PushReturnsReference {
    struct Item {
        uint256 a;
    }

    Item[] items;

    function f() external {
        Item storage it = items.push();
        it.a = 9;
        assert(items[items.length - 1].a == 9);
    }
}

contract CopyToMemory {
    uint256[3] a;

    function f() external {
        uint256[3] memory m = a;
        m[0] = a[0] == 0 ? 1 : 0;
        assert(a[0] != m[0] && a[1] == m[1]);
    }
}
