// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice The accounting of an ERC-4626 vault: shares of a growing amount of assets.
contract Shares {
    uint256 public assets;
    uint256 public supply;
    mapping(address => uint256) public shares;

    function toShares(uint256 amount) public view virtual returns (uint256) {
        return (amount * (supply + 1)) / (assets + 1);
    }

    function toAssets(uint256 amount) public view virtual returns (uint256) {
        return (amount * (assets + 1)) / (supply + 1);
    }

    function earn(uint256 amount) external {
        assets += amount;
    }

    function deposit(uint256 amount) external returns (uint256 minted) {
        minted = toShares(amount);
        assets += amount;
        supply += minted;
        shares[msg.sender] += minted;
    }

    function redeem(uint256 amount) external returns (uint256 paid) {
        paid = toAssets(amount);
        shares[msg.sender] -= amount;
        supply -= amount;
        assets -= paid;
    }
}

/// @notice Rounds in favor of the user in both directions.
contract SharesBuggy is Shares {
    function toShares(uint256 amount) public view override returns (uint256) {
        return (amount * (supply + 1) + assets) / (assets + 1);
    }

    function toAssets(uint256 amount) public view override returns (uint256) {
        return (amount * (assets + 1) + supply) / (supply + 1);
    }
}
