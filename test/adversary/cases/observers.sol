// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What views answer depends on when they are asked, and by whom.

contract Vesting {
    uint public immutable start;
    uint public immutable total;
    uint public released;

    constructor(uint amount) {
        require(amount < 1e30);
        start = block.timestamp;
        total = amount;
    }

    function vested() public view returns (uint) {
        uint gone = block.timestamp - start;
        return gone >= 1000 ? total : total * gone / 1000;
    }

    function locked() public view returns (uint) {
        return total - vested();
    }

    function release() external {
        released = vested();
    }
}

contract Auction {
    uint public immutable end;
    uint public bids;

    constructor() {
        end = block.timestamp + 100;
    }

    function left() public view returns (uint) {
        return end > block.timestamp ? end - block.timestamp : 0;
    }

    function bid() external {
        require(left() > 0);
        bids++;
    }
}

contract Heartbeat {
    uint public last;

    function beat() external {
        last = block.number;
    }

    function silence() public view returns (uint) {
        return block.number - last;
    }
}

contract Credits {
    mapping(address => uint) public credits;
    uint public total;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
        total += msg.value;
    }

    function mine() public view returns (uint) {
        return credits[msg.sender];
    }
}

// Interest that accrues when somebody borrows, and is looked at in between.
contract Accrual {
    uint public shares;
    uint public reserve;
    uint public debt;
    uint public last;

    constructor() {
        last = block.number;
    }

    function owed() public view returns (uint) {
        return debt + debt * (block.number - last) / 1000;
    }

    function assets() public view returns (uint) {
        return reserve + owed();
    }

    function deposit(uint amount) external {
        require(amount < 1e30 && shares < 1e60);
        shares += amount;
        reserve += amount;
    }

    function borrow(uint amount) external {
        require(amount <= reserve);
        debt = owed() + amount;
        last = block.number;
        reserve -= amount;
    }

    // The interest of the time since is forgotten.
    function forget(uint amount) external {
        require(amount <= reserve);
        debt += amount;
        last = block.number;
        reserve -= amount;
    }
}

// An index that begins with the first use.
contract Index {
    uint public index = 1e6;
    uint public last;
    uint public shares;

    function worth() public view returns (uint) {
        return shares == 0 ? 0 : index * 7 / shares;
    }

    function use() external {
        if (last == 0) index = 1e6;
        else index = index * (1e6 + (block.number - last)) / 1e6;
        last = block.number;
        shares++;
    }
}

// A schedule that is asked for a time, and what was paid by it.
contract Schedule {
    address public owner = msg.sender;
    uint public immutable start = block.timestamp;
    uint public immutable end;
    uint public total;
    uint public released;
    bool public stopped;

    constructor(uint duration) payable {
        require(duration > 0);
        end = block.timestamp + duration;
        total = msg.value;
    }

    function vestedAt(uint time) public view returns (uint) {
        if (stopped || time >= end) return total;
        return time < start ? 0 : total * (time - start) / (end - start);
    }

    function release() external {
        uint amount = vestedAt(block.timestamp) - released;
        released += amount;
        (bool ok,) = owner.call{value: amount}("");
        require(ok);
    }

    function stop() external {
        require(msg.sender == owner && !stopped);
        total = vestedAt(block.timestamp);
        stopped = true;
    }
}

// The schedule may be cut, below what was paid.
contract ScheduleCut is Schedule {
    constructor() payable Schedule(100) {}

    function cut() external {
        require(msg.sender == owner);
        total /= 2;
    }
}

// An offer that ends.
contract Offer {
    uint public until;
    uint public takenAt;

    constructor(uint time) {
        until = block.timestamp + time;
    }

    function take() external {
        require(block.timestamp <= until);
        takenAt = block.timestamp;
    }
}

// Places that are let for some time: how many are let changes while nobody calls.
contract Rent {
    mapping(address => uint) public until;
    uint public ever;

    function rent() external {
        require(until[msg.sender] == 0);
        until[msg.sender] = block.timestamp + 10;
        ever++;
    }
}
