// The standard ERC-721 token that `assume nft is ERC721` stands for, as Solidity. Refusals are those of OpenZeppelin; a
// safe transfer asks the receiver, which may run any code, as the standard says.

/** Source text of the model. `mint` of a new token to anyone stands for any issuance, `burn` for any redemption by its owner. */
export const ERC721_MODEL = `// SPDX-License-Identifier: MIT
pragma solidity >=0.8.1;

interface ERC721Receiver {
    function onERC721Received(address operator, address from, uint256 id, bytes calldata data)
        external returns (bytes4);
}

contract ERC721 {
    mapping(uint256 => address) private owners;
    mapping(address => uint256) private balances;
    mapping(uint256 => address) private approved;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event Transfer(address indexed from, address indexed to, uint256 indexed id);
    event Approval(address indexed owner, address indexed approved, uint256 indexed id);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    function ownerOf(uint256 id) public view returns (address) {
        require(owners[id] != address(0), "ERC721: no such token");
        return owners[id];
    }

    function balanceOf(address owner) external view returns (uint256) {
        require(owner != address(0), "ERC721: the zero address owns nothing");
        return balances[owner];
    }

    function getApproved(uint256 id) external view returns (address) {
        require(owners[id] != address(0), "ERC721: no such token");
        return approved[id];
    }

    function approve(address to, uint256 id) external {
        address owner = ownerOf(id);
        require(msg.sender == owner || isApprovedForAll[owner][msg.sender], "ERC721: not the owner");
        approved[id] = to;
        emit Approval(owner, to, id);
    }

    function setApprovalForAll(address operator, bool allowed) external {
        require(operator != address(0), "ERC721: approve to the zero address");
        isApprovedForAll[msg.sender][operator] = allowed;
        emit ApprovalForAll(msg.sender, operator, allowed);
    }

    function transferFrom(address from, address to, uint256 id) external {
        move(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external {
        move(from, to, id);
        ask(from, to, id, "");
    }

    function safeTransferFrom(address from, address to, uint256 id, bytes calldata data) external {
        move(from, to, id);
        ask(from, to, id, data);
    }

    function mint(address to, uint256 id) external {
        require(to != address(0), "ERC721: mint to the zero address");
        require(owners[id] == address(0), "ERC721: token exists");
        unchecked { balances[to] += 1; }
        owners[id] = to;
        emit Transfer(address(0), to, id);
    }

    function burn(uint256 id) external {
        require(msg.sender == ownerOf(id), "ERC721: not the owner");
        unchecked { balances[msg.sender] -= 1; }
        owners[id] = address(0);
        approved[id] = address(0);
        emit Transfer(msg.sender, address(0), id);
    }

    function move(address from, address to, uint256 id) private {
        require(to != address(0), "ERC721: transfer to the zero address");
        require(ownerOf(id) == from, "ERC721: transfer from another than the owner");
        require(
            msg.sender == from || isApprovedForAll[from][msg.sender] || approved[id] == msg.sender,
            "ERC721: not allowed"
        );
        approved[id] = address(0);
        unchecked {
            balances[from] -= 1;
            balances[to] += 1;
        }
        owners[id] = to;
        emit Transfer(from, to, id);
    }

    function ask(address from, address to, uint256 id, bytes memory data) private {
        require(to != address(this), "ERC721: the token is no receiver");
        if (to.code.length == 0) return;
        require(
            ERC721Receiver(to).onERC721Received(msg.sender, from, id, data) == ERC721Receiver.onERC721Received.selector,
            "ERC721: receiver refuses"
        );
    }
}
`;
