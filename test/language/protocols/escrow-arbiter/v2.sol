// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Refunding checks no phase.
contract Escrow {
    enum Phase { Funding, Locked, Released, Refunded }

    address public immutable buyer;
    address payable public immutable seller;
    address public immutable arbiter;
    uint public immutable price;
    Phase public phase;

    constructor(address payable seller_, address arbiter_, uint price_) {
        require(price_ > 0 && arbiter_ != address(0));
        buyer = msg.sender;
        seller = seller_;
        arbiter = arbiter_;
        price = price_;
    }

    function fund() external payable {
        require(phase == Phase.Funding);
        require(msg.sender == buyer);
        require(msg.value == price);
        phase = Phase.Locked;
    }

    function release() external {
        require(phase == Phase.Locked);
        require(msg.sender == buyer || msg.sender == arbiter);
        phase = Phase.Released;
        (bool ok,) = seller.call{value: price}("");
        require(ok);
    }

    function refund() external {
        require(phase != Phase.Funding);
        require(msg.sender == seller || msg.sender == arbiter);
        phase = Phase.Refunded;
        (bool ok,) = buyer.call{value: price}("");
        require(ok);
    }
}
