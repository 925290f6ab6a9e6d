// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Whoever is paid may make others take theirs meanwhile: their calls, not the payer's.
contract Purse {
    address owner = msg.sender;
    uint256 fee = 1;
    mapping(address => uint256) credits;
    mapping(address => mapping(address => uint256)) allowed;
    uint256[] log;

    function put() external payable {
        credits[msg.sender] += msg.value;
    }

    function take() public virtual {
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok);
    }

    function hand(address to, uint256 newFee) external {
        require(msg.sender == owner);
        owner = to;
        fee = newFee;
    }

    function allow(address to, uint256 amount) external {
        allowed[msg.sender][to] = amount;
        log.push(amount);
    }
}

/// Pays the last taker a little more, from what somebody else has.
contract Skimming is Purse {
    address last;

    function take() public override {
        address before = last;
        last = msg.sender;
        super.take();
        if (credits[before] > 0) credits[before] -= 1;
    }
}

/// What it calls on itself has itself as the sender.
contract Selfish is Purse {
    function reset(uint256 newFee) external {
        require(msg.sender == owner || msg.sender == address(this));
        fee = newFee;
    }

    function poke() external {
        this.reset(7);
    }
}

/// Takes and gives back: two writes.
contract Fickle is Purse {
    function borrow(address a) external {
        uint256 amount = credits[a];
        credits[a] = 0;
        credits[a] = amount;
    }
}

/// Writes in its loop what others own.
contract Looping is Purse {
    function clear(address[] calldata all) external {
        for (uint256 i = 0; i < all.length; i++) credits[all[i]] = 0;
    }
}

contract Coin {
    mapping(address => uint256) held;

    function give(address to, uint256 amount) external {
        held[msg.sender] -= amount;
        held[to] += amount;
    }
}

/// Spends its own coins only, whoever asks.
contract Till {
    Coin coin;

    constructor(Coin c) {
        coin = c;
    }

    function pay(address to, uint256 amount) external {
        coin.give(to, amount);
    }
}
