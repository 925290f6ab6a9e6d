// Fixed text of Foundry tests: the cheat codes they use and their helpers.

/** The cheat codes. */
export const VM = `interface Vm {
    function deal(address account, uint256 balance) external;
    function prank(address sender, address origin) external;
    function roll(uint256 number) external;
    function warp(uint256 timestamp) external;
    function etch(address account, bytes calldata code) external;
    function load(address account, bytes32 slot) external view returns (bytes32);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 kept) external returns (bool);
}
`;

/** Functions of every test; those that it does not call are removed. */
export const HELPERS = `    function _send(address from, address to, uint256 value, bytes memory data) private returns (bool, bytes memory) {
        vm.prank(from, from);
        return to.call{value: value}(data);
    }

    function _sendFor(address origin, address from, address to, uint256 value, bytes memory data)
        private
        returns (bool, bytes memory)
    {
        vm.prank(from, origin);
        return to.call{value: value}(data);
    }

    function _deploy(address from, uint256 value, bytes memory code) private returns (address made, bytes memory reason) {
        vm.prank(from, from);
        assembly {
            made := create(value, add(code, 32), mload(code))
            if iszero(made) {
                reason := mload(0x40)
                mstore(reason, returndatasize())
                returndatacopy(add(reason, 32), 0, returndatasize())
                mstore(0x40, add(add(reason, 32), and(add(returndatasize(), 31), not(31))))
            }
        }
    }

    function _deployAt(address place, address from, uint256 value, bytes memory code) private returns (address, bytes memory) {
        vm.etch(place, code);
        vm.prank(from, from);
        (bool ok, bytes memory runtime) = place.call{value: value}("");
        if (!ok) return (address(0), runtime);
        vm.etch(place, runtime);
        return (place, "");
    }

    function _field(address account, uint256 slot, uint256 offset, uint256 size) private view returns (uint256) {
        return (uint256(vm.load(account, bytes32(slot))) << (256 - 8 * (offset + size))) >> (256 - 8 * size);
    }

    function _entry(uint256 key, uint256 slot) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(key, slot)));
    }

    function _signed(uint256 word, uint256 size) private pure returns (uint256) {
        return uint256(int256(word << (256 - 8 * size)) >> (256 - 8 * size));
    }`;

/** Drops the helpers that a test does not call. */
export function unusedHelpersRemoved(text: string): string {
  let rest = text;
  for (const name of ['_send', '_sendFor', '_deployAt', '_deploy', '_field', '_entry', '_signed']) {
    const uses = rest.split(`${name}(`).length - 1;
    if (uses > 1) continue;
    rest = rest.replace(new RegExp(`    function ${name}\\([\\s\\S]*?\\n    \\}\\n`), '');
  }
  if (!rest.includes('vm.snapshotState()'))
    rest = rest.replace(/ {4}function (snapshotState|revertToState)\([^\n]*\n/g, '');
  // Only some attackers force ether in.
  if (!/^ {12}_force\(/m.test(rest))
    rest = rest
      .replace(/ {4}\/\/\/ Ether that nobody can refuse\.\n {4}function _force\([\s\S]*?\n {4}\}\n/, '')
      .replace(/contract Destroyed \{[\s\S]*?\n\}\n/, '');
  return rest;
}
