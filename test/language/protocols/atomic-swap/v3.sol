// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// A claim does not close the swap.
contract Swap {
    address public immutable maker;
    address public immutable taker;
    bytes32 public immutable hash;
    uint public immutable deadline;
    uint public immutable stake;
    bool public closed;

    constructor(address taker_, bytes32 hash_, uint deadline_) payable {
        maker = msg.sender;
        taker = taker_;
        hash = hash_;
        deadline = deadline_;
        stake = msg.value;
    }

    function claim(bytes32 secret) external {
        require(msg.sender == taker);
        require(!closed);
        require(block.number <= deadline);
        require(keccak256(abi.encode(secret)) == hash);
        (bool ok,) = taker.call{value: stake}("");
        require(ok);
    }

    function refund() external {
        require(msg.sender == maker);
        require(!closed);
        require(block.number > deadline);
        closed = true;
        (bool ok,) = maker.call{value: stake}("");
        require(ok);
    }
}
