// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Truncation {
    function f(bytes32 a) external pure {
        assert(bytes32(bytes4(a)) == a);
    }
}

contract WrongEnd {
    function f(bytes4 a) external pure {
        // the first bytes are kept, not the last
        assert(uint16(bytes2(a)) == uint16(uint32(a)));
    }
}

contract IndexOfFixedBytes {
    function f(bytes3 a) external pure {
        assert(a[0] == 0 || a[1] != 0xff);
    }
}

contract ShiftOfBytes {
    function f(bytes4 a) external pure {
        assert((a << 8) >> 8 == a);
    }
}

contract AddressFromBytes {
    function f(bytes32 a) external pure {
        assert(bytes32(bytes20(address(bytes20(a)))) == a);
    }
}
