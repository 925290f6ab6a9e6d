// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Bounds by constants of the code, and records that begin as a whole.

/// What is put in is locked for a week.
contract Boxes {
    struct Box {
        uint256 amount;
        uint256 openAt;
    }

    mapping(address => Box) public boxes;

    function put() external payable {
        require(msg.value > 0);
        Box storage box = boxes[msg.sender];
        box.amount += msg.value;
        box.openAt = block.timestamp + 7 days;
    }

    function take() external {
        Box memory box = boxes[msg.sender];
        require(box.amount > 0 && block.timestamp >= box.openAt);
        delete boxes[msg.sender];
        (bool ok,) = msg.sender.call{value: box.amount}("");
        require(ok);
    }
}

/// One may lock for longer, and forget it with the next deposit.
contract LongerBoxes is Boxes {
    function later() external {
        boxes[msg.sender].openAt += 1 days;
    }
}

/// Parts of a hundred, that can be handed on.
contract Parts {
    mapping(address => uint256) public part;

    constructor(address[] memory owners, uint256[] memory parts) payable {
        uint256 sum = 0;
        for (uint256 i = 0; i < owners.length; i++) {
            require(part[owners[i]] == 0);
            part[owners[i]] = parts[i];
            sum += parts[i];
        }
        require(sum == 100);
    }

    function give(address to, uint256 amount) external virtual {
        part[msg.sender] -= amount;
        part[to] += amount;
    }
}

/// What one gives to oneself is doubled.
contract DoubledParts is Parts {
    constructor(address[] memory owners, uint256[] memory parts) payable Parts(owners, parts) {}

    function give(address to, uint256 amount) external override {
        uint256 before = part[to];
        part[msg.sender] -= amount;
        part[to] = before + amount;
    }
}

/// Sold and bought back at a fixed price; what is paid on top is the owner's.
contract Reserve {
    uint256 public constant PRICE = 0.001 ether;
    address payable public immutable owner = payable(msg.sender);
    uint256 public feeBps;
    uint256 public fees;
    mapping(address => uint256) public held;

    constructor(uint256 bps) {
        require(bps <= 500);
        feeBps = bps;
    }

    function feeOn(uint256 cost, uint256) internal view virtual returns (uint256) {
        return cost * feeBps / 10_000;
    }

    function buy(uint256 amount) external payable {
        uint256 cost = amount * PRICE;
        require(amount > 0 && msg.value == cost + cost * feeBps / 10_000);
        fees += feeOn(cost, msg.value);
        held[msg.sender] += amount;
    }

    function sell(uint256 amount) external {
        held[msg.sender] -= amount;
        (bool ok,) = msg.sender.call{value: amount * PRICE}("");
        require(ok);
    }

    function takeFees() external {
        require(msg.sender == owner);
        uint256 amount = fees;
        fees = 0;
        (bool ok,) = owner.call{value: amount}("");
        require(ok);
    }
}

/// The fee is one of all that was paid, the fee too.
contract ReserveOfAll is Reserve {
    constructor(uint256 bps) Reserve(bps) {}

    function feeOn(uint256, uint256 paid) internal view override returns (uint256) {
        return paid * feeBps / 10_000;
    }
}

/// Ether comes back and is given again, but nobody lives to do it 2^128 times.
contract Given {
    mapping(address => uint256) public given;

    function give() external payable {
        given[msg.sender] += msg.value + 1;
    }

    function takeBack(uint256 amount) external {
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

/// The amount need not be paid.
contract Promised {
    mapping(address => uint256) public given;

    function give(uint256 amount) external {
        given[msg.sender] += amount;
    }
}
