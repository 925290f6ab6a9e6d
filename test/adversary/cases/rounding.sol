// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Shares of what is held: rounding shows only after calls in the right order, with the right numbers.
contract Shares {
    mapping(address => uint256) public shares;
    uint256 public total;
    uint256 public held;
    uint256 public lent;

    function put(uint256 amount) external {
        require(amount > 0 && amount < 1e12);
        uint256 more = total == 0 ? amount : (amount * total) / (held + lent);
        held += amount;
        total += more;
        shares[msg.sender] += more;
    }

    function lend(uint256 amount) external {
        require(amount > 0 && amount <= held);
        held -= amount;
        lent += amount;
    }

    function accrue() external {
        lent += lent / 10;
    }

    function giveBack(uint256 amount) external {
        require(amount > 0 && amount <= lent);
        lent -= amount;
        held += amount;
    }

    function take(uint256 share) external {
        require(share > 0 && share <= shares[msg.sender]);
        uint256 worth = (share * (held + lent)) / total;
        require(worth <= held);
        held -= worth;
        total -= share;
        shares[msg.sender] -= share;
    }
}

/// The same at a rate that is rounded itself, and with interest that takes time.
contract Rates {
    mapping(address => uint256) public shares;
    uint256 public total;
    uint256 public held;
    uint256 public lent;
    uint256 private since;

    function rate() public view returns (uint256) {
        return total == 0 ? 1e6 : ((held + lent) * 1e6) / total;
    }

    function put(uint256 amount) external {
        require(amount > 0 && amount < 1e12);
        uint256 more = (amount * 1e6) / rate();
        held += amount;
        total += more;
        shares[msg.sender] += more;
    }

    function lend(uint256 amount) external {
        require(amount > 0 && amount <= held);
        accrue();
        held -= amount;
        lent += amount;
    }

    function giveBack(uint256 amount) external {
        accrue();
        require(amount > 0 && amount <= lent);
        lent -= amount;
        held += amount;
    }

    function take(uint256 share) external {
        require(share > 0 && share <= shares[msg.sender]);
        uint256 worth = (share * rate()) / 1e6;
        require(worth <= held);
        held -= worth;
        total -= share;
        shares[msg.sender] -= share;
    }

    function accrue() private {
        lent += (lent * (block.number - since)) / 1_000_000;
        since = block.number;
    }
}
