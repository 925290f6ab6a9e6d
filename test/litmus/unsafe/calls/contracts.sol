// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract SelfCallRunsOwnCode {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(uint256 v) external {
        uint256 old = n;
        this.set(v);
        assert(n == old);
    }
}

contract CatchReached {
    function g(uint256 x) external pure returns (uint256) {
        require(x != 0);
        return x;
    }

    function f(uint256 x) external view {
        try this.g(x) returns (uint256 r) {
            assert(r == x); // expect: proved
        } catch {
            assert(false);
        }
    }
}

contract CatchesPanic {
    function g(uint256 a, uint256 b) external pure returns (uint256) {
        return a - b;
    }

    function f(uint256 a, uint256 b) external view {
        try this.g(a, b) {} catch {
            assert(a > b);
        }
    }
}

contract DataDoesNotTell {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(address a, bytes calldata data) external {
        uint256 old = n;
        (bool ok,) = a.call(data);
        ok;
        assert(n == old);
    }
}

contract SomeOtherCounter {
    uint256 n;

    function f() external returns (uint256) {
        return ++n;
    }
}

contract TwoParties {
    SomeOtherCounter other;
    uint256 mine;

    constructor(SomeOtherCounter o) {
        other = o;
    }

    function f() external {
        mine = other.f();
    }

    function look() external view {
        assert(mine < 100); // the other contract may be anything
    }
}

contract SelfCallKeepsSender {
    address last;

    function note() external {
        last = msg.sender;
    }

    function f() external {
        this.note();
        assert(last == msg.sender);
    }
}

contract NestedAssertSurvives {
    function g(uint256 x) external view {
        require(msg.sender == address(this));
        assert(x != 3);
    }

    function f(uint256 x) external {
        (bool ok,) = address(this).call(abi.encodeCall(this.g, (x)));
        ok;
    }
}
