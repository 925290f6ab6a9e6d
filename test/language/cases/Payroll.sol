// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// Sums over arrays: shares of payees, grants that vest, members of a list.
contract Payroll {
    struct Grant {
        address to;
        uint128 amount;
        bool active;
    }

    address public owner;
    address[] public payees;
    uint256[] public shares;
    uint256 public totalShares;
    Grant[] public grants;
    uint256 public granted;
    uint256 public activeCount;
    uint256[3] public tiers;
    mapping(uint256 => uint256) public epochs;
    uint256 public epoch;
    uint256 public epochTotal;
    mapping(address => uint256[]) public lots;
    mapping(address => uint256) public lotTotal;
    uint256 public wrongTotal;

    constructor() {
        owner = msg.sender;
        tiers[0] = 5;
        tiers[2] = 7;
    }

    function addPayee(address to, uint256 share) external {
        require(share > 0 && share < 1e30);
        payees.push(to);
        shares.push(share);
        totalShares += share;
        wrongTotal += share;
    }

    function removeLast() external {
        totalShares -= shares[shares.length - 1];
        shares.pop();
        payees.pop();
    }

    function removeSwap(uint256 i) external {
        totalShares -= shares[i];
        shares[i] = shares[shares.length - 1];
        payees[i] = payees[shares.length - 1];
        shares.pop();
        payees.pop();
    }

    function setShare(uint256 i, uint256 share) external {
        totalShares = totalShares - shares[i] + share;
        shares[i] = share;
    }

    function grant(address to, uint128 amount) external {
        grants.push(Grant(to, amount, true));
        granted += amount;
        activeCount++;
    }

    function cancel(uint256 i) external {
        require(grants[i].active);
        granted -= grants[i].amount;
        grants[i].amount = 0;
        grants[i].active = false;
        activeCount--;
    }

    function addTwo(uint256 a, uint256 b) external {
        shares.push(a);
        shares.push(b);
        payees.push(msg.sender);
        payees.push(msg.sender);
        totalShares += a + b;
    }

    function next(uint256 amount) external {
        epochs[epoch] = amount;
        epochTotal += amount;
        epoch++;
    }

    function addLot(uint256 amount) external {
        lots[msg.sender].push(amount);
        lotTotal[msg.sender] += amount;
    }

    function clearLots() external {
        delete lots[msg.sender];
        lotTotal[msg.sender] = 0;
    }

    function raise(uint256 k) external {
        require(k < 3);
        tiers[k] += 1;
    }

    function addUp() external view returns (uint256 sum) {
        for (uint256 i = 0; i < shares.length; i++) sum += shares[i];
    }
}
