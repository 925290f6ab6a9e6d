// A slot that gets an address in one place and any word in another has no one type: reading it as an address may be dirty.
pragma solidity ^0.8.20;

contract Mixed {
    bytes32 constant PLACE = keccak256("place");

    function setAddress(address next) external {
        bytes32 slot = PLACE;
        assembly {
            sstore(slot, next)
        }
    }

    function setWord(uint256 next) external {
        bytes32 slot = PLACE;
        assembly {
            sstore(slot, next)
        }
    }

    function check() external view {
        bytes32 slot = PLACE;
        address found;
        assembly {
            found := sload(slot)
        }
        assert(uint160(found) < 2 ** 160); // expect: unknown
    }
}
