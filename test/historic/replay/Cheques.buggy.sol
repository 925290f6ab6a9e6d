// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays cheques that their signer has signed for. One that is not crossed out is good forever.
contract Cheques {
    address public immutable signer;
    mapping(uint256 => uint256) public signed;
    uint256 public spent;

    constructor(address signer_) {
        signer = signer_;
    }

    function sign(uint256 cheque, uint256 amount) external {
        require(msg.sender == signer, "signer only");
        signed[cheque] = amount;
    }

    function cash(uint256 cheque) external {
        require(signed[cheque] > 0, "not signed");
        spent += signed[cheque];
    }
}
