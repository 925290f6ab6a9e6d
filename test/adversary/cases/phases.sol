// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What holds while a phase lasts, and what no template says of every contract.

/// Two deposit, one number is agreed on step by step, and what is due is paid when it is over.
contract Deal {
    enum Phase { Waiting, Open, Closing, Closed }

    address public immutable seller = msg.sender;
    address public immutable buyer;
    Phase public phase;
    uint256 public total;
    uint256 public fee;
    uint256 public quorum;
    uint256 public deadline;
    uint256 public round;
    uint256 public price;
    mapping(address => uint256) public said;
    mapping(address => uint256) public due;

    constructor(address buyer_, uint256 fee_) payable {
        require(buyer_ != address(0) && buyer_ != msg.sender);
        buyer = buyer_;
        fee = fee_;
        quorum = 2;
        total = msg.value;
    }

    function join() external payable {
        require(msg.sender == buyer && phase == Phase.Waiting);
        total += msg.value;
        phase = Phase.Open;
    }

    function cancel() external {
        require(msg.sender == seller && phase == Phase.Waiting);
        finish(total);
    }

    function propose(uint256 part) external {
        require(msg.sender == seller && phase == Phase.Open && part <= total);
        price = part;
        round = 1;
        deadline = block.number + 100;
        phase = Phase.Closing;
    }

    function outbid(uint256 part) external {
        require(msg.sender == buyer && phase == Phase.Closing && block.number <= deadline && part <= total);
        price = part;
        round++;
    }

    function agree(uint256 part) external {
        require(msg.sender == seller || msg.sender == buyer);
        require(phase == Phase.Open && part <= total);
        said[msg.sender] = part + 1;
        if (said[seller] == said[buyer]) finish(part);
    }

    function settle() external {
        require(phase == Phase.Closing && block.number > deadline);
        finish(price);
    }

    function take() external virtual {
        uint256 amount = due[msg.sender];
        require(amount > 0);
        due[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }

    function finish(uint256 part) internal {
        due[seller] = part;
        due[buyer] = total - part;
        phase = Phase.Closed;
    }
}

/// Pays before it forgets.
contract HastyDeal is Deal {
    constructor(address buyer_, uint256 fee_) payable Deal(buyer_, fee_) {}

    function take() external override {
        uint256 amount = due[msg.sender];
        require(amount > 0);
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
        due[msg.sender] = 0;
    }
}

/// The first round can be proposed again.
contract ForgetfulDeal is Deal {
    constructor(address buyer_, uint256 fee_) payable Deal(buyer_, fee_) {}

    function reopen() external {
        require(msg.sender == seller && phase == Phase.Closing);
        round = 0;
        phase = Phase.Open;
    }
}

/// Records by number, the number is not the first counter.
contract Desk {
    uint256 public income;
    uint256 public spent;
    uint256 public open;
    uint256 public filed;
    mapping(uint256 => uint256) public amount;

    function file(uint256 x) external payable virtual returns (uint256 id) {
        income += msg.value;
        id = filed++;
        amount[id] = x % 2 ** 128;
        open += x % 2 ** 128;
    }

    function close(uint256 id) external {
        open -= amount[id];
        spent += 1;
        amount[id] = 0;
    }
}

/// Numbers are given twice.
contract SloppyDesk is Desk {
    function file(uint256 x) external payable override returns (uint256 id) {
        income += msg.value;
        id = filed;
        if (x > 10) filed++;
        amount[id] = x % 2 ** 128;
        open += x % 2 ** 128;
    }
}

/// Two put in the same; one of them gets all of it.
contract Duel {
    enum Phase { Empty, Waiting, Running, Over }

    uint256 public immutable stake;
    Phase public phase;
    address public first;
    address public second;
    mapping(address => uint256) public winnings;

    constructor(uint256 stake_) {
        require(stake_ > 0);
        stake = stake_;
    }

    function open() external payable {
        require(phase == Phase.Empty && msg.value == stake);
        first = msg.sender;
        phase = Phase.Waiting;
    }

    function cancel() external virtual {
        require(phase == Phase.Waiting && msg.sender == first);
        phase = Phase.Over;
        winnings[first] += stake;
    }

    function join() external payable {
        require(phase == Phase.Waiting && msg.value == stake);
        second = msg.sender;
        phase = Phase.Running;
    }

    function decide() external {
        require(phase == Phase.Running);
        phase = Phase.Over;
        winnings[block.number % 2 == 0 ? first : second] += 2 * stake;
    }

    function withdraw() external {
        uint256 amount = winnings[msg.sender];
        winnings[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

/// Who gives up gets twice as much as there is.
contract KindDuel is Duel {
    constructor(uint256 stake_) Duel(stake_) {}

    function cancel() external override {
        require(phase == Phase.Waiting && msg.sender == first);
        phase = Phase.Over;
        winnings[first] += 2 * stake;
    }
}

/// Requests are counted while they are open or granted.
contract Requests {
    enum Status { None, Open, Granted, Refused, Done }

    address public immutable judge;
    uint256 public pending;
    mapping(bytes32 => Status) public status;

    constructor(address judge_) {
        judge = judge_;
    }

    function ask(bytes32 id) external {
        require(status[id] == Status.None);
        status[id] = Status.Open;
        pending++;
    }

    function grant(bytes32 id) external {
        require(msg.sender == judge && status[id] == Status.Open);
        status[id] = Status.Granted;
    }

    function refuse(bytes32 id) external virtual {
        require(msg.sender == judge && status[id] == Status.Open);
        status[id] = Status.Refused;
        pending--;
    }

    function done(bytes32 id) external {
        require(status[id] == Status.Granted);
        status[id] = Status.Done;
        pending--;
    }
}

/// What was granted can be refused, and is not open any more.
contract LooseRequests is Requests {
    constructor(address judge_) Requests(judge_) {}

    function refuse(bytes32 id) external override {
        require(msg.sender == judge && status[id] != Status.None);
        if (pending > 0) pending--;
    }
}

/// Payments by number, each made once.
contract Tickets {
    struct Ticket {
        address to;
        uint256 amount;
        bool open;
    }

    uint256 public next;
    mapping(uint256 => Ticket) public tickets;

    function add(address to) external payable returns (uint256 id) {
        id = next++;
        tickets[id] = Ticket(to, msg.value, true);
    }

    function pay(uint256 id) external virtual {
        Ticket storage ticket = tickets[id];
        require(ticket.open);
        ticket.open = false;
        (bool ok,) = ticket.to.call{value: ticket.amount}("");
        require(ok);
    }
}

/// Each may be made again while it is made.
contract HastyTickets is Tickets {
    function pay(uint256 id) external override {
        Ticket storage ticket = tickets[id];
        require(ticket.open);
        (bool ok,) = ticket.to.call{value: ticket.amount}("");
        require(ok);
        ticket.open = false;
    }
}

/// Given until a date, and all of it taken after that.
contract Pot {
    uint256 public immutable until;
    address payable public immutable taker = payable(msg.sender);
    mapping(address => uint256) public given;

    constructor(uint256 until_) {
        until = until_;
    }

    function give() external payable {
        require(block.number <= until);
        given[msg.sender] += msg.value;
    }

    function take() external virtual {
        require(block.number > until);
        taker.transfer(address(this).balance);
    }
}

/// Taken on the last day.
contract LeakyPot is Pot {
    constructor(uint256 until_) Pot(until_) {}

    function take() external override {
        require(block.number >= until);
        taker.transfer(address(this).balance);
    }
}
