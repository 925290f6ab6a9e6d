// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ReentrancyGuard} from "solmate/src/utils/ReentrancyGuard.sol";

/// Pays before it books, behind a lock.
contract Jar is ReentrancyGuard {
    mapping(address => uint256) public credits;

    function deposit() external payable nonReentrant {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external nonReentrant {
        credits[msg.sender] -= amount;
        (bool done,) = msg.sender.call{value: amount}("");
        require(done);
    }
}

/// The way out forgot the lock.
contract FaultyJar is ReentrancyGuard {
    mapping(address => uint256) public credits;

    function deposit() external payable nonReentrant {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        require(credits[msg.sender] >= amount);
        (bool done,) = msg.sender.call{value: amount}("");
        require(done);
        unchecked {
            credits[msg.sender] -= amount;
        }
    }
}
