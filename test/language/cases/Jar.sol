// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Takes ether through `deposit`; whoever is paid may call back.
contract Jar {
    mapping(address => uint256) internal credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        credits[msg.sender] -= amount;
        (bool ok, ) = msg.sender.call{value: amount}("");
        require(ok);
    }
}

/// Also takes what is just sent.
contract OpenJar is Jar {
    receive() external payable {}
}
