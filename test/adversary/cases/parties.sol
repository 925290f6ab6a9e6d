// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Two sides agree on numbers once a witness is there; what both said in one round can be made the result, of later rounds only.
contract Agreement {
    address public immutable one;
    address public immutable other;
    address public immutable witness;
    bool public begun;
    uint256 public round;
    mapping(address => mapping(uint256 => uint256)) public said;
    mapping(address => uint256) public lastRound;

    constructor(address other_, address witness_) {
        require(other_ != address(0) && other_ != msg.sender);
        require(witness_ != address(0) && witness_ != msg.sender && witness_ != other_);
        one = msg.sender;
        other = other_;
        witness = witness_;
    }

    function begin() external {
        require(msg.sender == witness && !begun);
        begun = true;
    }

    function say(uint256 inRound, uint256 number) external {
        require(begun && (msg.sender == one || msg.sender == other));
        require(number > 0);
        said[msg.sender][inRound] = number;
        lastRound[msg.sender] = inRound;
    }

    function close(uint256 inRound) external {
        require(isLater(inRound));
        require(inRound == 0 || (said[one][inRound] > 0 && said[one][inRound] == said[other][inRound]));
        round = inRound;
    }

    function isLater(uint256 inRound) internal view virtual returns (bool) {
        return inRound > round;
    }
}

/// Any round may follow.
contract ForgetfulAgreement is Agreement {
    constructor(address other_, address witness_) Agreement(other_, witness_) {}

    function isLater(uint256) internal pure override returns (bool) {
        return true;
    }
}

/// Losses are paid from what was put in, once a judge agrees. What is claimed stays locked.
contract Cover {
    address public immutable judge;
    uint256 public capital;
    uint256 public claimed;
    address public holder;
    bool public agreed;
    mapping(address => uint256) public put;

    constructor(address judge_) {
        judge = judge_;
    }

    function deposit() external payable {
        put[msg.sender] += msg.value;
        capital += msg.value;
    }

    function withdraw(uint256 amount) external {
        put[msg.sender] -= amount;
        capital -= amount;
        require(capital >= kept());
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }

    function file(uint256 amount) external {
        require(claimed == 0 && amount > 0 && amount <= capital);
        claimed = amount;
        holder = msg.sender;
        agreed = false;
    }

    function agree() external {
        require(msg.sender == judge && claimed > 0);
        agreed = true;
    }

    function settle() external {
        require(agreed);
        uint256 amount = claimed;
        claimed = 0;
        agreed = false;
        capital -= amount;
        (bool ok,) = holder.call{value: amount}("");
        require(ok);
    }

    function kept() internal view virtual returns (uint256) {
        return claimed;
    }
}

/// What is claimed can be withdrawn by those who put it in.
contract CoverWithoutLock is Cover {
    constructor(address judge_) Cover(judge_) {}

    function kept() internal pure override returns (uint256) {
        return 0;
    }
}
