// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Deeds are sold by their owners; sellers pull their proceeds.
contract Deeds {
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

  function cancel(uint id) external {
    require(ownerOf[id] == msg.sender);
    price[id] = 0;
  }

  function buy(uint id) external payable {
    uint amount = price[id];
    require(amount > 0 && msg.value == amount);
    address seller = ownerOf[id];
    price[id] = 0;
    ownerOf[id] = msg.sender;
    proceeds[seller] += amount;
  }

  function withdraw() external virtual {
    uint amount = proceeds[msg.sender];
    proceeds[msg.sender] = 0;
    (bool ok, ) = msg.sender.call{value: amount}("");
    require(ok);
  }
}

/// What is owed is gone only after it was paid: the way to an attack takes four transactions.
contract ClearedLast is Deeds {
  function withdraw() external override {
    uint amount = proceeds[msg.sender];
    require(amount > 0);
    (bool ok, ) = msg.sender.call{value: amount}("");
    require(ok);
    proceeds[msg.sender] = 0;
  }
}

/// A shop whose owner sets the fee; customers are paid by calls.
contract Shop {
  address owner = msg.sender;
  uint fee;
  mapping(address => uint) owed;
  mapping(uint => address) keeper;
  mapping(uint => uint) worth;
  mapping(uint => mapping(address => bool)) may;

  function setFee(uint f) external { require(msg.sender == owner); fee = f; }
  function pay() external payable { owed[msg.sender] += msg.value; }
  function claim(uint id) external { require(keeper[id] == address(0)); keeper[id] = msg.sender; }
  function set(uint id, uint w) external { require(keeper[id] == msg.sender); worth[id] = w; }
  function allow(uint id, address a) external { require(keeper[id] == msg.sender); may[id][a] = true; }
  function steal(uint id) external { require(keeper[id] != address(0) && may[id][msg.sender]); keeper[id] = msg.sender; }

  function take() external {
    uint amount = owed[msg.sender];
    owed[msg.sender] = 0;
    (bool ok, ) = msg.sender.call{value: amount}("");
    require(ok);
  }
}

/// Whoever lets the owner sign anything takes what customers have.
contract Phished is Shop {
  function sweep(address a) external { require(tx.origin == owner); owed[a] = 0; }
  function discount() external { require(tx.origin == owner); fee = 0; }
}

/// Anybody may act for others with their word for it.
contract Delegating is Shop {
  function setFor(address who, uint id, uint w, uint8 v, bytes32 r, bytes32 s) external {
    require(keeper[id] == who && who != address(0) && ecrecover(bytes32(id), v, r, s) == who);
    worth[id] = w;
  }
}

/// Stakes are paid to a winner in time, or taken back later.
contract Pot {
  mapping(address => uint) stakes;
  address immutable oracle;
  address winner;
  uint immutable deadline;

  constructor(address o, uint d) { oracle = o; deadline = d; }

  function stake() external payable { require(block.timestamp < deadline); stakes[msg.sender] += msg.value; }

  function decide(address w) external {
    require(msg.sender == oracle && block.timestamp < deadline && winner == address(0) && w != address(0));
    winner = w;
    payable(w).transfer(address(this).balance);
  }

  function refund() external {
    require(winner == address(0) && block.timestamp >= deadline);
    uint amount = stakes[msg.sender];
    stakes[msg.sender] = 0;
    payable(msg.sender).transfer(amount);
  }
}

contract LatePot is Pot {
  constructor(address o, uint d) Pot(o, d) {}
  function late(address w) external { require(msg.sender == oracle && winner == address(0)); winner = w; }
}

/// The deadline may be put off as long as it is not over, and (Revived) after that, too.
contract Extended {
  address owner = msg.sender;
  uint public deadline = block.timestamp + 1 days;
  uint bids;
  function extend(uint d) external virtual { require(msg.sender == owner && block.timestamp <= deadline && d < 1 weeks); deadline = block.timestamp + d; }
  function bid() external { require(block.timestamp <= deadline); bids++; (bool ok, ) = msg.sender.call(""); require(ok); }
}

contract Revived is Extended {
  function extend(uint d) external override { require(msg.sender == owner && d < 1 weeks); deadline = block.timestamp + d; }
}
