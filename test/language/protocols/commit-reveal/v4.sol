// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Rps {
    enum Phase { Join, Commit, Reveal, Done }
    Phase public phase;
    address public a;
    address public b;
    uint256 public immutable stake;
    mapping(address => bytes32) public commitment;
    mapping(address => uint8) public move;
    mapping(address => uint256) public prize;

    constructor(uint256 stake_) {
        require(stake_ > 0 && stake_ < 2 ** 100);
        stake = stake_;
    }

    function join() external payable {
        require(phase == Phase.Join);
        require(msg.value == stake);
        require(msg.sender != a);
        if (a == address(0)) a = msg.sender;
        else {
            b = msg.sender;
            phase = Phase.Commit;
        }
    }

    function commit(bytes32 c) external {

        require(msg.sender == a || msg.sender == b);
        require(c != 0);
        commitment[msg.sender] = c;
        if (commitment[a] != 0 && commitment[b] != 0) phase = Phase.Reveal;
    }

    function reveal(uint8 m, bytes32 salt) external {
        require(phase == Phase.Reveal);
        require(m >= 1 && m <= 3);
        require(move[msg.sender] == 0);
        require(keccak256(abi.encode(m, salt)) == commitment[msg.sender]);
        move[msg.sender] = m;
        if (move[a] != 0 && move[b] != 0) {
            phase = Phase.Done;
            uint256 r = (3 + move[a] - move[b]) % 3;
            if (r == 0) {
                prize[a] = stake;
                prize[b] = stake;
            } else if (r == 1) prize[a] = 2 * stake;
            else prize[b] = 2 * stake;
        }
    }

    function claim() external {
        uint256 p = prize[msg.sender];
        require(p > 0);
        prize[msg.sender] = 0;
        (bool ok, ) = msg.sender.call{value: p}("");
        require(ok);
    }
}
