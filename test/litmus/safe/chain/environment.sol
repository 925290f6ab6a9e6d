// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Sender {
    function f() external view {
        assert(msg.sender != address(0));
    }
}

contract SelfCall {
    function g() external view returns (address) {
        return msg.sender;
    }

    function f() external view {
        assert(this.g() == address(this));
    }
}

contract NotPayable {
    function f() external payable {
        assert(msg.value >= 0);
        g();
    }

    function g() internal {}

    function h() external {
        assert(address(this).balance >= 0);
    }
}

contract ValueArrivesFirst {
    function f() external payable {
        assert(address(this).balance >= msg.value);
    }
}

contract TimeInOneTransaction {
    uint256 at;

    function f() external {
        at = block.timestamp;
        assert(at == block.timestamp);
        assert(block.number < 2 ** 64);
    }
}

contract ReceiveCounts {
    uint256 got;

    receive() external payable {
        uint256 old = got;
        got += msg.value;
        assert(got >= old);
    }
}

contract FallbackGuard {
    bool open;

    fallback() external {
        require(open);
        assert(open);
    }

    function set() external {
        open = true;
    }
}

contract OriginOfContractCall {
    function f() external view {
        address o = tx.origin;
        assert(o == tx.origin);
    }
}
