// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract NotEqual {
    function f(uint256 a, uint256 b) external pure {
        assert(keccak256(abi.encode(a)) != keccak256(abi.encode(b)));
    }
}

contract Replay {
    mapping(bytes32 => bool) used;

    function once(uint256 id, address who) external {
        bytes32 k = keccak256(abi.encode(who)); // forgot id
        assert(!used[k] || id == 0);
        used[k] = true;
    }
}

contract ZeroSigner {
    address signer;

    function f(bytes32 h, uint8 v, bytes32 r, bytes32 s) external view {
        // a wrong signature recovers to zero
        assert(ecrecover(h, v, r, s) != signer);
    }
}
