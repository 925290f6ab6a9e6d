// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

interface Oracle {
    function price() external view returns (uint256);
}

contract PriceBet {
    uint256 public immutable pot;
    uint256 public immutable deadline;
    uint256 public immutable strike;
    Oracle public immutable oracle;
    address payable public immutable owner;
    address payable public player;
    bool public closed;

    constructor(Oracle o, uint256 blocks, uint256 strike_) payable {
        require(msg.value > 0);
        pot = msg.value;
        owner = payable(msg.sender);
        oracle = o;
        deadline = block.number + blocks;
        strike = strike_;
    }

    function join() public payable {
        require(msg.value == pot);
        require(player == address(0));
        player = payable(msg.sender);
    }

    function win() public {
        require(block.number < deadline);
        require(msg.sender == player);

        uint256 all = address(this).balance;
        (bool ok, ) = player.call{value: all}("");
        require(ok);
    }

    function timeout() public {
        require(block.number >= deadline);
        uint256 all = address(this).balance;
        (bool ok, ) = owner.call{value: all}("");
        require(ok);
    }
}
