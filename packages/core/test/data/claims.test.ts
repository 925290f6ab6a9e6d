// What is proved, and what is not, about data: safe and unsafe twins with real Z3.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver, verdicts } from '../support/prove.js';

afterAll(disposeSolver);

const twins: readonly {
  readonly about: string;
  readonly solidity: string;
  readonly spec: string;
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  {
    about: 'a written byte is read back, the others stay',
    solidity: `contract C { uint public x; uint public y;
      function f(uint n, uint i, uint j) external { bytes memory b = new bytes(n); b[i] = 0x07; x = uint8(b[i]); y = uint8(b[j]); } }`,
    spec: `contract C from "./C.sol";
      function f(uint n, uint i, uint j) { reverts if outside: i >= n; ensures read: x == 7; ensures other: i != j => y == 0; ensures wrong: y == 0; }`,
    expected: { 'f.outside': 'proved', 'f.read': 'proved', 'f.other': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'bytes that others may refer to are not written as if they were alone',
    solidity: `contract C { uint public x; struct S { bytes d; }
      function f() external { bytes memory b = new bytes(1); bytes memory c = b; b[0] = 0x01; x = uint8(c[0]); }
      function touch(bytes memory p) internal pure { p[0] = 0x01; }
      function g() external { bytes memory b = new bytes(1); touch(b); x = uint8(b[0]); }
      function same(bytes memory p) internal pure returns (bytes memory) { return p; }
      function h() external { bytes memory b = new bytes(1); bytes memory c = same(b); c[0] = 0x01; x = uint8(b[0]); }
      function k() external { bytes memory b = new bytes(1); S memory s = S(b); b[0] = 0x01; x = uint8(s.d[0]); } }`,
    spec: `contract C from "./C.sol";
      function f() { ensures wrong: x == 0; } function g() { ensures wrong: x == 0; }
      function h() { ensures wrong: x == 0; } function k() { ensures wrong: x == 0; }`,
    expected: { 'f.wrong': 'unknown', 'g.wrong': 'unknown', 'h.wrong': 'unknown', 'k.wrong': 'unknown' },
  },
  {
    about: 'bytes in storage grow and shrink by one',
    solidity: `contract C { bytes data; uint public n; uint public last;
      function push(bytes1 v) external { data.push(v); n = data.length; last = uint8(data[n - 1]); }
      function both(bytes1 v) external { n = data.length; data.push(v); data.pop(); n = data.length - n; }
      function pop() external { data.pop(); } }`,
    spec: `contract C from "./C.sol";
      function push(bytes1 v) { ensures length: n >= 1; ensures wrong: n == old(n) + 1; }
      function both(bytes1 v) { ensures back: n == 0; }`,
    expected: { 'push.length': 'proved', 'push.wrong': 'notInductive', 'both.back': 'proved' },
  },
  {
    about: 'what was encoded is decoded',
    solidity: `contract C { struct S { uint a; address b; } uint public x; uint public y;
      function f(uint a, address b) external { (uint c, S memory s) = abi.decode(abi.encode(a, S(a, b)), (uint, S)); x = c; y = s.a; }
      function g(uint a, bytes calldata d) external { bytes memory e = abi.encodePacked(a, d); x = e.length - d.length; bytes memory r = bytes.concat(bytes4(0x01020304), d); y = r.length; } }`,
    spec: `contract C from "./C.sol";
      function f(uint a, address b) { ensures first: x == a; ensures second: y == a; ensures wrong: y == a + 1; succeeds if always: value == 0; }
      function g(uint a, bytes d) { ensures length: x == 32; ensures wrong: y == 4; }`,
    expected: {
      'f.first': 'proved',
      'f.second': 'proved',
      'f.wrong': 'notInductive',
      'f.always': 'proved',
      'g.length': 'proved',
      'g.wrong': 'notInductive',
    },
  },
  {
    about: 'hashes of encodings are told apart by what they encode, computed ones too',
    solidity: `contract C { mapping(bytes32 => uint) public m; bytes32 constant ONE = keccak256(abi.encode(uint(1)));
      function f(uint a, uint b) external { bytes32 k = keccak256(abi.encode(a)); bytes32 l = keccak256(abi.encode(b)); m[k] = 1; m[l] = 2; m[k] += 0; require(a == b || m[k] == 1); }
      function g(uint a) external { m[ONE] = 5; m[keccak256(abi.encode(a))] = 6; require(a == 1 || m[ONE] == 5, "no"); }
      function h(string calldata a, string calldata b, string calldata c) external { m[keccak256(abi.encodePacked(a, b))] = 1; m[keccak256(abi.encodePacked(c, a))] = 2; require(m[keccak256(abi.encodePacked(a, b))] == 1); } }`,
    spec: `contract C from "./C.sol";
      function f(uint a, uint b) { succeeds if apart: value == 0; }
      function g(uint a) { succeeds if apart: value == 0; }
      function h(string a, string b, string c) { succeeds if wrong: value == 0; }`,
    expected: { 'f.apart': 'proved', 'g.apart': 'proved', 'h.wrong': 'notInductive' },
  },
  {
    about: 'structs in a memory array of any length are different objects',
    solidity: `contract C { struct S { uint a; uint b; } uint public x; uint public y;
      function f(uint n, uint i, uint j) external { S[] memory p = new S[](n); p[i].a = 5; p[j].b = 6; x = p[j].a; y = p[i].b; }
      function g(uint n, uint i, uint j) external { S[] memory p = new S[](n); p[i] = p[j]; p[i].a = 5; x = p[j].a; }
      function h(S[] calldata p, uint i) external { x = p[i].a; y = p[i].a; }
      function k(S[] calldata p) external { S[] memory q = p; q[0].a = 3; x = p[0].a; y = q[0].a; } }`,
    spec: `contract C from "./C.sol";
      function f(uint n, uint i, uint j) { ensures zero: i != j => x == 0 && y == 0; ensures same: i == j => x == 5 && y == 6; ensures wrong: x == 0; reverts if outside: i >= n; }
      function g(uint n, uint i, uint j) { ensures shared: x == 5; ensures wrong: x == 0; }
      function h(S[] p, uint i) { ensures same: x == y; ensures wrong: x == 0; }
      function k(S[] p) { ensures copy: y == 3; ensures wrong: x == 3; }`,
    expected: {
      'f.zero': 'proved',
      'f.same': 'proved',
      'f.wrong': 'notInductive',
      'f.outside': 'proved',
      'g.shared': 'proved',
      'g.wrong': 'notInductive',
      'h.same': 'proved',
      'h.wrong': 'notInductive',
      'k.copy': 'proved',
      'k.wrong': 'notInductive',
    },
  },
  {
    about: 'a branch that writes to a lazily created object does not write for the other branch',
    solidity: `contract C { struct S { uint a; } uint public x;
      function f(uint n, uint i, bool c) external { S[] memory p = new S[](n); if (c) { p[i].a = 5; } x = p[i].a; } }`,
    spec: `contract C from "./C.sol";
      function f(uint n, uint i, bool c) { ensures right: x == (c ? 5 : 0); ensures wrong: x == 5; }`,
    expected: { 'f.right': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'an external function value calls what it names',
    solidity: `contract C { uint public x; function() external g; address to; bytes4 s;
      function one() external { x = 1; } function two() external { x = 2; }
      function f(bool c) external { function() external h = c ? this.one : this.two; h(); }
      function k() external { x = 3; g(); }
      function set(function() external h) external { g = h; } }`,
    spec: `contract C from "./C.sol";
      function f(bool c) { ensures named: x == (c ? 1 : 2); ensures wrong: x == 1; }
      function k() { ensures wrong: x == 3; }`,
    expected: { 'f.named': 'proved', 'f.wrong': 'notInductive', 'k.wrong': 'notInductive' },
  },
  {
    about: 'a quiet constructor changes nothing here; another one may do anything that is open to anyone',
    solidity: `contract Q { uint v; constructor(uint a) payable { v = a; } } interface I { function back() external; }
      contract L { constructor(I i) { i.back(); } }
      contract C { uint public x; uint public kept; address public made;
      function back() external { x = 9; }
      function f(uint a) external payable { x = 1; made = address(new Q{value: msg.value}(a)); }
      function g() external { x = 1; kept = 2; made = address(new L(I(address(this)))); } }`,
    spec: `contract C from "./C.sol";
      function f(uint a) { ensures quiet: x == 1; ensures fresh: made != C && made != sender; ensures paid: C.balance >= old(C.balance); }
      function g() { ensures wrong: x == 1; ensures kept: kept == 2; }`,
    expected: {
      'f.quiet': 'proved',
      'f.fresh': 'proved',
      'f.paid': 'proved',
      'g.wrong': 'notInductive',
    },
  },
  {
    about: 'a catch clause knows what a linked callee reverts with',
    solidity: `contract C { uint public x;
      function t(uint n) external pure { if (n == 1) revert("one"); if (n == 2) assert(false); if (n == 3) revert(); }
      function f(uint n) external { try this.t(n) { x = 0; } catch Error(string memory r) { x = bytes(r).length; } catch Panic(uint c) { x = c + 100; } catch (bytes memory d) { x = d.length + 1000; } } }`,
    spec: `contract C from "./C.sol";
      function f(uint n) { ensures fine: n == 0 || n > 3 => x == 0; ensures text: n == 1 => x == 3; ensures panic: n == 2 => x == 101; ensures nothing: n == 3 => x == 1000; ensures wrong: x == 0; }`,
    expected: {
      'f.fine': 'proved',
      'f.text': 'proved',
      'f.panic': 'proved',
      'f.nothing': 'proved',
      'f.wrong': 'notInductive',
    },
  },
  {
    about: 'a low-level call with data that is written out runs the function it names',
    solidity: `contract C { uint public x;
      function set(uint v) external returns (uint) { x = v; return v + 1; }
      function f(uint v) external { (bool ok, bytes memory r) = address(this).call(abi.encodeCall(this.set, (v))); require(ok); x += abi.decode(r, (uint)); } }`,
    spec: `contract C from "./C.sol";
      function f(uint v) { ensures both: x == 2 * v + 1; ensures wrong: x == v; }`,
    expected: { 'f.both': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'a public library function runs on the storage of its caller, with copies of memory arguments',
    solidity: `library L { struct S { uint v; uint[] l; }
      function add(S storage s, uint n) external returns (uint) { s.v = s.v + n; s.l.push(n); return s.v; }
      function touch(uint[] memory p) external pure returns (uint) { p[0] = 9; return p[0]; } }
    contract C { using L for L.S; L.S s; uint public x; uint public y;
      function f(uint n) external { x = s.add(n); }
      function g() external { uint[] memory p = new uint[](1); x = L.touch(p); y = p[0]; } }`,
    spec: `contract C from "./C.sol";
      function f(uint n) { ensures added: s.v == old(s.v) + n && x == s.v; ensures wrong: s.v == old(s.v); }
      function g() { ensures copy: x == 9 && y == 0; ensures wrong: y == 9; }`,
    expected: {
      'f.added': 'proved',
      'f.wrong': 'notInductive',
      'g.copy': 'proved',
      'g.wrong': 'notInductive',
    },
  },
  {
    about: 'a slice of an array holds the elements between its ends, or reverts',
    solidity: `contract C { uint public x; uint public y;
      function f(uint[] calldata l, uint i) external { uint[] calldata m = l[i:]; y = m.length; }
      function g(uint[2] calldata p) external { uint[] memory l = new uint[](2); l[0] = p[0]; l[1] = p[1]; this.h(l); }
      function h(uint[] calldata l) external { uint[] memory m = l[1:2]; x = m[0]; y = l[1]; } }`,
    spec: `contract C from "./C.sol";
      function f(uint[] l, uint i) { ensures wrong: y == 0; }
      function g(uint[2] p) { ensures same: x == y; ensures wrong: x == 0; }`,
    expected: { 'f.wrong': 'notInductive', 'g.same': 'proved', 'g.wrong': 'notInductive' },
  },
];

describe('claims about data', () => {
  it.each(twins)('$about', async ({ solidity, spec, expected }) => {
    expect(await verdicts(spec, solidity)).toMatchObject(expected);
  });
});
