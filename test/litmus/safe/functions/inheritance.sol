// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

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
        assert(viaVirtual() == 2);
        assert(Base1.v() == 1);
        assert(super.v() == 1);
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

contract Diamond is Left, Right {
    function go() public override(Left, Right) {
        super.go();
    }

    function f() external {
        trail = 0;
        go(); // Right, Left, Root
        assert(trail == 321);
    }
}

contract Hidden {
    uint256 private x = 1;

    function first() internal view returns (uint256) {
        return x;
    }
}

contract TwoPrivates is Hidden {
    uint256 private x = 2;

    constructor() {
        assert(first() == 1 && x == 2);
    }

    function set(uint256 v) external {
        uint256 old = first();
        x = v;
        assert(first() == old);
    }
}

abstract contract Template {
    function limit() internal view virtual returns (uint256);

    function take(uint256 n) external view {
        require(n <= limit());
        check(n);
    }

    function check(uint256 n) internal view virtual {}
}

contract Filled is Template {
    function limit() internal pure override returns (uint256) {
        return 10;
    }

    function check(uint256 n) internal pure override {
        assert(n <= 10);
    }
}

interface IShape {
    function area() external view returns (uint256);
}

contract GetterImplements is IShape {
    uint256 public override area = 4;

    constructor() {
        assert(area == 4);
    }
}
