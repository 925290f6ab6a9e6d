// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Child {
    uint256 public x = 4;
}

contract CreatedHasAddress {
    function f() external {
        Child c = new Child();
        assert(address(c) != address(0));
    }
}

contract SelfCallRunsOwnCode {
    uint256 n;

    function set(uint256 v) external {
        n = v;
    }

    function f(uint256 v) external {
        this.set(v);
        assert(n == v);
    }
}

contract SelfViewCall {
    uint256 public n;

    function f() external view {
        assert(this.n() == n);
    }
}

contract CatchKeepsState {
    uint256 n;

    function set(uint256 v) external {
        n = v;
        revert("no");
    }

    function f(uint256 v) external {
        uint256 old = n;
        try this.set(v) {
            assert(false);
        } catch {
            assert(n == old);
        }
    }
}

contract CatchesPanic {
    function g(uint256 a, uint256 b) external pure returns (uint256) {
        return a / b;
    }

    function f(uint256 a, uint256 b) external view {
        try this.g(a, b) returns (uint256 q) {
            assert(b != 0 && q <= a);
        } catch {
            assert(b == 0);
        }
    }
}

contract TwoParties {
    SelfCallRunsOwnCode other;
    uint256 n;

    constructor(SelfCallRunsOwnCode o) {
        other = o;
    }

    function f() external {
        uint256 old = n;
        other.set(3); // someone else's code, but nobody can write n
        assert(n == old);
    }
}

contract SelfCallKeepsSender {
    address last;

    function note() external {
        last = msg.sender;
    }

    function f() external {
        this.note();
        assert(last == address(this));
    }
}

contract StaticCallWritesNothing {
    uint256 n;

    function up() external {
        n++;
    }

    function f(address a) external returns (bytes memory) {
        uint256 old = n;
        (, bytes memory data) = a.staticcall(abi.encodeWithSignature("x()"));
        assert(n == old);
        return data;
    }
}
