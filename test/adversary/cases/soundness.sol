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

/// 2300 gas are enough for a warm call and a write to transient storage.
contract LowGas {
    uint256 transient hint;
    uint256 x;

    function set() external {
        hint = 1;
    }

    function pay() external payable {
        hint = 0;
        payable(msg.sender).transfer(1);
        if (hint == 1) x = 1;
    }
}

/// The same where nobody can write the hint while it matters.
contract LowGasLocked {
    uint256 transient hint;
    bool transient busy;
    uint256 x;

    function set() external {
        require(!busy);
        hint = 1;
    }

    function pay() external payable {
        require(!busy);
        busy = true;
        hint = 0;
        payable(msg.sender).transfer(1);
        if (hint == 1) x = 1;
        busy = false;
    }
}

/// Two calls in one transaction.
contract TwoCalls {
    uint256 transient hint;
    uint256 x;
    uint256 y;

    function set() external {
        hint = 1;
        y = 0;
    }

    function use() external {
        if (hint == 1) x += 1;
    }
}

/// Runs of code before there is a lemma for it: the ledger of the second contract starts with something.
contract Ledger {
    address bank;
    mapping(address => uint256) credits;
    uint256 total;

    constructor(address b, uint256 start) {
        bank = b;
        total = start;
    }

    function add(address a, uint256 v) external {
        require(msg.sender == bank);
        credits[a] += v;
        total += v;
    }

    function sub(address a, uint256 v) external {
        require(msg.sender == bank);
        credits[a] -= v;
        total -= v;
    }
}

contract LedgerBank {
    Ledger ledger;

    constructor(Ledger l) {
        ledger = l;
    }

    function deposit() external payable {
        ledger.add(msg.sender, msg.value);
    }

    function withdraw(uint256 a) external {
        ledger.sub(msg.sender, a);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

/// What the ledger of ether says while the lock is held, which the callee can change by force.
contract Weighed {
    bool locked;
    uint256 x;

    function weigh() external {
        require(!locked);
        require(address(this).balance <= 100);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        if (address(this).balance > 100) x = 1;
        locked = false;
    }
}

contract WeighedTransient {
    bool transient locked;
    uint256 x;

    function weigh() external {
        require(!locked);
        require(address(this).balance <= 100);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        if (address(this).balance > 100) x = 1;
        locked = false;
    }
}

/// A function that does something only while another is under way, and one that is refused then.
contract WhileLocked {
    bool locked;
    uint256 x;
    uint256 n;

    function hold() external {
        require(!locked);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        locked = false;
    }

    function touch() external {
        if (locked) x += 1;
    }

    function refused() external {
        require(!locked);
        n = 0;
    }
}

contract WhileLockedTransient {
    bool transient locked;
    uint256 n;

    function hold() external {
        require(!locked);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        locked = false;
    }

    function refused() external {
        require(!locked);
        n = 0;
    }
}
