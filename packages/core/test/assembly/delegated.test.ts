// Delegated code: proved on the storage of the caller where both layouts agree, refused where they do not.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver, verdicts } from '../support/prove.js';

afterAll(disposeSolver);

const SPEC = `contract C from "./C.sol"; contract Impl from "./C.sol"; link C.impl to Impl;`;

/** A contract that hands `set` to its implementation, which has the given variables. */
function pair(own: string, theirs: string, body: string): string {
  return `contract C { address impl; ${own}
      constructor(address i) { impl = i; }
      function set(uint256 n) external { (bool ok, ) = impl.delegatecall(abi.encodeCall(Impl.set, (n))); require(ok); } }
    contract Impl { ${theirs} function set(uint256 n) external { ${body} } }`;
}

const FORWARDS = `fallback() external payable { address to = impl; assembly {
  calldatacopy(0, 0, calldatasize())
  let ok := delegatecall(gas(), to, 0, calldatasize(), 0, 0)
  returndatacopy(0, 0, returndatasize())
  switch ok case 0 { revert(0, returndatasize()) } default { return(0, returndatasize()) } } }`;

const cases: readonly {
  readonly about: string;
  readonly solidity: string;
  readonly claims: string;
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  {
    about: 'variables are the same by place, not by name',
    solidity: pair(
      'uint128 low; uint128 high; mapping(address => uint256) m;',
      'address a; uint128 x; uint128 y; mapping(address => uint256) entries;',
      'require(n < 10); y = uint128(n); entries[msg.sender] = n;',
    ),
    claims: 'invariant low0: C.low == 0; invariant high9: C.high < 10; invariant high8: C.high < 9;',
    expected: { low0: 'proved', high9: 'proved', high8: 'notInductive' },
  },
  {
    about: 'the code sees its caller and the address of the storage, and keeps its immutables',
    solidity: `contract C { address impl; address who; address self; uint256 k; constructor(address i) { impl = i; }
      function set() external { (bool ok, ) = impl.delegatecall(abi.encodeCall(Impl.set, ())); require(ok); } }
      contract Impl { address i; address w; address s; uint256 k; uint256 immutable seven = 7;
        function set() external { w = msg.sender; s = address(this); k = seven; } }`,
    claims: `function C.set() { ensures caller: C.who == sender; ensures place: C.self == C; ensures wrong: C.self == Impl;
      ensures own: C.k == Impl.seven; }`,
    expected: {
      'set.caller': 'proved',
      'set.place': 'proved',
      'set.wrong': 'notInductive',
      'set.own': 'proved',
    },
  },
  {
    about: 'a variable that the caller does not declare lies in its storage all the same',
    solidity: pair('', 'address a; uint256 hidden;', 'hidden = n;'),
    claims:
      'function C.set(uint256 n) { ensures kept: C.impl == old(C.impl); succeeds if paid: value == 0; }',
    expected: { 'set.kept': 'proved', 'set.paid': 'proved' },
  },
  {
    about: 'another type at the same slot is refused',
    solidity: pair('uint256 x;', 'address a; address b;', 'b = address(uint160(n));'),
    claims: 'invariant x0: C.x == 0;',
    expected: { x0: 'unknown' },
  },
  {
    about: 'another offset in the same slot is refused',
    solidity: pair('uint128 x;', 'address a; uint64 p; uint64 q;', 'q = uint64(n);'),
    claims: 'invariant x0: C.x == 0;',
    expected: { x0: 'unknown' },
  },
  {
    about: 'code that is not linked is refused',
    solidity: `contract C { uint256 x; function run(address to) external { (bool ok, ) = to.delegatecall(""); require(ok); } }
      contract Impl { }`,
    claims: 'invariant x0: C.x == 0;',
    expected: { x0: 'unknown' },
  },
  {
    about: 'a fallback that hands on its call runs any function of the implementation',
    solidity: `contract C { address impl; uint256 x; uint256 y; constructor(address i) { impl = i; } ${FORWARDS} }
      contract Impl { address i; uint256 x; uint256 y;
        function up(uint256 n) external { require(n < 5); x = n; }
        function pay() external payable { y = msg.value; } }`,
    claims: 'invariant x4: C.x <= 4; invariant x3: C.x <= 3; invariant y0: C.y == 0;',
    expected: { x4: 'proved', x3: 'notInductive', y0: 'notInductive' },
  },
];

describe('claims about delegated code', () => {
  it.each(cases)(
    '$about',
    async ({ solidity, claims, expected }) => {
      const links = solidity.includes('impl');
      const spec = links ? SPEC : SPEC.replace(/link.*;/, '');
      expect(await verdicts(`${spec}\n${claims}`, solidity)).toEqual(expected);
    },
    60_000,
  );
});
