// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Truncation {
    function f(bytes32 a) external pure {
        // bytesN keeps the first bytes
        assert(bytes4(a) == bytes4(bytes8(a)));
    }
}

contract Literal {
    function f() external pure {
        bytes4 a = 0x11223344;
        assert(bytes2(a) == 0x1122);
        assert(bytes8(a) == 0x1122334400000000);
        assert(uint32(a) == 0x11223344);
    }
}

contract IndexOfFixedBytes {
    function f() external pure {
        bytes3 a = 0xaabbcc;
        assert(a[0] == 0xaa && a[2] == 0xcc);
        assert(a.length == 3);
    }
}

contract RoundTrip {
    function f(uint256 a, bytes20 b) external pure {
        assert(uint256(bytes32(a)) == a);
        assert(bytes20(address(b)) == b);
    }
}

contract ShiftOfBytes {
    function f(bytes4 a) external pure {
        assert(a << 32 == 0);
        assert(uint32(a >> 8) == uint32(a) / 256);
    }
}

contract Comparison {
    function f(bytes2 a, bytes2 b) external pure {
        assert((a < b) == (uint16(a) < uint16(b)));
    }
}

contract StringLiteral {
    function f() external pure {
        bytes3 a = "abc";
        assert(a == 0x616263);
        bytes4 b = "ab";
        assert(b == 0x61620000);
    }
}
