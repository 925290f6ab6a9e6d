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
