// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Withdrawals wait: the owner asks, and can be stopped by the holder of the recovery key until the time has passed.
contract Vault {
    enum Phase { Idle, Asked }

    address public immutable recovery;
    address public owner;
    uint256 public delay;
    address public receiver;
    uint256 public amount;
    uint256 public askedAt;
    Phase public phase;

    event Asked(address indexed receiver, uint256 amount);

    constructor(address recovery_, uint256 delay_) payable {
        require(recovery_ != msg.sender && delay_ > 0 && delay_ < 1000);
        owner = msg.sender;
        recovery = recovery_;
        delay = delay_;
    }

    receive() external payable {}

    function ask(address receiver_, uint256 amount_) external {
        require(msg.sender == owner && phase == Phase.Idle && amount_ <= address(this).balance);
        phase = Phase.Asked;
        receiver = receiver_;
        amount = amount_;
        askedAt = block.number;
        emit Asked(receiver_, amount_);
    }

    function finish() external {
        require(msg.sender == owner && phase == Phase.Asked && block.number >= askedAt + delay);
        phase = Phase.Idle;
        (bool ok, ) = receiver.call{value: amount}("");
        require(ok);
    }

    function cancel() external {
        require(msg.sender == recovery && phase == Phase.Asked);
        phase = Phase.Idle;
    }
}
