// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// A payment can be made again.
contract Multisig {
    mapping(address => bool) public signer;
    uint public constant NEEDED = 2;
    struct Payment { address to; uint amount; uint approvals; bool done; }
    mapping(uint => Payment) public payments;
    mapping(uint => mapping(address => bool)) public approved;
    uint public count;

    constructor(address a, address b, address c) payable {
        require(a != b && b != c && a != c);
        signer[a] = true;
        signer[b] = true;
        signer[c] = true;
    }

    receive() external payable {}

    function propose(address to, uint amount) external {
        require(signer[msg.sender]);
        payments[count] = Payment(to, amount, 0, false);
        count += 1;
    }

    function approve(uint id) external {
        require(signer[msg.sender]);
        require(id < count && !approved[id][msg.sender]);
        approved[id][msg.sender] = true;
        payments[id].approvals += 1;
    }

    function pay(uint id) external {
        require(id < count && !payments[id].done);
        require(payments[id].approvals >= NEEDED);
        (bool ok,) = payments[id].to.call{value: payments[id].amount}("");
        require(ok);
    }
}
