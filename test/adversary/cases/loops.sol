// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Ether for every member of a list.
contract Payout {
    address[] public members;
    mapping(address => uint256) public owed;
    uint256 public totalOwed;

    function join() external {
        members.push(msg.sender);
    }

    function share(uint256 each) external payable {
        for (uint256 i = 0; i < members.length; i++) {
            owed[members[i]] += each;
            totalOwed += each;
        }
        require(totalOwed <= address(this).balance);
    }

    function payAll() external {
        for (uint256 i = 0; i < members.length; ++i) {
            address to = members[i];
            uint256 amount = owed[to];
            if (amount == 0) continue;
            owed[to] = 0;
            totalOwed -= amount;
            payable(to).transfer(amount);
        }
    }
}

/// Pays out, and forgets the total in rounds with large amounts.
contract PayoutWrong {
    address[] public members;
    mapping(address => uint256) public owed;
    uint256 public totalOwed;

    function join() external {
        members.push(msg.sender);
    }

    function share(uint256 each) external payable {
        for (uint256 i = 0; i < members.length; i++) {
            owed[members[i]] += each;
            totalOwed = each;
        }
        require(totalOwed <= address(this).balance);
    }
}

/// Owners in a list without duplicates.
contract Owners {
    address[] public owners;

    constructor() {
        owners.push(msg.sender);
    }

    function isOwner(address a) public view returns (bool) {
        for (uint256 i = 0; i < owners.length; i++) {
            if (owners[i] == a) return true;
        }
        return false;
    }

    /// In unchecked steps, as many do.
    function indexOf(address a) public view returns (uint256) {
        uint256 length = owners.length;
        for (uint256 i; i < length; ) {
            if (owners[i] == a) return i;
            unchecked {
                ++i;
            }
        }
        return type(uint256).max;
    }

    function add(address a) external {
        require(isOwner(msg.sender) && !isOwner(a));
        owners.push(a);
    }

    function remove(address a) external {
        uint256 length = owners.length;
        for (uint256 i = 0; i < length; i++) {
            if (owners[i] == a) {
                owners[i] = owners[length - 1];
                owners.pop();
                return;
            }
        }
        revert();
    }
}

/// Looks for duplicates from the second owner on.
contract OwnersWrong {
    address[] public owners;

    constructor() {
        owners.push(msg.sender);
    }

    function add(address a) external {
        for (uint256 i = 1; i < owners.length; i++) require(owners[i] != a);
        owners.push(a);
    }
}

/// Shares that are fixed on deployment.
contract Splitter {
    mapping(address => uint256) public shares;
    uint256 public totalShares;
    address[] public payees;

    constructor(address[] memory accounts, uint256[] memory amounts) {
        require(accounts.length == amounts.length);
        for (uint256 i = 0; i < accounts.length; i++) {
            require(accounts[i] != address(0) && amounts[i] > 0);
            require(shares[accounts[i]] == 0);
            shares[accounts[i]] = amounts[i];
            payees.push(accounts[i]);
            totalShares += amounts[i];
        }
    }
}

/// Takes an account twice.
contract SplitterWrong {
    mapping(address => uint256) public shares;
    uint256 public totalShares;

    constructor(address[] memory accounts, uint256[] memory amounts) {
        for (uint256 i = 0; i < accounts.length; i++) {
            shares[accounts[i]] = amounts[i];
            totalShares += amounts[i];
        }
    }
}

/// Only who is on the list may mint.
contract Listed {
    address[] public list;
    address public admin;
    mapping(address => uint256) public minted;

    constructor() {
        admin = msg.sender;
    }

    function put(address a) external {
        require(msg.sender == admin);
        list.push(a);
    }

    function find(address a) internal view returns (bool found) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == a) {
                found = true;
                break;
            }
        }
    }

    function mint(uint256 n) external {
        require(find(msg.sender), "not listed");
        minted[msg.sender] += n;
    }

    /// Forgets to look at what was found.
    function mintWrong(uint256 n) external {
        find(msg.sender);
        minted[msg.sender] += n;
    }
}

/// Gives back what a list of backers paid.
contract Refunds {
    mapping(address => uint256) public paid;
    uint256 public total;
    address public owner = msg.sender;

    function pay() external payable {
        paid[msg.sender] += msg.value;
        total += msg.value;
    }

    function refund(address[] calldata backers) external {
        for (uint256 i = 0; i < backers.length; i++) {
            uint256 amount = paid[backers[i]];
            paid[backers[i]] = 0;
            total -= amount;
            (bool ok, ) = backers[i].call{value: amount}("");
            require(ok);
        }
    }
}

/// Pays first and notes it afterwards.
contract RefundsWrong {
    mapping(address => uint256) public paid;

    function pay() external payable {
        paid[msg.sender] += msg.value;
    }

    function refund(address[] calldata backers) external {
        for (uint256 i = 0; i < backers.length; i++) {
            (bool ok, ) = backers[i].call{value: paid[backers[i]]}("");
            require(ok);
            paid[backers[i]] = 0;
        }
    }
}

/// What rounds seem to keep and do not.
contract Traps {
    uint256 public x;
    uint256 public y;
    uint256 public steps;
    uint256[] public list;

    function push(uint256 v) external {
        list.push(v);
    }

    /// A late round writes, and what comes after the loop hides it.
    function hides(uint256 n) external {
        for (uint256 i = 0; i < n; i++) x = i == 7 ? 1 : 0;
        x = 0;
    }

    /// Steps that are not always one.
    function skips(uint256 a) external view returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == a) return true;
            if (list[i] == 7) i++;
        }
        return false;
    }

    /// The list changes under way.
    function clears(uint256 a) external returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == a) return true;
            list[i] = a;
        }
        return false;
    }

    /// Grows, but not by each of its loops.
    function both(uint256 n) external {
        uint256 was = y;
        for (uint256 i = 0; i < n; i++) y += i;
        for (uint256 i = 0; i < n; i++) if (i == 6 && y > 0) y -= 1;
        steps = y >= was ? 0 : 1;
    }

    /// Counts down, and wraps around where it is not stopped.
    function wraps(uint256 n) external {
        uint256 i = n;
        unchecked {
            while (i != 5) i--;
        }
        if (i > n) steps = 2;
    }
}

/// In a round somebody may look while `y` is wrong; nobody can write then.
contract Looked {
    uint256 public y;
    bool locked;

    /// Wrong in late rounds only.
    function g(uint256 n) external {
        require(!locked);
        locked = true;
        for (uint256 i = 0; i < n; i++) {
            if (i > 5) y = 1;
            (bool ok, ) = msg.sender.call("");
            require(ok);
            y = 0;
        }
        locked = false;
    }
}

/// The same loop twice, from states that differ.
contract Twice {
    uint256[] public list;
    uint256 public extra;

    function put(uint256 v) external {
        list.push(v);
    }

    function more() external {
        extra++;
    }

    function total() public view returns (uint256 sum) {
        for (uint256 i = 0; i < list.length; i++) sum += list[i] + extra;
    }

    function plain() public view returns (uint256 sum) {
        for (uint256 i = 0; i < list.length; i++) sum += list[i];
    }
}

/// What is false when the loop is entered, by a value that no round changes, is kept by every round.
contract FalseAtFirst {
    uint256 x;
    uint256 y;

    function f(uint256 v, uint256 w) external {
        require(w == 0);
        y = v;
        x = w;
        while (x != 17) x = (x + 7) % 20;
    }
}
