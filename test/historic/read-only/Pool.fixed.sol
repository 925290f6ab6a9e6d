// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Others take `price` for granted, also while this pool is paying somebody out.
contract Pool {
    mapping(address => uint256) public shares;
    uint256 public total;
    bool private entered;

    modifier locked() {
        require(!entered, "locked");
        entered = true;
        _;
        entered = false;
    }

    function join() external payable locked {
        shares[msg.sender] += msg.value;
        total += msg.value;
    }

    function exit(uint256 amount) external locked {
        require(shares[msg.sender] >= amount, "not enough shares");
        shares[msg.sender] -= amount;
        total -= amount;
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment refused");
    }

    function price() external view returns (uint256) {
        return total == 0 ? 1 ether : (address(this).balance * 1 ether) / total;
    }
}
