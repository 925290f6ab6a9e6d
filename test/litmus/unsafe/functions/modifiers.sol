// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract ForgottenPlaceholderGuard {
    address owner = msg.sender;

    modifier onlyOwner() {
        if (msg.sender == owner) _;
    }

    function g() internal view onlyOwner returns (bool) {
        return true;
    }

    function f() external view {
        assert(g());
    }
}

contract CodeAfter {
    uint256 n;

    modifier counted() {
        _;
        n++;
    }

    function f() external counted {
        assert(n == 0);
    }
}

contract BodyTwice {
    uint256 n;

    modifier twice() {
        _;
        _;
    }

    function add() internal twice {
        n++;
    }

    function f() external {
        uint256 old = n;
        add();
        assert(n == old + 1);
    }
}

contract ResultSharedByRuns {
    modifier twice() {
        _;
        _;
    }

    function g() internal pure twice returns (uint256 r) {
        r += 1;
    }

    function f() external pure {
        assert(g() == 1); // the result is not reset between the runs
    }
}

contract CheckedTooLate {
    uint256 n;

    modifier atMostOne() {
        require(n <= 1);
        _;
    }

    function f() external atMostOne {
        n++;
        assert(n <= 1);
    }
}

abstract contract Base {
    modifier check() virtual {
        require(msg.sender == address(2000000));
        _;
    }
}

contract OverriddenModifier is Base {
    modifier check() override {
        _;
    }

    function f() external view check {
        assert(msg.sender == address(2000000));
    }
}
