// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Releases a grant linearly over time, after a cliff.
contract Vesting {
    uint256 public total;
    uint256 public start;
    uint256 public duration;
    uint256 public released;

    constructor(uint256 grant, uint256 length) {
        require(grant > 0 && length > 0 && grant < 2 ** 128 && length < 2 ** 40);
        total = grant;
        start = block.timestamp;
        duration = length;
    }

    function vested(uint256 time) public view virtual returns (uint256) {
        if (time < start) return 0;
        if (time >= start + duration) return total;
        return (total * (time - start)) / duration;
    }

    function release() external returns (uint256 amount) {
        amount = vested(block.timestamp) - released;
        released += amount;
    }
}

/// @notice Loses the cap at the end of the term.
contract VestingBuggy is Vesting {
    constructor(uint256 grant, uint256 length) Vesting(grant, length) {}

    function vested(uint256 time) public view override returns (uint256) {
        if (time < start) return 0;
        return (total * (time - start)) / duration;
    }
}
