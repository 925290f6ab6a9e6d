// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract KeysMayMeet {
    mapping(address => uint256) m;

    function f(address a, address b) external {
        m[a] = 1;
        m[b] = 2;
        assert(m[a] == 1); // a may be b
    }
}

contract Transfer {
    mapping(address => uint256) balance;

    constructor() {
        balance[msg.sender] = 1000;
    }

    function transfer(address to, uint256 n) external {
        uint256 before = balance[to];
        balance[msg.sender] -= n;
        balance[to] += n;
        assert(balance[to] == before + n); // not to oneself
    }
}

contract CachedBalances {
    mapping(address => uint256) balance;

    function mint() external {
        balance[msg.sender] = 100;
    }

    // Reads both before it writes: a transfer to oneself mints.
    function transfer(address to, uint256 n) external {
        uint256 from = balance[msg.sender];
        uint256 target = balance[to];
        require(from >= n);
        balance[msg.sender] = from - n;
        balance[to] = target + n;
        assert(balance[to] <= 100 || to != msg.sender);
    }
}

contract NestedKeys {
    mapping(address => mapping(address => uint256)) allowance;

    function approve(address owner, address spender, uint256 n) external {
        allowance[owner][spender] = n;
        assert(allowance[spender][owner] == 0);
    }
}

contract UsedTwice {
    mapping(uint256 => uint256) uses;

    function use(uint256 id) external {
        uses[id]++;
        assert(uses[id] == 1);
    }
}

contract DeletedEntry {
    mapping(uint256 => uint256) m;

    function set(uint256 k) external {
        m[k] = 7;
    }

    function f(uint256 k, uint256 other) external {
        delete m[k];
        assert(m[other] == 0);
    }
}

contract StructValues {
    struct User {
        uint256 amount;
        bool known;
    }

    mapping(address => User) users;

    function join() external {
        users[msg.sender].known = true;
    }

    function pay() external {
        users[msg.sender].amount++;
        assert(users[msg.sender].known);
    }
}
