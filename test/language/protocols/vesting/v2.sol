// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Vesting {
    address public immutable beneficiary;
    uint256 public immutable start;
    uint256 public immutable duration;
    uint256 public released;

    constructor(address beneficiary_, uint256 start_, uint256 duration_) payable {
        require(beneficiary_ != address(0));
        require(duration_ > 0);
        beneficiary = beneficiary_;
        start = start_;
        duration = duration_;
    }

    receive() external payable {}

    function vested(uint256 time) public view returns (uint256) {
        uint256 total = address(this).balance + released;
        if (time < start) return 0;
        if (time >= start + duration) return total;
        return (total * (time - start)) / duration + 1;
    }

    function releasable() public view returns (uint256) {
        return vested(block.timestamp) - released;
    }

    function release() public {
        require(msg.sender == beneficiary);
        uint256 amount = releasable();
        released += amount;
        (bool ok, ) = beneficiary.call{value: amount}("");
        require(ok);
    }
}
