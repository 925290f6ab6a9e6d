// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Base1 {
    function v() public pure virtual returns (uint256) {
        return 1;
    }

    function viaVirtual() public pure returns (uint256) {
        return v();
    }
}

contract Overridden is Base1 {
    function v() public pure override returns (uint256) {
        return 2;
    }

    function f() external pure {
        assert(viaVirtual() == 1);
    }
}

contract Root {
    uint256 internal trail;

    function go() public virtual {
        trail = trail * 10 + 1;
    }
}

contract Left is Root {
    function go() public virtual override {
        trail = trail * 10 + 2;
        super.go();
    }
}

contract Right is Root {
    function go() public virtual override {
        trail = trail * 10 + 3;
        super.go();
    }
}

contract Diamond is Right, Left {
    function go() public override(Left, Right) {
        super.go();
    }

    function f() external {
        trail = 0;
        go(); // Left, Right, Root with this order of bases
        assert(trail == 321);
    }
}

abstract contract Owned {
    address internal owner = msg.sender;

    function setOwner(address o) public virtual {
        require(msg.sender == owner);
        owner = o;
    }
}

contract Loosened is Owned {
    address private immutable first = msg.sender;

    function setOwner(address o) public override {
        owner = o; // forgot super
    }

    function look() external view {
        assert(owner == first);
    }
}

abstract contract Template {
    function take(uint256 n) external view {
        check(n);
    }

    function check(uint256 n) internal view virtual {
        assert(n < 10);
    }
}

contract Inherited is Template {}
