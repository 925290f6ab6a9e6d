// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20, IERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice The vault after a complaint that a small deposit gave no share at all.
contract VaultBuggy is ERC4626 {
    using Math for uint256;

    constructor(IERC20 asset_) ERC20("Vault share", "vAST") ERC4626(asset_) {}

    /// @dev Always rounds up, so whoever deposits may get a share that is worth more than was paid for it.
    function _convertToShares(uint256 assets, Math.Rounding) internal view override returns (uint256) {
        return assets.mulDiv(totalSupply() + 1, totalAssets() + 1, Math.Rounding.Ceil);
    }
}
