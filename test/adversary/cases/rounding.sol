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
