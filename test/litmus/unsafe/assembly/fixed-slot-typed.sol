// The slot of the admin is written by anybody; the claim about it is judged on the slot as the EVM left it.
pragma solidity ^0.8.20;

contract Proxyish {
    bytes32 constant ADMIN = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;
    address immutable first;

    constructor() {
        first = msg.sender;
        set(msg.sender);
    }

    function set(address next) public {
        bytes32 slot = ADMIN;
        assembly {
            sstore(slot, next)
        }
    }

    function admin() public view returns (address adm) {
        bytes32 slot = ADMIN;
        assembly {
            adm := sload(slot)
        }
    }

    function check() external view {
        assert(admin() == first); // expect: violated
    }
}
