// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Calls to one of several contracts that are known, chosen by the caller.

contract Mark {
    uint public marks;

    function mark() public {
        marks += 1;
    }
}

contract Desk {
    Mark immutable left;
    Mark immutable right;
    bool open;
    uint public busy;

    constructor(Mark left_, Mark right_, bool open_) {
        left = left_;
        right = right_;
        open = open_;
        require(left_ != right_);
    }

    // Nothing but the two is ever called.
    function either(Mark which) public {
        require(which == left || which == right);
        busy = 1;
        which.mark();
        busy = 0;
    }

    // Where it is open, anything is.
    function any(Mark which) public {
        require(which == left || which == right || open);
        busy = 1;
        which.mark();
        busy = 0;
    }

    // Anything but one of the two is.
    function other(Mark which) public {
        require(!(which == left) || which == right);
        busy = 1;
        which.mark();
        busy = 0;
    }
}

// Pays nobody, where no code runs that could look on.
contract Burner {
    bool busy;
    uint256 burnt;

    function burn(uint256 amount) public {
        require(!busy && amount <= address(this).balance);
        busy = true;
        burnt += amount;
        (bool ok,) = address(0).call{value: amount}("");
        require(ok);
        busy = false;
    }

    receive() external payable {}
}

// Pays whom it is told.
contract Payer {
    bool busy;
    uint256 burnt;

    function burn(address to, uint256 amount) public {
        require(!busy && amount <= address(this).balance);
        busy = true;
        burnt += amount;
        (bool ok,) = to.call{value: amount}("");
        require(ok);
        busy = false;
    }

    receive() external payable {}
}
