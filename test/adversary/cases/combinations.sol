// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What reached states suggest: totals that are kept, under several names.

/// What is granted is paid out or given back, and nothing else is.
contract Grant {
    address public immutable giver = msg.sender;
    address public immutable taker;
    uint256 public immutable granted;
    uint256 public open;
    uint256 public paid;

    constructor(address to) payable {
        taker = to;
        granted = msg.value;
        open = msg.value;
    }

    function take(uint256 amount) external virtual {
        require(msg.sender == taker && paid + amount <= open);
        paid += amount;
        (bool ok,) = taker.call{value: amount}("");
        require(ok);
    }

    function giveBack(uint256 amount) external virtual {
        require(msg.sender == giver && paid + amount <= open);
        open -= amount;
        (bool ok,) = giver.call{value: amount}("");
        require(ok);
    }
}

/// Giving back forgets what was paid.
contract GrantForgets is Grant {
    constructor(address to) payable Grant(to) {}

    receive() external payable {}

    function giveBack(uint256 amount) external override {
        require(msg.sender == giver && amount <= open);
        open -= amount;
        (bool ok,) = giver.call{value: amount}("");
        require(ok);
    }
}

/// Three accounts of points: two of one are worth three of another.
contract Exchange {
    uint256 public gold = 60;
    uint256 public silver;
    uint256 public bronze;

    function forSilver(uint256 n) external {
        require(n <= gold / 2);
        gold -= 2 * n;
        silver += 3 * n;
    }

    function forBronze(uint256 n) external {
        require(n <= silver);
        silver -= n;
        bronze += 5 * n;
    }

    function back(uint256 n) external {
        require(n <= bronze / 15);
        bronze -= 15 * n;
        gold += 2 * n;
    }
}

/// What holds of every small example.
contract Late {
    uint256 public a;
    uint256 public b;

    function step(uint256 n) external {
        require(n < 1000);
        a += n;
        b += n;
        if (a > 5000) b += 1;
    }
}

/// Each has what is owed to it, is blocked or was given to others.
contract PerKey {
    mapping(address => uint256) public free;
    mapping(address => uint256) public held;
    mapping(address => uint256) public granted;

    function grant(address to, uint256 n) external {
        require(n < 1e30 && granted[to] < 1e60);
        granted[to] += n;
        free[to] += n;
    }

    function hold(uint256 n) external {
        free[msg.sender] -= n;
        held[msg.sender] += n;
    }

    function use(uint256 n) external {
        held[msg.sender] -= n;
        granted[msg.sender] -= n;
    }
}
