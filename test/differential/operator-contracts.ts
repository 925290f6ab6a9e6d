// Solidity with one function for each operator, type and mode, batched into contracts small enough to deploy.

const WIDTHS = [8, 16, 64, 128, 248, 256] as const;
const SIZES = [1, 2, 4, 8, 16, 20, 31, 32] as const;
const UNSIGNED = WIDTHS.map((w) => `uint${w}`);
const SIGNED = WIDTHS.map((w) => `int${w}`);
const INTEGERS = [...UNSIGNED, ...SIGNED];
const FIXED = SIZES.map((s) => `bytes${s}`);

/** A function to generate: `count` evaluations of operators in one call. */
interface Piece {
  readonly code: (name: string) => string;
  readonly count: number;
}

/** A generated contract, and how many operator evaluations a call of each function is. */
export interface OperatorContract {
  readonly name: string;
  readonly text: string;
  readonly counts: ReadonlyMap<string, number>;
}

function simple(parameters: string, result: string, expression: string, wrapping = false): Piece {
  const body = `return ${expression};`;
  return statement(parameters, result, body, wrapping);
}

function statement(parameters: string, result: string, body: string, wrapping: boolean): Piece {
  const text = wrapping ? `unchecked { ${body} }` : body;
  return {
    code: (name) => `function ${name}(${parameters}) public pure returns (${result}) { ${text} }`,
    count: 1,
  };
}

/** Several operators that cannot revert, in one call. */
function together(parameters: string, results: readonly string[], expressions: readonly string[]): Piece {
  return {
    code: (name) =>
      `function ${name}(${parameters}) public pure returns (${results.join(', ')}) { unchecked { return (${expressions.join(', ')}); } }`,
    count: expressions.length,
  };
}

function integerPieces(type: string): readonly Piece[] {
  const two = `${type} a, ${type} b`;
  const pieces: Piece[] = [];
  for (const operator of ['+', '-', '*', '/', '%']) {
    pieces.push(simple(two, type, `a ${operator} b`));
    pieces.push(simple(two, type, `a ${operator} b`, true));
    pieces.push(statement(two, type, `a ${operator}= b; return a;`, false));
  }
  pieces.push(statement(two, `${type}, ${type}`, 'b = a++; return (a, b);', false));
  pieces.push(statement(two, `${type}, ${type}`, 'b = --a; return (a, b);', false));
  pieces.push(statement(two, `${type}, ${type}`, 'b = a--; return (a, b);', true));
  pieces.push(statement(two, `${type}, ${type}`, 'b = ++a; return (a, b);', true));
  if (type.startsWith('int')) {
    pieces.push(simple(`${type} a`, type, '-a'));
    pieces.push(simple(`${type} a`, type, '-a', true));
  }
  for (const exponent of ['uint8', 'uint256']) {
    pieces.push(simple(`${type} a, ${exponent} b`, type, 'a ** b'));
    pieces.push(simple(`${type} a, ${exponent} b`, type, 'a ** b', true));
  }
  pieces.push(
    simple(`${type} a`, type, 'a ** 2'),
    simple(`${type} a`, type, 'a ** 3', true),
    simple(`${type} a`, type, 'a ** 0'),
  );
  pieces.push(simple(`${type} a`, type, '(a + 1) * 2 - 3'), simple(`${type} a`, type, '100 - a'));
  pieces.push(simple(`${type} a`, type, 'a * 2 / 3 % 5', true));
  const bool = (n: number): readonly string[] => Array(n).fill('bool');
  pieces.push(together(two, bool(6), ['a < b', 'a <= b', 'a > b', 'a >= b', 'a == b', 'a != b']));
  pieces.push(together(two, [type, type, type, type], ['a & b', 'a | b', 'a ^ b', '~a']));
  pieces.push(together(two, [type, type, type, type], ['a & 0x0f', 'a | 1', 'a ^ 0x7f', 'a & 0x70']));
  pieces.push(together(two, [type, type, type], ['a + b', 'a - b', 'a * b']));
  pieces.push(together(`${type} a`, [type, type, type, type], ['a << 3', 'a >> 3', 'a << 255', 'a >> 255']));
  pieces.push(together(`${type} a, uint8 b`, [type, type], ['a << b', 'a >> b']));
  pieces.push(together(`${type} a, uint256 b`, [type, type], ['a << b', 'a >> b']));
  pieces.push(statement(`${type} a, uint16 b`, type, 'a <<= b; a >>= 1; return a;', false));
  pieces.push(statement(two, type, 'a &= b; a |= 3; a ^= b; return a;', false));
  pieces.push(simple(`${type} a, ${type} b, bool c`, type, '(c ? a : b) + (c ? b : a)'));
  return pieces;
}

