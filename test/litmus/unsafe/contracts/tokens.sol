// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: violated

contract Erc20FeeOnTransfer {
    mapping(address => uint256) public balanceOf;

    constructor() {
        balanceOf[msg.sender] = 1_000_000;
    }

    function transfer(address to, uint256 value) external {
        uint256 before = balanceOf[to];
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value - value / 100;
        assert(msg.sender == to || balanceOf[to] == before + value);
    }
}

contract Erc20MintsToAnyone {
    mapping(address => uint256) public balanceOf;
    uint256 public totalSupply;

    function mint(uint256 n) external {
        balanceOf[msg.sender] += n;
    }

    function burn(uint256 n) external {
        balanceOf[msg.sender] -= n;
        assert(totalSupply >= n);
        totalSupply -= n;
    }
}

contract Erc721KeepsApproval {
    mapping(uint256 => address) public ownerOf;
    mapping(uint256 => address) public approved;

    function mint(uint256 id) external {
        require(ownerOf[id] == address(0));
        ownerOf[id] = msg.sender;
    }

    function approve(address to, uint256 id) external {
        require(ownerOf[id] == msg.sender);
        approved[id] = to;
    }

    function transfer(address to, uint256 id) external {
        require(ownerOf[id] == msg.sender && to != msg.sender);
        ownerOf[id] = to;
        assert(approved[id] == address(0)); // forgot to clear
    }
}

contract VaultFirstDeposit {
    uint256 assets;
    uint256 shares;

    function donate(uint64 n) external {
        assets += n;
    }

    function deposit(uint64 amount) external {
        require(amount > 0);
        uint256 minted = shares == 0 ? amount : uint256(amount) * shares / assets;
        assets += amount;
        shares += minted;
        assert(minted > 0); // inflated by a donation
    }
}

contract AuctionTie {
    address public leader;
    uint256 public highest;

    function bid() external payable {
        require(msg.value >= highest);
        uint256 before = highest;
        highest = msg.value;
        leader = msg.sender;
        assert(highest > before);
    }
}

contract AuctionPushRefund {
    address public leader;
    uint256 public highest;

    function bid() external payable {
        require(msg.value > highest);
        if (leader != address(0)) {
            (bool ok,) = leader.call{value: highest}("");
            assert(ok); // a leader that refuses stops the auction
        }
        leader = msg.sender;
        highest = msg.value;
    }
}

contract RolesTypo {
    mapping(bytes32 => mapping(address => bool)) has;
    bytes32 constant ADMIN = keccak256("ADMIN");

    function grant(bytes32 role, address who) external {
        require(has[ADMIN][msg.sender] || role != ADMIN);
        has[role][who] = true;
        assert(has[ADMIN][msg.sender]);
    }
}

contract TimelockNoDelay {
    mapping(bytes32 => uint256) ready;

    function queue(bytes32 id, uint256 delay) external {
        require(delay < 10 days);
        ready[id] = block.timestamp + delay;
        assert(ready[id] > block.timestamp);
    }
}

contract ConstantProductRoundsDown {
    uint256 x = 1000;
    uint256 y = 1000;

    function buy(uint64 dx) external {
        uint256 k = x * y;
        uint256 nx = x + dx;
        uint256 ny = k / nx;
        assert(nx * ny >= k);
        x = nx;
        y = ny;
    }
}


contract Ownable {
    address owner;

    function init(address o) external {
        owner = o; // anyone, any time
    }

    function act() external view {
        require(owner != address(0));
        assert(msg.sender == owner);
    }
}
