// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Loops without a bound: what holds whatever they find, and what a late round does.
contract Rounds {
    address[] public members;
    uint256 public count;
    uint256 public flag;
    uint256 public fixedPart;
    mapping(address => uint256) public credits;

    constructor() {
        fixedPart = 1;
    }

    function isMember(address a) public view returns (bool) {
        for (uint256 i = 0; i < members.length; i++) {
            if (members[i] == a) return true;
        }
        return false;
    }

    function join() external {
        if (!isMember(msg.sender)) members.push(msg.sender);
        count += 1;
    }

    /// Only a late round writes.
    function late(uint256 n) external {
        for (uint256 i = 0; i < n; i++) {
            if (i == 5) flag = 1;
        }
    }

    /// Only a late round returns early.
    function early(uint256 n) external {
        for (uint256 i = 0; i < n; i++) {
            if (i == 5) return;
        }
        count += 1;
    }

    /// Only a late round reverts.
    function fails(uint256 n) external {
        for (uint256 i = 0; i < n; i++) require(i != 5);
        count += 1;
    }

    /// Each round writes the same again.
    function pay(uint256 n) external {
        for (uint256 i = 0; i < n; i++) credits[msg.sender] += 2;
    }

    /// A round of one loop in a round of another.
    function nested(uint256 n) external {
        for (uint256 i = 0; i < n; i++) {
            for (uint256 j = 0; j < n; j++) {
                if (j == 5) fixedPart = 1;
            }
        }
    }

    function leave(uint256 n) external {
        uint256 i = 0;
        while (true) {
            if (i == n) break;
            i++;
        }
        count += i == n ? 1 : 2;
    }
}

contract Endless {
    uint256 public calls;

    // whose test is always true, and in which anybody may call back
    function pay(uint256 n, address to) external {
        uint256 i = 0;
        while (i < n || i >= n) {
            if (i == n) return;
            (bool ok, ) = to.call("");
            require(ok);
            calls += 1;
            i++;
        }
    }
}

/// Credits of everybody in many pots, with the total of each; interest is added in rounds.
contract Pots {
    mapping(uint256 => mapping(address => uint256)) credit;
    mapping(uint256 => uint256) total;
    address[] members;

    function join() external {
        members.push(msg.sender);
    }

    function put(uint256 pot) external payable {
        credit[pot][msg.sender] += msg.value;
        total[pot] += msg.value;
    }

    function take(uint256 pot) external {
        uint256 amount = credit[pot][msg.sender];
        credit[pot][msg.sender] = 0;
        total[pot] -= amount;
    }

    function accrue(uint256 pot) external {
        for (uint256 i = 0; i < members.length; i++) {
            uint256 interest = credit[pot][members[i]] / 10;
            credit[pot][members[i]] += interest;
            total[pot] += interest;
        }
    }

    function close(uint256 pot, address last) external {
        require(total[pot] == 0);
        require(credit[pot][last] > 0);
        members.pop();
    }
}

/// The same, but interest of late members is forgotten in the total.
contract PotsForget {
    mapping(uint256 => mapping(address => uint256)) credit;
    mapping(uint256 => uint256) total;
    address[] members;

    function join() external {
        members.push(msg.sender);
    }

    function put(uint256 pot) external payable {
        credit[pot][msg.sender] += msg.value;
        total[pot] += msg.value;
    }

    function take(uint256 pot) external {
        uint256 amount = credit[pot][msg.sender];
        credit[pot][msg.sender] = 0;
        total[pot] -= amount > total[pot] ? total[pot] : amount;
    }

    function accrue(uint256 pot) external {
        for (uint256 i = 0; i < members.length; i++) {
            uint256 interest = credit[pot][members[i]] / 10;
            credit[pot][members[i]] += interest;
            if (i == 0) total[pot] += interest;
        }
    }

    function close(uint256 pot, address last) external {
        require(total[pot] == 0);
        require(credit[pot][last] > 0);
        members.pop();
    }
}

/// Debts of pots without shares: what a round keeps of one total it keeps only with another.
contract PotsShared {
    mapping(uint256 => mapping(address => uint256)) debt;
    mapping(uint256 => uint256) owed;
    mapping(uint256 => uint256) shares;
    address[] members;
    uint256 period = 10;

    function join() external {
        members.push(msg.sender);
    }

    function lend(uint256 pot) external payable {
        shares[pot] += msg.value;
    }

    function borrow(uint256 pot, uint256 amount) external {
        require(amount <= shares[pot]);
        debt[pot][msg.sender] += amount;
        owed[pot] += amount;
    }

    function leave(uint256 pot, uint256 amount) external {
        require(owed[pot] == 0);
        shares[pot] -= amount;
    }

    function accrue(uint256 pot) external {
        for (uint256 i = 0; i < members.length; i++) {
            uint256 interest = debt[pot][members[i]] / period;
            debt[pot][members[i]] += interest;
            owed[pot] += interest + cost();
        }
    }

    function cost() internal pure virtual returns (uint256) {
        return 0;
    }

    function close(uint256 pot) external {
        require(shares[pot] == 0);
        require(owed[pot] > 0);
        members.pop();
    }
}

/// The same, but every member costs the pot something.
contract PotsSharedFee is PotsShared {
    function cost() internal pure override returns (uint256) {
        return 1;
    }
}
