// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Splitter {
    address public immutable alice;
    address public immutable bob;
    uint256 public immutable aliceShares;
    uint256 public immutable bobShares;
    uint256 public totalReleased;
    mapping(address => uint256) public released;

    constructor(address a, address b, uint256 sa, uint256 sb) payable {
        require(a != address(0) && b != address(0) && a != b);
        require(sa > 0 && sb > 0 && sa < 1000 && sb < 1000);
        alice = a;
        bob = b;
        aliceShares = sa;
        bobShares = sb;
    }

    receive() external payable {}

    function shares(address who) public view returns (uint256) {
        if (who == alice) return aliceShares;
        if (who == bob) return bobShares;
        return 0;
    }

    function releasable(address who) public view returns (uint256) {
        uint256 total = address(this).balance + totalReleased;
        return (total * shares(who)) / (aliceShares + bobShares) - released[who];
    }

    function release(address payable who) public {
        require(shares(who) > 0, "no shares");
        uint256 payment = releasable(who);
        require(payment != 0, "nothing due");
        totalReleased += payment;
        released[who] += payment;
        (bool ok, ) = who.call{value: payment}("");
        require(ok);
    }
}
