// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {ERC20Permit, ERC20} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

contract Wallet is VestingWallet {
    constructor(address first, uint64 begin, uint64 length) payable VestingWallet(first, begin, length) {}
}

/// Forgets when it begins.
contract FaultyWallet is VestingWallet {
    constructor(address first, uint64 begin, uint64 length) payable VestingWallet(first, begin, length) {}

    function _vestingSchedule(uint256 total, uint64) internal pure override returns (uint256) {
        return total;
    }
}

contract Permitted is ERC20Permit {
    constructor(address first, uint256 amount) ERC20("Coin", "C") ERC20Permit("Coin") {
        _mint(first, amount);
    }
}

/// Nonces can be thrown away, and are then used again.
contract FaultyPermitted is ERC20Permit {
    mapping(address => uint256) internal used;

    constructor() ERC20("Coin", "C") ERC20Permit("Coin") {}

    function reset() external {
        used[msg.sender] = 0;
    }

    function skip() external {
        used[msg.sender] += 1;
    }

    function _useNonce(address account) internal override returns (uint256) {
        return used[account]++;
    }
}
