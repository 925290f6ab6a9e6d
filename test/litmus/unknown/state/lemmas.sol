// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: not inductive

// True, but only because of what an earlier transaction left behind: a spec states that as an invariant.
contract EvenCounter {
    uint256 n;

    function up() external {
        n += 2;
    }

    function look() external view {
        assert(n % 2 == 0);
    }
}

contract OnceSet {
    address owner;
    bool ready;

    function init() external {
        require(!ready);
        owner = msg.sender;
        ready = true;
    }

    function look() external view {
        assert(!ready || owner != address(0));
    }
}

contract SumOfTwo {
    uint256 a;
    uint256 b;
    uint256 both;

    function add(uint128 x, uint128 y) external {
        a += x;
        b += y;
        both += uint256(x) + y;
    }

    function look() external view {
        unchecked {
            assert(a + b == both);
        }
    }
}

contract BoundedCounter {
    uint256 n;

    function up() external {
        require(n < 10);
        n++;
    }

    function look() external view {
        assert(n <= 10);
    }
}

contract LengthFollows {
    uint256[] list;
    uint256 count;

    function add(uint256 x) external {
        list.push(x);
        count++;
    }

    function look() external view {
        assert(list.length == count);
    }
}

contract DeepState {
    uint256 step;

    function next(uint256 key) external {
        require(key == step);
        step++;
    }

    function look() external view {
        assert(step < 6); // six transactions: more than the search makes
    }
}
