// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Rewards are shared by stake, through a growing reward for each staked wei.
contract Staking {
    mapping(address => uint256) stakes;
    mapping(address => uint256) indexOf;
    mapping(address => uint256) owed;
    uint256 total;
    uint256 index;

    function settle(address user) internal virtual {
        owed[user] += (stakes[user] * (index - indexOf[user])) / 1e18;
        indexOf[user] = index;
    }

    function fund() external payable {
        require(total > 0);
        index += (msg.value * 1e18) / total;
    }

    function stake() external payable {
        settle(msg.sender);
        stakes[msg.sender] += msg.value;
        total += msg.value;
    }

    function unstake(uint256 amount) external {
        settle(msg.sender);
        stakes[msg.sender] -= amount;
        total -= amount;
        payable(msg.sender).transfer(amount);
    }

    function claim() external {
        settle(msg.sender);
        uint256 reward = owed[msg.sender];
        owed[msg.sender] = 0;
        payable(msg.sender).transfer(reward);
    }
}

/// Whoever comes late is paid for all the time before.
contract Forgetful is Staking {
    function settle(address user) internal override {
        owed[user] += (stakes[user] * (index - indexOf[user])) / 1e18;
    }
}

/// Positions may be short, and a mapping has more keys than a byte.
contract Book {
    mapping(uint256 => int256) size;
    mapping(uint256 => int256) price;
    mapping(uint256 => uint256) units;
    mapping(uint256 => uint256) rate;

    function set(uint256 k, int128 s, int128 p) external {
        require(p <= 5);
        size[k] = s;
        price[k] = p;
    }

    function put(uint256 k, uint128 u, uint128 r) external {
        require(r <= 7 || k > 255);
        units[k] = u;
        rate[k] = r;
    }

    function drop(uint256 k) external {
        delete units[k];
    }
}
