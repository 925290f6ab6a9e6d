// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Everybody on a list is credited once.
contract Credited {
    address[] public list;
    mapping(address => uint) public credit;

    function join() external payable {
        if (!isListed(msg.sender)) list.push(msg.sender);
        credit[msg.sender] += msg.value;
    }

    function isListed(address a) public view returns (bool) {
        for (uint i = 0; i < list.length; i++) if (list[i] == a) return true;
        return false;
    }

    function accrue() external {
        for (uint i = 0; i < list.length; i++) credit[list[i]] += credit[list[i]] / 10;
    }

    function accrueSome() external {
        for (uint i = 0; i < list.length; i++) if (credit[list[i]] > 100) credit[list[i]] -= 100;
    }

    function skipsOdd() external {
        for (uint i = 0; i < list.length; i += 2) credit[list[i]] = 7;
    }

    function stopsEarly(uint n) external {
        for (uint i = 0; i < list.length; i++) {
            if (i == n) break;
            credit[list[i]] = 7;
        }
    }
}

/// The same, but accounts are listed as often as they join.
contract CreditedTwice {
    address[] public list;
    mapping(address => uint) public credit;

    function join() external payable {
        list.push(msg.sender);
        credit[msg.sender] += msg.value;
    }

    function accrue() external {
        for (uint i = 0; i < list.length; i++) credit[list[i]] += credit[list[i]] / 10;
    }
}

/// Places of what is listed, and tables filled in order.
contract Places {
    address[] public list;
    mapping(address => uint) public place;
    mapping(uint => uint) public squares;
    mapping(address => uint) public running;
    address[] public moved;

    function add(address a) external {
        list.push(a);
        moved.push(a);
    }

    function note() external {
        for (uint i = 0; i < list.length; i++) place[list[i]] = i;
    }

    function backwards() external {
        for (uint i = list.length; i > 0; i--) place[list[i - 1]] = i;
    }

    function fill(uint n) external {
        for (uint i = 0; i < n; i++) squares[i] = i * i;
    }

    function sums() external {
        uint total = 0;
        for (uint i = 0; i < list.length; i++) {
            total += i;
            running[list[i]] = total;
        }
    }

    function rotates(address a) external {
        for (uint i = 0; i < moved.length; i++) {
            running[moved[i]] = 1;
            moved[moved.length - 1] = a;
        }
    }
}
