// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What holds while a lock is held: about the block, about storage, and where it does not.

abstract contract Guard {
    uint256 private _status = 1;

    modifier guarded() {
        require(_status != 2);
        _status = 2;
        _;
        _status = 1;
    }
}

contract Fund is Guard {
    uint256 immutable end;
    address immutable owner;
    mapping(address => uint256) public given;

    constructor(address o, uint256 e) {
        owner = o;
        end = e;
    }

    function give() external payable guarded {
        require(block.number <= end);
        given[msg.sender] += msg.value;
    }

    function withdraw() external guarded {
        require(block.number > end);
        (bool ok,) = owner.call{value: address(this).balance}("");
        require(ok);
    }
}

// The owner is paid while gifts are still made, and may make one: the lock refuses it.
contract EagerFund is Guard {
    uint256 immutable end;
    address immutable owner;
    mapping(address => uint256) public given;

    constructor(address o, uint256 e) {
        owner = o;
        end = e;
    }

    function give() external payable guarded {
        require(block.number <= end);
        given[msg.sender] += msg.value;
    }

    function withdraw() external guarded {
        require(block.number + 5 > end);
        (bool ok,) = owner.call{value: address(this).balance}("");
        require(ok);
    }
}

// The end can be put off while the owner is paid.
contract LongerFund is Guard {
    uint256 end;
    address immutable owner;
    uint256 public gifts;

    constructor(address o, uint256 e) {
        owner = o;
        end = e;
    }

    function longer() external {
        require(msg.sender == owner);
        end = block.number + 10;
    }

    function give() external payable guarded {
        require(block.number <= end);
        require(gifts < 1000);
        gifts += 1;
    }

    function withdraw() external guarded {
        require(block.number > end);
        (bool ok,) = owner.call{value: address(this).balance}("");
        require(ok);
    }
}

// A request that is made while another is carried out is of this block, so its time has not come.
contract Requests is Guard {
    address immutable owner;
    uint256 immutable wait;
    uint256 asked;
    bool open;
    address receiver;

    constructor(uint256 w) {
        require(w > 0);
        owner = msg.sender;
        wait = w;
    }

    function ask(address to) external {
        require(msg.sender == owner && !open);
        asked = block.number;
        receiver = to;
        open = true;
    }

    function carryOut() external guarded {
        require(msg.sender == owner && open);
        require(block.number >= asked + wait);
        open = false;
        (bool ok,) = receiver.call("");
        require(ok);
    }
}

// Without waiting it may be carried out at once, which the lock refuses.
contract HastyRequests is Guard {
    address immutable owner;
    uint256 immutable wait;
    uint256 asked;
    bool open;
    address receiver;

    constructor(uint256 w) {
        owner = msg.sender;
        wait = w;
    }

    function ask(address to) external {
        require(msg.sender == owner && !open);
        asked = block.number;
        receiver = to;
        open = true;
    }

    function carryOut() external guarded {
        require(msg.sender == owner && open);
        require(block.number >= asked + wait);
        open = false;
        (bool ok,) = receiver.call("");
        require(ok);
    }
}

// The same lock in transient storage.
contract TransientRequests {
    address immutable owner;
    uint256 immutable wait;
    uint256 asked;
    bool open;
    bool transient locked;
    address receiver;

    modifier guarded() {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }

    constructor(uint256 w) {
        require(w > 0);
        owner = msg.sender;
        wait = w;
    }

    function ask(address to) external {
        require(msg.sender == owner && !open);
        asked = block.number;
        receiver = to;
        open = true;
    }

    function carryOut() external guarded {
        require(msg.sender == owner && open);
        require(block.number >= asked + wait);
        open = false;
        (bool ok,) = receiver.call("");
        require(ok);
    }
}

// A lock that outlives its transaction: later blocks meet it closed.
contract Kept {
    bool closed;
    uint256 since;

    function close() external {
        require(!closed);
        closed = true;
        since = block.number;
        (bool ok,) = msg.sender.call("");
        require(ok);
    }

    function open() external {
        require(closed && block.number >= since);
        closed = false;
    }

    function pass() external view returns (uint256) {
        require(!closed || block.number == since);
        return since;
    }
}

// Opened again at the end: what is closed is closed in this block only.
contract NotKept {
    bool closed;
    uint256 since;

    function close() external {
        require(!closed);
        closed = true;
        since = block.number;
        (bool ok,) = msg.sender.call("");
        require(ok);
        closed = false;
    }

    function pass() external view returns (uint256) {
        require(!closed || block.number == since);
        return since;
    }
}

// While a payment is made both counts are the same, whoever calls back.
contract Pending is Guard {
    uint256 made;
    uint256 paid;
    uint256 public notes;

    function pay(address to) external guarded {
        made += 1;
        paid = made;
        (bool ok,) = to.call("");
        require(ok);
        paid = 0;
        made = 0;
    }

    function order() external guarded {
        made += 1;
        require(made > 0);
        made -= 1;
    }

    function note() external {
        require(made == paid);
        notes = notes < 9 ? notes + 1 : notes;
    }
}

// Here the second count follows after the call.
contract LatePending is Guard {
    uint256 made;
    uint256 paid;
    uint256 public notes;

    function pay(address to) external guarded {
        made += 1;
        (bool ok,) = to.call("");
        require(ok);
        paid = made;
        paid = 0;
        made = 0;
    }

    function note() external {
        require(made == paid);
        notes = notes < 9 ? notes + 1 : notes;
    }
}

// A lock that remembers who took it.
contract NamedRequests {
    address immutable owner;
    uint256 immutable wait;
    uint256 asked;
    bool open;
    address holder;
    address receiver;

    modifier guarded() {
        require(holder == address(0));
        holder = msg.sender;
        _;
        holder = address(0);
    }

    constructor(uint256 w) {
        require(w > 0);
        owner = msg.sender;
        wait = w;
    }

    function ask(address to) external {
        require(msg.sender == owner && !open);
        asked = block.number;
        receiver = to;
        open = true;
    }

    function carryOut() external guarded {
        require(msg.sender == owner && open);
        require(block.number >= asked + wait);
        open = false;
        (bool ok,) = receiver.call("");
        require(ok);
    }
}
