// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Effects last everywhere: only a lock helps.
abstract contract Bank {
    mapping(address => uint256) credits;

    modifier guard() virtual {
        _;
    }

    function deposit() external payable guard {
        credits[msg.sender] += msg.value;
    }

    function withdraw() external virtual guard {
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        credits[msg.sender] = 0;
    }
}

contract NoLock is Bank {}

contract BoolLock is Bank {
    bool locked;

    modifier guard() override {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }
}

contract StatusLock is Bank {
    uint256 private _status = 1;

    error Reentrant();

    modifier guard() override {
        if (_status == 2) revert Reentrant();
        _status = 2;
        _;
        _status = 1;
    }
}

contract TransientLock is Bank {
    bool transient entered;

    modifier guard() override {
        require(!entered);
        entered = true;
        _;
        entered = false;
    }
}

/// Never taken off: each transaction starts anew, but two calls in one do not work.
contract TransientKept is Bank {
    bool transient entered;

    modifier guard() override {
        require(!entered);
        entered = true;
        _;
    }
}

contract EnumLock is Bank {
    enum Weather { Fair, Storm }

    Weather weather;

    modifier guard() override {
        require(weather == Weather.Fair);
        weather = Weather.Storm;
        _;
        weather = Weather.Fair;
    }
}

contract AddressLock is Bank {
    address guest;

    modifier guard() override {
        require(guest == address(0));
        guest = msg.sender;
        _;
        guest = address(0);
    }
}

contract CounterLock is Bank {
    uint256 turns;

    modifier guard() override {
        turns += 1;
        uint256 mine = turns;
        _;
        require(turns == mine);
    }
}

contract BytesLock is Bank {
    bytes32 seal;

    modifier guard() override {
        require(seal == bytes32(0));
        seal = bytes32(uint256(7));
        _;
        delete seal;
    }
}

contract StructLock is Bank {
    struct Door {
        uint64 opened;
        bool shut;
    }

    Door door;

    modifier guard() override {
        require(!door.shut);
        door.shut = true;
        door.opened += 1;
        _;
        door.shut = false;
    }
}

contract CheckedOnly is Bank {
    bool locked;

    modifier guard() override {
        require(!locked);
        _;
    }
}

contract SetOnly is Bank {
    bool locked;

    modifier guard() override {
        locked = true;
        _;
        locked = false;
    }
}

/// The nested call takes the lock off for the outer one.
contract OpenedInside is Bank {
    bool locked;

    modifier guard() override {
        bool outer = locked;
        locked = true;
        _;
        locked = outer;
    }
}

contract PublicKey is BoolLock {
    function unlock() external {
        locked = false;
    }
}

contract OwnKey is BoolLock {
    address owner = msg.sender;

    function unlock() external {
        require(msg.sender == owner);
        locked = false;
    }
}

contract ReceiveUnlocks is BoolLock {
    receive() external payable {
        locked = false;
    }
}

/// One function was forgotten: what is taken out can be given away meanwhile.
contract Forgotten is BoolLock {
    function give(address to) external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        credits[to] += a;
    }
}

contract NotForgotten is BoolLock {
    function give(address to) external guard {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        credits[to] += a;
    }
}

/// Only deposits are locked.
contract WrongOne is Bank {
    bool locked;

    modifier guard() override {
        _;
    }

    function add() external payable {
        require(!locked);
        locked = true;
        credits[msg.sender] += msg.value;
        locked = false;
    }
}

/// A lock for each account: giving credit to another gets around it.
contract PerUser is Bank {
    mapping(address => bool) busy;

    modifier guard() override {
        require(!busy[msg.sender]);
        busy[msg.sender] = true;
        _;
        busy[msg.sender] = false;
    }

    function give(address to) external guard {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        credits[to] += a;
    }
}

/// The lock is taken after the call.
contract TooLate is Bank {
    bool locked;

    function withdraw() external override {
        require(!locked);
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a}("");
        locked = true;
        require(ok);
        credits[msg.sender] = 0;
        locked = false;
    }
}

/// Taken off before the effects.
contract TooEarly is Bank {
    bool locked;

    function withdraw() external override {
        require(!locked);
        locked = true;
        uint256 a = credits[msg.sender];
        locked = false;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        credits[msg.sender] = 0;
    }
}

/// A lock with a condition under which it is not taken.
contract Sometimes is Bank {
    bool locked;
    mapping(address => bool) friend;

    function befriend(address who) external {
        friend[who] = true;
    }

    modifier guard() override {
        if (!friend[msg.sender]) {
            require(!locked);
            locked = true;
            _;
            locked = false;
        } else {
            _;
        }
    }
}

/// Two calls, the lock around the first only.
contract OneOfTwo is Bank {
    bool locked;

    function withdraw() external override {
        require(!locked);
        locked = true;
        (bool ok,) = msg.sender.call("");
        locked = false;
        uint256 a = credits[msg.sender];
        (ok,) = msg.sender.call{value: a}("");
        require(ok);
        credits[msg.sender] = 0;
    }
}

/// Read-only re-entrancy: what others see during a withdrawal.
contract Pool is BoolLock {
    uint256 total;

    function put() external payable guard {
        total += msg.value;
    }

    function take(uint256 a) external guard {
        require(a <= total);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        total -= a;
    }

    function price() external view returns (uint256) {
        return total;
    }
}

contract PoolFirst is BoolLock {
    uint256 total;

    function put() external payable guard {
        total += msg.value;
    }

    function take(uint256 a) external guard {
        total -= a;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

interface IPrice {
    function price() external view returns (uint256);
}

/// Lends what the pool says it is worth.
contract Lender {
    Pool pool;
    uint256 public highest;

    constructor(Pool p) {
        pool = p;
    }

    function look() external {
        uint256 p = pool.price();
        if (p > highest) highest = p;
        require(p <= address(pool).balance || p > 0);
    }

    function check() external view {
        require(pool.price() <= address(pool).balance);
    }
}

contract Watcher {
    Pool pool;
    bool public overpriced;

    constructor(Pool p) {
        pool = p;
    }

    function look() external {
        if (pool.price() > address(pool).balance) overpriced = true;
    }
}

contract PoolGuardedView is BoolLock {
    uint256 total;

    function put() external payable guard {
        total += msg.value;
    }

    function take(uint256 a) external guard {
        require(a <= total);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        total -= a;
    }

    function price() external view returns (uint256) {
        require(!locked);
        return total;
    }
}

contract GuardedWatcher {
    PoolGuardedView pool;
    bool public overpriced;

    constructor(PoolGuardedView p) {
        pool = p;
    }

    function look() external {
        if (pool.price() > address(pool).balance) overpriced = true;
    }
}
