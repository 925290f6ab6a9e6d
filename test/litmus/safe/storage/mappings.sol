// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract KeysApart {
    mapping(address => uint256) m;

    function f(address a, address b, uint256 x) external {
        require(a != b);
        uint256 old = m[b];
        m[a] = x;
        assert(m[b] == old && m[a] == x);
    }
}

contract StartsAtZero {
    mapping(uint256 => bool) used;

    constructor(uint256 k) {
        assert(!used[k]);
    }
}

contract Transfer {
    mapping(address => uint256) balance;

    function transfer(address to, uint256 n) external {
        uint256 sum = balance[msg.sender] + balance[to];
        balance[msg.sender] -= n;
        balance[to] += n;
        assert(msg.sender == to || balance[msg.sender] + balance[to] == sum);
    }
}

contract SelfTransfer {
    mapping(address => uint256) balance;

    function transfer(address to, uint256 n) external {
        uint256 before = balance[to];
        balance[msg.sender] -= n;
        balance[to] += n;
        if (to == msg.sender) assert(balance[to] == before);
        else assert(balance[to] == before + n);
    }
}

contract NestedKeys {
    mapping(address => mapping(address => uint256)) allowance;

    function approve(address spender, uint256 n) external {
        address other = spender == msg.sender ? address(1) : msg.sender;
        require(other != spender);
        uint256 kept = allowance[msg.sender][other];
        allowance[msg.sender][spender] = n;
        assert(allowance[msg.sender][other] == kept);
        assert(allowance[msg.sender][spender] == n);
    }
}

contract EnumKeys {
    enum Kind {
        A,
        B
    }

    mapping(Kind => uint256) counts;

    function f(Kind k) external {
        uint256 a = counts[Kind.A];
        counts[k]++;
        assert(k == Kind.A || counts[Kind.A] == a);
    }
}

contract BoolKeys {
    mapping(bool => uint256) m;

    function f(bool b) external {
        m[b] = 1;
        m[!b] = 2;
        assert(m[b] == 1);
    }
}

contract DeletedEntry {
    mapping(uint256 => uint256) m;

    function f(uint256 k, uint256 other) external {
        uint256 kept = m[other];
        delete m[k];
        assert(m[k] == 0);
        assert(other == k || m[other] == kept);
    }
}

contract StructValues {
    struct User {
        uint256 amount;
        uint256 since;
    }

    mapping(address => User) users;

    function join() external {
        User storage u = users[msg.sender];
        u.amount += 1;
        u.since = block.timestamp;
        assert(users[msg.sender].since == block.timestamp);
        assert(users[msg.sender].amount > 0);
    }
}

contract BytesKeys {
    mapping(bytes32 => uint256) m;

    function f(bytes32 k) external {
        m[k] = 1;
        m[~k] = 2;
        assert(m[k] == 1);
    }
}
