// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract ChecksEffectsInteractions {
    mapping(address => uint256) credit;

    function deposit() external payable {
        credit[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 n = credit[msg.sender];
        require(n > 0);
        credit[msg.sender] = 0;
        assert(credit[msg.sender] == 0);
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
    }
}

contract Guarded {
    bool locked;
    uint256 n;

    modifier lock() {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }

    function set(uint256 v) external lock {
        n = v;
    }

    function f(address a) external lock {
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old); // nobody can write while the lock is held
    }
}

contract GuardedByNumber {
    uint256 status = 1;
    uint256 n;

    function set(uint256 v) external {
        require(status == 1);
        n = v;
    }

    function f(address a) external {
        require(status == 1);
        status = 2;
        uint256 old = n;
        (bool ok,) = a.call("");
        require(ok);
        assert(n == old && status == 2);
        status = 1;
    }
}

contract GuardedTransient {
    bool transient locked;
    uint256 n;

    modifier lock() {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }

    function set(uint256 v) external lock {
        n = v;
    }

    function f(address a) external lock {
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old);
    }
}

contract LocalsAreKept {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(address a, uint256 x) external {
        uint256 y = x;
        uint256[] memory m = new uint256[](1);
        m[0] = x;
        (bool ok,) = a.call("");
        ok;
        assert(y == x && m[0] == x);
    }
}

contract ImmutableIsKept {
    address immutable owner;

    constructor() {
        owner = msg.sender;
    }

    function f(address a) external {
        address before = owner;
        (bool ok,) = a.call("");
        ok;
        assert(owner == before);
    }
}

contract NothingElseWrites {
    uint256 n;

    function f(address a) external {
        uint256 old = n;
        (bool ok,) = a.call("");
        ok;
        assert(n == old); // no function writes n
    }
}

contract OnlyGrows {
    uint256 n;

    function up() external {
        n++;
    }

    function f(address a) external {
        require(n > 0);
        n = 5;
        a.staticcall(""); // may not write
        assert(n == 5);
    }
}

contract TransferCannotReenter {
    uint256 n;

    function up() external {
        n++;
    }

    function f(address payable a) external {
        uint256 old = n;
        a.transfer(0);
        assert(n == old);
    }
}

contract SendCannotReenter {
    uint256 n;

    function up() external {
        n++;
    }

    function f(address payable a) external {
        uint256 old = n;
        bool ok = a.send(1);
        assert(n == old || !ok);
    }
}

interface IOracle {
    function price() external view returns (uint256);
}

contract ViewInterface {
    uint256 n;
    IOracle oracle;

    constructor(IOracle o) {
        oracle = o;
    }

    function up() external {
        n++;
    }

    function f() external view {
        uint256 old = n;
        uint256 p = oracle.price();
        assert(n == old);
        assert(p >= 0);
    }
}

contract OwnerCannotChange {
    address owner = msg.sender;
    bool locked;

    function give(address to) external {
        require(msg.sender == owner && !locked);
        owner = to;
    }

    function f(address a) external {
        require(!locked);
        locked = true;
        address old = owner;
        (bool ok,) = a.call("");
        ok;
        assert(owner == old);
        locked = false;
    }
}

contract PullPayment {
    mapping(address => uint256) owed;
    bool locked;

    function owe(address who) external payable {
        require(!locked);
        owed[who] += msg.value;
    }

    function pull() external {
        require(!locked);
        locked = true;
        uint256 n = owed[msg.sender];
        owed[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
        assert(owed[msg.sender] == 0);
        locked = false;
    }
}

contract EffectAfterGuardedCall {
    bool busy;
    uint256 count;

    function f(address a) external {
        require(!busy);
        busy = true;
        uint256 c = count;
        (bool ok,) = a.call("");
        ok;
        count = c + 1;
        assert(count == c + 1);
        busy = false;
    }
}

contract MonotoneFlag {
    bool done;

    function finish() external {
        done = true;
    }

    function f(address a) external {
        (bool ok,) = a.call("");
        ok;
        if (done) assert(done);
    }
}

contract CallbackOnlyFromPool {
    address immutable pool;
    uint256 debt;

    constructor(address p) {
        pool = p;
    }

    function callback(uint256 n) external {
        require(msg.sender == pool);
        debt = n;
        assert(msg.sender == pool);
    }
}

contract RecheckAfterCall {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(address a) external {
        (bool ok,) = a.call("");
        ok;
        require(n < 10);
        assert(n < 10);
    }
}

contract NonceBeforeCall {
    mapping(uint256 => bool) used;

    function f(uint256 id, address a) external {
        require(!used[id]);
        used[id] = true;
        (bool ok,) = a.call("");
        require(ok);
    }

    function look(uint256 id) external view {
        bool u = used[id];
        assert(u == used[id]);
    }
}

contract WriteOnceAcrossCall {
    uint256 value;
    bool isSet;
    bool inside;

    function init(uint256 v) external {
        require(!isSet && !inside);
        isSet = true;
        value = v;
    }

    function f(address a) external {
        require(!inside);
        inside = true;
        uint256 old = value;
        (bool ok,) = a.call("");
        ok;
        assert(value == old);
        inside = false;
    }
}

contract ConstructorCall {
    uint256 n;

    constructor(address a) {
        n = 3;
        (bool ok,) = a.call("");
        ok;
        assert(n == 3); // no code yet: nobody can come back
    }

    function set(uint256 v) external {
        n = v;
    }
}
