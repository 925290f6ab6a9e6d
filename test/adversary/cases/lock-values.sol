// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The lock is a counter that must be zero.
contract CounterLock {
    uint256 depth;
    uint256 public a;
    uint256 public b;

    function both(uint256 n) external {
        require(depth++ == 0);
        a = n;
        (bool ok,) = msg.sender.call("");
        require(ok);
        b = n;
        depth--;
    }
}

/// The lock is open again one call too early.
contract CounterLockEarly {
    uint256 depth;
    uint256 public a;
    uint256 public b;

    function both(uint256 n) external {
        require(depth++ < 2);
        a = n;
        (bool ok,) = msg.sender.call("");
        require(ok);
        b = n;
        depth--;
    }
}

/// The lock holds the number of the block.
contract BlockLock {
    uint256 busy;
    uint256 public a;
    uint256 public b;

    function both(uint256 n) external {
        require(busy != block.number + 1);
        busy = block.number + 1;
        a = n;
        (bool ok,) = msg.sender.call("");
        require(ok);
        b = n;
        busy = 0;
    }
}

/// Somebody may take the lock away.
contract BlockLockOpen {
    uint256 busy;
    uint256 public a;
    uint256 public b;

    function free() external {
        busy = 0;
    }

    function both(uint256 n) external {
        require(busy != block.number + 1);
        busy = block.number + 1;
        a = n;
        (bool ok,) = msg.sender.call("");
        require(ok);
        b = n;
        busy = 0;
    }
}
