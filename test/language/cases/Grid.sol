// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Totals over arrays of arrays.
contract Grid {
    uint256[3][2] internal cells;
    uint256 public total;
    uint256[][2] internal lists;
    uint256 public listed;

    function set(uint256 row, uint256 column, uint256 to) external {
        total = total - cells[row][column] + to;
        cells[row][column] = to;
    }

    function add(uint256 row, uint256 x) external {
        lists[row].push(x);
        listed += x;
    }

    function drop(uint256 row) external {
        lists[row].pop();
    }
}

/// Clears many entries in one statement.
contract Queue {
    uint256[] internal queue;
    uint256 public waiting;

    constructor(uint256 first) {
        queue.push(first);
    }

    function clear() external {
        delete queue;
        waiting = 1;
    }
}
