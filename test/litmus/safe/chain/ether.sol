// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract SendKeepsBook {
    mapping(address => uint256) credit;

    function deposit() external payable {
        credit[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 n = credit[msg.sender];
        credit[msg.sender] = 0;
        payable(msg.sender).transfer(n);
        assert(credit[msg.sender] == 0);
    }
}

contract TransferTakes {
    function pay(address payable to, uint256 n) external {
        require(to != address(this));
        uint256 before = address(this).balance;
        to.transfer(n);
        assert(address(this).balance == before - n);
    }
}

contract SendMayFail {
    function pay(address payable to, uint256 n) external {
        require(to != address(this));
        uint256 before = address(this).balance;
        bool ok = to.send(n);
        assert(ok ? address(this).balance == before - n : address(this).balance == before);
    }
}

contract CannotOverspend {
    function pay(address payable to, uint256 n) external {
        uint256 before = address(this).balance;
        to.transfer(n);
        assert(n <= before);
    }
}

contract BalanceGrowsByValue {
    uint256 last;

    function note() external payable {
        last = address(this).balance - msg.value;
        assert(last + msg.value == address(this).balance);
    }
}

contract Destroyed {
    function f(address payable to) external {
        selfdestruct(to);
    }

    function g() external pure {
        assert(true);
    }
}

