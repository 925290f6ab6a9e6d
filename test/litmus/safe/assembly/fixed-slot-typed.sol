// A slot at a constant takes the type of what is stored to it, so its reads are clean.
pragma solidity ^0.8.20;

// expect: proved

contract Proxyish {
    bytes32 constant ADMIN = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;
    bytes32 constant OPEN = keccak256("open");
    bytes32 constant TAG = keccak256("tag");

    constructor() {
        setAdmin(msg.sender);
    }

    function setAdmin(address next) internal {
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

    function changeAdmin(address next) external {
        require(msg.sender == admin() && next != address(0));
        setAdmin(next);
        assert(admin() == next);
    }

    function set(bool open, bytes4 tag) external {
        bytes32 place = OPEN;
        bytes32 tagPlace = TAG;
        bool was;
        assembly {
            was := sload(place)
            sstore(place, open)
            sstore(tagPlace, tag)
        }
        bytes4 now_;
        bool is_;
        assembly {
            is_ := sload(place)
            now_ := sload(tagPlace)
        }
        assert(is_ == open);
        assert(now_ == tag);
    }
}
