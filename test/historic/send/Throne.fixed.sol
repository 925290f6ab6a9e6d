// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Owes the last king what the next one paid.
contract Throne {
    address public king;
    mapping(address => uint256) public owed;

    function seize() external payable {
        owed[king] += msg.value;
        king = msg.sender;
    }

    function collect() external {
        uint256 amount = owed[msg.sender];
        owed[msg.sender] = 0;
        require(payable(msg.sender).send(amount), "payment refused");
    }
}
