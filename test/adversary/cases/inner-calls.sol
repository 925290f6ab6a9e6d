// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Rate {
    uint256 public assets = 10;
    uint256 public shares = 10;
    function leave(uint256 n) external {
        require(n < shares);
        assets -= n;
        (bool ok,) = msg.sender.call("");
        require(ok);
        shares -= n;
    }
    function rate() external view returns (uint256) { return assets * 100 / shares; }
}
contract RateLate {
    uint256 public assets = 10;
    uint256 public shares = 10;
    function leave(uint256 n) external {
        require(n < shares);
        assets -= n;
        shares -= n;
        (bool ok,) = msg.sender.call("");
        require(ok);
    }
    function rate() external view returns (uint256) { return assets * 100 / shares; }
}
contract Strict {
    uint256 status = 1;
    uint256 count;
    function enter(uint256 n) external { require(status == 1); require(n > 0); count = n; }
    function out() external {
        require(status == 1);
        status = 2;
        (bool ok,) = msg.sender.call("");
        require(ok);
        status = 1;
    }
}

contract Unlocked {
    uint256 status = 1;
    uint256 public count;

    function enter(uint256 n) external {
        require(n > 0);
        count = n;
    }

    function out() external {
        require(status == 1);
        status = 2;
        (bool ok,) = msg.sender.call("");
        require(ok);
        status = 1;
    }
}

contract Pot {
    mapping(address => uint256) public credits;
    bool locked;

    modifier lock() {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }

    function deposit() external payable lock {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external lock {
        require(credits[msg.sender] >= amount);
        credits[msg.sender] -= amount;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

contract Counting {
    uint256 public total;
    uint256 public paid;

    function pay(uint256 n) external {
        require(n < 100 && total < 1000);
        total += n;
        (bool ok,) = msg.sender.call("");
        ok;
        paid += n;
    }

    function late() external returns (bool) {
        return total == paid;
    }

    function peek(address who) external {
        (bool ok,) = who.call("");
        ok;
    }
}
