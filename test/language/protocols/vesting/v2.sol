// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Nothing is noted of what was released.
contract Vesting {
    address public immutable beneficiary;
    uint public immutable start;
    uint public immutable duration;
    uint public released;

    constructor(address who, uint start_, uint duration_) payable {
        require(who != address(0) && duration_ > 0);
        beneficiary = who;
        start = start_;
        duration = duration_;
    }

    receive() external payable {}

    function vested() public view returns (uint) {
        uint total = address(this).balance + released;
        if (block.timestamp < start) return 0;
        if (block.timestamp >= start + duration) return total;
        return total * (block.timestamp - start) / duration;
    }

    function releasable() public view returns (uint) {
        return vested() - released;
    }

    function release() external {
        uint amount = releasable();
        (bool ok,) = beneficiary.call{value: amount}("");
        require(ok);
    }
}
