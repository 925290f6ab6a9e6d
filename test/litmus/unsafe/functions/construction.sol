// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract A {
    uint256 internal trail = 1;

    constructor(uint256 x) {
        trail = trail * 10 + x;
    }
}

contract B is A(2) {
    constructor() {
        trail = trail * 10 + 3;
        assert(trail == 132);
    }
}

contract Arguments is A {
    constructor(uint256 x) A(x) {
        assert(trail < 20);
    }
}

contract Immutable {
    uint256 immutable cap;

    constructor(uint256 c) {
        cap = c;
    }

    function f() external view {
        assert(cap > 5);
    }
}

contract Deployer {
    address immutable maker;

    constructor() {
        maker = msg.sender;
    }

    function f() external view {
        assert(msg.sender == maker);
    }
}

contract PaidConstructor {
    constructor() payable {
        assert(msg.value == 0);
    }
}

contract WrongConstant {
    uint256 constant A1 = 3;

    function f(uint256 x) external pure {
        require(x < A1 ** 2);
        assert(x < 8);
    }
}
