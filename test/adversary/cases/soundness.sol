// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// An invariant between transactions says nothing to who calls back inside one.
contract Busy {
    bool busy;
    bool seen;

    function work() external {
        busy = true;
        (bool ok,) = msg.sender.call("");
        ok;
        busy = false;
    }

    function look() external {
        if (busy) seen = true;
    }
}

/// A lock that another function lifts while it calls out, and puts back.
contract LiftedLock {
    uint256 lock;
    uint256 x;

    function locked() external {
        require(lock == 0);
        lock = 1;
        uint256 before = x;
        (bool ok,) = msg.sender.call("");
        ok;
        assert(x == before);
        lock = 0;
    }

    function set(uint256 y) external {
        require(lock == 0);
        x = y;
    }

    function lift() external {
        uint256 was = lock;
        lock = 0;
        (bool ok,) = msg.sender.call("");
        ok;
        lock = was;
    }
}

/// A function that only succeeds if its callee calls back.
contract NeedsCallback {
    uint256 x;
    uint256 y;
    bool bad;

    function rise() external {
        x += 1;
    }

    function twice() external {
        uint256 before = x;
        (bool ok,) = msg.sender.call("");
        require(ok && x == before + 1);
        y += 1;
    }

    function watched() external {
        uint256 before = y;
        (bool ok,) = msg.sender.call("");
        ok;
        if (y != before) bad = true;
    }
}

contract Told {
    address teller;
    uint256 public x;

    constructor(address t) {
        teller = t;
    }

    function tell(uint256 y) external {
        require(msg.sender == teller);
        x = y;
    }
}

/// Calls from its constructor, as nobody else can.
contract Teller {
    Told told;

    constructor(Told t) {
        told = t;
        t.tell(7);
    }
}

contract Source {
    uint256 public x;
    bool public touched;

    function touch() external {
        touched = true;
        x += 1;
    }
}

contract Copy {
    uint256 y;
    Source source;

    constructor(Source s) {
        source = s;
        y = s.x();
    }
}

/// Transient storage is gone after the transaction.
contract Once {
    bool transient used;
    uint256 x;

    function once() external {
        used = true;
        x = 1;
    }
}

/// What a bounded loop does beyond its bound.
contract Loops {
    uint256[] xs;
    mapping(address => bool) flag;

    function many(uint256 n) external {
        if (xs.length == 0)
            for (uint256 i = 0; i < n; i++)
                if (i == 6) xs.push(1);
    }

    function empty() external view {
        require(xs.length == 0);
    }
}

contract LoopFlags {
    mapping(address => bool) flag;

    function many(uint256 n) external {
        for (uint256 i = 0; i < n; i++)
            if (i == 6) flag[msg.sender] = true;
    }

    function call() external {
        (bool ok,) = msg.sender.call("");
        ok;
    }
}

contract Exact {
    mapping(address => uint256) m;
    uint256 total;
    bool open;

    function add(uint256 n) external {
        for (uint256 i = 0; i < n; i++) total += 1;
    }

    function use() external view {
        require(total <= 10);
    }
}

contract Guarded {
    uint256 status = 1;
    uint256 count;

    function enter() external {
        require(status == 1);
        count++;
        count--;
    }

    function out() external {
        require(status == 1);
        status = 2;
        (bool ok,) = msg.sender.call("");
        ok;
        status = 1;
    }
}

contract GuardedTransient {
    bool transient held;

    function enter() external view {
        require(!held);
    }

    function out() external {
        require(!held);
        held = true;
        (bool ok,) = msg.sender.call("");
        ok;
        held = false;
    }
}

contract OwnersWindow {
    address immutable owner;
    bool open;
    uint256 z;

    constructor() {
        owner = msg.sender;
    }

    function call() external {
        require(msg.sender == owner && !open);
        open = true;
        (bool ok,) = msg.sender.call("");
        ok;
        open = false;
    }

    function change() external {
        require(open);
        z++;
    }
}
