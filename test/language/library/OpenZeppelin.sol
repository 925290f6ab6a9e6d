// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

contract Coin is ERC20 {
    constructor(address first, uint256 amount) ERC20("Coin", "C") {
        _mint(first, amount);
    }
}

contract Art is ERC721 {
    address internal immutable artist = msg.sender;

    constructor() ERC721("Art", "A") {}

    function mint(address to, uint256 id) external {
        require(msg.sender == artist);
        _mint(to, id);
    }
}

contract Owned is Ownable, Pausable {
    uint256 public total;

    constructor(address first) Ownable(first) {}

    function add(uint256 amount) external whenNotPaused {
        total += amount;
    }

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }
}

contract Roles is AccessControl {
    constructor(address admin) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }
}
