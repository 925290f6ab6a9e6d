// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract RequireIsNoFailure {
    function f(uint256 x) external pure {
        require(x > 5, "small");
        assert(x >= 6);
    }
}

contract CustomErrors {
    error TooMuch(uint256 wanted);

    function f(uint256 x) external pure {
        if (x > 10) revert TooMuch(x);
        assert(x <= 10);
    }
}

contract RequireCustomError {
    error Zero();

    function f(uint256 x) external pure {
        require(x != 0, Zero());
        assert(x > 0);
    }
}

contract RevertUndoes {
    uint256 n;

    function set(uint256 v) external {
        n = v;
        require(v < 5);
    }

    function both() external {
        uint256 old = n;
        try this.set(7) {
            assert(false);
        } catch {
            assert(n == old);
        }
    }
}

contract TrySuccess {
    function g(uint256 x) external pure returns (uint256) {
        require(x != 0);
        return x + 1;
    }

    function f(uint256 x) external view {
        require(x < 100);
        try this.g(x) returns (uint256 r) {
            assert(r == x + 1);
        } catch {
            assert(x == 0);
        }
    }
}

contract PanicIsAfterRequire {
    function f(uint256 a, uint256 b) external pure {
        require(b != 0);
        uint256 q = a / b;
        assert(q <= a);
    }
}

contract DeadCode {
    function f(uint256 x) external pure {
        if (x > 5 && x < 3) assert(false);
        if (x < 1) {
            revert("zero");
        } else if (x == 0) {
            assert(false);
        }
    }
}

contract NeverCalled {
    function g(uint256 x) internal pure {
        assert(x < 3);
    }

    function f(uint256 x) external pure {
        if (x < 3) g(x);
    }
}
