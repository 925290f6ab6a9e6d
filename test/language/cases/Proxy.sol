// SPDX-License-Identifier: MIT
pragma solidity ^0.8.22;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";

contract Layout {
    address public owner;
    uint256 public total;
    mapping(address => uint256) public shares;
}

contract Vault is Layout, ERC1967Proxy {
    constructor(address code) ERC1967Proxy(code, abi.encodeCall(Logic.initialize, ())) {}

    receive() external payable {}
}

contract Logic is Layout {
    function initialize() external {
        require(owner == address(0));
        owner = msg.sender;
    }

    function join(uint256 n) external {
        require(n <= 10);
        shares[msg.sender] += n;
        total += n;
    }

    function leave(uint256 n) external {
        shares[msg.sender] -= n;
        total -= n;
    }
}

bytes32 constant SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

contract OpenLogic is Logic {
    function upgradeTo(address code) external {
        StorageSlot.getAddressSlot(SLOT).value = code;
    }
}

contract GuardedLogic is Logic {
    function upgradeTo(address code) external {
        require(msg.sender == owner);
        StorageSlot.getAddressSlot(SLOT).value = code;
    }
}