function bytesPieces(type: string): readonly Piece[] {
  const two = `${type} a, ${type} b`;
  return [
    together(two, [type, type, type, type], ['a & b', 'a | b', 'a ^ b', '~a']),
    together(two, Array(6).fill('bool'), ['a < b', 'a <= b', 'a > b', 'a >= b', 'a == b', 'a != b']),
    together(`${type} a, uint8 b`, [type, type, type, type], ['a << b', 'a >> b', 'a << 9', 'a >> 9']),
    together(`${type} a, uint256 b`, [type, type], ['a << b', 'a >> b']),
    simple(`${type} a, uint8 i`, 'bytes1', 'a[i]'),
    statement(
      two,
      type,
      'a &= b; a |= hex"01"; a ^= b; return a;'.replace(
        'hex"01"',
        type === 'bytes1' ? 'bytes1(0x01)' : `${type}(bytes1(0x01))`,
      ),
      false,
    ),
  ];
}

function conversionPieces(): readonly Piece[] {
  const conversions: [string, string][] = [];
  for (const from of UNSIGNED) for (const to of UNSIGNED) conversions.push([from, to]);
  for (const from of SIGNED) for (const to of SIGNED) conversions.push([from, to]);
  for (const width of WIDTHS)
    conversions.push([`uint${width}`, `int${width}`], [`int${width}`, `uint${width}`]);
  for (const from of FIXED) for (const to of FIXED) conversions.push([from, to]);
  for (const size of SIZES)
    conversions.push([`bytes${size}`, `uint${8 * size}`], [`uint${8 * size}`, `bytes${size}`]);
  conversions.push(
    ['address', 'uint160'],
    ['uint160', 'address'],
    ['address', 'bytes20'],
    ['bytes20', 'address'],
  );
  for (const type of INTEGERS) conversions.push([type, 'E']);
  for (const type of UNSIGNED) conversions.push(['E', type]);
  const pieces = conversions.map(([from, to]) => simple(`${from} a`, to, `${to}(a)`));
  // Operands of two types meet at the wider one; values widen where they are assigned.
  for (const [a, b] of [
    ['uint8', 'uint256'],
    ['uint64', 'uint8'],
    ['int8', 'int256'],
    ['int128', 'int16'],
  ] as const) {
    const wide = Number(/\d+/.exec(a)?.[0]) > Number(/\d+/.exec(b)?.[0]) ? a : b;
    for (const operator of ['+', '-', '*', '/', '%', '&'])
      pieces.push(simple(`${a} a, ${b} b`, wide, `a ${operator} b`));
    pieces.push(together(`${a} a, ${b} b`, ['bool', 'bool'], ['a < b', 'a == b']));
  }
  return pieces;
}

