// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// Contents of byte strings and encodings are opaque values in the model: few of their laws are known, and a model of them is seldom a real one.

contract AnyLength {
    function f(bytes calldata b) external pure {
        assert(b.length != 4); // expect: not inductive
    }
}

contract FirstByte {
    function f(bytes calldata b) external pure {
        require(b.length == 1);
        assert(b[0] != 0x41); // expect: not inductive
    }
}

contract PackedLength {
    function f(string calldata a) external pure {
        assert(abi.encodePacked(a, a).length != 6); // expect: not inductive
    }
}
