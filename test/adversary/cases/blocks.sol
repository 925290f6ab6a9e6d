// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What comes back during a call comes back in the same block. Each contract pays someone who runs code, and a clock in its
// conditions keeps that code out, or fails to.

/// A request must wait before it is paid, so a payment cannot begin another and end it at once.
contract Waits {
    address owner;
    uint wait;
    uint since;
    uint amount;
    bool open;

    constructor(uint wait_) payable {
        require(wait_ > 0);
        owner = msg.sender;
        wait = wait_;
    }

    function request(uint amount_) public {
        require(msg.sender == owner && !open && amount_ <= address(this).balance);
        open = true;
        since = block.number;
        amount = amount_;
    }

    function pay() public {
        require(msg.sender == owner && open);
        require(block.number >= since + wait);
        open = false;
        (bool ok,) = owner.call{value: amount}("");
        require(ok);
    }
}

/// The same, but nobody checks that there is time to wait.
contract MayNotWait {
    address owner;
    uint wait;
    uint since;
    uint amount;
    bool open;

    constructor(uint wait_) payable {
        owner = msg.sender;
        wait = wait_;
    }

    function request(uint amount_) public {
        require(msg.sender == owner && !open && amount_ <= address(this).balance);
        open = true;
        since = block.number;
        amount = amount_;
    }

    function pay() public {
        require(msg.sender == owner && open);
        require(block.number >= since + wait);
        open = false;
        (bool ok,) = owner.call{value: amount}("");
        require(ok);
    }
}

/// Two phases: what belongs to the first cannot happen during a call of the second.
contract Phases {
    uint immutable end;
    uint public given;
    mapping(address => uint) part;

    constructor(uint end_) {
        end = end_;
    }

    function give() public payable {
        require(block.timestamp <= end);
        given += msg.value;
        part[msg.sender] += msg.value;
    }

    function take() public {
        require(block.timestamp > end);
        (bool ok,) = msg.sender.call{value: address(this).balance}("");
        require(ok);
    }
}

/// The second phase begins in the last block of the first.
contract PhasesMeet {
    uint immutable end;
    uint public given;

    constructor(uint end_) {
        end = end_;
    }

    function give() public payable {
        require(block.timestamp <= end);
        given += msg.value;
    }

    function take() public {
        require(block.timestamp >= end);
        (bool ok,) = msg.sender.call{value: address(this).balance}("");
        require(ok);
    }
}

/// The phase is over, but somebody may begin it again.
contract Extended {
    uint end;
    uint public given;

    constructor(uint end_) {
        end = end_;
    }

    function extend() public {
        end = block.timestamp;
    }

    function give() public payable {
        require(block.timestamp <= end);
        given += 1;
    }

    function take() public {
        require(block.timestamp > end);
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
}

/// The phase is open during a call only, and closed again when that ends.
contract OpenInside {
    uint end;
    uint public given;

    function give() public {
        require(block.timestamp <= end);
        given += 1;
    }

    function inside() public {
        uint before = end;
        end = block.timestamp;
        (bool ok,) = msg.sender.call("");
        require(ok);
        end = before;
    }

    function take() public {
        require(block.timestamp > end);
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
}

/// Zero stands for never, as no transaction is in the genesis block.
contract Sentinel {
    uint256 public first;
    uint256 public begun;
    uint256 public times;

    function touch() external {
        if (first == 0) {
            first = block.number;
            begun = block.timestamp;
        }
        times += 1;
    }

    function again() external {
        require(first != 0 && begun == block.timestamp);
        first = block.number - 1;
    }
}
