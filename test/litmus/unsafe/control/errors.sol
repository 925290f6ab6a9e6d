// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract AssertAsRequire {
    function f(uint256 x) external pure {
        assert(x > 5);
    }
}

contract WrongComparison {
    error TooMuch(uint256 wanted);

    function f(uint256 x) external pure {
        if (x > 10) revert TooMuch(x);
        assert(x < 10);
    }
}

contract TryFailure {
    function g(uint256 x) external pure returns (uint256) {
        require(x != 3);
        return x;
    }

    function f(uint256 x) external view {
        try this.g(x) returns (uint256) {}
        catch {
            assert(x != 3);
        }
    }
}

contract CaughtInside {
    function g(uint256 x) external view {
        require(msg.sender == address(this));
        assert(x != 3); // fails, although f survives it
    }

    function f(uint256 x) external view {
        try this.g(x) {} catch {}
    }
}

contract LowLevelSurvives {
    uint256 n;

    function f(address payable a) external {
        (bool ok,) = a.call("");
        assert(ok);
    }
}

contract SecondOfTwo {
    function f(uint256 x) external pure {
        assert(x != 7); // expect: violated
        assert(x != 7 || x == 7); // expect: proved
        assert(x != 8); // expect: violated
    }
}

contract InModifierAndBody {
    modifier m(uint256 x) {
        assert(x != 1);
        _;
        assert(x != 2);
    }

    function f(uint256 x) external pure m(x) {
        assert(x != 3);
    }
}
