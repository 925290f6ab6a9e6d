// Writes random well-typed Solidity programs over the supported language. Every choice comes from `Choices`, so that a list
// of numbers is a program and a shorter list a simpler one.
import { type Choices, pick } from './random.js';

/** Value types of the generated programs; `S` is the struct in memory, `xs` is `uint256[]` in memory. */
type Scalar = string;

const INTEGERS = ['uint8', 'uint64', 'uint128', 'uint256', 'int8', 'int64', 'int256'] as const;
const FIELDS: readonly (readonly [string, Scalar])[] = [
  ['a', 'uint64'],
  ['b', 'int256'],
  ['c', 'bool'],
  ['e', 'E'],
  ['w', 'address'],
  ['n', 'uint8'],
];

interface Local {
  readonly name: string;
  /** A scalar type, `S memory`, `S storage`, `uint256[] memory` or `uint64[] storage`. */
  readonly type: string;
}

interface Callable {
  readonly name: string;
  readonly parameters: readonly Scalar[];
  readonly results: readonly Scalar[];
}

/** What can be named where code is being written. */
interface Scope {
  readonly locals: readonly Local[];
  readonly functions: readonly Callable[];
  readonly results: readonly Scalar[];
  readonly inLoop: boolean;
  /** No writes: a view function. */
  readonly unchecked: boolean;
}

interface Writer {
  readonly choices: Choices;
  /** State variables by type. */
  readonly state: readonly (readonly [string, Scalar])[];
  /** Key type of the mapping `table`, which expressions of the pseudo-type KEY stand for. */
  readonly key: Scalar;
  next: number;
  /** Statements that may still be written. */
  budget: number;
}

