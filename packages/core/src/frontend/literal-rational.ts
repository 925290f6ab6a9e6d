// Exact arithmetic on literal expressions, folded as solc folds it (`RationalNumberType`).
import type { BinaryOperator, UnaryOperator } from './typed-program.js';
import type { Type } from './types.js';

type Rational = Extract<Type, { readonly kind: 'rational' }>;

/** solc gives up on literals of more than this many bits. */
const MAX_BITS = 4096;

/** A reduced fraction with positive denominator. */
export function rational(numerator: bigint, denominator: bigint): Rational {
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return divisor === 0n
    ? { kind: 'rational', numerator: 0n, denominator: 1n }
    : {
        kind: 'rational',
        numerator: (sign * numerator) / divisor,
        denominator: (sign * denominator) / divisor,
      };
}

/** `-x`, `~x` of a literal; undefined when the operator does not apply. */
export function foldUnary(operator: UnaryOperator | '+', operand: Rational): Rational | undefined {
  switch (operator) {
    case '-':
      return rational(-operand.numerator, operand.denominator);
    case '+':
      return rational(operand.numerator, operand.denominator);
    case '~':
      return operand.denominator === 1n ? rational(~operand.numerator, 1n) : undefined;
    default:
      return undefined;
  }
}

/** The value of `left operator right`; undefined when undefined mathematically, too large, or not foldable. */
export function foldBinary(operator: BinaryOperator, left: Rational, right: Rational): Rational | undefined {
  const result = compute(operator, left, right);
  return result === undefined ||
    bitLength(result.numerator) > MAX_BITS ||
    bitLength(result.denominator) > MAX_BITS
    ? undefined
    : result;
}

function compute(operator: BinaryOperator, a: Rational, b: Rational): Rational | undefined {
  const integers = a.denominator === 1n && b.denominator === 1n;
  switch (operator) {
    case '+':
      return rational(
        a.numerator * b.denominator + b.numerator * a.denominator,
        a.denominator * b.denominator,
      );
    case '-':
      return rational(
        a.numerator * b.denominator - b.numerator * a.denominator,
        a.denominator * b.denominator,
      );
    case '*':
      return rational(a.numerator * b.numerator, a.denominator * b.denominator);
    case '/':
      return b.numerator === 0n
        ? undefined
        : rational(a.numerator * b.denominator, a.denominator * b.numerator);
    case '%': {
      if (b.numerator === 0n) return undefined;
      const left = a.numerator * b.denominator;
      const right = b.numerator * a.denominator;
      return rational(left - (left / right) * right, a.denominator * b.denominator);
    }
    case '**':
      return power(a, b);
    case '<<':
      if (!integers || b.numerator < 0n || b.numerator > BigInt(MAX_BITS))
        return a.numerator === 0n && integers ? a : undefined;
      return rational(a.numerator << b.numerator, 1n);
    case '>>':
      if (!integers || b.numerator < 0n) return undefined;
      // Shifting a bigint rounds toward negative infinity, as solc does.
      return rational(
        b.numerator > BigInt(MAX_BITS) ? (a.numerator < 0n ? -1n : 0n) : a.numerator >> b.numerator,
        1n,
      );
    case '&':
      return integers ? rational(a.numerator & b.numerator, 1n) : undefined;
    case '|':
      return integers ? rational(a.numerator | b.numerator, 1n) : undefined;
    case '^':
      return integers ? rational(a.numerator ^ b.numerator, 1n) : undefined;
    default:
      return undefined;
  }
}

function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator !== 1n) return undefined;
  const magnitude = exponent.numerator < 0n ? -exponent.numerator : exponent.numerator;
  if (magnitude === 0n) return rational(1n, 1n);
  if (base.numerator === 0n) return exponent.numerator < 0n ? undefined : base;
  if (base.denominator === 1n && (base.numerator === 1n || base.numerator === -1n)) {
    return rational(base.numerator === 1n || magnitude % 2n === 0n ? 1n : -1n, 1n);
  }
  const bits = Math.max(bitLength(base.numerator), bitLength(base.denominator));
  if (magnitude > BigInt(MAX_BITS) || bits * Number(magnitude) > 2 * MAX_BITS) return undefined;
  const numerator = base.numerator ** magnitude;
  const denominator = base.denominator ** magnitude;
  return exponent.numerator < 0n ? rational(denominator, numerator) : rational(numerator, denominator);
}

function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
