// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// A tie is enough.
contract Dao {
    mapping(address => uint) public shares;
    uint public totalShares;
    uint public yes;
    uint public no;
    mapping(address => bool) public voted;
    bool public executed;
    uint public immutable deadline;

    constructor(uint deadline_) {
        deadline = deadline_;
    }

    function join() external payable {
        require(yes == 0 && no == 0);
        shares[msg.sender] += msg.value;
        totalShares += msg.value;
    }

    function vote(bool approve) external {
        require(block.number <= deadline);
        require(!voted[msg.sender] && shares[msg.sender] > 0);
        voted[msg.sender] = true;
        if (approve) yes += shares[msg.sender];
        else no += shares[msg.sender];
    }

    function execute() external {
        require(block.number > deadline && !executed);
        require(yes >= no);
        executed = true;
    }
}
