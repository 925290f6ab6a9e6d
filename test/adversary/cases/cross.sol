// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IToken {
    function transfer(address to, uint256 a) external returns (bool);
    function transferFrom(address from, address to, uint256 a) external returns (bool);
    function balanceOf(address a) external view returns (uint256);
}

interface IHook {
    function tokensReceived(address from, uint256 a) external;
    function tokensToSend(address to, uint256 a) external;
}

/// The credit lives in one contract, the ether in another.
contract Book {
    address safe;
    mapping(address => uint256) credits;

    constructor(address s) {
        safe = s;
    }

    function add(address who, uint256 a) external {
        require(msg.sender == safe);
        credits[who] += a;
    }

    function take(address who) external returns (uint256 a) {
        require(msg.sender == safe);
        a = credits[who];
        credits[who] = 0;
    }

    function owedTo(address who) external view returns (uint256) {
        return credits[who];
    }
}

contract Safe {
    Book book;

    constructor(Book b) {
        book = b;
    }

    function deposit() external payable {
        book.add(msg.sender, msg.value);
    }

    function withdraw() external {
        uint256 a = book.take(msg.sender);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

contract SafeLate {
    Book book;

    constructor(Book b) {
        book = b;
    }

    function deposit() external payable {
        book.add(msg.sender, msg.value);
    }

    function withdraw() external {
        uint256 a = book.owedTo(msg.sender);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        book.take(msg.sender);
    }
}

/// Locked, but the book has a second safe: the lock is not shared.
contract SafeLocked {
    Book book;
    bool busy;

    constructor(Book b) {
        book = b;
    }

    function deposit() external payable {
        require(!busy);
        book.add(msg.sender, msg.value);
    }

    function withdraw() external {
        require(!busy);
        busy = true;
        uint256 a = book.owedTo(msg.sender);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        book.take(msg.sender);
        busy = false;
    }
}

contract OpenBook {
    mapping(address => uint256) credits;

    function add(address who, uint256 a) external {
        credits[who] += a;
    }

    function take(address who) external returns (uint256 a) {
        a = credits[who];
        credits[who] = 0;
    }
}

contract SafeOpen {
    OpenBook book;

    constructor(OpenBook b) {
        book = b;
    }

    function deposit() external payable {
        book.add(msg.sender, msg.value);
    }

    function withdraw() external {
        uint256 a = book.take(msg.sender);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

/// A callback through a third: the messenger calls whom it is told to.
contract Messenger {
    function tell(address who) external {
        IHook(who).tokensReceived(msg.sender, 0);
    }
}

contract Bell {
    Messenger messenger;
    uint256 a;
    uint256 b;

    constructor(Messenger m) {
        messenger = m;
    }

    function ring(address who) external {
        a += 1;
        messenger.tell(who);
        b += 1;
    }
}

contract BellFirst {
    Messenger messenger;
    uint256 a;
    uint256 b;

    constructor(Messenger m) {
        messenger = m;
    }

    function ring(address who) external {
        a += 1;
        b += 1;
        messenger.tell(who);
    }
}

/// A token that tells both sides, before and after.
contract Hooked {
    mapping(address => uint256) balances;
    uint256 supply;

    function mint() external {
        balances[msg.sender] += 1;
        supply += 1;
    }

    function transfer(address to, uint256 a) external {
        IHook(msg.sender).tokensToSend(to, a);
        balances[msg.sender] -= a;
        balances[to] += a;
        IHook(to).tokensReceived(msg.sender, a);
    }
}

contract HookedBetween {
    mapping(address => uint256) balances;
    uint256 supply;

    function mint() external {
        balances[msg.sender] += 1;
        supply += 1;
    }

    function transfer(address to, uint256 a) external {
        balances[msg.sender] -= a;
        IHook(to).tokensReceived(msg.sender, a);
        balances[to] += a;
    }
}

/// What was read before the hook is written after it.
contract HookedStale {
    mapping(address => uint256) balances;
    uint256 supply;

    function mint() external {
        balances[msg.sender] += 1;
        supply += 1;
    }

    function transfer(address to, uint256 a) external {
        uint256 mine = balances[msg.sender];
        require(mine >= a && to != msg.sender);
        IHook(msg.sender).tokensToSend(to, a);
        balances[msg.sender] = mine - a;
        balances[to] += a;
    }
}

/// Credits what a token says it has sent; the token may say anything.
contract Vault {
    IToken token;
    uint256 total;
    mapping(address => uint256) shares;

    constructor(IToken t) {
        token = t;
    }

    function put(uint256 a) external {
        uint256 before = token.balanceOf(address(this));
        token.transferFrom(msg.sender, address(this), a);
        uint256 got = token.balanceOf(address(this)) - before;
        total += got;
        shares[msg.sender] += got;
    }

    function take(uint256 a) external {
        shares[msg.sender] -= a;
        total -= a;
        token.transfer(msg.sender, a);
    }
}

contract VaultLate {
    IToken token;
    uint256 total;
    mapping(address => uint256) shares;

    constructor(IToken t) {
        token = t;
    }

    function put(uint256 a) external {
        token.transferFrom(msg.sender, address(this), a);
        total += a;
        shares[msg.sender] += a;
    }

    function take(uint256 a) external {
        uint256 s = shares[msg.sender];
        require(a <= s);
        token.transfer(msg.sender, a);
        shares[msg.sender] = s - a;
        total -= a;
    }
}

/// Who is who.
contract Origin {
    address owner = msg.sender;
    uint256 x;

    function set(uint256 v) external {
        require(tx.origin == owner);
        x = v;
    }

    function setDirectly(uint256 v) external {
        require(msg.sender == owner);
        x = v;
    }

    function noContract(uint256 v) external {
        require(msg.sender.code.length == 0);
        x = v;
    }
}

contract OnlyPlain {
    uint256 a;
    uint256 b;

    function f() external {
        require(tx.origin == msg.sender);
        a += 1;
        (bool ok,) = msg.sender.call("");
        ok;
        b += 1;
    }

    function g() external {
        require(msg.sender.code.length == 0);
        a += 1;
        (bool ok,) = msg.sender.call("");
        ok;
        b += 1;
    }
}

/// Nobody can be the contract itself but the contract.
contract Self {
    uint256 x;
    uint256 y;

    function inner() external {
        require(msg.sender == address(this));
        x += 1;
    }

    function any(address to, bytes calldata data) external {
        (bool ok,) = to.call(data);
        ok;
        y += 1;
    }
}

contract SelfKept {
    uint256 x;
    uint256 y;

    function inner() external {
        require(msg.sender == address(this));
        x += 1;
    }

    function any(address to, bytes calldata data) external {
        require(to != address(this));
        (bool ok,) = to.call(data);
        ok;
        y += 1;
    }
}

contract Child {
    constructor() payable {
        IHook(msg.sender).tokensReceived(address(0), msg.value);
    }
}

/// What it creates may call back.
contract Factory {
    uint256 made;
    uint256 told;

    function tokensReceived(address, uint256) external {
        told += 1;
    }

    function make() external {
        new Child();
        made += 1;
    }
}

/// A wallet makes any call that its owner wants, also of itself.
contract AnyCall {
    address public owner = msg.sender;
    uint256 public limit = 5;

    receive() external payable {}

    function setLimit(uint256 to) external {
        require(msg.sender == owner || msg.sender == address(this));
        require(to > 0);
        limit = to;
    }

    function execute(address to, uint256 amount, bytes calldata data) external {
        require(msg.sender == owner);
        (bool ok,) = to.call{value: amount}(data);
        require(ok);
    }
}

/// A wallet that changes its limit by a call of itself alone; while `ask` runs, its owner may have it make that call.
contract AnyCallAsked {
    address public owner = msg.sender;
    uint256 public limit = 5;
    bool public changed;

    function setLimit(uint256 to) external {
        require(msg.sender == address(this));
        limit = to;
    }

    function execute(address to, bytes calldata data) external {
        require(msg.sender == owner);
        (bool ok,) = to.call(data);
        require(ok);
    }

    function ask(address whom) external {
        uint256 before = limit;
        (bool ok,) = whom.call("");
        if (ok && limit != before) changed = true;
    }
}

/// The same, but nothing is asked while the wallet makes its calls, and it makes none while something is asked.
contract AnyCallAlone {
    address public owner = msg.sender;
    uint256 public limit = 5;
    bool public changed;
    bool private busy;

    modifier alone() {
        require(!busy);
        busy = true;
        _;
        busy = false;
    }

    function setLimit(uint256 to) external {
        require(msg.sender == address(this));
        limit = to;
    }

    function execute(address to, bytes calldata data) external alone {
        require(msg.sender == owner);
        (bool ok,) = to.call(data);
        require(ok);
    }

    function ask(address whom) external alone {
        uint256 before = limit;
        (bool ok,) = whom.call("");
        if (ok && limit != before) changed = true;
    }
}

/// Who has what, and who passes it on.
contract Points {
    mapping(address => uint256) public pointsOf;

    function give(address to, uint256 n) external {
        require(pointsOf[to] < 1e30);
        pointsOf[to] += n;
    }
}

contract Passer {
    Points public points;

    constructor(Points kept) {
        points = kept;
    }

    function pass(address to) external {
        points.give(to, 7);
    }
}
