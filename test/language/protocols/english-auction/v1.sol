// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Correct.
contract Auction {
    address payable public immutable seller;
    uint public immutable end;
    address public leader;
    uint public highest;
    mapping(address => uint) public pending;
    bool public settled;

    constructor(uint length) {
        seller = payable(msg.sender);
        end = block.number + length;
    }

    function bid() external payable {
        require(block.number <= end);
        require(msg.value > highest);
        pending[leader] += highest;
        leader = msg.sender;
        highest = msg.value;
    }

    function withdraw() external {
        uint amount = pending[msg.sender];
        pending[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }

    function settle() external {
        require(block.number > end && !settled);
        settled = true;
        (bool ok,) = seller.call{value: highest}("");
        require(ok);
    }
}
