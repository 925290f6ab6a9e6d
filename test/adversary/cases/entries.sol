// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Savings that come with a date.
contract Dated {
    struct Account {
        uint256 amount;
        uint64 since;
    }

    mapping(address => Account) accounts;

    function save() external payable {
        accounts[msg.sender].amount += msg.value;
        accounts[msg.sender].since = uint64(block.timestamp);
    }

    function take() external {
        uint256 amount = accounts[msg.sender].amount;
        delete accounts[msg.sender];
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

/// Whoever takes leaves what the account says.
contract DatedAndKept {
    struct Account {
        uint256 amount;
        uint64 since;
    }

    mapping(address => Account) accounts;

    function save() external payable {
        accounts[msg.sender].amount += msg.value;
    }

    function take() external {
        (bool ok, ) = msg.sender.call{value: accounts[msg.sender].amount}("");
        require(ok);
    }
}

/// Tokens that are owed.
contract Staked {
    IToken immutable token;
    mapping(address => uint256) stakes;
    uint256 total;

    constructor(IToken token_) {
        token = token_;
    }

    function stake(uint256 amount) external {
        stakes[msg.sender] += amount;
        total += amount;
        require(token.transferFrom(msg.sender, address(this), amount));
    }

    function leave() external {
        uint256 amount = stakes[msg.sender];
        stakes[msg.sender] = 0;
        total -= amount;
        require(token.transfer(msg.sender, amount));
    }
}

/// The highest bid, and what those who were outbid get back.
contract Outbid {
    address public leader;
    uint256 public best;
    mapping(address => uint256) public lost;

    function bid() external payable {
        require(msg.value > best);
        lost[leader] += best;
        leader = msg.sender;
        best = msg.value;
    }
}

/// The first bid counts for nobody.
contract OutbidAtOnce {
    address public leader;
    uint256 public best = 1;
    mapping(address => uint256) public lost;

    function bid() external payable {
        require(msg.value > best);
        lost[leader] += best;
        leader = msg.sender;
        best = msg.value;
    }
}

/// Votes of one round after the other.
contract Rounds {
    uint256 public round;
    mapping(uint256 => mapping(address => uint256)) public votes;

    function vote(address who) external {
        votes[round][who]++;
    }

    function win(address who) external {
        require(votes[round][who] > 1);
        round++;
    }
}

/// Votes may be cast for the next round.
contract RoundsAhead {
    uint256 public round;
    mapping(uint256 => mapping(address => uint256)) public votes;

    function vote(address who, uint256 ahead) external {
        require(ahead < 2);
        votes[round + ahead][who]++;
    }

    function win(address who) external {
        require(votes[round][who] > 0);
        round++;
    }
}

/// What is closed stays closed, also while somebody is called.
contract Closed {
    enum State { None, Open, Done, Gone }

    mapping(uint256 => State) states;

    function open(uint256 id) external {
        require(states[id] == State.None);
        states[id] = State.Open;
    }

    function close(uint256 id, bool well) external {
        require(states[id] == State.Open);
        states[id] = well ? State.Done : State.Gone;
        (bool ok, ) = msg.sender.call("");
        require(ok);
    }
}

/// What is gone may be opened again, while it is closed.
contract ClosedAgain {
    enum State { None, Open, Done, Gone }

    mapping(uint256 => State) states;
    mapping(uint256 => uint256) kept;

    function open(uint256 id) external {
        require(states[id] == State.None || states[id] == State.Gone);
        states[id] = State.Open;
    }

    function note(uint256 id, uint256 value) external {
        require(states[id] != State.Gone);
        kept[id] = value;
    }

    function close(uint256 id, bool well) external {
        require(states[id] == State.Open);
        states[id] = well ? State.Done : State.Gone;
        (bool ok, ) = msg.sender.call("");
        require(ok);
    }
}

/// Each of many is done once, though somebody is called.
contract OnceEach {
    mapping(uint256 => bool) done;

    function run(uint256 id) external {
        require(!done[id]);
        done[id] = true;
        (bool ok, ) = msg.sender.call("");
        require(ok);
    }
}

/// It is marked too late.
contract OnceEachLate {
    mapping(uint256 => bool) done;

    function run(uint256 id) external {
        require(!done[id]);
        (bool ok, ) = msg.sender.call("");
        require(ok);
        done[id] = true;
    }
}

/// Who confirmed what, of so many.
contract Confirmed {
    uint256 length;
    mapping(uint256 => mapping(address => uint256)) weights;
    mapping(uint256 => mapping(address => bool)) confirmed;

    function add() external {
        length += 1;
    }

    function confirm(uint256 id) external {
        require(id < length);
        weights[id][msg.sender] = 7;
        confirmed[id][msg.sender] = true;
    }
}

/// One more than there are.
contract ConfirmedBeyond {
    uint256 length;
    mapping(uint256 => mapping(address => uint256)) weights;

    function add() external {
        length += 1;
    }

    function confirm(uint256 id) external {
        require(id <= length);
        weights[id][msg.sender] = 7;
    }
}

/// Shares are added up aside.
contract SharesAside {
    mapping(address => uint256) public shares;
    uint256 public total;

    constructor(address[] memory who, uint256[] memory share) {
        uint256 sum = 0;
        for (uint256 i = 0; i < who.length; i++) {
            require(shares[who[i]] == 0);
            shares[who[i]] = share[i];
            sum += share[i];
        }
        total = sum;
    }
}

/// Somebody may be listed twice.
contract SharesAsideTwice {
    mapping(address => uint256) public shares;
    uint256 public total;

    constructor(address[] memory who, uint256[] memory share) {
        uint256 sum = 0;
        for (uint256 i = 0; i < who.length; i++) {
            shares[who[i]] = share[i];
            sum += share[i];
        }
        total = sum;
    }
}

/// As many members as there are names.
contract Club {
    mapping(address => bool) public member;
    uint256 public size;

    constructor(address[] memory who) {
        for (uint256 i = 0; i < who.length; i++) {
            require(!member[who[i]]);
            member[who[i]] = true;
        }
        size = who.length;
    }
}

/// Granted once, paid in parts.
contract Granted {
    address payable public immutable to;
    uint256 public total;
    uint256 public paid;

    constructor(address payable to_) payable {
        require(to_ != address(0));
        to = to_;
        total = msg.value;
    }

    function pay(uint256 amount) external {
        require(amount <= total - paid);
        paid += amount;
        (bool ok, ) = to.call{value: amount}("");
        require(ok);
    }
}

/// What was granted is kept for those it was granted to.
contract Grants {
    address immutable owner = msg.sender;
    mapping(address => uint256) granted;
    mapping(address => uint256) claimed;
    uint256 reserved;

    function fund() external payable {}

    function grant(address to, uint256 amount) external {
        require(msg.sender == owner && reserved + amount <= address(this).balance);
        granted[to] += amount;
        reserved += amount;
    }

    function claim(uint256 amount) external virtual {
        require(claimed[msg.sender] + amount <= granted[msg.sender]);
        claimed[msg.sender] += amount;
        reserved -= amount;
        payable(msg.sender).transfer(amount);
    }
}

/// Who was granted something may have what others were granted.
contract CarelessGrants is Grants {
    function claim(uint256 amount) external override {
        require(granted[msg.sender] > 0 && amount > 0);
        claimed[msg.sender] += amount;
        reserved -= amount;
        payable(msg.sender).transfer(amount);
    }
}

/// What holds of the first 256 entries says nothing of the others.
contract Wide {
    mapping(uint256 => uint256) low;
    mapping(uint256 => uint256) high;

    function put(uint256 k, uint256 x) external {
        if (k < 256) high[k] += x;
        else low[k] = x;
    }
}
