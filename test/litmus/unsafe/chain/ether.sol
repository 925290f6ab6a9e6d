// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract TransferToSelf {
    receive() external payable {}

    function pay(address payable to, uint256 n) external {
        require(n > 0);
        uint256 before = address(this).balance;
        (bool ok,) = to.call{value: n}("");
        require(ok);
        assert(address(this).balance < before); // to may be this contract, or send it back
    }

    function fund() external payable {}
}

contract SendMayFail {
    function fund() external payable {}

    function pay(address payable to) external {
        bool ok = to.send(1);
        assert(ok);
    }
}

contract CallMayFail {
    function f(address a) external {
        (bool ok,) = a.call("");
        assert(ok);
    }
}

contract Overspend {
    uint256 owed;

    function owe(uint256 n) external {
        owed = n;
    }

    function check() external view {
        assert(address(this).balance >= owed);
    }
}

contract TransferTakes {
    function fund() external payable {}

    function pay(address payable to) external {
        to.transfer(1);
        assert(address(this).balance > 0);
    }
}

contract Donated {
    uint256 immutable start;

    constructor() {
        start = address(this).balance;
    }

    function f() external view {
        assert(address(this).balance == start);
    }
}
