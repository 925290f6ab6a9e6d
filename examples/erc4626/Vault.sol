// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20, IERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @notice Shares of a pot of assets: OpenZeppelin's ERC4626 as it comes from npm.
contract Vault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault share", "vAST") ERC4626(asset_) {}
}
