// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Writes options on the ether that it holds: while they run, what covers them is locked.
contract Vault {
    address public immutable writer = msg.sender;
    uint256 public totalShares;
    uint256 public locked;
    uint256 public expiry;
    mapping(address => uint256) public shares;

    function deposit() external payable {
        shares[msg.sender] += msg.value;
        totalShares += msg.value;
    }

    function write(uint256 amount, uint256 until) external {
        require(msg.sender == writer && locked == 0 && until > block.timestamp);
        require(amount <= address(this).balance);
        locked = amount;
        expiry = until;
    }

    function settle() external {
        require(over());
        locked = 0;
    }

    function withdraw(uint256 amount) external {
        shares[msg.sender] -= amount;
        totalShares -= amount;
        require(address(this).balance - amount >= locked);
        payable(msg.sender).transfer(amount);
    }

    function over() internal view virtual returns (bool) {
        return block.timestamp >= expiry;
    }
}

/// Lets the writer settle at any time.
contract FaultyVault is Vault {
    function over() internal view override returns (bool) {
        return block.timestamp >= expiry || msg.sender == writer;
    }
}
