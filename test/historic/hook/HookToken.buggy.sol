// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface IReceiver {
    function tokensReceived(address from, uint256 amount) external;
}

/// @notice A token that tells receivers, in the manner of ERC-777. The hook must come last.
contract HookToken {
    mapping(address => uint256) private balances;
    uint256 public supply;

    constructor(uint256 amount) {
        supply = amount;
        balances[msg.sender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        uint256 left = balances[msg.sender] - amount;
        IReceiver(to).tokensReceived(msg.sender, amount);
        balances[msg.sender] = left;
        balances[to] += amount;
    }
}
