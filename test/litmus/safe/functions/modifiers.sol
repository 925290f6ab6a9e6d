// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract OnlyOwner {
    address owner = msg.sender;

    modifier onlyOwner() {
        require(msg.sender == owner);
        _;
    }

    function f() external view onlyOwner {
        assert(msg.sender == owner);
    }
}

contract CodeAfter {
    uint256 n;

    modifier counted() {
        uint256 old = n;
        _;
        assert(n == old + 1);
    }

    function f() external counted {
        n++;
    }
}

contract ReturnStillRunsTheRest {
    uint256 n;

    modifier finish() {
        _;
        n = 7;
    }

    function g(bool b) internal finish returns (uint256) {
        if (b) return 1;
        return 2;
    }

    function f(bool b) external {
        uint256 r = g(b);
        assert(n == 7);
        assert(r == (b ? 1 : 2));
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
        assert(n == old + 2);
    }
}

contract BodyNever {
    uint256 n;

    modifier never() {
        if (false) _;
    }

    function set() internal never returns (uint256 r) {
        n = 1;
        r = 1;
    }

    function f() external {
        uint256 old = n;
        assert(set() == 0 && n == old);
    }
}

contract Stacked {
    uint256 trail;

    modifier first() {
        trail = trail * 10 + 1;
        _;
        trail = trail * 10 + 4;
    }

    modifier second() {
        trail = trail * 10 + 2;
        _;
        trail = trail * 10 + 3;
    }

    function g() internal first second {
        trail = trail * 10 + 9;
    }

    function f() external {
        trail = 0;
        g();
        assert(trail == 12934);
    }
}

contract ArgumentsEvaluatedAtEntry {
    uint256 n;

    modifier with(uint256 x) {
        _;
        assert(x + 1 == n);
    }

    function f() external with(n) {
        n++;
    }
}

contract ParameterOfFunctionIsShared {
    modifier small(uint256 x) {
        require(x < 10);
        _;
    }

    function f(uint256 x) external pure small(x * 2) {
        assert(x < 5);
    }
}

contract Locked {
    bool locked;

    modifier lock() {
        require(!locked);
        locked = true;
        _;
        locked = false;
    }

    function f() external lock {
        assert(locked);
    }
}

abstract contract Base {
    modifier check() virtual {
        require(msg.sender != address(1));
        _;
    }
}

contract OverriddenModifier is Base {
    modifier check() override {
        require(msg.sender == address(2));
        _;
    }

    function f() external view check {
        assert(msg.sender == address(2));
    }
}
