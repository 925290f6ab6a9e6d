// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Pays one of two who never change, before it notes that.
contract Payer {
    address immutable one;
    address immutable two;
    address public guest;
    uint256 public paid;

    constructor(address a, address b) payable {
        one = a;
        two = b;
    }

    receive() external payable {}

    function first(uint256 x) external {
        (bool ok,) = one.call{value: x}("");
        require(ok);
        paid += x;
    }

    function second(uint256 x) external {
        (bool ok,) = two.call{value: x}("");
        require(ok);
        paid += x;
    }
}

/// The same with a guest who may be anyone.
contract Host {
    address immutable one;
    address guest;

    constructor(address a) payable {
        one = a;
    }

    receive() external payable {}

    function invite(address g) external {
        guest = g;
    }

    function first(uint256 x) external {
        (bool ok,) = one.call{value: x}("");
        require(ok);
    }

    function treat(uint256 x) external {
        (bool ok,) = guest.call{value: x}("");
        require(ok);
    }
}

/// Notes by number, at a counter that only grows.
contract Notes {
    uint256 public count;
    mapping(uint256 => uint256) public size;
    mapping(uint256 => bool) public done;

    function add(uint256 s) external {
        size[count] = s;
        done[count] = false;
        count++;
    }

    function finish(uint256 i) external {
        require(i < count && !done[i]);
        done[i] = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
}

/// The same, but the last one can be dropped, and so be written again.
contract Stack {
    uint256 public count;
    mapping(uint256 => uint256) public size;
    mapping(uint256 => bool) public done;

    function add(uint256 s) external {
        size[count] = s;
        done[count] = false;
        count++;
    }

    function drop() external {
        require(count > 0);
        count--;
    }

    function finish(uint256 i) external {
        require(i < count && !done[i]);
        done[i] = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
}

/// Entries that are made ahead of the counter.
contract Ahead {
    uint256 public count;
    mapping(uint256 => uint256) public size;

    function add() external {
        count++;
    }

    function plan(uint256 i, uint256 s) external {
        require(i == count + 1);
        size[i] = s;
    }
}

/// Dates that are always some time from now.
contract Dates {
    uint256 public delay = 10;
    mapping(uint256 => uint256) public due;

    function plan(uint256 i) external {
        require(due[i] == 0);
        due[i] = block.number + 10;
    }

    function planLater(uint256 i) external {
        due[i] = block.number + delay;
    }

    function slower() external {
        delay += 1;
    }

    function run(uint256 i) external {
        require(due[i] != 0 && block.number >= due[i]);
        due[i] = 0;
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
}

/// The delay may become less, and one date is of another clock.
contract Hasty {
    uint256 public delay = 10;
    mapping(uint256 => uint256) public due;
    mapping(uint256 => uint256) public other;

    function plan(uint256 i) external {
        due[i] = block.number + delay;
        other[i] = block.timestamp;
    }

    function faster() external {
        require(delay > 0);
        delay -= 1;
    }

    function copy(uint256 i) external {
        due[i] = other[i];
    }
}

/// What is closed stays closed, but for someone who comes back.
contract Doors {
    bool public closed;
    bool open_;
    uint256 public inside;
    address public key;

    function close() external {
        closed = true;
    }

    function enter() external {
        require(!closed);
        inside += 1;
    }

    function wait_() external {
        require(closed);
        (bool ok,) = msg.sender.call("");
        require(ok);
    }

    function take() external {
        require(key == address(0));
        key = msg.sender;
    }
}

/// Opened for a moment only: whoever is called then comes in.
contract Swing {
    bool public closed;
    uint256 public inside;
    address public key;

    function close() external {
        closed = true;
    }

    function enter() external {
        require(!closed);
        inside += 1;
    }

    function air() external {
        bool was = closed;
        closed = false;
        (bool ok,) = msg.sender.call("");
        require(ok);
        closed = was;
    }

    function take() external {
        require(key == address(0));
        key = msg.sender;
    }

    function drop() external {
        key = address(0);
    }
}

/// A flag that is up during calls only.
contract Busy {
    bool public busy;
    uint256 public x;

    function work() external {
        busy = true;
        (bool ok,) = msg.sender.call("");
        ok;
        busy = false;
    }

    function sneak() external {
        if (busy) x = 1;
    }
}

/// Two numbers that break each other's bound.
contract Pair {
    uint256 public a;
    uint256 public b;
    uint256 public c;

    function up() external {
        if (b > 1) a = 2;
        if (c == 1) a = 2;
    }

    function over() external {
        if (a > 1) b = 2;
    }

    function third(bool yes) external {
        if (yes && c < 3) c += 1;
    }
}

/// Neither is inductive without the other.
contract Twins {
    uint256 public a;
    uint256 public b;

    function swap() external {
        (a, b) = (b, a);
    }

    function odd() external {
        if (a > 5) b = 9;
    }
}

// What rules assert of one state holds in all of them.
contract Tripled {
    mapping(address => uint256) parts;
    mapping(address => uint256) wholes;

    function add(uint256 n) external {
        require(n < 100);
        parts[msg.sender] += n;
        wholes[msg.sender] += 3 * n;
    }

    function again() external {
        if (wholes[msg.sender] != 3 * parts[msg.sender]) parts[msg.sender] = 1;
    }
}

// Large numbers count four times.
contract TripledMostly {
    mapping(address => uint256) parts;
    mapping(address => uint256) wholes;

    function add(uint256 n) external {
        require(n < 100);
        parts[msg.sender] += n;
        wholes[msg.sender] += n < 90 ? 3 * n : 4 * n;
    }

    function again() external {
        if (wholes[msg.sender] != 3 * parts[msg.sender]) parts[msg.sender] = 1;
    }
}

/// Ether that is forced in while a call is under way is in no books.
contract Gauge {
    uint256 total;
    bool moved;

    function pay() external payable {
        total += msg.value;
    }

    function look(address a) external {
        uint256 unbooked = address(this).balance - total;
        (bool ok, ) = a.call("");
        require(ok);
        if (address(this).balance - total != unbooked) moved = true;
    }
}
