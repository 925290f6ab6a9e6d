// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract InteractionFirst {
    mapping(address => uint256) credit;

    function deposit() external payable {
        credit[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 n = credit[msg.sender];
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
        assert(credit[msg.sender] == n);
        credit[msg.sender] = 0;
    }
}

contract Unguarded {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(address a) external {
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old);
    }
}

contract HalfGuarded {
    bool locked;
    uint256 n;

    function set(uint256 v) external {
        n = v; // forgot the lock
    }

    function f(address a) external {
        require(!locked);
        locked = true;
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old);
        locked = false;
    }
}

contract ReleasedTooEarly {
    bool locked;
    uint256 n;

    function set(uint256 v) external {
        require(!locked);
        n = v;
    }

    function f(address a) external {
        require(!locked);
        locked = true;
        uint256 old = n;
        locked = false;
        (bool ok,) = a.call("");
        ok;
        assert(n == old);
    }
}

contract TransientForgotten {
    bool transient locked;
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(address a) external {
        require(!locked);
        locked = true;
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old);
    }
}

contract SeenInside {
    bool inside;

    function f(address a) external {
        inside = true;
        (bool ok,) = a.call("");
        ok;
        inside = false;
    }

    function g() external view {
        assert(!inside);
    }
}

contract SeenInsideTransient {
    uint256 transient depth;

    function f(address a) external {
        depth++;
        (bool ok,) = a.call("");
        ok;
        depth--;
    }

    function g() external view {
        assert(depth == 0);
    }
}

contract NestedEntry {
    uint256 depth;

    function f(address a) external {
        depth++;
        assert(depth < 2);
        (bool ok,) = a.call("");
        ok;
        depth--;
    }
}

contract ReadOnlyReentrancy {
    uint256 shares;
    uint256 assets;

    function add() external payable {
        shares += msg.value;
        assets += msg.value;
    }

    function exit(uint256 n) external {
        require(n <= shares);
        shares -= n;
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
        assets -= n;
    }

    function price() external view {
        assert(shares >= assets);
    }
}

interface IToken {
    function move(address to, uint256 n) external returns (bool);
}

contract HookInToken {
    uint256 total;
    IToken token;

    constructor(IToken t) {
        token = t;
    }

    function put(uint256 n) external {
        uint256 before = total;
        token.move(address(this), n); // may call back
        total = total + n;
        assert(total == before + n);
    }
}

contract UnknownResult {
    IToken token;

    constructor(IToken t) {
        token = t;
    }

    function f() external {
        assert(token.move(address(1), 1));
    }
}

interface IOracle {
    function price() external view returns (uint256);
}

contract OracleZero {
    IOracle oracle;

    constructor(IOracle o) {
        oracle = o;
    }

    function f(uint256 n) external view {
        uint256 p = oracle.price();
        assert(p > 0 || n == 0);
    }
}

contract EffectAfterCall {
    uint256 count;

    function f(address a) external {
        uint256 c = count;
        (bool ok,) = a.call("");
        ok;
        assert(count == c);
        count = c + 1;
    }
}

contract OwnerGoesDuringCall {
    address owner = msg.sender;

    function give(address to) external {
        require(msg.sender == owner);
        owner = to;
    }

    function f(address a) external {
        require(msg.sender == owner);
        (bool ok,) = a.call("");
        ok;
        assert(msg.sender == owner);
    }
}

contract BalanceDuringCall {
    function pay(address a) external payable {
        uint256 before = address(this).balance;
        (bool ok,) = a.call("");
        ok;
        assert(address(this).balance == before);
    }

    receive() external payable {}
}

contract OtherFunctionShares {
    mapping(address => uint256) credit;

    function deposit() external payable {
        credit[msg.sender] += msg.value;
    }

    function move(address to, uint256 n) external {
        credit[msg.sender] -= n;
        credit[to] += n;
    }

    function withdraw() external {
        uint256 n = credit[msg.sender];
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
        assert(credit[msg.sender] >= n);
        credit[msg.sender] = 0;
    }
}

contract NonceAfterCall {
    mapping(uint256 => bool) used;

    function f(uint256 id, address a) external {
        require(!used[id]);
        (bool ok,) = a.call("");
        ok;
        assert(!used[id]);
        used[id] = true;
    }
}

contract WriteOnceAcrossCall {
    uint256 value;
    bool isSet;

    function init(uint256 v) external {
        require(!isSet);
        isSet = true;
        value = v;
    }

    function f(address a) external {
        uint256 old = value;
        (bool ok,) = a.call("");
        ok;
        assert(value == old);
    }
}

