// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays for its owner. Whoever the owner pays can pretend to be the owner if `tx.origin` is asked.
contract Purse {
    address public immutable owner = msg.sender;

    receive() external payable {}

    function pay(address payable to, uint256 amount) external {
        require(msg.sender == owner, "owner only");
        (bool paid, ) = to.call{value: amount}("");
        require(paid, "payment refused");
    }
}
