// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface Oracle {
    function rate() external returns (uint256);
}

/// Written by the constructor only: a list, its entries, a condition between them, a mapping, a constant.
contract Kept {
    address[] public members;
    mapping(address => uint256) public weight;
    uint256 immutable never = type(uint256).max;
    uint256 public total;

    constructor(address a, address b) {
        require(a != b);
        members.push(a);
        members.push(b);
        weight[a] = 1;
        weight[b] = 2;
    }

    function count() public view returns (uint256 sum) {
        for (uint256 i = 0; i < members.length; i++) sum += weight[members[i]];
    }

    function add() external {
        total += count();
    }

    function late() external {
        require(block.timestamp > never);
        total = 1;
    }
}

/// The same with a way to write, one in each contract.
abstract contract Listed {
    address[] public members;
    uint256 public limit;

    constructor(address a) {
        members.push(a);
        limit = 10;
    }
}

contract Pushes is Listed {
    constructor(address a) Listed(a) {}

    function join() external {
        members.push(msg.sender);
    }
}

contract Pops is Listed {
    constructor(address a) Listed(a) {}

    function leave() external {
        members.pop();
    }
}

contract Deletes is Listed {
    constructor(address a) Listed(a) {}

    function wipe() external {
        delete members;
    }
}

contract WritesByPointer is Listed {
    constructor(address a) Listed(a) {}

    function join() external {
        address[] storage list = pick();
        list.push(msg.sender);
    }

    function pick() internal view returns (address[] storage) {
        return members;
    }
}

library Lists {
    function put(address[] storage list, address who) internal {
        list.push(who);
    }
}

contract WritesByLibrary is Listed {
    using Lists for address[];

    constructor(address a) Listed(a) {}

    function join() external {
        members.put(msg.sender);
    }
}

contract WritesByValue is Listed {
    constructor(address a) Listed(a) {}

    function raise(bool twice) external {
        function(uint256) internal change = twice ? double : set;
        change(limit);
    }

    function double(uint256 x) internal {
        limit = 2 * x;
    }

    function set(uint256 x) internal {
        limit = x;
    }
}

contract WritesByAssembly is Listed {
    constructor(address a) Listed(a) {}

    function raise() external {
        assembly {
            sstore(limit.slot, 11)
        }
    }
}

contract WritesAnySlot is Listed {
    constructor(address a) Listed(a) {}

    function raise(uint256 slot) external {
        assembly {
            sstore(slot, 11)
        }
    }
}

/// Looks fixed in the constructor, and is set once more.
contract Initializes is Listed {
    bool started;

    constructor(address a) Listed(a) {}

    function initialize(uint256 x) external {
        require(!started);
        started = true;
        limit = x;
    }
}

/// One field of a struct is written later, the other is not.
contract Fields {
    struct Terms {
        uint256 cap;
        uint256 used;
    }

    Terms public terms;

    constructor() {
        terms = Terms(100, 0);
    }

    function use(uint256 x) external {
        require(x <= terms.cap - terms.used);
        terms.used += x;
    }
}

contract CopiesWhole {
    struct Terms {
        uint256 cap;
        uint256 used;
    }

    Terms public terms;

    constructor() {
        terms = Terms(100, 0);
    }

    function renew(uint256 x) external {
        Terms memory next = Terms(x, 0);
        terms = next;
    }
}

/// What an oracle said while the contract was deployed.
contract Asks {
    uint256 public rate;
    uint256 public paid;

    constructor(Oracle oracle) {
        rate = oracle.rate();
        require(rate > 0 && rate < 100);
    }

    function pay() external {
        paid += 1000 / rate;
    }
}

/// An argument of the constructor is any number.
contract Given {
    uint256 immutable fee;

    constructor(uint256 f) {
        fee = f;
    }

    function cost() external view returns (uint256) {
        return fee;
    }
}

/// Time in the storage is that of the deployment, not of now.
contract Starts {
    uint256 public immutable start;
    uint256 public seen;

    constructor() {
        start = block.number;
    }

    function see() external {
        seen = block.number;
    }
}

/// A loop of the constructor that is not followed to its end: nothing is known of what it leaves.
contract Fills {
    uint256[] public list;
    uint256 public cap;

    constructor(uint256 n) {
        for (uint256 i = 0; i < n; i++) list.push(i);
        cap = 5;
    }

    function last() external view returns (uint256) {
        return list.length;
    }
}

/// Code of another contract on this storage.
contract Writer {
    address public target;
    uint256 public limit;

    function raise() external {
        limit = 11;
    }
}

contract Delegates {
    address public target;
    uint256 public limit;

    constructor(address t) {
        target = t;
        limit = 10;
    }

    function raise() external {
        (bool ok, ) = target.delegatecall(abi.encodeWithSignature("raise()"));
        require(ok);
    }
}

/// Two of one kind, each with its own argument.
contract Pair {
    Given public left;
    Given public right;
    uint256 public seen;

    constructor(Given l, Given r) {
        left = l;
        right = r;
    }

    function look() external {
        seen = left.cost() == right.cost() ? 1 : 2;
    }
}

/// What a loop of the constructor leaves is known to stay, and no more.
contract Counts {
    uint256 public total;
    uint256 public sum;

    constructor(address[] memory all) {
        for (uint256 i = 0; i < all.length; i++) {
            total += 1;
        }
    }

    function add() external {
        sum += total;
    }
}
