// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Deeds are sold by their owners; sellers pull their proceeds. The way to an attack takes four transactions.
abstract contract Deeds {
  address immutable registrar = msg.sender;
  mapping(uint => address) ownerOf;
  mapping(uint => uint96) price;
  mapping(address => uint) proceeds;

  function register(uint id, address to) external {
    require(msg.sender == registrar && ownerOf[id] == address(0) && to != address(0));
    ownerOf[id] = to;
  }

  function list(uint id, uint96 amount) external {
    require(ownerOf[id] == msg.sender && amount > 0);
    price[id] = amount;
  }

  function buy(uint id) external payable {
    uint amount = price[id];
    require(amount > 0 && msg.value == amount);
    address seller = ownerOf[id];
    price[id] = 0;
    ownerOf[id] = msg.sender;
    proceeds[seller] += amount;
  }

  function withdraw() external virtual;
}

contract ClearedFirst is Deeds {
  function withdraw() external override {
    uint amount = proceeds[msg.sender];
    require(amount > 0);
    proceeds[msg.sender] = 0;
    (bool ok, ) = msg.sender.call{value: amount}("");
    require(ok);
  }
}

contract ClearedLast is Deeds {
  function withdraw() external override {
    uint amount = proceeds[msg.sender];
    require(amount > 0);
    (bool ok, ) = msg.sender.call{value: amount}("");
    require(ok);
    proceeds[msg.sender] = 0;
  }
}