/** A program: contract `P` with bases, ready to compile. */
export function generateProgram(choices: Choices): string {
  const state = Array.from(
    { length: 2 + choices.below(3) },
    (_, i) => [`u${i}`, pick(choices, INTEGERS)] as const,
  );
  const keyType: string = pick(choices, ['uint256', 'uint8', 'address', 'int8', 'bytes4']);
  const w: Writer = {
    choices,
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
  constructor(uint256 start) Base(start ${pick(choices, ['+ 1', '* 3', '+ 2'])}) { last += start; }
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

function returnText(w: Writer, scope: Scope): string {
  const values = scope.results.map((type) => expression(w, scope, type, 1));
  return values.length === 0
    ? 'return;'
    : `return ${values.length === 1 ? values[0] : `(${values.join(', ')})`};`;
}

function scalar(w: Writer): Scalar {
  return w.choices.below(3) < 2
    ? pick(w.choices, INTEGERS)
    : pick(w.choices, ['bool', 'E', 'address', 'bytes4', 'uint256']);
}

function fresh(w: Writer): string {
  return `v${w.next++}`;
}

function block(w: Writer, scope: Scope, most: number): string[] {
  const lines: string[] = [];
  let inner = scope;
  const count = most < 3 ? w.choices.below(most + 1) : 1 + w.choices.below(most);
  for (let i = 0; i < count && w.budget > 0; i++) {
    w.budget--;
    const made = statement(w, inner);
    lines.push(...made.lines);
    inner = { ...inner, locals: [...inner.locals, ...made.locals] };
  }
  return lines;
}

interface Made {
  readonly lines: readonly string[];
  readonly locals: readonly Local[];
}

function plain(...lines: readonly string[]): Made {
  return { lines, locals: [] };
}

const MOST_LOCALS = 7;

function statement(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const e = (type: Scalar, depth = 2): string => expression(w, scope, type, depth);
  const room = scope.locals.length < MOST_LOCALS;
  switch (choices.below(33)) {
    case 0:
    case 1:
    case 2:
      return assignment(w, scope);
    case 3: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: scalar(w) };
      return { lines: [`${local.type} ${local.name} = ${e(local.type)};`], locals: [local] };
    }
    case 4:
    case 5: {
      const then = block(w, scope, 3);
      const otherwise = choices.below(2) === 0 ? [] : block(w, scope, 3);
      return plain(
        `if (${e('bool')}) {`,
        ...then,
        ...(otherwise.length === 0 ? ['}'] : ['} else {', ...otherwise, '}']),
      );
    }
    case 6:
    case 7:
      return room ? loop(w, scope) : assignment(w, scope);
    case 8:
      return plain(
        pick(choices, [
          `require(${e('bool')} || ${e('bool')} || ${e('bool')}, "no");`,
          `require(${e('bool')} || ${e('bool')} || ${e('bool')});`,
          `assert(${e('bool')} || ${e('bool')} || ${e('bool')});`,
          `if (${e('bool')} && ${e('bool')} && ${e('bool')}) revert Bad(${e('uint256', 1)}, ${e('address', 1)});`,
          `if (${e('bool')} && ${e('bool')}) revert("stop");`,
          `if (${e('bool')} && ${e('bool')}) revert();`,
        ]),
      );
    case 9: {
      const callable = pick(choices, scope.functions.length > 0 ? scope.functions : [undefined]);
      if (callable === undefined || !room) return assignment(w, scope);
      const text = callText(w, scope, callable);
      if (callable.results.length === 1) return plain(`${text};`);
      const locals = callable.results.map((type) => ({ name: fresh(w), type }));
      const shown = locals.map((l, i) => (i === 0 && choices.below(3) === 0 ? undefined : l));
      return {
        lines: [
          `(${shown.map((l) => (l === undefined ? '' : `${l.type} ${l.name}`)).join(', ')}) = ${text};`,
        ],
        locals: shown.filter((l) => l !== undefined),
      };
    }
    case 10:
      return plain(
        pick(choices, [
          `numbers.push(${e('uint64')});`,
          'numbers.push();',
          'numbers.pop();',
          `items.push(S(${FIELDS.map(([, t]) => e(t, 1)).join(', ')}));`,
          'items.push();',
          'items.pop();',
          'matrix.push();',
          'matrix.pop();',
          `lists[${e('uint8', 1)}].push(${e('uint64', 1)});`,
          `deep.list.push(${e('uint256', 1)});`,
          `matrix[${index(w, scope, 'matrix.length')}].push(${e('uint8', 1)});`,
          `items.push().a = ${e('uint64', 1)};`,
          `items.push(book[${e('uint256', 1)}]);`,
        ]),
      );
    case 11:
      return plain(
        pick(choices, [
          'delete numbers;',
          'delete items;',
          `delete book[${e('uint256', 1)}];`,
          'delete single;',
          `delete lists[${e('uint8', 1)}];`,
          `delete four[${index(w, scope, '4')}];`,
          'delete matrix;',
          'delete deep.list;',
          'delete deep.s;',
          'delete total;',
          `delete numbers[${index(w, scope, 'numbers.length')}];`,
          `delete items[${index(w, scope, 'items.length')}];`,
          'delete four;',
          `delete table[${e('KEY', 1)}];`,
        ]),
      );
    case 12: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'S storage' };
      return { lines: [`S storage ${local.name} = ${storageStruct(w, scope, true)};`], locals: [local] };
    }
    case 13: {
      const pointers = scope.locals.filter((l) => l.type === 'S storage');
      return pointers.length === 0
        ? assignment(w, scope)
        : plain(`${pick(choices, pointers).name} = ${storageStruct(w, scope, true)};`);
    }
    case 14:
      return plain(
        'unchecked {',
        ...(scope.unchecked
          ? [assignment(w, scope).lines[0] as string]
          : block(w, { ...scope, unchecked: true }, 3)),
        '}',
      ).lines.length > 0 && !scope.unchecked
        ? plain('unchecked {', ...block(w, { ...scope, unchecked: true }, 3), '}')
        : assignment(w, scope);
    case 15: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'S memory' };
      return {
        lines: [`S memory ${local.name}${choices.below(6) === 0 ? '' : ` = ${memoryStruct(w, scope)}`};`],
        locals: [local],
      };
    }
    case 16:
      return plain(
        `${storageStruct(w, scope, false)} = ${choices.below(2) === 0 ? storageStruct(w, scope, false) : memoryStruct(w, scope)};`,
      );
    case 17: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'uint256[] memory' };
      return {
        lines: [
          `uint256[] memory ${local.name} = ${pick(choices, [`new uint256[](${choices.below(4)})`, `new uint256[](${e('uint256', 1)} % 4)`, 'deep.list'])};`,
        ],
        locals: [local],
      };
    }
    case 18: {
      const arrays = scope.locals.filter((l) => l.type === 'uint256[] memory');
      return arrays.length === 0 ? assignment(w, scope) : plain(`deep.list = ${pick(choices, arrays).name};`);
    }
    case 19:
      return plain(
        pick(choices, [
          'matrix.push(matrix[0]);',
          `lists[${e('uint8', 1)}] = numbers;`,
          `numbers = lists[${e('uint8', 1)}];`,
          `lists[${e('uint8', 1)}] = lists[${e('uint8', 1)}];`,
          'deep.s = single;',
          `matrix[${index(w, scope, 'matrix.length')}] = matrix[${index(w, scope, 'matrix.length')}];`,
        ]),
      );
    case 20: {
      const [a, b] = [scalar(w), scalar(w)];
      const [x, y] = [assignable(w, scope, a), assignable(w, scope, b)];
      return x === undefined || y === undefined
        ? assignment(w, scope)
        : plain(`(${x}, ${y}) = (${e(a, 1)}, ${e(b, 1)});`);
    }
    case 21: {
      const type = pick(choices, INTEGERS);
      const target = assignable(w, scope, type);
      return target === undefined
        ? assignment(w, scope)
        : plain(
            pick(choices, [
              `${target}++;`,
              `--${target};`,
              `${target}--;`,
              `++${target};`,
              `delete ${target};`,
            ]),
          );
    }
    case 22:
      return scope.inLoop
        ? plain(`if (${e('bool', 1)}) ${pick(choices, ['break', 'continue'])};`)
        : plain(`emit Done(${e('uint256', 1)}, ${e('int256', 1)});`);
    case 23:
      return plain(`if (${e('bool', 1)}) { ${returnText(w, scope)} }`);
    case 24: {
      const memory = scope.locals.filter((l) => l.type === 'S memory');
      return memory.length === 0
        ? assignment(w, scope)
        : plain(`${pick(choices, memory).name} = ${memoryStruct(w, scope)};`);
    }
    case 25: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'uint64[] storage' };
      return {
        lines: [`uint64[] storage ${local.name} = ${pick(choices, ['numbers', `lists[${e('uint8', 1)}]`])};`],
        locals: [local],
      };
    }
    case 26: {
      const lists = scope.locals.filter((l) => l.type === 'uint64[] storage');
      const list = lists.length === 0 ? 'numbers' : pick(choices, lists).name;
      return plain(
        pick(choices, [
          `${list}.push(${e('uint64', 1)});`,
          `${list}.pop();`,
          `if (${e('bool', 1)}) ${list}.push(${e('uint64', 1)});`,
        ]),
      );
    }
    case 27:
      return special(w, scope);
    case 28:
      return special(w, scope);
    default:
      return assignment(w, scope);
  }
}

