// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IERC20 {
    function balanceOf(address account) external view returns (uint256);

    function transfer(address to, uint256 amount) external returns (bool);

    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// A pair with a constant product, in the usual shape; trades cost nothing.
contract Pair {
    IERC20 public immutable token0;
    IERC20 public immutable token1;
    uint256 public reserve0;
    uint256 public reserve1;
    uint256 public totalSupply;
    mapping(address => uint256) public shares;

    constructor(IERC20 token0_, IERC20 token1_) {
        require(token0_ != token1_);
        token0 = token0_;
        token1 = token1_;
    }

    function add(uint256 minted) external {
        require(minted > 0);
        uint256 amount0 = minted;
        uint256 amount1 = minted;
        if (totalSupply > 0) {
            // Rounded up: who adds pays no less than the share.
            amount0 = (minted * reserve0 + totalSupply - 1) / totalSupply;
            amount1 = (minted * reserve1 + totalSupply - 1) / totalSupply;
        }
        totalSupply += minted;
        shares[msg.sender] += minted;
        reserve0 += amount0;
        reserve1 += amount1;
        require(token0.transferFrom(msg.sender, address(this), amount0));
        require(token1.transferFrom(msg.sender, address(this), amount1));
    }

    function remove(uint256 burned) external {
        uint256 amount0 = (burned * reserve0) / totalSupply;
        uint256 amount1 = (burned * reserve1) / totalSupply;
        shares[msg.sender] -= burned;
        totalSupply -= burned;
        reserve0 -= amount0;
        reserve1 -= amount1;
        require(token0.transfer(msg.sender, amount0));
        require(token1.transfer(msg.sender, amount1));
    }

    function swap(uint256 in0, uint256 in1, uint256 out0, uint256 out1) external {
        uint256 after0 = reserve0 + in0 - out0;
        uint256 after1 = reserve1 + in1 - out1;
        require(enough(after0, after1));
        reserve0 = after0;
        reserve1 = after1;
        if (in0 > 0) require(token0.transferFrom(msg.sender, address(this), in0));
        if (in1 > 0) require(token1.transferFrom(msg.sender, address(this), in1));
        if (out0 > 0) require(token0.transfer(msg.sender, out0));
        if (out1 > 0) require(token1.transfer(msg.sender, out1));
    }

    function enough(uint256 after0, uint256 after1) internal view virtual returns (bool) {
        return after0 * after1 >= reserve0 * reserve1;
    }
}

/// Adds where it should multiply.
contract FaultyPair is Pair {
    constructor(IERC20 token0_, IERC20 token1_) Pair(token0_, token1_) {}

    function enough(uint256 after0, uint256 after1) internal view override returns (bool) {
        return after0 + after1 >= reserve0 + reserve1;
    }
}
