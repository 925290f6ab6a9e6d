// The standard ERC-20 token that `assume token is ERC20` stands for, as Solidity: it is lowered, linked and replayed
// like any contract. No fee, no callback, no rebase; refusals are those of OpenZeppelin.

/**
 * Source text of the model. `mint` by anyone stands for any issuance (no balance ever exceeds what a word holds), `burn`
 * for any redemption by the holder; what the deployer has at first stands for what happened before. Every compiler from 0.5 on gives it the same meaning.
 */
export const ERC20_MODEL = `// SPDX-License-Identifier: MIT
pragma solidity >=0.5.0;

contract ERC20 {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    uint256 public totalSupply;
    uint8 public decimals;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint8 decimals_, uint256 supply, address spender) public {
        decimals = decimals_;
        totalSupply = supply;
        balanceOf[msg.sender] = supply;
        allowance[msg.sender][spender] = supply;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff) {
            require(amount <= allowed, "ERC20: insufficient allowance");
            allowance[from][msg.sender] = allowed - amount;
        }
        move(from, to, amount);
        return true;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        require(spender != address(0), "ERC20: approve to the zero address");
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function mint(address to, uint256 amount) external {
        require(to != address(0), "ERC20: mint to the zero address");
        require(
            amount <= 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff - totalSupply,
            "ERC20: too many tokens"
        );
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function burn(uint256 amount) external {
        require(amount <= balanceOf[msg.sender], "ERC20: burn amount exceeds balance");
        balanceOf[msg.sender] -= amount;
        totalSupply -= amount;
        emit Transfer(msg.sender, address(0), amount);
    }

    function move(address from, address to, uint256 amount) private {
        require(from != address(0), "ERC20: transfer from the zero address");
        require(to != address(0), "ERC20: transfer to the zero address");
        require(amount <= balanceOf[from], "ERC20: transfer amount exceeds balance");
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}
`;
