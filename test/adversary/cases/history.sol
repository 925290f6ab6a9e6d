// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface ICallee {
    function hit(uint256 x) external;
}

contract Counter {
    uint256 public count;
    mapping(address => uint256) by;
    uint256[] list;

    struct Item {
        uint256 size;
        uint256 age;
    }

    mapping(address => Item) items;

    function add(uint256 x) external {
        require(x < 100);
        count += x;
        by[msg.sender] += x;
    }

    /// Calls out before it counts: whoever is called may add too.
    function addSlowly(uint256 x) external {
        require(x < 100);
        (bool ok,) = msg.sender.call("");
        ok;
        count += x;
        by[msg.sender] += x;
    }

    /// Adds through itself, and ignores that this may fail.
    function addOrNot(uint256 x) external {
        try this.add(x) {} catch {}
    }

    function addAndFail(uint256 x) external {
        try this.addThenRevert(x) {} catch {}
    }

    function addThenRevert(uint256 x) external {
        count += x;
        by[msg.sender] += x;
        revert();
    }

    function clear(address a) external {
        count -= by[a];
        delete by[a];
    }

    function push(uint256 x) external {
        list.push(x);
    }

    function pop() external {
        list.pop();
    }

    function grow(uint256 x) external {
        Item storage item = items[msg.sender];
        item.size = x;
        item.age += 1;
    }

    function copy(address from) external {
        items[msg.sender] = items[from];
    }

    function forget() external {
        delete items[msg.sender];
    }
}

/// Set after deployment, once.
contract Late {
    uint256 limit;
    bool ready;
    address owner = msg.sender;

    function start(uint256 l) external {
        require(!ready && msg.sender == owner);
        limit = l;
        ready = true;
    }
}

/// Its constructor calls out while nothing is set.
contract Early {
    uint256 a;
    uint256 b;
    bool done;

    constructor(ICallee c) payable {
        a = 1;
        c.hit(1);
        b = a;
        done = true;
    }

    function poke() external {
        require(!done);
        a = 5;
    }
}

/// A constructor that lets another contract in before this one is set.
contract Registry {
    address public admin;

    function join() external {
        if (admin == address(0)) admin = msg.sender;
    }
}

contract Joiner {
    Registry registry;
    uint256 x;

    constructor(Registry r) {
        registry = r;
        r.join();
        x = 1;
    }

    function y() external {
        require(registry.admin() == msg.sender);
        x = 2;
    }
}

contract Owned {
    address owner = msg.sender;
    uint256 x;
    uint256 y;

    function give(address to) external {
        require(msg.sender == owner);
        owner = to;
    }

    function set(uint256 v) external {
        require(msg.sender == owner);
        x = v;
    }

    /// The owner calls on, as a contract may.
    function through(ICallee c) external {
        c.hit(y);
        y += 1;
    }

    function renounce() external {
        require(msg.sender == owner);
        owner = address(0);
    }

    function claim() external {
        require(owner == address(0));
        owner = msg.sender;
    }
}

contract Clock {
    uint256 started;
    uint256 seen;
    uint64 until_;
    bool open;

    function start() external {
        started = block.timestamp;
        open = true;
    }

    function look() external {
        if (block.timestamp < started) seen = 1;
        if (block.number < 1) seen = 2;
    }

    function lock(uint64 t) external {
        until_ = t;
    }

    function free() external {
        require(block.timestamp >= until_);
        open = false;
    }

    function never() external {
        require(block.timestamp >= until_ && block.timestamp < 2 ** 50);
        open = false;
    }
}

/// Two that share a count of the specification.
contract Left {
    uint256 n;

    function go() external {
        n += 1;
    }
}

contract Right {
    uint256 n;

    constructor() {
        n = 5;
    }

    function go() external {
        n += 1;
    }
}

/// Ether in and out, for what was sent and received.
contract Flows {
    mapping(address => uint256) credits;

    receive() external payable {
        credits[msg.sender] += msg.value;
    }

    function out(uint256 a) external {
        credits[msg.sender] -= a;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }

    function tryOut(address to, uint256 a) external {
        credits[msg.sender] -= a;
        (bool ok,) = to.call{value: a}("");
        if (!ok) credits[msg.sender] += a;
    }
}

/// Only the owner can take out, and the owner may be anything.
contract Purse {
    address owner;

    constructor(address o) payable {
        owner = o;
    }

    function empty() external {
        require(msg.sender == owner);
        (bool ok,) = msg.sender.call{value: address(this).balance}("");
        require(ok);
    }
}

/// Gives back at once what it is given, and forgets who gave it; the other remembers.
contract Forgets {
    mapping(address => uint256) public paid;

    function give() external payable {
        (bool ok,) = msg.sender.call{value: msg.value - 1}("");
        require(ok);
    }

    function take() external {
        require(paid[msg.sender] > 0);
        paid[msg.sender] = 0;
    }
}

contract Remembers {
    mapping(address => uint256) public paid;

    function give() external payable {
        (bool ok,) = msg.sender.call{value: msg.value - 1}("");
        require(ok);
        paid[msg.sender] += 1;
    }

    function take() external {
        require(paid[msg.sender] > 0);
        paid[msg.sender] = 0;
    }
}