/** Features that need a declaration of their own: libraries, operators of value types, function values, try, transient storage. */
function special(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const e = (type: Scalar): string => expression(w, scope, type, 1);
  const u = assignable(w, scope, 'uint256') ?? 'total';
  const f = fresh(w);
  const memory = scope.locals.filter((l) => l.type === 'S memory').map((l) => l.name);
  const arrays = scope.locals.filter((l) => l.type === 'uint256[] memory').map((l) => l.name);
  const calldata = scope.locals.filter((l) => l.type === 'S calldata').map((l) => l.name);
  const lists = scope.locals.filter((l) => l.type === 'uint256[] calldata').map((l) => l.name);
  const options: string[] = [
    `total += ${storageStruct(w, scope, false)}.bump(${e('uint64')});`,
    `${u} = ${e('uint256')}.clamp(${e('uint256')});`,
    'price = price + price;',
    `if (price < Price.wrap(${e('uint128')})) price = price + Price.wrap(${e('uint128')});`,
    `{ function(uint256) internal returns (uint256) ${f} = ${e('bool')} ? double : hook; ${u} = ${f}(${e('uint256')}); }`,
    `try this.probe(${e('uint256')}) returns (uint256 ${f}) { total = ${f}; } catch { unchecked { total += 2; } }`,
    `total ^= this.probe(${e('uint256')});`,
    `scratch = ${e('uint256')}; total |= scratch;`,
    `scratch ^= 3; total &= ~scratch;`,
    `text = ${e('bool')} ? "abc" : "a longer text than fits in one word of storage";`,
    `pair.two[${e('uint256')} % 2] = ${e('uint256')};`,
    `pairs[${e('bool')}] = pair;`,
    `pair = pairs[${e('bool')}];`,
    `{ Pair memory ${f} = pairs[${e('bool')}]; ${f}.first = ${memoryStruct(w, scope)}; ${f}.two[${e('uint256')} % 2] ^= 5; pair = ${f}; ${f}.first.n = 3; pairs[${e('bool')}] = ${f}; }`,
    `{ (uint256 ${f}, ) = splitAt(${e('uint256')}); (, total) = splitAt(${f}); }`,
    `(total, ${u === 'total' ? 'four[0]' : u}) = splitAt(${e('uint256')});`,
    `{ uint256[3] memory ${f} = [${e('uint256')}, ${e('uint256')}, 7]; total ^= ${f}[${e('uint256')} % 3]; }`,
    `{ S[] memory ${f} = items; if (${f}.length > 0) { ${f}[0].n = 9; single = ${f}[${f}.length - 1]; } }`,
    `{ S[2] memory ${f}; ${f}[1] = ${memoryStruct(w, scope)}; ${f}[0] = ${f}[1]; ${f}[0].e = ${e('E')}; single = ${f}[1]; }`,
    `{ S memory ${f} = single; Lib.spoil(${f}); book[${e('uint256')}] = ${f}; }`,
    `{ uint8[] storage ${f} = matrix[0]; ${f}.push(${e('uint8')}); if (${e('bool')}) ${f}.pop(); }`,
    `(numbers[0], numbers[1]) = (numbers[1], numbers[0]);`,
    `four = [uint256(1), ${e('uint256')}, 3, ${e('uint256')}];`,
    `owner = ${e('bool')} ? msg.sender : address(this);`,
    ...memory.flatMap((m) => [`${m} = Lib.spoil(${m});`, `book[${e('uint256')}] = Lib.spoil(${m});`]),
    ...arrays.flatMap((a) => [`total ^= Lib.sum(${a});`, `${a}.length > 1 ? ${a}[1] = 3 : ${u} = 4;`]),
    ...calldata.flatMap((c) => [
      `single = ${c};`,
      `{ S memory ${f} = ${c}; ${f}.n ^= 1; items.push(${f}); }`,
      `items.push(${c});`,
    ]),
    ...lists.flatMap((l) => [
      `deep.list = ${l};`,
      `total ^= Lib.sum(${l});`,
      `{ uint256[] memory ${f} = ${l}; if (${f}.length > 0) ${f}[0] ^= 1; deep.list = ${f}; }`,
    ]),
  ];
  return plain(
    pick(
      choices,
      options.filter((o) => !scope.unchecked || !o.includes('unchecked')),
    ),
  );
}

