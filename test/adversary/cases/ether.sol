// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Ether that comes unasked: by selfdestruct, as a block reward, or to the address before there is a contract.
contract Counted {
    uint256 total;

    function deposit() external payable {
        total += msg.value;
    }

    function withdraw(uint256 a) external {
        total -= a;
        payable(msg.sender).transfer(a);
    }
}

contract Refusing {
    uint256 total;
    bool surprised;

    function deposit() external payable {
        total += msg.value;
    }

    function look() external {
        if (address(this).balance > total) surprised = true;
    }
}

/// A game that ends when the balance is exactly so much.
contract Game {
    uint256 rounds;

    function play() external payable {
        require(msg.value == 1 ether && address(this).balance <= 7 ether);
        rounds += 1;
    }

    function claim() external {
        require(address(this).balance == 7 ether);
        rounds = 0;
        payable(msg.sender).transfer(7 ether);
    }
}

/// The same by its own count.
contract GameCounted {
    uint256 rounds;

    function play() external payable {
        require(msg.value == 1 ether && rounds < 7);
        rounds += 1;
    }

    function claim() external {
        require(rounds == 7);
        rounds = 0;
        payable(msg.sender).transfer(7 ether);
    }
}

/// A difference of balances across a call.
contract Snapshot {
    uint256 credit;
    uint256 claimed;

    receive() external payable {}

    function pull(address from) external {
        uint256 before = address(this).balance;
        (bool ok,) = from.call("");
        require(ok);
        credit += address(this).balance - before;
    }
}

/// The same, with another way in that is counted too: what comes during the call counts twice.
contract SnapshotTwice {
    uint256 credit;

    function deposit() external payable {
        credit += msg.value;
    }

    function pull(address from) external {
        uint256 before = address(this).balance;
        (bool ok,) = from.call("");
        require(ok);
        credit += address(this).balance - before;
    }
}

contract SnapshotLocked {
    uint256 credit;
    bool busy;

    function deposit() external payable {
        require(!busy);
        credit += msg.value;
    }

    function pull(address from) external {
        require(!busy);
        busy = true;
        uint256 before = address(this).balance;
        (bool ok,) = from.call("");
        require(ok);
        credit += address(this).balance - before;
        busy = false;
    }
}

/// Lends ether for the length of a call.
contract Flash {
    uint256 total;

    function deposit() external payable {
        total += msg.value;
    }

    function withdraw() external {
        uint256 all = total;
        total = 0;
        payable(msg.sender).transfer(all);
    }

    function flash(uint256 a) external {
        uint256 before = address(this).balance;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok && address(this).balance >= before);
    }
}

contract FlashPays {
    mapping(address => uint256) credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(a);
    }

    function flash(uint256 a) external {
        uint256 before = address(this).balance;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok && address(this).balance >= before);
    }
}

contract FlashLocked {
    mapping(address => uint256) credits;
    bool out;

    function deposit() external payable {
        require(!out);
        credits[msg.sender] += msg.value;
    }

    function withdraw() external {
        require(!out);
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(a);
    }

    receive() external payable {
        require(out);
    }

    function flash(uint256 a) external {
        require(!out);
        out = true;
        uint256 before = address(this).balance;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok && address(this).balance >= before);
        out = false;
    }
}

/// Pays several in a row: one that refuses stops all.
contract Push {
    address a;
    address b;
    uint256 owedA;
    uint256 owedB;

    constructor(address x, address y) payable {
        a = x;
        b = y;
        owedA = msg.value / 2;
        owedB = msg.value / 2;
    }

    function pay() external {
        uint256 x = owedA;
        uint256 y = owedB;
        owedA = 0;
        owedB = 0;
        (bool ok,) = a.call{value: x}("");
        require(ok);
        (ok,) = b.call{value: y}("");
        require(ok);
    }
}

contract Pull {
    address a;
    address b;
    uint256 owedA;
    uint256 owedB;

    constructor(address x, address y) payable {
        a = x;
        b = y;
        owedA = msg.value / 2;
        owedB = msg.value / 2;
    }

    function payA() external {
        uint256 x = owedA;
        owedA = 0;
        (bool ok,) = a.call{value: x}("");
        require(ok);
    }

    function payB() external {
        uint256 y = owedB;
        owedB = 0;
        (bool ok,) = b.call{value: y}("");
        require(ok);
    }
}

/// A king who refuses to be paid out stays king.
contract King {
    address king;
    uint256 price;

    constructor() payable {
        king = msg.sender;
    }

    function claim() external payable {
        require(msg.value > price);
        (bool ok,) = king.call{value: price}("");
        require(ok);
        king = msg.sender;
        price = msg.value;
    }
}

contract KingPulled {
    address king;
    uint256 price;
    mapping(address => uint256) owed;

    function claim() external payable {
        require(msg.value > price);
        owed[king] += price;
        king = msg.sender;
        price = msg.value;
    }
}

contract Closing {
    address owner = msg.sender;
    uint256 total;

    function deposit() external payable {
        total += msg.value;
    }

    function close() external {
        require(msg.sender == owner);
        selfdestruct(payable(owner));
    }
}

/// Sends to the heir and forgets the books.
contract ClosingCounted {
    address owner = msg.sender;
    uint256 total;

    function deposit() external payable {
        total += msg.value;
    }

    function close() external {
        require(msg.sender == owner);
        total = 0;
        selfdestruct(payable(owner));
    }
}

contract Refund {
    address[] payers;
    mapping(address => uint256) paid;

    function pay() external payable {
        if (paid[msg.sender] == 0) payers.push(msg.sender);
        paid[msg.sender] += msg.value;
    }

    function refundAll() external {
        for (uint256 i = 0; i < payers.length; i++) {
            uint256 a = paid[payers[i]];
            paid[payers[i]] = 0;
            (bool ok,) = payers[i].call{value: a}("");
            require(ok);
        }
    }
}

contract RefundLate {
    address[] payers;
    mapping(address => uint256) paid;

    function pay() external payable {
        if (paid[msg.sender] == 0) payers.push(msg.sender);
        paid[msg.sender] += msg.value;
    }

    function refundAll() external {
        for (uint256 i = 0; i < payers.length; i++) {
            uint256 a = paid[payers[i]];
            (bool ok,) = payers[i].call{value: a}("");
            require(ok);
            paid[payers[i]] = 0;
        }
    }
}
