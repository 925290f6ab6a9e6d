// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Sender {
    address first;

    function claim() external {
        if (first == address(0)) first = msg.sender;
        assert(first == msg.sender);
    }
}

contract TimeBetweenTransactions {
    uint256 at;

    function set() external {
        at = block.timestamp;
    }

    function f() external view {
        assert(at == 0 || at == block.timestamp);
    }
}

contract ForcedEther {
    uint256 got;

    receive() external payable {
        got += msg.value;
    }

    function check() external view {
        assert(address(this).balance == got); // ether can be forced in
    }
}

contract NeverPayable {
    function check() external view {
        assert(address(this).balance == 0);
    }
}

contract PaidFunction {
    function f() external payable {
        assert(msg.value < 10 ether);
    }
}

contract ReceiveOnly {
    receive() external payable {
        assert(msg.value != 5);
    }
}

contract FallbackReached {
    fallback() external payable {
        assert(msg.value == 0);
    }
}

contract BlockNumber {
    function f() external view {
        assert(block.number < 1_000_000);
    }
}

contract ZeroSenderMeansNobody {
    address owner;

    function f() external view {
        assert(owner == msg.sender || owner != address(0));
    }
}
