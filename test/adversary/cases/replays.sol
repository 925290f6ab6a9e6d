// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Only members are paid, or whoever asks.
contract Paying {
    address public immutable member;
    bool public immutable open;

    constructor(address member_) payable {
        member = member_;
    }

    receive() external payable {}

    function anyone(address payable to, uint256 amount) external {
        (bool ok,) = to.call{value: amount}("");
        require(ok);
    }
}

contract PayingMember {
    address public immutable member;

    constructor(address member_) payable {
        member = member_;
    }

    receive() external payable {}

    function pay(uint256 amount) external {
        payable(member).transfer(amount);
    }
}

/// Pays, and takes back what a callee refused: nothing was sent then.
contract Trying {
    function attempt(address payable to) external payable {
        require(msg.value > 0);
        try this.pass(to, msg.value) {
            revert("it was to be refused");
        } catch {}
    }

    function pass(address payable to, uint256 amount) external {
        require(msg.sender == address(this));
        (bool ok,) = to.call{value: amount}("");
        require(ok);
        revert("taken back");
    }
}

/// Pays with the gas of a transfer: receivers may refuse, the caller too.
contract Stipend {
    mapping(address => uint256) credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function withdraw() external {
        uint256 a = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(a);
    }
}

/// A deposit loses one wei, so that two deposits lose two; or none.
contract Lossy {
    mapping(address => uint256) credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value - 1;
    }
}

contract Lossless {
    mapping(address => uint256) credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }
}

/// Two calls in one callback: the first opens a door for the second.
contract Door {
    uint256 public total;
    uint256 public paid;
    bool inside;
    bool open;

    function visit() external {
        require(!inside);
        inside = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        inside = false;
        open = false;
    }

    function unlock() external {
        require(inside);
        open = true;
    }

    function take() external {
        require(open);
        paid = 1;
    }
}

/// The door opens by itself for nobody.
contract DoorShut {
    uint256 public paid;
    bool inside;
    bool open;

    function visit() external {
        require(!inside);
        inside = true;
        (bool ok,) = msg.sender.call("");
        require(ok);
        inside = false;
        open = false;
    }

    function unlock() external {
        require(inside && paid > 0);
        open = true;
    }

    function take() external {
        require(open);
        paid = 1;
    }
}

/// A call inside a call inside a call.
contract Nested {
    uint256 depth;
    uint256 public deepest;

    function enter() external {
        depth++;
        if (depth > deepest) deepest = depth;
        (bool ok,) = msg.sender.call("");
        require(ok);
        depth--;
    }
}

contract NestedGuarded {
    uint256 depth;
    uint256 public deepest;

    function enter() external {
        require(depth < 2);
        depth++;
        if (depth > deepest) deepest = depth;
        (bool ok,) = msg.sender.call("");
        require(ok);
        depth--;
    }
}

/// Takes an account without code for one that never runs any.
contract Plain {
    address public immutable friend;
    uint256 public count;

    constructor(address friend_) {
        require(friend_.code.length == 0);
        friend = friend_;
    }

    function call() external {
        (bool ok,) = friend.call("");
        require(ok);
        count = count + 1;
    }

    function reset() external {
        require(msg.sender == friend);
        count = 0;
    }
}

contract PlainSaved {
    address public immutable friend;
    uint256 public count;

    constructor(address friend_) {
        require(friend_.code.length == 0);
        friend = friend_;
    }

    function call() external {
        uint256 before = count;
        (bool ok,) = friend.call("");
        require(ok);
        count = before + 1;
    }

    function reset() external {
        require(msg.sender == friend);
        count = 0;
    }
}

/// A call that comes from an account without code may come from a constructor.
contract NoCode {
    mapping(address => bool) came;
    bool public again;

    function once() external {
        require(msg.sender.code.length == 0);
        came[msg.sender] = true;
    }

    function check() external {
        if (came[msg.sender] && msg.sender.code.length > 0) again = true;
    }
}

/// Callers without code may be many contracts under construction, one inside a call of the other.
contract NoContracts {
    uint256 public inside;
    uint256 public most;

    function enter(address other) external {
        require(msg.sender.code.length == 0);
        inside++;
        if (inside > most) most = inside;
        (bool ok,) = other.call("");
        require(ok);
        inside--;
    }
}

/// A key that is another one for a moment.
contract Swap {
    address public key;
    uint256 uses;

    constructor(address key_) {
        key = key_;
    }

    function use(address other) external {
        address kept = key;
        key = other;
        uses++;
        key = kept;
    }
}

contract NoSwap {
    address public key;
    uint256 uses;

    constructor(address key_) {
        key = key_;
    }

    function use(address other) external {
        address kept = key;
        if (other != kept) uses++;
        key = kept;
    }
}

/// So many calls in a block, and no more.
contract Limited {
    uint256 last;
    uint256 calls;

    function call() external {
        if (block.number != last) calls = 0;
        last = block.number;
        require(calls < 20);
        calls++;
    }
}

contract Unlimited {
    uint256 last;
    uint256 calls;

    function call() external {
        if (block.number != last) calls = 0;
        last = block.number;
        unchecked {
            calls++;
        }
    }
}

/// Counts in a byte.
contract Narrow {
    uint8 public count;
    bool public used;

    function add() external {
        unchecked {
            count++;
        }
        used = true;
    }
}

contract Wide {
    uint256 public count;
    bool public used;

    function add() external {
        count++;
        used = true;
    }
}