function otherPieces(): readonly Piece[] {
  const three = 'uint256 a, uint256 b, uint256 c';
  const literals: readonly [string, string][] = [
    ['uint256', '2 ** 255 - 1 + 2 ** 255'],
    ['int256', '-(2 ** 255)'],
    ['uint256', '1.5 ether / 3'],
    ['uint256', '7 weeks + 3 days - 2 hours'],
    ['uint8', '~uint8(0x0f)'],
    ['int8', '-128 + 255'],
    ['uint256', 'uint256(type(uint8).max) + type(uint16).max'],
    ['int64', 'type(int64).min'],
    ['uint256', '(2 ** 300) >> 299'],
    ['int256', '-7 / 2 * 2'],
    ['int256', '(-7) % 3'],
    ['int256', '-7 >> 1'],
    ['uint256', '0xff & 0x0f | 0x30 ^ 0x11'],
    ['bytes4', '0x12345678'],
    ['bytes32', '"abc"'],
    ['bytes3', 'hex"010203"'],
    ['uint256', '1e18'],
    ['uint256', '2.5e3'],
    ['bool', '1 < 2 && !(3 == 4)'],
    ['address', 'address(0x1234567890123456789012345678901234567890)'],
    ['uint256', '1_000_000'],
    ['uint16', '256 * 255'],
  ];
  return [
    simple(three, 'uint256', 'addmod(a, b, c)'),
    simple(three, 'uint256', 'mulmod(a, b, c)'),
    ...literals.map(([type, text]) => simple('', type, text)),
    ...['uint8', 'uint64', 'uint256'].flatMap((type) => [
      simple(`${type} a`, 'uint256', '2 ** a'),
      simple(`${type} a`, 'uint256', '10 ** a'),
      simple(`${type} a`, 'int256', '(-2) ** a'),
      simple(`${type} a`, 'uint256', '1 << a'),
      simple(`${type} a`, 'uint256', '2 ** a', true),
      simple(`${type} a`, 'uint256', '(2 ** 255) >> a'),
    ]),
    together('bool a, bool b', Array(7).fill('bool'), [
      'a && b',
      'a || b',
      '!a',
      'a == b',
      'a != b',
      'a && !b || b',
      'a ? b : !b',
    ]),
    together('address a, address b', Array(6).fill('bool'), [
      'a < b',
      'a <= b',
      'a > b',
      'a >= b',
      'a == b',
      'a != b',
    ]),
    together('E a, E b', Array(6).fill('bool'), ['a < b', 'a <= b', 'a > b', 'a >= b', 'a == b', 'a != b']),
    simple('uint8 a', 'E', 'E(a)'),
    simple('int8 a', 'E', 'E(int8(a))'),
    simple('uint256 a, uint256 b', 'uint256', 'a / b * b + a % b'),
    simple('int256 a, int256 b', 'int256', 'a / b * b + a % b'),
    simple('uint8 a, uint8 b', 'uint16', 'uint16(a) * b'),
    simple('uint8 a, uint8 b', 'uint16', 'a + b'),
    statement('uint8 a, int8 b', 'uint256', 'return uint256(int256(b)) + a;', true),
    simple('int8 a', 'uint8', 'uint8(-a)', true),
    simple('uint256 a', 'uint8', 'uint8(bytes1(uint8(a >> 8)))'),
    simple('uint256 a', 'uint160', 'uint160(address(uint160(a)))'),
    statement(
      'uint256 a',
      'uint256',
      'assert(a != 7); require(a != 8, "eight"); require(a != 10); return a;',
      false,
    ),
  ];
}

/** All operator contracts. */
export function operatorContracts(): readonly OperatorContract[] {
  const groups: [string, readonly Piece[]][] = [
    ...INTEGERS.map((type): [string, readonly Piece[]] => [type, integerPieces(type)]),
    ...FIXED.map((type): [string, readonly Piece[]] => [type, bytesPieces(type)]),
    ['other', otherPieces()],
  ];
  const conversions = conversionPieces();
  for (let i = 0; i < conversions.length; i += 60)
    groups.push([`conversions${i}`, conversions.slice(i, i + 60)]);
  return groups.map(([label, pieces]) => {
    const counts = new Map<string, number>();
    const functions = pieces.map((piece, i) => {
      counts.set(`f${i}`, piece.count);
      return `  ${piece.code(`f${i}`)}`;
    });
    const name = `Operators_${label}`;
    return { name, text: `contract ${name} {\n  enum E { A, B, C }\n${functions.join('\n')}\n}\n`, counts };
  });
}
