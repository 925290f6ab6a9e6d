// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// expect: proved

contract Erc20 {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    uint256 public totalSupply;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(uint256 supply) {
        totalSupply = supply;
        balanceOf[msg.sender] = supply;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 left = allowance[from][msg.sender];
        if (left != type(uint256).max) allowance[from][msg.sender] = left - value;
        move(from, to, value);
        assert(value <= left);
        return true;
    }

    function move(address from, address to, uint256 value) internal {
        require(to != address(0));
        uint256 before = balanceOf[from];
        uint256 supply = totalSupply;
        balanceOf[from] = before - value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        assert(totalSupply == supply);
        assert(from == to ? balanceOf[from] == before : balanceOf[from] == before - value);
    }
}

contract Erc721 {
    mapping(uint256 => address) public ownerOf;
    mapping(uint256 => address) public approved;

    function mint(uint256 id) external {
        require(ownerOf[id] == address(0));
        ownerOf[id] = msg.sender;
        assert(ownerOf[id] != address(0));
    }

    function approve(address to, uint256 id) external {
        require(ownerOf[id] == msg.sender);
        approved[id] = to;
    }

    function transferFrom(address from, address to, uint256 id, uint256 other) external {
        require(ownerOf[id] == from && to != address(0));
        require(msg.sender == from || msg.sender == approved[id]);
        address kept = ownerOf[other];
        delete approved[id];
        ownerOf[id] = to;
        assert(approved[id] == address(0));
        assert(other == id || ownerOf[other] == kept);
    }
}

contract VaultMath {
    uint256 assets;
    uint256 shares;

    function deposit(uint128 amount) external returns (uint256 minted) {
        require(assets < 2 ** 100 && shares < 2 ** 100 && assets > 0);
        minted = uint256(amount) * shares / assets;
        // rounding never favors the depositor
        assert(minted * assets <= uint256(amount) * shares);
        assets += amount;
        shares += minted;
    }
}

contract Vesting {
    uint256 immutable start;
    uint256 immutable length;
    uint256 immutable total;

    constructor(uint64 s, uint32 l, uint128 t) {
        require(l > 0);
        start = s;
        length = l;
        total = t;
    }

    function vested(uint64 at) public view returns (uint256) {
        if (at <= start) return 0;
        uint256 passed = at - start;
        if (passed >= length) return total;
        return total / length * passed;
    }

    function check(uint64 at) external view {
        require(length > 0 && total < 2 ** 128);
        assert(at > start || vested(at) == 0);
    }
}

contract Auction {
    address public leader;
    uint256 public highest;
    mapping(address => uint256) public refunds;

    function bid() external payable {
        require(msg.value > highest);
        uint256 before = highest;
        if (leader != address(0)) refunds[leader] += highest;
        leader = msg.sender;
        highest = msg.value;
        assert(highest > before);
    }

    function refund() external {
        uint256 n = refunds[msg.sender];
        refunds[msg.sender] = 0;
        (bool ok,) = msg.sender.call{value: n}("");
        require(ok);
    }
}

contract Roles {
    mapping(bytes32 => mapping(address => bool)) has;
    bytes32 constant ADMIN = keccak256("ADMIN");

    constructor() {
        has[ADMIN][msg.sender] = true;
    }

    function grant(bytes32 role, address who) external {
        require(has[ADMIN][msg.sender]);
        has[role][who] = true;
        assert(has[role][who] && has[ADMIN][msg.sender]);
    }
}

contract Timelock {
    mapping(bytes32 => uint256) ready;

    function queue(bytes32 id) external {
        require(ready[id] == 0);
        ready[id] = block.timestamp + 2 days;
        assert(ready[id] > block.timestamp);
    }

    function run(bytes32 id) external {
        require(ready[id] != 0 && block.timestamp >= ready[id]);
        delete ready[id];
        assert(ready[id] == 0);
    }
}

contract ConstantProduct {
    uint256 x;
    uint256 y;

    function buy(uint64 dx) external {
        require(x > 0 && y > 0 && x < 2 ** 64 && y < 2 ** 64);
        uint256 k = x * y;
        uint256 nx = x + dx;
        uint256 ny = k / nx + 1;
        assert(nx * ny >= k);
        x = nx;
        y = ny;
    }
}
