// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Correct.
contract Sale {
    address payable public immutable owner;
    uint public immutable goal;
    uint public immutable end;
    mapping(address => uint) public paid;
    uint public raised;
    bool public collected;

    constructor(uint goal_, uint end_) {
        owner = payable(msg.sender);
        goal = goal_;
        end = end_;
    }

    function buy() external payable {
        require(block.timestamp < end);
        paid[msg.sender] += msg.value;
        raised += msg.value;
    }

    function collect() external {
        require(block.timestamp >= end && raised >= goal && !collected);
        collected = true;
        (bool ok,) = owner.call{value: raised}("");
        require(ok);
    }

    function refund() external {
        require(block.timestamp >= end && raised < goal);
        uint amount = paid[msg.sender];
        require(amount > 0);
        paid[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}
