// Arithmetic and comparison of words of 256 bits, as the EVM defines them; results that cannot leave a word are kept exact.
import {
  BOOL,
  binary,
  builtin,
  conditional,
  equal,
  FALSE,
  less,
  not,
  number,
  TRUE,
  UINT256,
  wrap,
} from '../build.js';
import type { BinaryOperator, Expression } from '../ir.js';
import {
  conditionOf,
  exactHighest,
  highest,
  INT256,
  isTrue,
  MAXIMUM,
  MODULUS,
  numberOf,
  truth,
} from './word-form.js';

/** An operation that is exact: the result may exceed a word. */
export function exact(operator: BinaryOperator, a: Expression, b: Expression): Expression {
  return binary(operator, a, b, UINT256);
}

/** The result of an operation on constants; undefined when one is not. */
export function fold(
  a: Expression,
  b: Expression,
  compute: (x: bigint, y: bigint) => bigint,
): Expression | undefined {
  const x = numberOf(a);
  const y = numberOf(b);
  return x === undefined || y === undefined ? undefined : number(BigInt.asUintN(256, compute(x, y)));
}

/** Reduces an exact result into a word where it may exceed one. */
export function reduced(e: Expression): Expression {
  return e.kind === 'binary' && e.operator !== 'sub' && exactHighest(e) <= MAXIMUM ? e : wrap(e, UINT256);
}

/** `add`, modulo 2^256. */
export function addWords(a: Expression, b: Expression): Expression {
  if (numberOf(a) === 0n) return b;
  if (numberOf(b) === 0n) return a;
  return fold(a, b, (x, y) => x + y) ?? reduced(exact('add', a, b));
}

/** `sub`, modulo 2^256. */
export function subtractWords(a: Expression, b: Expression): Expression {
  if (numberOf(b) === 0n) return a;
  return fold(a, b, (x, y) => x - y) ?? wrap(exact('sub', a, b), UINT256);
}

/** `mul`, modulo 2^256; by a truth value it is a choice. */
export function multiplyWords(a: Expression, b: Expression): Expression {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (numberOf(x) === 0n) return number(0);
    if (numberOf(x) === 1n) return y;
    const condition = numberOf(x) === undefined ? conditionOf(x) : undefined;
    if (condition !== undefined) return choose(condition, y, number(0));
  }
  return fold(a, b, (x, y) => x * y) ?? reduced(exact('mul', a, b));
}

/** `condition ? a : b`; truth values stay conditions. */
export function choose(condition: Expression, a: Expression, b: Expression): Expression {
  if (numberOf(b) === 0n && numberOf(a) === undefined) {
    const inner = conditionOf(a);
    if (inner !== undefined) return truth(binary('and', condition, inner, BOOL));
  }
  return conditional(condition, a, b);
}

/** 0 for a zero divisor, else the value. */
function unlessZero(divisor: Expression, result: Expression): Expression {
  const known = numberOf(divisor);
  if (known !== undefined) return known === 0n ? number(0) : result;
  return conditional(equal(divisor, number(0)), number(0), result);
}

/** `div`: 0 for a zero divisor. */
export function divideWords(a: Expression, b: Expression): Expression {
  return (
    fold(a, b, (x, y) => (y === 0n ? 0n : x / y)) ??
    (numberOf(b) === 1n ? a : unlessZero(b, exact('div', a, b)))
  );
}

/** `mod`: 0 for a zero divisor. */
export function remainderWords(a: Expression, b: Expression): Expression {
  return fold(a, b, (x, y) => (y === 0n ? 0n : x % y)) ?? unlessZero(b, exact('mod', a, b));
}

/** A word as a number in two's complement. */
export function signed(word: Expression): Expression {
  return wrap(word, INT256);
}

/** `sdiv`: 0 for a zero divisor. */
export function divideSigned(a: Expression, b: Expression): Expression {
  // The least number divided by -1 exceeds the range and wraps.
  return unlessZero(b, wrap(binary('div', signed(a), signed(b), INT256), UINT256));
}

/** `smod`: 0 for a zero divisor. */
export function remainderSigned(a: Expression, b: Expression): Expression {
  return unlessZero(b, wrap(binary('mod', signed(a), signed(b), INT256), UINT256));
}

/** `exp`, modulo 2^256. */
export function powerWords(a: Expression, b: Expression): Expression {
  const folded = fold(a, b, powerModulo);
  if (folded !== undefined) return folded;
  if (numberOf(b) === 1n) return a;
  if (numberOf(b) === 2n) return multiplyWords(a, a);
  return wrap(exact('pow', a, b), UINT256);
}

function powerModulo(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % MODULUS;
    square = (square * square) % MODULUS;
  }
  return result;
}

/** `addmod`: 0 for a zero modulus. */
export function addModulo(a: Expression, b: Expression, m: Expression): Expression {
  return unlessZero(m, builtin('addmod', [a, b, m], UINT256));
}

/** `mulmod`: 0 for a zero modulus. */
export function multiplyModulo(a: Expression, b: Expression, m: Expression): Expression {
  return unlessZero(m, builtin('mulmod', [a, b, m], UINT256));
}

/** `lt`, as a word. */
export function isLess(a: Expression, b: Expression): Expression {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return truth(x < y ? TRUE : FALSE);
  if (x !== undefined && x >= highest(b)) return number(0);
  return truth(less(a, b));
}

/** `slt`, as a word. */
export function isLessSigned(a: Expression, b: Expression): Expression {
  return truth(less(signed(a), signed(b)));
}

/** `eq`, as a word. */
export function isEqual(a: Expression, b: Expression): Expression {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return truth(x === y ? TRUE : FALSE);
  for (const [one, other] of [
    [x, b],
    [y, a],
  ] as const) {
    const condition = one === undefined ? undefined : conditionOf(other);
    if (condition === undefined) continue;
    return one === 1n ? truth(condition) : one === 0n ? truth(not(condition)) : number(0);
  }
  return truth(equal(a, b));
}

/** `iszero`, as a word. */
export function isZero(a: Expression): Expression {
  return truth(not(isTrue(a)));
}
