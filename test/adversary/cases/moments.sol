// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// 2300 gas are enough for a warm call and a write to transient storage.
contract LowGas {
    uint256 transient hint;
    uint256 x;

    function set() external {
        hint = 1;
    }

    function pay() external payable {
        hint = 0;
        payable(msg.sender).transfer(1);
        if (hint == 1) x = 1;
    }
}

/// The same where nobody can write the hint while it matters.
contract LowGasLocked {
    uint256 transient hint;
    bool transient busy;
    uint256 x;

    function set() external {
        require(!busy);
        hint = 1;
    }

    function pay() external payable {
        require(!busy);
        busy = true;
        hint = 0;
        payable(msg.sender).transfer(1);
        if (hint == 1) x = 1;
        busy = false;
    }
}

/// Two calls in one transaction.
contract TwoCalls {
    uint256 transient hint;
    uint256 x;
    uint256 y;

    function set() external {
        hint = 1;
        y = 0;
    }

    function use() external {
        if (hint == 1) x += 1;
    }
}

/// Runs of code before there is a lemma for it: the ledger of the second contract starts with something.
contract Ledger {
    address bank;
    mapping(address => uint256) credits;
    uint256 total;

    constructor(address b, uint256 start) {
        bank = b;
        total = start;
    }

    function add(address a, uint256 v) external {
        require(msg.sender == bank);
        credits[a] += v;
        total += v;
    }

    function sub(address a, uint256 v) external {
        require(msg.sender == bank);
        credits[a] -= v;
        total -= v;
    }
}

contract LedgerBank {
    Ledger ledger;

    constructor(Ledger l) {
        ledger = l;
    }

    function deposit() external payable {
        ledger.add(msg.sender, msg.value);
    }

    function withdraw(uint256 a) external {
        ledger.sub(msg.sender, a);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

/// What the ledger of ether says while the lock is held, which the callee can change by force.
contract Weighed {
    bool locked;
    uint256 x;

    function weigh() external {
        require(!locked);
        require(address(this).balance <= 100);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        if (address(this).balance > 100) x = 1;
        locked = false;
    }
}

contract WeighedTransient {
    bool transient locked;
    uint256 x;

    function weigh() external {
        require(!locked);
        require(address(this).balance <= 100);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        if (address(this).balance > 100) x = 1;
        locked = false;
    }
}

/// A function that does something only while another is under way, and one that is refused then.
contract WhileLocked {
    bool locked;
    uint256 x;
    uint256 n;

    function hold() external {
        require(!locked);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        locked = false;
    }

    function touch() external {
        if (locked) x += 1;
    }

    function refused() external {
        require(!locked);
        n = 0;
    }
}

contract WhileLockedTransient {
    bool transient locked;
    uint256 n;

    function hold() external {
        require(!locked);
        locked = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        locked = false;
    }

    function refused() external {
        require(!locked);
        n = 0;
    }
}
