// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Credits that can be withdrawn or given away. A lock on one of two doors is no lock.
contract Wallet {
    mapping(address => uint256) public credits;
    bool private entered;

    modifier locked() {
        require(!entered, "locked");
        entered = true;
        _;
        entered = false;
    }

    function deposit() external payable locked {
        credits[msg.sender] += msg.value;
    }

    function give(address to, uint256 amount) external locked {
        credits[msg.sender] -= amount;
        credits[to] += amount;
    }

    function withdraw() external locked {
        uint256 credit = credits[msg.sender];
        (bool paid, ) = msg.sender.call{value: credit}("");
        require(paid, "payment refused");
        credits[msg.sender] = 0;
    }
}
