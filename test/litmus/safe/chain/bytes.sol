// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Concat {
    function f(bytes memory a, bytes memory b) external pure {
        assert(bytes.concat(a, b).length == a.length + b.length);
    }
}

contract LiteralLength {
    function f() external pure {
        bytes memory b = "hello";
        assert(b.length == 5);
        assert(b[0] == "h" && uint8(b[4]) == 111);
    }
}

contract EncodeLength {
    function f(uint256 a, address b) external pure {
        assert(abi.encode(a, b).length == 64);
        assert(abi.encodePacked(uint8(1), b).length == 21);
    }
}

contract DecodeWhatWasEncoded {
    function f(uint256 a, bool b) external pure {
        (uint256 x, bool y) = abi.decode(abi.encode(a, b), (uint256, bool));
        assert(x == a && y == b);
    }
}

contract StoredString {
    string name;

    function set(string calldata s) external {
        name = s;
        assert(keccak256(bytes(name)) == keccak256(bytes(s)));
        assert(bytes(name).length == bytes(s).length);
    }
}

contract EmptyAtFirst {
    bytes data;

    constructor() {
        assert(data.length == 0);
    }
}

contract IndexInBounds {
    function f(bytes calldata b, uint256 i) external pure returns (bytes1 x) {
        x = b[i];
        assert(i < b.length);
    }
}

contract EncodedCall {
    function g(uint256 a) external pure returns (uint256) {
        return a;
    }

    function f(uint256 a) external view {
        assert(abi.encodeCall(this.g, (a)).length == 36);
        assert(bytes4(abi.encodeCall(this.g, (a))) == this.g.selector);
    }
}

contract Slices {
    function f(bytes calldata b) external pure {
        require(b.length >= 8);
        bytes memory rest = b[4:];
        bytes memory first = b[:4];
        assert(rest.length == b.length - 4);
        assert(first.length == 4);
    }
}
