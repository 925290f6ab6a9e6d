// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Small machines whose claims need an invariant over several of their numbers that no template has.

/// Tokens go from hand to hand, and two at most are on the table.
contract Table {
    address player;
    address dealer;
    uint deadline;
    int pot = 1;
    int hand = 1;
    int bank;

    constructor(address player_, uint deadline_) {
        dealer = msg.sender;
        player = player_;
        deadline = deadline_;
    }

    function join() public {
        require(block.number <= deadline && msg.sender == player);
        require(pot >= 1 && hand >= 1);
        hand -= 1;
        pot += 1;
    }

    function win(bool player_) public {
        require(msg.sender == dealer && pot >= 2);
        if (player_) hand += pot;
        else bank += pot;
        pot = 0;
    }
}

/// The same where the dealer may tip.
contract TippedTable {
    address player;
    address dealer;
    int pot = 1;
    int hand = 1;
    int bank;

    constructor(address player_) {
        dealer = msg.sender;
        player = player_;
    }

    function join() public {
        require(msg.sender == player && pot >= 1 && hand >= 1);
        hand -= 1;
        pot += 1;
    }

    function win(bool player_) public {
        require(msg.sender == dealer && pot >= 2);
        if (player_) hand += pot + 1;
        else bank += pot;
        pot = 0;
    }
}

/// A step counter that a call from outside sees in between: even only when nobody looks.
contract Halfway {
    uint steps;
    uint done;

    function work() public {
        require(steps == 2 * done);
        steps += 1;
        (bool ok,) = msg.sender.call("");
        require(ok);
        steps += 1;
        done += 1;
    }

    function reset() public {
        require(steps != 2 * done + 1);
        steps = 0;
        done = 0;
    }
}

/// Here a call that comes back may reset the counter half way.
contract HalfwayReset {
    uint steps;
    uint done;

    function work() public {
        require(steps == 2 * done);
        steps += 1;
        (bool ok,) = msg.sender.call("");
        require(ok);
        steps += 1;
        done += 1;
    }

    function reset() public {
        steps = 0;
        done = 0;
    }
}

/// Most functions leave alone what a claim speaks of; one changes what a view makes of it for its caller.
contract Apart {
    uint256 public count;
    uint256 public other;
    mapping(address => uint256) private mine;

    function step() external {
        if (count < 10) count++;
    }

    function put(uint256 x) external {
        other = x;
    }

    function keep() external {
        mine[msg.sender] = count;
    }

    function mineAndAll() public view returns (uint256) {
        return count + mine[msg.sender];
    }
}
