// Machine arithmetic on mathematical integers: wrapping by conditional subtraction where one modulus suffices, by
// `mod` else; division toward zero; shifts and masks by constants as division and remainder.
import type { Term, TermBank } from '@surety/solvers';
import type { IrType } from '../ir/ir.js';
import { bitFunction, POWER } from './functions.js';
import { type Range, rangeOf } from './sorts.js';

/** Interval of possible values, from types; undefined: unbounded. */
export type Interval = Range | undefined;

/** Reduces `value`, known to lie in `interval`, into the range of `type` as two's complement does. */
export function wrapInto(bank: TermBank, value: Term, interval: Interval, type: IrType): Term {
  const range = rangeOf(type);
  if (range === undefined) return value;
  const { low, high } = range;
  if (interval !== undefined && interval.low >= low && interval.high <= high) return value;
  const modulus = high - low + 1n;
  const at = (n: bigint): Term => bank.int(n);
  if (interval !== undefined && interval.low >= low - modulus && interval.high <= high + modulus) {
    const reduced =
      interval.high > high ? bank.ite(bank.le(value, at(high)), value, bank.sub(value, at(modulus))) : value;
    return interval.low < low
      ? bank.ite(bank.lt(value, at(low)), bank.add(value, at(modulus)), reduced)
      : reduced;
  }
  return bank.add(bank.mod(bank.sub(value, at(low)), at(modulus)), at(low));
}

/** Quotient truncated toward zero; the divisor is nonzero on this path. */
export function divideTruncating(bank: TermBank, a: Term, b: Term, nonnegative: boolean): Term {
  if (nonnegative) return bank.div(a, b);
  const zero = bank.int(0n);
  // SMT-LIB division is Euclidean: for a nonnegative dividend it truncates whatever the divisor's sign.
  return bank.ite(bank.le(zero, a), bank.div(a, b), bank.neg(bank.div(bank.neg(a), b)));
}

/** Remainder with the sign of the dividend; the divisor is nonzero on this path. */
export function remainderTruncating(bank: TermBank, a: Term, b: Term, nonnegative: boolean): Term {
  if (nonnegative) return bank.mod(a, b);
  const zero = bank.int(0n);
  return bank.ite(bank.le(zero, a), bank.mod(a, b), bank.neg(bank.mod(bank.neg(a), b)));
}

/** `base ** exponent`, unrolled for small literal exponents. */
export function power(bank: TermBank, base: Term, exponent: Term): Term {
  const n = literalOf(exponent);
  if (n !== undefined && n >= 0n && n <= 8n && literalOf(base) === undefined) {
    return n === 0n ? bank.int(1n) : bank.mul(...Array.from({ length: Number(n) }, () => base));
  }
  return bank.call(POWER, [base, exponent]);
}

/** 2 ** amount. */
export function powerOfTwo(bank: TermBank, amount: Term): Term {
  return bank.call(POWER, [bank.int(2n), amount]);
}

/** Bit operation on values of an integer type; `undefined` when the model has no exact meaning (the caller then uses a fresh value). */
export function bitOperation(
  bank: TermBank,
  operator: 'bitAnd' | 'bitOr' | 'bitXor',
  a: Term,
  b: Term,
  type: IrType,
): Term {
  const range = rangeOf(type);
  if (range === undefined) throw new Error(`bit operation on ${type.kind}`);
  const modulus = range.high - range.low + 1n;
  const unsigned = (t: Term): Term => (range.low === 0n ? t : bank.mod(t, bank.int(modulus)));
  const result = bitUnsigned(bank, operator, unsigned(a), unsigned(b), modulus);
  if (range.low === 0n) return result;
  return bank.ite(bank.le(result, bank.int(range.high)), result, bank.sub(result, bank.int(modulus)));
}

function bitUnsigned(
  bank: TermBank,
  operator: 'bitAnd' | 'bitOr' | 'bitXor',
  a: Term,
  b: Term,
  modulus: bigint,
): Term {
  const mask = literalOf(a) ?? literalOf(b);
  const other = literalOf(a) !== undefined ? b : a;
  if (operator === 'bitAnd' && mask !== undefined) {
    if (mask === 0n) return bank.int(0n);
    // 2^k - 1 keeps the low bits; 2^n - 2^k keeps the high ones.
    if (isPowerOfTwo(mask + 1n)) return bank.mod(other, bank.int(mask + 1n));
    if (isPowerOfTwo(modulus - mask)) return bank.sub(other, bank.mod(other, bank.int(modulus - mask)));
    // A run of ones 2^j - 2^i.
    const low = mask & -mask;
    if (isPowerOfTwo(mask + low))
      return bank.sub(bank.mod(other, bank.int(mask + low)), bank.mod(other, bank.int(low)));
  }
  if (operator !== 'bitAnd' && mask === 0n) return other;
  if (operator === 'bitXor' && mask === modulus - 1n) return bank.sub(bank.int(mask), other);
  const [x, y] = a.id <= b.id ? [a, b] : [b, a];
  return bank.call(bitFunction(operator), [x, y]);
}

/** The value of an integer literal term. */
export function literalOf(term: Term): bigint | undefined {
  return term.kind === 'literal' && typeof term.value === 'bigint' ? term.value : undefined;
}

function isPowerOfTwo(n: bigint): boolean {
  return n > 0n && (n & (n - 1n)) === 0n;
}