function loop(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const i = { name: fresh(w), type: 'uint256' };
  const inner: Scope = { ...scope, locals: [...scope.locals, i], inLoop: true };
  const bound = pick(choices, ['2', '3', 'numbers.length', 'items.length % 3', 'total % 3']);
  const body = block(w, inner, 3);
  switch (choices.below(4)) {
    case 0:
      return plain(`uint256 ${i.name};`, `while (${i.name} < ${bound}) {`, `${i.name}++;`, ...body, '}');
    case 1:
      return plain(
        `uint256 ${i.name};`,
        'do {',
        `${i.name} += 1;`,
        ...body,
        `} while (${i.name} < ${bound});`,
      );
    default:
      return plain(
        `for (uint256 ${i.name}${choices.below(2) === 0 ? ' = 0' : ''}; ${i.name} < ${bound}; ${i.name}++) {`,
        ...body,
        '}',
      );
  }
}

function assignment(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const type = choices.below(4) === 0 ? scalar(w) : pick(choices, INTEGERS);
  const target = assignable(w, scope, type) ?? 'total';
  const actual = target === 'total' ? 'uint256' : type;
  const isInteger = actual.includes('int');
  if (isInteger && choices.below(2) === 0) {
    const operator = pick(choices, ['+', '+', '+', '-', '*', '/', '%', '&', '|', '^']);
    return plain(`${target} ${operator}= ${expression(w, scope, actual, 2)};`);
  }
  return plain(`${target} = ${expression(w, scope, actual, 3)};`);
}

/** An index into something: mostly kept inside, sometimes any small number. */
function index(w: Writer, scope: Scope, length: string): string {
  const inside = expression(w, scope, 'uint256', 1);
  return w.choices.below(8) === 0 ? inside : `(${inside}) % ${length}`;
}

