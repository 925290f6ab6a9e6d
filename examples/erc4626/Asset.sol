// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice What the vault takes in: OpenZeppelin's ERC20 as it comes from npm.
contract Asset is ERC20 {
    constructor(uint256 supply) ERC20("Asset", "AST") {
        _mint(msg.sender, supply);
    }
}
