// Writes random well-typed Solidity programs over the supported language. Every choice comes from `Choices`, so a seed is a
// program.
import { literal } from './program-expression.js';
import { ENABLED, FEATURES } from './program-features.js';
import { peerText } from './program-peers.js';
import { block, returnText } from './program-statement.js';
import {
  type Callable,
  FIELDS,
  INTEGERS,
  type Local,
  type Scope,
  scalar,
  type Writer,
} from './program-writer.js';
import { type Choices, pick } from './random.js';

/** A program: contract `P` with bases, and with peers Q and R when that feature is in use. */
export function generateProgram(choices: Choices, features: ReadonlySet<string> = ENABLED): string {
  const used = FEATURES.filter((feature) => features.has(feature.name));
  const peers = features.has('peers');
  const state = Array.from(
    { length: 2 + choices.below(3) },
    (_, i) => [`u${i}`, pick(choices, INTEGERS)] as const,
  );
  const keyType: string = pick(choices, ['uint256', 'uint8', 'address', 'int8', 'bytes4']);
  const w: Writer = {
    choices,
    features,
    key: keyType,
    state: [
      ...state,
      ['flag', 'bool'],
      ['mode', 'E'],
      ['owner', 'address'],
      ['tag', 'bytes4'],
      ['total', 'uint256'],
    ],
    next: 0,
    budget: 26,
  };
  const constructorScope: Scope = {
    locals: [{ name: 'start', type: 'uint256' }],
    functions: [],
    results: [],
    inLoop: false,
    unchecked: false,
  };
  const declarations = state.map(([name, type]) =>
    choices.below(3) === 0 ? `  ${type} public ${name} = ${literal(w, type)};` : `  ${type} public ${name};`,
  );
  const body = (scope: Scope, most: number): string => block(w, scope, most).join('\n    ');
  const hookScope = (more: readonly Local[] = []): Scope => ({
    locals: [{ name: 'x', type: 'uint256' }, ...more],
    functions: [],
    results: ['uint256'],
    inLoop: false,
    unchecked: false,
  });
  const functions: Callable[] = [];
  const texts: string[] = [];
  const internals = 1 + choices.below(3);
  for (let i = 0; i < internals; i++) {
    const callable: Callable = {
      name: `inner${i}`,
      parameters: Array.from({ length: choices.below(3) }, () => scalar(w)),
      results: Array.from({ length: 1 + choices.below(2) }, () => scalar(w)),
    };
    w.budget = 7;
    texts.push(functionText(w, callable, 'internal', functions, []));
    functions.push(callable);
  }
  const hook: Callable = { name: 'hook', parameters: ['uint256'], results: ['uint256'] };
  functions.push(hook);
  const externals = 1 + choices.below(3);
  for (let i = 0; i < externals; i++) {
    const callable: Callable = {
      name: `run${i}`,
      parameters: Array.from({ length: choices.below(4) }, () =>
        choices.below(4) === 0
          ? pick(choices, ['S memory', 'uint256[] memory', 'S calldata', 'uint256[] calldata'])
          : scalar(w),
      ),
      results: Array.from({ length: choices.below(3) }, () => scalar(w)),
    };
    const modifiers =
      choices.below(3) === 0
        ? [pick(choices, ['guard(30)', 'twice', 'maybe', 'guard(type(uint256).max) twice'])]
        : [];
    w.budget = 14;
    texts.push(
      functionText(
        w,
        callable,
        choices.below(4) === 0 ? 'external payable' : 'external',
        functions,
        modifiers,
      ),
    );
  }
  w.budget = 8;
  const overrides = (name: string): string =>
    `  function hook(uint256 x) internal virtual override${name === 'P' ? '(Left, Right)' : ''} returns (uint256) {\n    ${body(hookScope(), 2)}\n    return ${choices.below(4) === 0 ? 'x' : 'super.hook(x)'} ${pick(choices, ['+ 1', '* 2', '^ 5', '| 8', '+ 7'])};\n  }`;
  return `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;
enum E { A, B, C }
struct S { ${FIELDS.map(([name, type]) => `${type} ${name};`).join(' ')} }
struct T { uint128 x; S s; uint256[] list; mapping(uint256 => uint256) m; uint8[3] trio; }
error Bad(uint256 code, address who);
event Done(uint256 indexed code, int256 value);
type Price is uint128;
function addPrice(Price a, Price b) pure returns (Price) { return Price.wrap(Price.unwrap(a) + Price.unwrap(b)); }
function lessPrice(Price a, Price b) pure returns (bool) { return Price.unwrap(a) < Price.unwrap(b); }
using { addPrice as +, lessPrice as < } for Price global;
struct Pair { S first; uint256[2] two; }
function splitAt(uint256 x) pure returns (uint256 low, uint256 high) { low = x % 16; high = x / 16; }
library Lib {
  function bump(S storage s, uint64 by) internal returns (uint64 old) { old = s.a; unchecked { s.a = old + by; } s.n ^= 1; }
  function clamp(uint256 x, uint256 most) internal pure returns (uint256) { return x > most ? most : x; }
  function spoil(S memory s) internal pure returns (S memory) { s.b = -1; s.c = !s.c; return s; }
  function sum(uint256[] memory xs) internal pure returns (uint256 total) { for (uint256 i = 0; i < xs.length && i < 4; i++) { unchecked { total += xs[i]; } } }
}
${used.map((feature) => feature.declarations).join('\n')}
${peers ? peerText(choices) : ''}
using Lib for S;
using { Lib.clamp } for uint256;
abstract contract Base {
${declarations.join('\n')}
  bool public flag;
  E public mode;
  address public owner;
  bytes4 public tag;
  uint256 public total;
  uint256 public immutable fixedAt;
  mapping(${keyType} => uint64) public table;
  mapping(address => uint256) public balances;
  mapping(uint8 => mapping(address => int128)) public grid;
  mapping(uint256 => S) public book;
  mapping(uint8 => uint64[]) public lists;
  S public single;
  T internal deep;
  S[] public items;
  uint64[] public numbers;
  uint256[4] public four;
  uint8[][] public matrix;
  Price public price;
  string public text;
  Pair internal pair;
  mapping(bool => Pair) internal pairs;
  uint256 internal transient scratch;
${used.map((feature) => feature.members).join('\n')}
${peers ? '  Q internal q;\n  R internal r;' : ''}
  constructor(uint256 start) {
    fixedAt = start;
    owner = msg.sender;
    for (uint64 i = 0; i < 3; i++) { numbers.push(i * 5); items.push().a = i; deep.list.push(i + 40); lists[uint8(i)].push(i); }
    matrix.push().push(1);
    matrix[0].push(2);
    ${body(constructorScope, 1)}
  }
  modifier guard(uint256 most) { require(total < most, "guarded"); _; total += 1; }
  modifier twice() { _; if (flag) { _; } }
  modifier maybe() { if (mode != E.C) { _; } }
  function double(uint256 x) internal returns (uint256) { scratch += x; unchecked { return 2 * x; } }
  function probe(uint256 x) external returns (uint256) { require(x % 5 != 1, "probe"); if (x % 5 == 2) revert Bad(x, msg.sender); assert(x % 5 != 3); total += 1; return x + 1; }
  function hook(uint256 x) internal virtual returns (uint256) {
    ${body(hookScope(), 2)}
    return x + total;
  }
}
abstract contract Left is Base {
${overrides('Left')}
}
abstract contract Right is Base {
${overrides('Right')}
}
contract P is Left, Right {
  uint256 public last = 5;
  constructor(uint256 start${peers ? ', Q peer, R other' : ''}) payable Base(start ${pick(choices, ['+ 1', '* 3', '+ 2'])}) { last += start; ${peers ? 'q = peer; r = other; ' : ''}}
${choices.below(2) === 0 ? overrides('P') : '  function hook(uint256 x) internal override(Left, Right) returns (uint256) { return super.hook(x); }'}
${texts.join('\n')}
  receive() external payable { total += msg.value; }
}
`;
}

function functionText(
  w: Writer,
  callable: Callable,
  visibility: string,
  functions: readonly Callable[],
  modifiers: readonly string[],
): string {
  const parameters = callable.parameters.map((type, i) => ({ name: `p${i}`, type }));
  const named = w.choices.below(2) === 0;
  const results = callable.results.map((type, i) => ({ name: `r${i}`, type }));
  const scope: Scope = {
    locals: [...parameters, ...(named ? results : [])],
    functions,
    results: callable.results,
    inLoop: false,
    unchecked: false,
  };
  const lines = block(w, scope, 8);
  if (!named && results.length > 0) lines.push(returnText(w, scope));
  const list = (locals: readonly Local[], names: boolean): string =>
    locals.map((l) => (names ? `${l.type} ${l.name}` : l.type)).join(', ');
  const returns = results.length === 0 ? '' : ` returns (${list(results, named)})`;
  return `  function ${callable.name}(${list(parameters, true)}) ${visibility} ${modifiers.join(' ')}${returns} {\n    ${lines.join('\n    ')}\n  }`;
}
