// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Deposits that may be taken out from a moment on.
contract TimeLock {
    mapping(address => uint) public credits;
    mapping(address => uint) public unlock;

    function deposit(uint48 wait) external payable {
        credits[msg.sender] += msg.value;
        unlock[msg.sender] = block.timestamp + wait;
    }

    function withdraw() external {
        require(block.timestamp >= unlock[msg.sender], "locked");
        uint amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok, "refused");
    }
}

/// The same, but what is not taken out in time stays.
contract Expiring {
    mapping(address => uint) public credits;
    uint public immutable deadline;

    constructor(uint48 time) {
        deadline = block.timestamp + time;
    }

    function deposit() external payable {
        require(block.timestamp <= deadline, "closed");
        credits[msg.sender] += msg.value;
    }

    function withdraw() external {
        require(block.timestamp <= deadline, "too late");
        uint amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok, "refused");
    }
}

/// The wait is added whenever one asks: with a long one the sum does not exist.
contract Overflowing {
    uint public wait;
    uint public requested;
    bool public done;

    constructor(uint time) {
        wait = time;
        requested = block.number;
    }

    function finish() external {
        require(block.number >= requested + wait, "early");
        done = true;
    }
}

/// The lock ends after the last block of all.
contract Never {
    uint public immutable end;
    bool public done;

    constructor(uint last) {
        end = last;
    }

    function finish() external {
        require(block.number > end, "early");
        done = true;
    }
}

/// A window that is given in blocks and opens at a time.
contract TwoClocks {
    uint public immutable lastBlock;
    uint public immutable opens;
    bool public done;

    constructor(uint48 blocks, uint48 time) {
        lastBlock = block.number + blocks;
        opens = block.timestamp + time;
    }

    function finish() external {
        require(block.number <= lastBlock && block.timestamp >= opens, "closed");
        done = true;
    }
}

/// First come, first served: the one in front is paid by whoever calls.
contract Queue {
    mapping(uint => address payable) public waiting;
    mapping(uint => uint) public owed;
    uint public head;
    uint public tail;

    function join() external payable {
        require(msg.value > 0);
        waiting[tail] = payable(msg.sender);
        owed[tail] = msg.value;
        tail++;
    }

    function payNext() external {
        require(head < tail, "empty");
        uint amount = owed[head];
        owed[head] = 0;
        waiting[head].transfer(amount);
        head++;
    }
}

/// The same, but who cannot be paid is left out.
contract SkippingQueue {
    mapping(uint => address payable) public waiting;
    mapping(uint => uint) public owed;
    uint public head;
    uint public tail;

    function join() external payable {
        require(msg.value > 0);
        waiting[tail] = payable(msg.sender);
        owed[tail] = msg.value;
        tail++;
    }

    function payNext() external {
        require(head < tail, "empty");
        uint amount = owed[head];
        owed[head] = 0;
        if (!waiting[head].send(amount)) owed[head] = 0;
        head++;
    }
}

/// An auction that pays back the one who is outbid at once.
contract PushAuction {
    address payable public leader;
    uint public highest;

    function bid() external payable {
        require(msg.value > highest, "low");
        address payable before = leader;
        uint amount = highest;
        leader = payable(msg.sender);
        highest = msg.value;
        if (before != address(0)) before.transfer(amount);
    }
}

/// An auction in which the outbid take back what is theirs.
contract PullAuction {
    address public leader;
    uint public highest;
    mapping(address => uint) public owed;

    function bid() external payable {
        require(msg.value > highest, "low");
        owed[leader] += highest;
        leader = msg.sender;
        highest = msg.value;
    }

    function takeBack() external {
        uint amount = owed[msg.sender];
        owed[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }
}

/// A prize that only the winner gets, by a push.
contract Prize {
    address payable public winner;
    bool public paid;

    constructor(address payable w) payable {
        require(w != address(0));
        winner = w;
    }

    function pay() external {
        require(!paid, "paid");
        paid = true;
        (bool ok, ) = winner.call{value: address(this).balance}("");
        require(ok, "refused");
    }
}

/// Vesting to one account, all at once.
contract Vesting {
    address public immutable beneficiary;
    uint public immutable start;
    uint public immutable duration;
    uint public released;
    uint public immutable total;

    constructor(address b, uint48 d) payable {
        require(b != address(0) && d > 0);
        beneficiary = b;
        start = block.timestamp;
        duration = d;
        total = msg.value;
    }

    function vested() public view returns (uint) {
        if (block.timestamp >= start + duration) return total;
        return 0;
    }

    function release() external {
        uint amount = vested() - released;
        released += amount;
        payable(beneficiary).transfer(amount);
    }
}

/// Ether leaves with the consent of two of three.
contract TwoOfThree {
    address public immutable a;
    address public immutable b;
    address public immutable c;
    mapping(address => bool) public agreed;
    uint public count;
    bool public open;

    constructor(address x, address y, address z) payable {
        require(x != y && y != z && x != z);
        (a, b, c) = (x, y, z);
    }

    function agree() external {
        require(msg.sender == a || msg.sender == b || msg.sender == c);
        require(!agreed[msg.sender]);
        agreed[msg.sender] = true;
        count++;
    }

    function unlock() external {
        require(count >= 2, "consent");
        open = true;
    }
}

/// The same, but three are asked for and there are two.
contract ThreeOfTwo {
    address public immutable a;
    address public immutable b;
    mapping(address => bool) public agreed;
    uint public count;
    bool public open;

    constructor(address x, address y) {
        require(x != y);
        (a, b) = (x, y);
    }

    function agree() external {
        require(msg.sender == a || msg.sender == b);
        require(!agreed[msg.sender]);
        agreed[msg.sender] = true;
        count++;
    }

    function unlock() external {
        require(count >= 3, "consent");
        open = true;
    }
}

/// Withdrawals stop while the owner wants.
contract Pausable {
    address public owner = msg.sender;
    bool public paused;
    mapping(address => uint) public credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function setPaused(bool to) external {
        require(msg.sender == owner);
        paused = to;
    }

    function withdraw(uint amount) external {
        require(!paused, "paused");
        require(amount > 0);
        credits[msg.sender] -= amount;
        payable(msg.sender).transfer(amount);
    }
}

/// Only the owner can take what is in it.
contract OwnerExit {
    address public owner = msg.sender;

    receive() external payable {}

    function sweep(uint amount, address payable to) external {
        require(msg.sender == owner);
        require(amount <= address(this).balance);
        (bool ok, ) = to.call{value: amount}("");
        require(ok);
    }
}

/// A fee that is rounded up stays behind.
contract Dusty {
    mapping(address => uint) public credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint amount) external {
        require(amount > 0 && amount <= credits[msg.sender]);
        credits[msg.sender] -= amount;
        payable(msg.sender).transfer(amount - (amount + 99) / 100);
    }
}

