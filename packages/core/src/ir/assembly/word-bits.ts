// Bit operations and shifts on words of 256 bits: on masks, truth values and shifts by constants as arithmetic.
import {
  BOOL,
  binary,
  conditional,
  equal,
  intType,
  less,
  lessOrEqual,
  not,
  number,
  UINT256,
  wrap,
} from '../build.js';
import type { Expression } from '../ir.js';
import {
  conditionOf,
  formOf,
  highest,
  INT256,
  lowZeroBits,
  MAXIMUM,
  numberOf,
  sameWord,
  truth,
} from './word-form.js';
import { exact, fold, reduced, remainderWords, signed } from './words.js';

/** `and`, `or`, `xor`: on truth values as logic, on others as bits; `xor(x, mul(xor(x, y), c))` is `c ? y : x`. */
export function combineBits(
  operator: 'bitAnd' | 'bitOr' | 'bitXor',
  a: Expression,
  b: Expression,
): Expression {
  const folded = fold(a, b, (x, y) => (operator === 'bitAnd' ? x & y : operator === 'bitOr' ? x | y : x ^ y));
  if (folded !== undefined) return folded;
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    const value = numberOf(x);
    if (value === 0n) return operator === 'bitAnd' ? number(0) : y;
    if (value === MAXIMUM && operator === 'bitAnd') return y;
    if (value !== undefined && operator === 'bitAnd' && isMask(value) && highest(y) <= value) return y;
    // `and(truth, x)` keeps the lowest bit of x.
    const condition = value === undefined ? conditionOf(x) : undefined;
    if (condition !== undefined && operator === 'bitAnd' && conditionOf(y) === undefined)
      return truth(binary('and', condition, equal(remainderWords(y, number(2)), number(1)), BOOL));
    if (operator === 'bitXor') {
      const chosen = chosenByMask(x, y);
      if (chosen !== undefined) return chosen;
    }
  }
  const [p, q] = [conditionOf(a), conditionOf(b)];
  if (p !== undefined && q !== undefined) {
    if (operator === 'bitAnd') return truth(binary('and', p, q, BOOL));
    if (operator === 'bitOr') return truth(binary('or', p, q, BOOL));
    return truth(not(equal(p, q)));
  }
  return separate(operator, a, b) ?? exact(operator, a, b);
}

function isMask(value: bigint): boolean {
  return (value & (value + 1n)) === 0n;
}

/** Bits that cannot meet are added. */
function separate(operator: string, a: Expression, b: Expression): Expression | undefined {
  const apart = (low: Expression, high: Expression): boolean =>
    highest(low) < 1n << BigInt(lowZeroBits(high));
  if (!apart(a, b) && !apart(b, a)) return undefined;
  return operator === 'bitAnd' ? number(0) : exact('add', a, b);
}

/** `x ^ (c ? x ^ y : 0)`. */
function chosenByMask(x: Expression, whole: Expression): Expression | undefined {
  const masked = formOf(whole);
  if (masked.kind !== 'conditional' || numberOf(masked.else) !== 0n) return undefined;
  const then = formOf(masked.then);
  if (then.kind !== 'binary' || then.operator !== 'bitXor') return undefined;
  if (sameWord(then.left, x)) return conditional(masked.condition, then.right, x);
  return sameWord(then.right, x) ? conditional(masked.condition, then.left, x) : undefined;
}

/** `not`. */
export function complement(a: Expression): Expression {
  const value = numberOf(a);
  return value === undefined ? exact('sub', number(MAXIMUM), a) : number(MAXIMUM - value);
}

/** `shl`; the amount comes first. */
export function shiftLeft(by: Expression, a: Expression): Expression {
  const amount = numberOf(by);
  if (amount !== undefined) {
    if (amount > 255n) return number(0);
    const value = numberOf(a);
    if (value !== undefined) return number(BigInt.asUintN(256, value << amount));
    return amount === 0n ? a : reduced(exact('mul', a, number(1n << amount)));
  }
  const shifted = wrap(exact('shl', a, by), UINT256);
  return conditional(less(number(255), by), number(0), shifted);
}

/** `shr`; the amount comes first. */
export function shiftRight(by: Expression, a: Expression): Expression {
  const amount = numberOf(by);
  if (amount !== undefined) {
    if (amount > 255n) return number(0);
    const value = numberOf(a);
    if (value !== undefined) return number(value >> amount);
    return amount === 0n ? a : exact('div', a, number(1n << amount));
  }
  return conditional(less(number(255), by), number(0), exact('shr', a, by));
}

/** `sar`; the amount comes first. */
export function shiftArithmetic(by: Expression, a: Expression): Expression {
  const shifted = (amount: Expression): Expression => wrap(binary('shr', signed(a), amount, INT256), UINT256);
  const amount = numberOf(by);
  if (amount !== undefined) return shifted(number(amount > 255n ? 255n : amount));
  return shifted(conditional(less(number(255), by), number(255), by));
}

/** The byte at an index, from the most significant one. */
export function byteAt(index: Expression, a: Expression): Expression {
  const at = numberOf(index);
  if (at !== undefined) {
    if (at > 31n) return number(0);
    return remainderWords(shiftRight(number(248n - 8n * at), a), number(256));
  }
  const by = exact('sub', number(248), exact('mul', number(8), index));
  const found = exact('mod', exact('shr', a, by), number(256));
  return conditional(less(number(31), index), number(0), found);
}

/** Extends the sign of the low `size + 1` bytes. */
export function extendSign(size: Expression, a: Expression): Expression {
  const bytes = numberOf(size);
  if (bytes !== undefined) {
    if (bytes >= 31n) return a;
    return wrap(wrap(a, intType(true, Number(8n * (bytes + 1n)))), UINT256);
  }
  // 31 possible sizes, chosen by the word.
  let result = a;
  for (let n = 30n; n >= 0n; n--) {
    result = conditional(equal(size, number(n)), extendSign(number(n), a), result);
  }
  return result;
}

/** Leading zero bits: how many powers of two are above the word. */
export function leadingZeros(a: Expression): Expression {
  const value = numberOf(a);
  if (value !== undefined) return number(value === 0n ? 256 : 256 - value.toString(2).length);
  let result: Expression = number(256);
  for (let bit = 0n; bit < 256n; bit++) {
    result = conditional(lessOrEqual(number(1n << bit), a), number(255n - bit), result);
  }
  return result;
}
