// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// A model does not know real encodings, so what it proposes is not confirmed by the EVM.

contract PackedCollision {
    function f(uint8 a, uint16 b, uint16 c, uint8 d) external pure {
        // 3 bytes each way
        require(keccak256(abi.encodePacked(a, b)) == keccak256(abi.encodePacked(c, d)));
        assert(a == d); // expect: not inductive
    }
}
