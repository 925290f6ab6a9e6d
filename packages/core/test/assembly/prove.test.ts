// Claims about contracts with assembly: what must be proved, and what must not.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver, verdicts } from '../support/prove.js';

afterAll(disposeSolver);

const cases: readonly {
  readonly about: string;
  readonly solidity: string;
  readonly spec: string;
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  {
    about: 'Aave rayMul rounds half up and reverts on overflow only',
    solidity: `contract C {
      uint256 public out;
      function f(uint256 a) external {
        uint256 c;
        assembly {
          if iszero(iszero(gt(a, div(sub(not(0), 500), 3)))) { revert(0, 0) }
          c := div(add(mul(a, 3), 500), 1000)
        }
        out = c;
      }
    }`,
    spec: `contract C from "./C.sol";
      function f(uint256 a) { ensures right: out == (a * 3 + 500) / 1000; ensures wrong: out == a * 3 / 1000; }`,
    expected: { 'f.right': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'an element of a mapping reached by its hash is the element Solidity reaches',
    solidity: `contract C {
      mapping(address => uint256) balances;
      function f(address to, uint256 x) external {
        assembly { mstore(0, to) mstore(0x20, balances.slot) sstore(keccak256(0, 0x40), x) }
      }
    }`,
    spec: `contract C from "./C.sol";
      function f(address to, uint256 x) { ensures right: balances[to] == x; ensures frame: forall (address a) a != to => balances[a] == old(balances[a]); ensures wrong: balances[to] == old(balances[to]); }`,
    expected: { 'f.right': 'proved', 'f.frame': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'a write to any slot leaves nothing proved',
    solidity: `contract C { uint256 x; function f(uint256 slot) external { assembly { sstore(slot, 1) } } }`,
    spec: `contract C from "./C.sol"; invariant untouched: x == 0;`,
    expected: { untouched: 'unknown' },
  },
  {
    about: 'a write to memory that may hit anything leaves nothing proved',
    solidity: `contract C { uint256 x; function f(uint256 p) external { assembly { mstore(p, 1) } x = 0; } }`,
    spec: `contract C from "./C.sol"; invariant untouched: x == 0;`,
    expected: { untouched: 'unknown' },
  },
  {
    about: 'memory that was not written holds anything',
    solidity: `contract C { uint256 x; function f() external { uint256 r; assembly { r := mload(0) } x = r; } }`,
    spec: `contract C from "./C.sol"; function f() { ensures zero: x == 0; }`,
    expected: { 'f.zero': 'notInductive' },
  },
  {
    about:
      'what a pure function makes in memory-safe assembly is not looked into, what it cannot change is kept',
    solidity: `contract C {
      uint256 x; bytes last;
      function text(uint256 n) internal pure returns (bytes memory r) {
        if (n == 7) return "seven";
        assembly ("memory-safe") { r := mload(0x40) let end := add(r, n) mstore(end, 1) mstore(0x40, add(end, 32)) }
      }
      function f(uint256 n) external { last = text(n); x = 5; }
      function g() external { last = text(7); x = last.length; }
    }`,
    spec: `contract C from "./C.sol";
      function f(uint256 n) { ensures kept: x == 5; ensures wrong: x == 6; succeeds if lucky: value == 0; }
      function g() { ensures exact: x == 5; }`,
    expected: {
      'f.kept': 'proved',
      'f.wrong': 'notInductive',
      'f.lucky': 'notInductive',
      'g.exact': 'proved',
    },
  },
  {
    about:
      'assembly that does not say that it is memory-safe leaves nothing proved, nor does one that was given memory; one that ends the call is taken at its word',
    solidity: `contract C {
      uint256 x;
      function any(uint256 n) internal pure returns (bytes memory r) {
        assembly { r := mload(0x40) let end := add(r, n) mstore(end, 1) mstore(0x40, add(end, 32)) }
      }
      function given(bytes memory b, uint256 n) internal pure returns (uint256 r) {
        assembly ("memory-safe") { mstore(add(b, n), 1) r := 1 }
      }
      function leaves(uint256 n) internal pure returns (uint256 r) {
        assembly ("memory-safe") { mstore(add(r, n), 1) return(0, 0) }
      }
      function f(uint256 n) external { any(n); x = 5; }
      function g(uint256 n) external { given("abc", n); x = 5; }
      function h(uint256 n) external { leaves(n); x = 5; }
    }`,
    spec: `contract C from "./C.sol";
      function f(uint256 n) { ensures kept: x == 5; } function g(uint256 n) { ensures kept: x == 5; } function h(uint256 n) { ensures kept: x == 5; }`,
    expected: { 'f.kept': 'unknown', 'g.kept': 'unknown', 'h.kept': 'notInductive' },
  },
];

describe('claims about assembly', () => {
  it.each(cases)(
    '$about',
    async ({ solidity, spec, expected }) => {
      expect(await verdicts(spec, solidity)).toEqual(expected);
    },
    60_000,
  );
});
