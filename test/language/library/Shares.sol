// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20, IERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ERC20 as SolmateERC20} from "solmate/src/tokens/ERC20.sol";
import {ERC4626 as SolmateERC4626} from "solmate/src/tokens/ERC4626.sol";

contract Vault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Share", "S") ERC4626(asset_) {}
}

contract Solmate is SolmateERC4626 {
    constructor(SolmateERC20 asset_) SolmateERC4626(asset_, "Share", "S") {}

    function totalAssets() public view override returns (uint256) {
        return asset.balanceOf(address(this));
    }
}

/// Always rounds up, so that a small deposit gives a share.
contract FaultyVault is ERC4626 {
    using Math for uint256;

    constructor(IERC20 asset_) ERC20("Share", "S") ERC4626(asset_) {}

    function _convertToShares(uint256 assets, Math.Rounding) internal view override returns (uint256) {
        return assets.mulDiv(totalSupply() + 1, totalAssets() + 1, Math.Rounding.Ceil);
    }
}
