// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IReceiver {
    function take() external payable;
    function ask(uint256 x) external payable returns (uint256);
}

abstract contract Ledger {
    mapping(address => uint256) credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }
}

contract CallSafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

contract CallUnsafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        credits[msg.sender] = 0;
    }
}

/// The failure is ignored, and the credit is lost: nobody else loses by it.
contract CallIgnored is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: a}("");
        ok;
    }
}

contract CallRestored is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: a}("");
        if (!ok) credits[msg.sender] = a;
    }
}

contract CallRestoredAlways is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: a}("");
        ok;
        credits[msg.sender] = a;
    }
}

contract TransferLate is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        payable(msg.sender).transfer(a);
        credits[msg.sender] = 0;
    }
}

contract TransferNever is Ledger {
    function withdraw() external {
        payable(msg.sender).transfer(credits[msg.sender]);
    }
}

contract SendChecked is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        if (payable(msg.sender).send(a)) credits[msg.sender] = 0;
    }
}

contract SendSwapped is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        if (!payable(msg.sender).send(a)) credits[msg.sender] = 0;
    }
}

contract TypedSafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        IReceiver(msg.sender).take{value: a}();
    }
}

contract TypedUnsafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        IReceiver(msg.sender).take{value: a}();
        credits[msg.sender] = 0;
    }
}

contract TrySafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        try IReceiver(msg.sender).take{value: a}() {}
        catch {
            credits[msg.sender] = a;
        }
    }
}

contract TryUnsafe is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        try IReceiver(msg.sender).take{value: a}() {
            credits[msg.sender] = 0;
        } catch {}
    }
}

contract TryKeeps is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        try IReceiver(msg.sender).take{value: a}() {
            credits[msg.sender] = a;
        } catch {}
    }
}

contract DataSafe is Ledger {
    function withdraw(uint256 x) external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: a}(abi.encodeCall(IReceiver.ask, (x)));
        require(ok);
    }
}

contract DataUnsafe is Ledger {
    function withdraw(uint256 x) external {
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a}(abi.encodeCall(IReceiver.ask, (x)));
        require(ok);
        credits[msg.sender] = 0;
    }
}

/// Believes what the callee says it wants.
contract AnswerSafe is Ledger {
    function withdraw() external {
        uint256 a = IReceiver(msg.sender).ask(credits[msg.sender]);
        require(a <= credits[msg.sender]);
        credits[msg.sender] -= a;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

contract AnswerUnsafe is Ledger {
    function withdraw() external {
        uint256 had = credits[msg.sender];
        uint256 a = IReceiver(msg.sender).ask(had);
        require(a <= had);
        credits[msg.sender] = had - a;
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

/// Asks twice and checks the first answer only.
contract AnswerTwice is Ledger {
    function withdraw() external {
        require(IReceiver(msg.sender).ask(1) <= credits[msg.sender]);
        uint256 a = IReceiver(msg.sender).ask(1);
        unchecked { credits[msg.sender] -= a; }
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

/// To anyone named, out of one's own credit.
contract PayTo is Ledger {
    function pay(address to, uint256 a) external {
        credits[msg.sender] -= a;
        (bool ok,) = to.call{value: a}("");
        require(ok);
    }
}

contract PayToLate is Ledger {
    function pay(address to, uint256 a) external {
        require(credits[msg.sender] >= a);
        (bool ok,) = to.call{value: a}("");
        require(ok);
        unchecked { credits[msg.sender] -= a; }
    }
}

/// The receiver may be the contract itself.
contract PayToWithReceive is Ledger {
    uint256 donated;

    receive() external payable {
        donated += msg.value;
    }

    function pay(address to, uint256 a) external {
        credits[msg.sender] -= a;
        (bool ok,) = to.call{value: a}("");
        require(ok);
    }
}

/// Ether that one is sent back is credited to the one who sends it, also by the contract itself.
contract PayToCredits is Ledger {
    receive() external payable {
        credits[msg.sender] += msg.value;
    }

    function pay(address to, uint256 a) external {
        credits[msg.sender] -= a;
        (bool ok,) = to.call{value: a}("");
        require(ok);
    }
}

contract ThisCall is Ledger {
    function inner(address who) external {
        require(msg.sender == address(this));
        credits[who] = 0;
    }

    function withdraw() external {
        uint256 a = credits[msg.sender];
        this.inner(msg.sender);
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
    }
}

contract ThisCallLate is Ledger {
    function inner(address who) external {
        require(msg.sender == address(this));
        credits[who] = 0;
    }

    function withdraw() external {
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a}("");
        require(ok);
        this.inner(msg.sender);
    }
}

contract Gas2300 is Ledger {
    function withdraw() external {
        uint256 a = credits[msg.sender];
        (bool ok,) = msg.sender.call{value: a, gas: 50000}("");
        require(ok);
        credits[msg.sender] = 0;
    }
}

contract StaticAsk is Ledger {
    bool open;

    function withdraw() external {
        uint256 a = credits[msg.sender];
        (bool ok, bytes memory answer) = msg.sender.staticcall(abi.encodeCall(IReceiver.ask, (a)));
        require(ok && answer.length > 0);
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(a);
    }
}

contract Delegating is Ledger {
    address library_;

    constructor(address l) {
        library_ = l;
    }

    function run(bytes calldata data) external {
        (bool ok,) = library_.delegatecall(data);
        require(ok);
    }
}

contract DelegatingGuarded is Ledger {
    address library_;
    bool on;

    constructor(address l) {
        library_ = l;
    }

    function run(bytes calldata data) external {
        require(on);
        (bool ok,) = library_.delegatecall(data);
        require(ok);
    }
}

/// A callee that returns a great deal of data: copying it costs gas, which is not modeled.
contract Bomb is Ledger {
    function withdraw() external returns (uint256) {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        (bool ok, bytes memory data) = msg.sender.call{value: a}("");
        require(ok);
        return data.length;
    }
}
