// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// msg.sig is any value in the model.

contract Selector {
    function f() external pure {
        assert(msg.sig == this.f.selector); // expect: not inductive
        assert(this.f.selector == bytes4(keccak256("f()"))); // expect: proved
    }
}
