// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Pays signed cheques. A signature that is not crossed out is good forever.
contract Cheques {
    address public immutable signer;
    mapping(bytes32 => bool) public cashed;
    uint256 public spent;

    constructor(address signer_) {
        require(signer_ != address(0), "no signer");
        signer = signer_;
    }

    function cash(uint256 amount, uint8 v, bytes32 r, bytes32 s) external {
        bytes32 cheque = keccak256(abi.encode(amount));
        require(!cashed[cheque], "cashed already");
        cashed[cheque] = true;
        require(ecrecover(cheque, v, r, s) == signer, "not signed");
        spent += amount;
    }
}
