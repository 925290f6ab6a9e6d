// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Streams {
    struct Stream {
        address from;
        address to;
        uint256 deposit;
        uint256 withdrawn;
        uint64 start;
        uint64 stop;
    }
    mapping(uint256 => Stream) public streams;
    uint256 public next = 1;
    uint256 public owed;

    function create(address to, uint64 stop) external payable returns (uint256 id) {
        require(to != address(0) && to != address(this));
        require(msg.value > 0);
        require(stop > block.timestamp && block.timestamp < type(uint64).max);
        id = next++;
        streams[id] = Stream(msg.sender, to, msg.value, 0, uint64(block.timestamp), stop);
        owed += msg.value;
    }

    function earned(uint256 id) public view returns (uint256) {
        Stream storage s = streams[id];
        if (s.deposit == 0) return 0;
        if (block.timestamp >= s.stop) return s.deposit;
        return (s.deposit * (block.timestamp - s.start)) / (s.stop - s.start);
    }

    function withdraw(uint256 id, uint256 amount) external {
        Stream storage s = streams[id];
        require(msg.sender == s.to);
        require(amount > 0 && s.withdrawn + amount <= earned(id));
        s.withdrawn += amount;
        owed -= amount;
        (bool ok, ) = s.to.call{value: amount}("");
        require(ok);
    }

    function cancel(uint256 id) external {
        Stream memory s = streams[id];
        require(msg.sender == s.from);
        uint256 due = earned(id) - s.withdrawn;
        uint256 rest = s.deposit - s.withdrawn - due;
        delete streams[id];
        owed -= due + rest;
        (bool ok, ) = s.to.call{value: due}("");
        require(ok);
        (ok, ) = s.from.call{value: rest}("");
        require(ok);
    }
}
