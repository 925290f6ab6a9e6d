// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface Token {
    function transfer(address to, uint256 amount) external returns (bool);

    function symbol() external view returns (string memory);

    function permit(address owner, address spender, uint256 amount) external;
}

/// Asks its token for what the model of a token does not have.
contract Till {
    Token public immutable token;
    uint256 public sales;
    uint256 public large;

    constructor(Token token_) {
        token = token_;
    }

    function sell(uint256 amount) external {
        bytes memory name = bytes(token.symbol());
        if (name.length > 4) large += amount;
        sales += 1;
    }

    function reset() external {
        require(sales < 10);
        large = 1;
        sales = 0;
    }
}

/// Has its token do what the model does not know.
contract Permitting {
    Token public immutable token;
    uint256 public sales;

    constructor(Token token_) {
        token = token_;
    }

    function sell() external {
        token.permit(msg.sender, address(this), 1);
        sales += 1;
    }
}