/** Something of a type that can be assigned to. */
function assignable(w: Writer, scope: Scope, type: Scalar): string | undefined {
  const { choices } = w;
  const e = (t: Scalar): string => expression(w, scope, t, 1);
  const options: (() => string)[] = [];
  for (const local of scope.locals) {
    if (local.type === type)
      options.push(
        () => local.name,
        () => local.name,
      );
    if (local.type === 'S storage' || local.type === 'S memory')
      for (const [field, t] of FIELDS)
        if (t === type)
          options.push(
            () => `${local.name}.${field}`,
            () => `${local.name}.${field}`,
          );
    if (local.type === 'uint256[] memory' && type === 'uint256')
      options.push(() => `${local.name}[${index(w, scope, `${local.name}.length`)}]`);
    if (local.type === 'uint64[] storage' && type === 'uint64')
      options.push(() => `${local.name}[${index(w, scope, `${local.name}.length`)}]`);
  }
  for (const [name, t] of w.state) if (t === type) options.push(() => name);
  for (const [field, t] of FIELDS)
    if (t === type) {
      options.push(
        () => `single.${field}`,
        () => `book[${e('uint256')}].${field}`,
        () => `items[${index(w, scope, 'items.length')}].${field}`,
        () => `deep.s.${field}`,
      );
    }
  if (type === 'uint64')
    options.push(
      () => `table[${e('KEY')}]`,
      () => `numbers[${index(w, scope, 'numbers.length')}]`,
      () => `lists[${choices.below(3)}][0]`,
    );
  if (type === 'uint256')
    options.push(
      () => `balances[${e('address')}]`,
      () => `four[${index(w, scope, '4')}]`,
      () => `deep.m[${e('uint256')}]`,
      () => `deep.list[${index(w, scope, 'deep.list.length')}]`,
      () => `balances[msg.sender]`,
    );
  if (type === 'uint8')
    options.push(
      () => `deep.trio[${choices.below(3)}]`,
      () => `matrix[0][${choices.below(2)}]`,
    );
  if (type === 'uint128') options.push(() => 'deep.x');
  return options.length === 0 ? undefined : pick(choices, options)();
}

function storageStruct(w: Writer, scope: Scope, pointer: boolean): string {
  const { choices } = w;
  const e = (t: Scalar): string => expression(w, scope, t, 1);
  const pointers = scope.locals.filter((l) => l.type === 'S storage').map((l) => l.name);
  const one = (): string =>
    pick(choices, [
      `book[${e('uint256')}]`,
      'single',
      `items[${index(w, scope, 'items.length')}]`,
      'deep.s',
      ...(pointer ? pointers : []),
    ]);
  return pointer && choices.below(4) === 0
    ? `${expression(w, scope, 'bool', 1)} ? ${one()} : ${one()}`
    : one();
}

function memoryStruct(w: Writer, scope: Scope): string {
  const { choices } = w;
  const known = scope.locals.filter((l) => l.type === 'S memory').map((l) => l.name);
  const values = FIELDS.map(([name, t]) => [name, expression(w, scope, t, 1)] as const);
  return pick(choices, [
    `S(${values.map(([, v]) => v).join(', ')})`,
    `S({${[...values]
      .reverse()
      .map(([n, v]) => `${n}: ${v}`)
      .join(', ')}})`,
    ...known,
    ...known,
    storageStruct(w, scope, false),
  ]);
}

function callText(w: Writer, scope: Scope, callable: Callable): string {
  return `${callable.name}(${callable.parameters.map((t) => expression(w, scope, t, 1)).join(', ')})`;
}

function literal(w: Writer, type: Scalar): string {
  const { choices } = w;
  const n = choices.below(4) === 3 ? choices.below(256) : choices.below(6);
  if (type.startsWith('uint')) return `${type}(${choices.below(12) === 0 ? `type(${type}).max` : n})`;
  if (type.startsWith('int'))
    return choices.below(12) === 0
      ? `type(${type}).min`
      : `${type}(${choices.below(3) === 0 ? '-' : ''}${n % 128})`;
  if (type === 'bool') return choices.below(2) === 0 ? 'true' : 'false';
  if (type === 'E') return pick(choices, ['E.A', 'E.B', 'E.C']);
  if (type === 'address') return pick(choices, ['msg.sender', `address(${n})`, 'address(this)']);
  return type === 'bytes4' ? `bytes4(uint32(${n}))` : 'false';
}

