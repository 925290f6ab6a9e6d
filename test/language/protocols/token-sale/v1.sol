// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Sale {
    mapping(address => uint256) public balanceOf;
    uint256 public totalSupply;
    uint256 public immutable cap;
    uint256 public immutable price;
    address public owner;
    bool public paused;
    mapping(address => bool) public banned;

    event Sold(address indexed buyer, uint256 amount);

    modifier onlyOwner() {
        require(msg.sender == owner, "not owner");
        _;
    }

    constructor(uint256 cap_, uint256 price_) {
        require(price_ > 0);
        cap = cap_;
        price = price_;
        owner = msg.sender;
    }

    function buy() external payable {
        require(!paused && !banned[msg.sender]);
        uint256 amount = msg.value / price;
        require(amount > 0 && totalSupply + amount <= cap);
        totalSupply += amount;
        balanceOf[msg.sender] += amount;
        emit Sold(msg.sender, amount);
    }

    function refund(uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        totalSupply -= amount;
        payable(msg.sender).transfer(amount * price);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        require(!banned[msg.sender] && !banned[to]);
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function setPaused(bool p) external onlyOwner {
        paused = p;
    }

    function ban(address who, bool b) external onlyOwner {
        require(who != owner);
        banned[who] = b;
    }

    function hand(address to) external onlyOwner {
        require(to != address(0) && !banned[to]);
        owner = to;
    }
}
