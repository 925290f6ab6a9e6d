// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Correct.
contract Timelock {
    address public immutable admin;
    uint public constant DELAY = 100;
    mapping(uint => uint) public readyAt;
    mapping(uint => address) public target;
    mapping(uint => uint) public amount;

    constructor(address admin_) payable {
        require(admin_ != address(0));
        admin = admin_;
    }

    receive() external payable {}

    function schedule(uint id, address to, uint wei_) external {
        require(msg.sender == admin);
        require(readyAt[id] == 0);
        readyAt[id] = block.number + DELAY;
        target[id] = to;
        amount[id] = wei_;
    }

    function cancel(uint id) external {
        require(msg.sender == admin);
        readyAt[id] = 0;
    }

    function execute(uint id) external {
        require(readyAt[id] != 0 && block.number >= readyAt[id]);
        readyAt[id] = 0;
        (bool ok,) = target[id].call{value: amount[id]}("");
        require(ok);
    }
}
