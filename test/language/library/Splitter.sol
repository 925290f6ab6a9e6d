// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Splits ether among payees, in the usual shape.
abstract contract Sharing {
    uint256 internal _totalShares;
    uint256 internal _totalReleased;
    mapping(address => uint256) internal _shares;
    mapping(address => uint256) internal _released;

    receive() external payable {}

    function release(address payable account) public {
        require(_shares[account] > 0);
        uint256 payment = releasable(account);
        require(payment != 0);
        book(account, payment);
        (bool done,) = account.call{value: payment}("");
        require(done);
    }

    function releasable(address account) public view returns (uint256) {
        uint256 received = address(this).balance + _totalReleased;
        return (received * _shares[account]) / _totalShares - _released[account];
    }

    function book(address account, uint256 payment) internal virtual {
        _totalReleased += payment;
        _released[account] += payment;
    }

    function add(address payee, uint256 shares) internal {
        require(payee != address(0) && shares > 0 && _shares[payee] == 0);
        _shares[payee] = shares;
        _totalShares += shares;
    }
}

contract Splitter is Sharing {
    constructor(address[] memory payees, uint256[] memory shares) payable {
        require(payees.length == shares.length && payees.length > 0);
        for (uint256 i = 0; i < payees.length; i++) {
            add(payees[i], shares[i]);
        }
    }
}

/// Forgets what was paid to others, so that late payees get too little.
contract FaultySplitter is Sharing {
    constructor(address first, address second) payable {
        add(first, 1);
        add(second, 2);
    }

    function book(address account, uint256 payment) internal override {
        _released[account] += payment;
    }
}
