// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: unknown

// Assembly can store a byte that is no bool: the model has no such state, so what is claimed of any state stays open.
contract BoolThatIsTwo {
    bool b;

    function set(uint256 v) external {
        assembly {
            sstore(0, v)
        }
    }

    function f() external view {
        bool x = b;
        uint256 y;
        assembly {
            y := x
        }
        assert(y < 2);
    }
}
