// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Shares are counted in the token and in the vault.
contract Shares {
    address immutable vault;
    mapping(address => uint256) public held;
    uint256 public supply;

    constructor(address v) {
        vault = v;
    }

    function mint(address who, uint256 n) external {
        require(msg.sender == vault);
        held[who] += n;
        supply += n;
    }
}

contract Vault {
    Shares immutable shares;
    uint256 public issued;

    constructor(Shares s) {
        shares = s;
    }

    function join(uint256 n) external {
        issued += n;
        shares.mint(msg.sender, n);
    }
}

/// Begins with shares that nobody holds.
contract VaultAhead {
    Shares immutable shares;
    uint256 public issued = 5;

    constructor(Shares s) {
        shares = s;
    }

    function join(uint256 n) external {
        issued += n;
        shares.mint(msg.sender, n);
    }
}

/// Issues the first shares when it is deployed.
contract VaultFirst {
    Shares immutable shares;
    uint256 public issued;

    constructor(Shares s, uint256 n) {
        shares = s;
        issued = n;
        s.mint(msg.sender, n);
    }

    function join(uint256 n) external {
        issued += n;
        shares.mint(msg.sender, n);
    }
}

contract VaultForgets {
    Shares immutable shares;
    uint256 public issued;

    constructor(Shares s, uint256 n) {
        shares = s;
        s.mint(msg.sender, n);
    }

    function join(uint256 n) external {
        issued += n;
        shares.mint(msg.sender, n);
    }
}

/// Both sides of a ledger, moved together by a clerk.
contract Side {
    address immutable clerk;
    uint256 public total;

    constructor(address c, uint256 t) {
        clerk = c;
        total = t;
    }

    function set(uint256 t) external {
        require(msg.sender == clerk);
        total = t;
    }
}

contract Clerk {
    Side immutable debit;
    Side immutable credit;

    constructor(Side d, Side c) {
        require(d.total() == c.total());
        debit = d;
        credit = c;
    }

    function book(uint256 n) external {
        debit.set(n);
        credit.set(n);
    }
}

/// Does not look at what it is given.
contract ClerkTrusts {
    Side immutable debit;
    Side immutable credit;

    constructor(Side d, Side c) {
        debit = d;
        credit = c;
    }

    function book(uint256 n) external {
        debit.set(n);
        credit.set(n);
    }
}

contract Ready {
    address immutable by;
    uint256 public y;

    constructor(address b) {
        by = b;
    }

    function set() external {
        require(msg.sender == by);
        y = 1;
    }
}

/// Remembers that the other was not ready when it was asked.
contract Asked {
    Ready immutable other;
    uint256 public x = 1;
    bool public early;

    constructor(Ready o) {
        other = o;
    }

    function ask() external {
        if (other.y() != x) early = true;
    }
}

contract Asks {
    Asked immutable asked;
    Ready immutable ready;

    constructor(Asked a, Ready r) {
        asked = a;
        ready = r;
        a.ask();
        r.set();
    }
}

/// Counts the ether that it had when it was deployed.
contract Counted {
    uint256 public had;

    constructor() {
        had = address(this).balance;
    }

    function touch() external {}
}

contract Beside {
    uint256 public zero;
}

/// Remembers who deployed it, and counts.
contract Begun {
    uint256 public x = 3;
    address[] public list;
    mapping(address => uint256) public credit;

    constructor() payable {
        list.push(msg.sender);
    }

    function add() external payable {
        credit[msg.sender] += msg.value;
        list.push(msg.sender);
    }

    function raise() external {
        for (uint256 i = 0; i < list.length; i++) x += 1;
    }
}

/// Acts on another contract when it is deployed.
contract Raises {
    Begun begun;

    constructor(Begun b) {
        begun = b;
        b.raise();
    }
}

/// Asks who deploys it.
contract Told {
    uint256 public x = 3;
    uint256 public y;

    constructor() {
        (bool ok, bytes memory data) = msg.sender.call("");
        if (ok && data.length == 32) x = abi.decode(data, (uint256));
    }

    function touch() external {
        y += 1;
    }
}

interface IToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Takes tokens of whoever lets it.
contract Takes {
    IToken immutable token;
    uint256 public taken;

    constructor(IToken t) {
        token = t;
    }

    function take(address from) external {
        require(token.transferFrom(from, address(this), 5));
        taken += 5;
    }
}

/// Remembers for the rest of its first transaction that it was deployed in it.
contract Young {
    bool transient young;
    uint256 public grown;

    constructor() {
        young = true;
    }

    function grow() external {
        if (!young) grown = 1;
    }
}