/** An expression of a type. */
function expression(w: Writer, scope: Scope, wanted: Scalar, depth: number): string {
  const { choices } = w;
  if (wanted === 'KEY') return expression(w, scope, w.key, depth);
  const e = (t: Scalar, d = depth - 1): string => expression(w, scope, t, d);
  const type = wanted;
  if (depth <= 0 || choices.below(5) === 0) {
    const named = scope.locals.filter((l) => l.type === type).map((l) => l.name);
    if (named.length > 0 && choices.below(3) < 2) return pick(choices, named);
    return literal(w, type);
  }
  const isInteger = type.startsWith('int') || type.startsWith('uint');
  const options: (() => string)[] = [
    () => assignable(w, { ...scope }, type) ?? literal(w, type),
    () => assignable(w, { ...scope }, type) ?? literal(w, type),
    () => `(${e('bool')} ? ${e(type)} : ${e(type)})`,
  ];
  for (const { name, type: t } of scope.locals) {
    if (t === 'S calldata')
      for (const [field, fieldType] of FIELDS)
        if (fieldType === type)
          options.push(
            () => `${name}.${field}`,
            () => `${name}.${field}`,
          );
    if (t === 'uint256[] calldata' && type === 'uint256')
      options.push(
        () => `${name}[${index(w, scope, `${name}.length`)}]`,
        () => `${name}.length`,
      );
  }
  const callables = scope.functions.filter((f) => f.results.length === 1 && f.results[0] === type);
  if (callables.length > 0) options.push(() => callText(w, scope, pick(choices, callables)));
  if (isInteger) {
    const operators = ['+', '*', '&', '|', '^', '-', '/', '%'];
    const divide = (): string => `(${e(type)} ${pick(choices, ['/', '%'])} (${e(type)} | 1))`;
    options.push(
      divide,
      () => `(${e(type)} ${pick(choices, operators)} ${e(type)})`,
      () => `(${e(type)} + ${e(type)})`,
    );
    options.push(
      () =>
        `(${e(type)} ${pick(choices, ['<<', '>>'])} ${pick(choices, ['1', '4', 'uint8(9)', e('uint8', 0)])})`,
    );
    options.push(() => {
      const other = pick(
        choices,
        INTEGERS.filter((t) => t.startsWith(type.startsWith('u') ? 'u' : 'i')),
      );
      return `${type}(${e(other)})`;
    });
    const locals = scope.locals.filter((l) => l.type === type).map((l) => l.name);
    if (locals.length > 0) options.push(() => `${pick(choices, locals)}${pick(choices, ['++', '--'])}`);
    if (type === 'int256' || type === 'uint256')
      options.push(() => (type === 'int256' ? `int256(${e('uint256')})` : `uint256(${e('int256')})`));
    if (type.startsWith('int')) options.push(() => `(-${e(type)})`);
    options.push(() => `(~${e(type)})`);
    if (type === 'uint256') {
      options.push(() =>
        pick(choices, [
          'numbers.length',
          'items.length',
          'block.timestamp',
          'address(this).balance',
          'fixedAt',
          'deep.list.length',
          'uint256(mode)',
          'matrix.length',
          'msg.sender.balance',
          'block.number',
        ]),
      );
      options.push(
        () => `(${e('uint256')} ** ${choices.below(4)})`,
        () => `addmod(${e('uint256')}, ${e('uint256')}, ${e('uint256')})`,
      );
    }
  }
  if (type === 'bool') {
    const compared = (): string => pick(choices, [...INTEGERS]);
    const compare = (): string => {
      const t = compared();
      return `(${e(t)} ${pick(choices, ['<', '<=', '>', '>=', '==', '!='])} ${e(t)})`;
    };
    options.push(
      compare,
      compare,
      compare,
      () => `(${e('bool')} ${pick(choices, ['&&', '||', '==', '!='])} ${e('bool')})`,
      () => `!${e('bool')}`,
    );
    options.push(
      () => `(${e('address')} == ${e('address')})`,
      () => `(${e('E')} == ${e('E')})`,
    );
  }
  if (type === 'E') options.push(() => `E(${e('uint8')} % ${pick(choices, ['3', '3', '3', '4'])})`);
  if (type === 'address') options.push(() => `address(uint160(${e('uint256')}))`);
  if (type === 'bytes4')
    options.push(
      () => `bytes4(uint32(${e('uint256')}))`,
      () => `(${e('bytes4')} ${pick(choices, ['&', '|', '^'])} ${e('bytes4')})`,
    );
  return pick(choices, options)();
}
