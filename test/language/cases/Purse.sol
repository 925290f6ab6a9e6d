// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Pays its keeper; the keeper may be any contract.
contract Purse {
    address public keeper;
    uint256 public paid;

    constructor(address keeper_) payable {
        require(keeper_ != address(this) && keeper_ != address(0));
        keeper = keeper_;
    }

    function pay(uint256 amount) external {
        require(amount <= address(this).balance);
        paid += amount;
        (bool ok, ) = keeper.call{value: amount}("");
        require(ok);
    }

    function tip() external payable {
        (bool ok, ) = keeper.call{value: msg.value}(abi.encode(msg.sender));
        require(ok);
    }
}
