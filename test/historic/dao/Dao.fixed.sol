// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays shares back. The DAO (2016) paid before it wrote the payment down.
contract Dao {
    mapping(address => uint256) public shares;

    function buy() external payable {
        shares[msg.sender] += msg.value;
    }

    function split() external {
        uint256 share = shares[msg.sender];
        shares[msg.sender] = 0;
        (bool paid, ) = msg.sender.call{value: share}("");
        require(paid, "payment refused");
    }
}
