// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Anyone may propose.
contract Wallet {
    address public owner;
    mapping(address => bool) public guardian;
    uint public guardians;
    uint public immutable threshold;

    uint public round;
    address public candidate;
    uint public votes;
    mapping(uint => mapping(address => bool)) public voted;

    constructor(address a, address b, address c) payable {
        require(a != b && b != c && a != c);
        owner = msg.sender;
        guardian[a] = true;
        guardian[b] = true;
        guardian[c] = true;
        guardians = 3;
        threshold = 2;
    }

    receive() external payable {}

    function pay(address payable to, uint amount) external {
        require(msg.sender == owner);
        (bool ok,) = to.call{value: amount}("");
        require(ok);
    }

    function propose(address next) external {
        require(next != address(0));
        round += 1;
        candidate = next;
        votes = 1;
        voted[round][msg.sender] = true;
    }

    function support() external {
        require(guardian[msg.sender]);
        require(candidate != address(0));
        require(!voted[round][msg.sender]);
        voted[round][msg.sender] = true;
        votes += 1;
    }

    function recover() external {
        require(candidate != address(0));
        require(votes >= threshold);
        owner = candidate;
        candidate = address(0);
        votes = 0;
    }
}
