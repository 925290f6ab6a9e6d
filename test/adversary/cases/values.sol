// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Views that have no value in some states.

contract Rates {
    uint public total;
    uint public shares;
    uint[] public parts;

    function rate() public view returns (uint) {
        return total * 10 / shares;
    }

    function add(uint amount) public {
        total += amount;
        parts.push(amount);
    }

    function join() public {
        shares += 1;
    }
}

/// Calls that take what a specification has no names for.
contract Orders {
    struct Order {
        address to;
        uint256 amount;
    }

    uint256 public placed;
    uint256 public total;
    bytes32 public last;

    function place(Order calldata order, bytes calldata note) external {
        require(order.to != address(0));
        placed += 1;
        total += order.amount % 10;
        last = keccak256(note);
    }

    function placeAll(uint256[] calldata amounts) external {
        require(amounts.length > 0);
        placed += amounts.length;
    }

    function set(uint256 value) external {
        placed = value;
    }

    function set(bytes calldata) external {
        placed = 7;
    }
}
