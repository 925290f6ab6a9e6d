// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Calls whose data is made in one function and sent by another, as libraries do that check results by themselves.

contract Coin {
    mapping(address => uint) public balanceOf;

    constructor() {
        balanceOf[msg.sender] = 1000;
    }

    function transfer(address to, uint amount) public returns (bool) {
        require(balanceOf[msg.sender] >= amount);
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }

    function refuse(address, uint) public pure returns (bool) {
        return false;
    }
}

library Send {
    function checked(address target, bytes memory data) internal {
        (bool ok, bytes memory result) = target.call(data);
        require(ok);
        require(abi.decode(result, (bool)));
    }

    function transfer(Coin coin, address to, uint amount) internal {
        checked(address(coin), abi.encodeWithSelector(coin.transfer.selector, to, amount));
    }

    function refuse(Coin coin, address to, uint amount) internal {
        checked(address(coin), abi.encodeWithSelector(coin.refuse.selector, to, amount));
    }

    function missing(Coin coin, address to, uint amount) internal {
        checked(address(coin), abi.encodeWithSignature("pay(address,uint256)", to, amount));
    }
}

contract Shop {
    Coin immutable coin;

    constructor(Coin coin_) {
        coin = coin_;
    }

    function pay(address to, uint amount) public {
        Send.transfer(coin, to, amount);
    }

    function payNothing(address to, uint amount) public {
        Send.refuse(coin, to, amount);
    }

    function payMissing(address to, uint amount) public {
        Send.missing(coin, to, amount);
    }
}
