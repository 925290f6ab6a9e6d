// Safe and unsafe twins: what must be proved and what must never be. One idea each; real Z3.
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
    about: 'a write through a storage pointer is a write to the variable',
    solidity: `contract C {
      struct S { uint x; uint y; }
      mapping(address => S) m;
      function f(uint v) external { S storage s = m[msg.sender]; s.x = v; require(m[msg.sender].x == s.x); }
    }`,
    spec: `contract C from "./C.sol";
      function f(uint v) { ensures right: m[sender].x == v; ensures frame: m[sender].y == old(m[sender].y); ensures wrong: m[sender].y == v; }`,
    expected: { 'f.right': 'proved', 'f.frame': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'a conditional storage pointer is one of its targets',
    solidity: `contract C {
      struct S { uint x; }
      S a; S b;
      function f(bool c) external { S storage s = c ? a : b; s.x = 7; }
    }`,
    spec: `contract C from "./C.sol";
      function f(bool c) { ensures then: c => a.x == 7 && b.x == old(b.x); ensures otherwise: !c => b.x == 7 && a.x == old(a.x); ensures wrong: a.x == 7; }`,
    expected: { 'f.then': 'proved', 'f.otherwise': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'unchecked arithmetic wraps, checked arithmetic reverts',
    solidity: `contract C {
      uint8 public a; uint8 public b;
      function wrap(uint8 x) external { unchecked { a = x + 1; } }
      function check(uint8 x) external { b = x + 1; }
      function negate(int8 x) external returns (int8) { return -x; }
    }`,
    spec: `contract C from "./C.sol";
      function wrap(uint8 x) { succeeds if never_reverts: value == 0; ensures right: a == (x + 1) % 256; ensures wrong: a == x + 1; }
      function check(uint8 x) { reverts if full: x == 255; ensures right: b == x + 1; succeeds if wrong: value == 0; }
      function negate(int8 x) { reverts if least: x == -128; succeeds if others: x > -128 && value == 0; }`,
    expected: {
      'wrap.never_reverts': 'proved',
      'wrap.right': 'proved',
      'wrap.wrong': 'notInductive',
      'check.full': 'proved',
      'check.right': 'proved',
      'check.wrong': 'notInductive',
      'negate.least': 'proved',
      'negate.others': 'proved',
    },
  },
  {
    about: 'signed division truncates toward zero and the remainder has the sign of the dividend',
    solidity: `contract C {
      int256 public q; int256 public r;
      function f(int256 a, int256 b) external { unchecked { q = a / b; r = a % b; } }
    }`,
    spec: `contract C from "./C.sol";
      function f(int256 a, int256 b) { ensures seven: a == -7 && b == 2 => q == -3 && r == -1; ensures other: a == 7 && b == -2 => q == -3 && r == 1; ensures wrong: a == -7 && b == 2 => q == -4; reverts if zero: b == 0; }`,
    expected: { 'f.seven': 'proved', 'f.other': 'proved', 'f.wrong': 'notInductive', 'f.zero': 'proved' },
  },
  {
    about: 'several modifiers, code after the placeholder, the placeholder twice',
    solidity: `contract C {
      uint public x;
      modifier twice() { _; _; }
      modifier after_() { _; x = x + 100; }
      function f() external after_ twice { x = x + 1; }
    }`,
    spec: `contract C from "./C.sol";
      function f() { ensures right: x == old(x) + 102; ensures wrong: x == old(x) + 101; }`,
    expected: { 'f.right': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'virtual calls and super follow the linearization',
    solidity: `contract A { uint public x; function g() internal virtual { x = x * 2; } function f() external { g(); } }
      contract B is A { function g() internal virtual override { x = x + 1; super.g(); } }
      contract D is A { function g() internal virtual override { x = x + 10; super.g(); } }
      contract C is B, D { function g() internal override(B, D) { super.g(); } }`,
    spec: `contract C from "./C.sol";
      function f() { ensures right: x == (old(x) + 11) * 2; ensures wrong: x == (old(x) + 1) * 2; }`,
    expected: { 'f.right': 'proved', 'f.wrong': 'notInductive' },
  },
  {
    about: 'an outgoing call may re-enter: effects must come first',
    solidity: `contract C {
      mapping(address => uint) credits;
      function deposit() external payable { credits[msg.sender] += msg.value; }
      function good() external { uint c = credits[msg.sender]; credits[msg.sender] = 0; (bool ok,) = msg.sender.call{value: c}(""); require(ok); }
    }
    contract D {
      mapping(address => uint) credits;
      function deposit() external payable { credits[msg.sender] += msg.value; }
      function bad() external { uint c = credits[msg.sender]; (bool ok,) = msg.sender.call{value: c}(""); require(ok); credits[msg.sender] = 0; }
    }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      invariant C.safe: balance(this) >= sum(credits);
      invariant D.unsafe: balance(this) >= sum(credits);`,
    expected: { safe: 'proved', 'D.unsafe': 'notInductive' },
  },
  {
    about: 'a held lock makes functions uncallable because they revert, whatever its name',
    solidity: `contract C {
      mapping(address => uint) credits; bool busy; uint public counter;
      modifier alone() { require(!busy); busy = true; _; busy = false; }
      function deposit() external payable alone { credits[msg.sender] += msg.value; }
      function locked() external alone { uint before = counter; (bool ok,) = msg.sender.call(""); require(ok); require(counter >= before); counter = before; }
      function other() external alone { counter += 1; }
    }
    contract D {
      bool busy; uint public counter;
      modifier alone() { require(!busy); busy = true; _; busy = false; }
      function locked() external alone { (bool ok,) = msg.sender.call(""); require(ok); }
      function other() external { counter += 1; }
    }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      rule C.kept(address a) { uint c = C.counter; C.locked() by a; assert C.counter == c; }
      rule D.changed(address a) { uint c = D.counter; D.locked() by a; assert D.counter == c; }`,
    expected: { kept: 'proved', 'D.changed': 'notInductive' },
  },
  {
    about: 'ether can be forced in, so an exact balance is no invariant',
    solidity: `contract C { mapping(address => uint) credits; function deposit() external payable { credits[msg.sender] += msg.value; } }`,
    spec: `contract C from "./C.sol"; invariant covered: balance(this) >= sum(credits); invariant exact: balance(this) == sum(credits);`,
    expected: { covered: 'proved', exact: 'notInductive' },
  },
  {
    about: 'a call that may go to the contract itself runs its own code with itself as sender',
    solidity: `contract C {
      mapping(address => uint) credits;
      receive() external payable { credits[msg.sender] += msg.value; }
      function pay(address payable to) external { to.transfer(1); }
      function payOther(address payable to) external { require(to != address(this)); to.transfer(1); }
    }
    contract D {
      mapping(address => uint) credits; uint spare;
      receive() external payable { credits[msg.sender] += msg.value; }
      function add() external payable { spare += msg.value; }
      function pay(address payable to) external { require(to != address(this)); spare -= 1; to.transfer(1); }
    }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      invariant C.unsafe: balance(this) >= sum(credits);
      invariant D.safe: balance(this) >= sum(credits) + spare;`,
    expected: { unsafe: 'notInductive', 'D.safe': 'proved' },
  },
  {
    about: 'loops with a constant bound are exact, of others one round stands for all',
    solidity: `contract C {
      uint public x; uint[] list;
      function four() external { x = 0; for (uint i = 0; i < 4; i++) x += i; }
      function all() external { x = 0; for (uint i = 0; i < list.length; i++) { x = 1; } }
      function add(uint v) external { list.push(v); }
    }`,
    spec: `contract C from "./C.sol";
      function four() { ensures right: x == 6; ensures wrong: x == 10; }
      function all() { ensures bounded: x <= 1; ensures wrong: x == 0; }`,
    expected: {
      'four.right': 'proved',
      'four.wrong': 'notInductive',
      'all.bounded': 'proved',
      'all.wrong': 'notInductive',
    },
  },
  {
    about: 'an overloaded event is emitted only where the one with these types is',
    solidity: `contract C {
      event Paid(address to, uint256 amount); event Paid(uint256 amount, address to);
      function f(uint256 x) external { emit Paid(x, msg.sender); }
      function g(uint256 x) external { emit Paid(msg.sender, x); }
    }`,
    spec: `contract C from "./C.sol";
      function f(uint256 x) { emits right: Paid(x, sender); }
      function g(uint256 x) { emits right: Paid(sender, x); emits wrong: Paid(_, 7); }`,
    expected: { 'f.right': 'proved', 'g.right': 'proved', 'g.wrong': 'notInductive' },
  },
  {
    about: 'what is false while unknown code runs is not proved by what it leads to',
    solidity: `contract C {
      uint s = 1; uint sent;
      function f() external { require(s != 2); s = 2; (bool ok, ) = msg.sender.call(""); s = 1; }
      function pay(uint v) external { require(s != 2); sent += v; (bool ok, ) = msg.sender.call(""); }
    }`,
    spec: `contract C from "./C.sol";
      invariant unlocked: s == 1;
      invariant unlocked_between between transactions: s == 1;
      invariant little: sent <= 5;
      function f() { ensures same: sent == old(sent); }`,
    expected: {
      unlocked: 'notInductive',
      unlocked_between: 'proved',
      little: 'notInductive',
      'f.same': 'proved',
    },
  },
  {
    about: 'a claim about nothing is vacuous',
    solidity: `contract C { uint public x; function f() external { revert(); } function g(uint y) external { x = y; } }`,
    spec: `contract C from "./C.sol";
      function f() { ensures anything: x == 5; }
      rule contradiction(uint y) { assume y > 5; assume y * 2 < 6; g(y); assert x == 77; }`,
    expected: { 'f.anything': 'vacuous', contradiction: 'vacuous' },
  },
  {
    about: 'a lemma carries a proof only when it is proved itself',
    solidity: `contract C { uint public a; uint public b; function up() external { a += 1; b += 1; } function set(uint v) external { b = v; } }`,
    spec: `contract C from "./C.sol";
      invariant same: a == b;
      invariant ordered: a <= b using same;`,
    expected: { same: 'notInductive', ordered: 'unknown' },
  },
  {
    about: 'array bounds, push and pop',
    solidity: `contract C {
      uint[] list;
      function add(uint v) external { list.push(v); }
      function drop() external { list.pop(); }
      function set(uint i, uint v) external { list[i] = v; }
    }`,
    spec: `contract C from "./C.sol";
      function add(uint v) { ensures longer: list.length == old(list.length) + 1; ensures last: list[list.length - 1] == v; }
      function drop() { reverts if empty: list.length == 0; ensures shorter: list.length == old(list.length) - 1; }
      function set(uint i, uint v) { reverts if outside: i >= list.length; ensures there: list[i] == v; ensures wrong: list[0] == v; }`,
    expected: {
      'add.longer': 'proved',
      'add.last': 'proved',
      'drop.empty': 'proved',
      'drop.shorter': 'proved',
      'set.outside': 'proved',
      'set.there': 'proved',
      'set.wrong': 'notInductive',
    },
  },
  {
    about: 'what is not modeled makes exactly the claims that reach it unknown',
    solidity: `contract C { uint public x; uint public y;
      function f() external { assembly { sstore(gas(), 5) } }
      function g() external { y = 1; } }`,
    spec: `contract C from "./C.sol";
      function f() { ensures reached: y == old(y); }
      function g() { ensures apart: y == 1; }`,
    expected: { 'f.reached': 'unknown', 'g.apart': 'proved' },
  },
  {
    about: 'sums go through structs, nested mappings with a fixed key, and delete',
    solidity: `contract C {
      struct P { uint debt; bool open; }
      mapping(address => P) positions; uint total;
      mapping(address => mapping(address => uint)) shares; mapping(address => uint) pool;
      function borrow(uint v) external { positions[msg.sender].debt += v; total += v; }
      function forgive() external { total -= positions[msg.sender].debt; delete positions[msg.sender]; }
      function join(address t, uint v) external { P storage p = positions[msg.sender]; p.open = true; shares[t][msg.sender] += v; pool[t] += v; }
      function move(address t, address to, uint v) external { shares[t][msg.sender] -= v; shares[t][to] += v; }
    }
    contract D {
      struct P { uint debt; bool open; }
      mapping(address => P) positions; uint total;
      function borrow(uint v) external { positions[msg.sender].debt += v; total += v; }
      function forgive() external { delete positions[msg.sender]; }
    }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      invariant debts: total == sum(positions[u].debt for u);
      invariant pools(address t): pool[t] == sum(shares[t][a] for a);
      invariant capped(address u): positions[u].debt <= total using debts;
      invariant D.debts: total == sum(positions[u].debt for u);`,
    expected: { debts: 'proved', pools: 'proved', capped: 'proved', 'D.debts': 'notInductive' },
  },
  {
    about: 'a failed low-level call is rolled back and its failure can be ignored',
    solidity: `contract C {
      mapping(address => uint) credits;
      function deposit() external payable { credits[msg.sender] += msg.value; }
      function send(address payable to, uint v) external { credits[msg.sender] -= v; bool ok = to.send(v); if (!ok) credits[msg.sender] += v; }
    }
    contract D {
      mapping(address => uint) credits;
      function deposit() external payable { credits[msg.sender] += msg.value; }
      function send(address payable to, uint v) external { credits[msg.sender] -= v; to.send(v); }
    }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      invariant solvent: balance(this) >= sum(credits);
      function send(address to, uint v) { ensures kept: credits[sender] == old(credits[sender]) || balance(this) == old(balance(this)) - v || to == this; }
      function D.send(address to, uint v) { ensures lost: credits[sender] == old(credits[sender]) || balance(this) == old(balance(this)) - v || to == this; }`,
    expected: { solvent: 'proved', 'send.kept': 'proved', 'D.send.lost': 'notInductive' },
  },
  {
    about: 'immutables keep the value of the constructor, constants their own',
    solidity: `contract C {
      uint immutable cap; uint constant STEP = 2 * 5; uint public used;
      constructor(uint c) { require(c < 1000); cap = c; }
      function use() external { used += STEP; require(used <= cap); }
    }`,
    spec: `contract C from "./C.sol";
      invariant small: cap < 1000;
      invariant within: used <= cap && used < 1000 using small;
      invariant wrong: used < 900 using small;
      function use() { ensures step: used == old(used) + STEP; }`,
    expected: { small: 'proved', within: 'proved', wrong: 'notInductive', 'use.step': 'proved' },
  },
  {
    about: 'memory references alias, storage copies do not',
    solidity: `contract C {
      struct S { uint x; uint y; }
      S s; uint public r;
      function alias_() external { S memory a = s; S memory b = a; b.x = 5; r = a.x; }
      function copy_() external { S memory a = s; a.x = 5; r = s.x; }
      function array_(uint[] calldata v) external { uint[] memory a = v; uint[] memory b = a; if (v.length > 1) { b[0] = 9; r = a[0]; } }
    }`,
    spec: `contract C from "./C.sol";
      function alias_() { ensures shared: r == 5; }
      function copy_() { ensures apart: r == s.x && s.x == old(s.x); ensures wrong: r == 5; }`,
    expected: { 'alias_.shared': 'proved', 'copy_.apart': 'proved', 'copy_.wrong': 'notInductive' },
  },
  {
    about: 'a division or an index in a claim must be defined, never discarded',
    solidity: `contract C { uint public a; uint public b; uint[] list; function set(uint x, uint y) external { a = x; b = y; } }`,
    spec: `contract C from "./C.sol";
      invariant partial: a / b >= 0;
      invariant guarded: b != 0 => a / b >= 0;
      invariant outside: list[3] >= 0;`,
    expected: { partial: 'notInductive', guarded: 'proved', outside: 'notInductive' },
  },
  {
    about: 'a clause over an unknown callee: it may refuse, and what it returns is arbitrary',
    solidity: `interface Oracle { function price() external view returns (uint); }
    contract C {
      Oracle oracle; uint public last; uint public twice;
      constructor(Oracle o) { oracle = o; }
      function read() external { last = oracle.price(); twice = oracle.price(); }
    }`,
    spec: `contract C from "./C.sol";
      function read() { succeeds if wrong: value == 0; ensures same: last == twice; ensures any_: last >= 0; }`,
    expected: { 'read.wrong': 'notInductive', 'read.same': 'notInductive', 'read.any_': 'proved' },
  },
  {
    about: 'that the owner sends a transaction in one rule says nothing of the owner in another claim',
    solidity: `contract C {
      address public owner; mapping(address => uint) credits;
      constructor(address o) { owner = o; }
      receive() external payable { credits[msg.sender] += msg.value; }
      function pay() external { credits[msg.sender] -= 1; payable(owner).transfer(1); }
      function poke() external {}
    }`,
    spec: `contract C from "./C.sol";
      rule poked { address before = owner; poke() by owner; assert owner == before; }
      invariant none: credits[this] == 0;`,
    expected: { poked: 'proved', none: 'notInductive' },
  },
  {
    about: 'arrays of structs of any length may be arguments, also of a constructor',
    solidity: `contract C {
      struct S { uint a; uint b; }
      uint public x; uint public y;
      function f(S[] calldata s) external { x = s.length; }
      function g() external { y = 3; }
    }
    contract D { struct S { uint a; } uint public y; constructor(S[] memory s) { y = s.length; } function up() external { y = 1; } }`,
    spec: `contract C from "./C.sol"; contract D from "./C.sol";
      invariant reached: x >= 0;
      function g() { ensures apart: y == 3; }
      invariant D.built: y >= 0;
      function D.up() { ensures after_: y == 1; }`,
    expected: { reached: 'proved', 'g.apart': 'proved', 'D.built': 'proved', 'D.up.after_': 'proved' },
  },
  {
    about: 'an internal function named in a claim is the most derived one',
    solidity: `contract A { uint x; function part(uint v) internal view virtual returns (uint) { return v + x; }
      function base(uint v) external view returns (uint) { return part(v); } }
    contract C is A { function part(uint v) internal view override returns (uint) { return super.part(v) * 2; } function set() external { x = 1; } }`,
    spec: `contract C from "./C.sol";
      function set() { ensures derived: part(4) == 10; ensures wrong: part(4) == 5; }`,
    expected: { 'set.derived': 'proved', 'set.wrong': 'notInductive' },
  },
  {
    about: 'delegatecall to unknown code is not modeled',
    solidity: `contract C { uint public x; function f(address a) external { (bool ok,) = a.delegatecall(""); require(ok); } function g() external { x = 1; } }`,
    spec: `contract C from "./C.sol"; invariant any_: x >= 0; invariant zero: x <= 1;`,
    expected: { any_: 'unknown', zero: 'unknown' },
  },
];

describe('soundness twins', () => {
  it.each(twins)('$about', async ({ spec, solidity, expected }) => {
    expect(await verdicts(spec, solidity)).toEqual(expected);
  });
});
