// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice The token with a pause for maintenance, added by overriding `transferFrom`.
contract TokenBuggy is ERC20 {
    bool public paused;
    address public immutable keeper;

    constructor(uint256 supply) ERC20("Token", "TKN") {
        keeper = msg.sender;
        _mint(msg.sender, supply);
    }

    function setPaused(bool on) external {
        require(msg.sender == keeper, "only the keeper");
        paused = on;
    }

    /// @dev Calls `_transfer` where `super.transferFrom` was meant: the allowance is never looked at.
    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        require(!paused, "paused");
        _transfer(from, to, value);
        return true;
    }
}