/// Anyone can take everything, if only the amount is named.
contract Open {
    uint public rest;

    receive() external payable {}

    function take(uint amount, uint proof) external {
        require(amount <= address(this).balance);
        require(proof == amount * 2 + 1, "wrong");
        rest = address(this).balance - amount;
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

/// One number for all: whoever is first makes the others' calls fail.
contract SharedNonce {
    uint public nonce;
    mapping(address => uint) public spent;

    function spend(uint expected) external {
        require(expected == nonce, "stale");
        nonce++;
        spent[msg.sender]++;
    }
}

/// A number for each.
contract OwnNonce {
    mapping(address => uint) public nonce;
    mapping(address => uint) public spent;

    function spend(uint expected) external {
        require(expected == nonce[msg.sender], "stale");
        nonce[msg.sender]++;
        spent[msg.sender]++;
    }
}

/// Ask, wait, then take; `reset` is what others can do about it.
contract Requests {
    mapping(address => uint) public credits;
    mapping(address => uint) public since;
    bool public immutable anyone;

    constructor(bool open) {
        anyone = open;
    }

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function request() external {
        since[msg.sender] = block.number + 10;
    }

    function reset(address who) external {
        require(anyone || who == msg.sender);
        since[who] = 0;
    }

    function take() external {
        require(since[msg.sender] != 0 && block.number >= since[msg.sender], "early");
        uint amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }
}

/// No contract may call.
contract PeopleOnly {
    mapping(address => bool) public joined;

    function join() external {
        require(msg.sender == tx.origin, "a contract");
        joined[msg.sender] = true;
    }
}

/// So many calls in a block, then no more.
contract RateLimited {
    uint public block_;
    uint public calls;
    mapping(address => uint) public credits;

    function deposit() external payable {
        if (block.number != block_) (block_, calls) = (block.number, 0);
        require(calls < 2, "busy");
        calls++;
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint amount) external {
        if (block.number != block_) (block_, calls) = (block.number, 0);
        require(calls < 2, "busy");
        calls++;
        require(amount > 0);
        credits[msg.sender] -= amount;
        payable(msg.sender).transfer(amount);
    }
}

/// Those who are listed may open; only they may list others, and the last can leave.
contract Listed {
    mapping(address => bool) public listed;
    bool public open;

    constructor() {
        listed[msg.sender] = true;
    }

    function add(address who) external {
        require(listed[msg.sender]);
        listed[who] = true;
    }

    function leave() external {
        listed[msg.sender] = false;
    }

    function unlock() external {
        require(listed[msg.sender]);
        open = true;
    }
}

/// Two steps by the same account, each allowed once.
contract TwoSteps {
    mapping(address => uint) public stage;

    function first() external {
        require(stage[msg.sender] == 0);
        stage[msg.sender] = 1;
    }

    function second(uint x) external {
        require(stage[msg.sender] == 1 && x == 42);
        stage[msg.sender] = 2;
    }

    function spoil() external {
        stage[msg.sender] = 3;
    }
}

/// A game that anyone may enter up to a block.
contract Window {
    uint public immutable end;
    mapping(address => bool) public inside;

    constructor(uint48 blocks) {
        end = block.number + blocks;
    }

    function enter() external {
        require(block.number <= end, "closed");
        inside[msg.sender] = true;
    }
}

// Only by twos, so never seven.
contract Twos {
    uint256 public steps;
    bool public done;

    function two() external {
        require(steps < 100);
        steps += 2;
    }

    function finish() external {
        require(steps != 7);
        done = true;
    }
}

// By threes too.
contract TwosAndThrees {
    uint256 public steps;
    bool public done;
    bool started;

    function start() external {
        started = true;
        steps = 5;
    }

    function two() external {
        require(started && steps < 6);
        steps += 2;
    }

    function finish() external {
        require(steps != 7);
        done = true;
    }
}

/// Anybody may close it, once.
contract Door {
    bool public closed;
    bool public broken;

    function close() external {
        require(!closed && !broken);
        closed = true;
    }
}

/// Or break it.
contract WeakDoor is Door {
    function break_() external {
        require(!closed);
        broken = true;
    }
}
