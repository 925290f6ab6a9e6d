// Linear normal form of integer terms: a sum is a sorted list of coefficient * monomial plus a constant.
// Comparisons are kept as `left <= right` with positive coefficients only, so that equal facts are equal terms.
import type { TermBank } from './bank.js';
import { euclideanDiv, euclideanMod, floorDiv } from './operators.js';
import { BOOL, INT } from './sort.js';
import { integerValue, type Term } from './term.js';

/** constant + sum of coefficient * monomial; monomials are never literals, sums or scaled terms. */
export interface Linear {
  constant: bigint;
  readonly monomials: Map<Term, bigint>;
}

// Sums longer than this are not opened again, which keeps repeated addition linear instead of quadratic.
const LONGEST_OPENED_SUM = 128;
// Likewise for products: repeated squaring must not write out every factor.
const LONGEST_OPENED_PRODUCT = 16;

function addInto(linear: Linear, term: Term, scale: bigint): void {
  const literal = integerValue(term);
  if (literal !== undefined) {
    linear.constant += scale * literal;
    return;
  }
  if (term.kind === 'apply') {
    if (term.op === 'add' && term.args.length <= LONGEST_OPENED_SUM) {
      for (const arg of term.args) addInto(linear, arg, scale);
      return;
    }
    const [first, second] = term.args;
    const coefficient = term.op === 'mul' && first !== undefined ? integerValue(first) : undefined;
    if (coefficient !== undefined && second !== undefined) {
      addMonomial(linear, second, scale * coefficient);
      return;
    }
  }
  addMonomial(linear, term, scale);
}

function addMonomial(linear: Linear, monomial: Term, coefficient: bigint): void {
  const sum = (linear.monomials.get(monomial) ?? 0n) + coefficient;
  if (sum === 0n) linear.monomials.delete(monomial);
  else linear.monomials.set(monomial, sum);
}

function emptyLinear(): Linear {
  return { constant: 0n, monomials: new Map() };
}

/** A term as a sum. */
export function sumOf(term: Term): Linear {
  const linear = emptyLinear();
  addInto(linear, term, 1n);
  return linear;
}

/** `right` - `left` as a sum. */
export function differenceOf(left: Term, right: Term): Linear {
  const linear = emptyLinear();
  addInto(linear, right, 1n);
  addInto(linear, left, -1n);
  return linear;
}

function buildLinear(bank: TermBank, linear: Linear): Term {
  const monomials = [...linear.monomials].sort(([a], [b]) => a.id - b.id);
  const parts = monomials.map(([monomial, coefficient]) =>
    coefficient === 1n ? monomial : bank.intern('mul', [bank.int(coefficient), monomial], INT),
  );
  if (linear.constant !== 0n || parts.length === 0) parts.push(bank.int(linear.constant));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : bank.intern('add', parts, INT);
}

/** Sum of scaled terms in normal form. */
export function foldSum(bank: TermBank, parts: readonly (readonly [Term, bigint])[]): Term {
  const linear = emptyLinear();
  for (const [term, scale] of parts) addInto(linear, term, scale);
  return buildLinear(bank, linear);
}

/** Product: literals are multiplied into one coefficient that is distributed over a sum; factors are sorted. */
export function foldProduct(bank: TermBank, terms: readonly Term[]): Term {
  let coefficient = 1n;
  const factors: Term[] = [];
  const addFactor = (term: Term): void => {
    const literal = integerValue(term);
    if (literal !== undefined) coefficient *= literal;
    else if (term.kind === 'apply' && term.op === 'mul' && term.args.length <= LONGEST_OPENED_PRODUCT)
      term.args.forEach(addFactor);
    else factors.push(term);
  };
  for (const term of terms) addFactor(term);
  factors.sort((a, b) => a.id - b.id);
  const [only] = factors;
  if (coefficient === 0n || only === undefined) return bank.int(only === undefined ? coefficient : 0n);
  const monomial = factors.length === 1 ? only : bank.intern('mul', factors, INT);
  const linear = emptyLinear();
  addInto(linear, monomial, coefficient);
  return buildLinear(bank, linear);
}

/** Euclidean quotient; folded when the divisor is a nonzero literal that divides every coefficient. */
export function foldDiv(bank: TermBank, a: Term, b: Term): Term {
  const divisor = integerValue(b);
  if (divisor === undefined || divisor === 0n) return bank.intern('div', [a, b], INT);
  const literal = integerValue(a);
  if (literal !== undefined) return bank.int(euclideanDiv(literal, divisor));
  // a = (-c) * q + r with 0 <= r gives div(a, c) = -div(a, -c).
  if (divisor < 0n) return bank.neg(foldDiv(bank, a, bank.int(-divisor)));
  if (divisor === 1n) return a;
  const linear = emptyLinear();
  addInto(linear, a, 1n);
  // Multiples of the divisor leave the quotient: div(c*x + y + k, c) = x + div(y + k mod c, c) + floor(k / c).
  const quotient = emptyLinear();
  for (const [monomial, coefficient] of [...linear.monomials]) {
    if (coefficient % divisor !== 0n) continue;
    addMonomial(quotient, monomial, coefficient / divisor);
    linear.monomials.delete(monomial);
  }
  quotient.constant = floorDiv(linear.constant, divisor);
  linear.constant = euclideanMod(linear.constant, divisor);
  if (linear.monomials.size > 0)
    addMonomial(quotient, bank.intern('div', [buildLinear(bank, linear), b], INT), 1n);
  return buildLinear(bank, quotient);
}

/** Euclidean remainder; multiples of a literal divisor and inner remainders by its multiples are dropped. */
export function foldMod(bank: TermBank, a: Term, b: Term): Term {
  const divisor = integerValue(b);
  if (divisor === undefined || divisor === 0n) return bank.intern('mod', [a, b], INT);
  const literal = integerValue(a);
  if (literal !== undefined) return bank.int(euclideanMod(literal, divisor));
  if (divisor < 0n) return foldMod(bank, a, bank.int(-divisor));
  if (divisor === 1n) return bank.int(0n);
  const given = emptyLinear();
  addInto(given, a, 1n);
  const linear = emptyLinear();
  linear.constant = given.constant;
  for (const [monomial, coefficient] of given.monomials) {
    // mod(x, m) differs from x by a multiple of m, hence of the divisor when that divides m.
    const inner =
      monomial.kind === 'apply' && monomial.op === 'mod' ? integerValue(monomial.args[1] ?? b) : undefined;
    const dividend = monomial.kind === 'apply' ? monomial.args[0] : undefined;
    if (inner !== undefined && inner !== 0n && inner % divisor === 0n && dividend !== undefined)
      addInto(linear, dividend, coefficient);
    else addMonomial(linear, monomial, coefficient);
  }
  for (const [monomial, coefficient] of [...linear.monomials])
    if (coefficient % divisor === 0n) linear.monomials.delete(monomial);
  linear.constant = euclideanMod(linear.constant, divisor);
  const reduced = buildLinear(bank, linear);
  const constant = integerValue(reduced);
  if (constant !== undefined) return bank.int(constant);
  return bank.intern('mod', [reduced, bank.int(divisor)], INT);
}

function gcdOfCoefficients(linear: Linear): bigint {
  let gcd = 0n;
  for (const coefficient of linear.monomials.values()) {
    let a = gcd;
    let b = coefficient < 0n ? -coefficient : coefficient;
    while (b !== 0n) [a, b] = [b, a % b];
    gcd = a;
    if (gcd === 1n) break;
  }
  return gcd;
}

function divideBy(linear: Linear, divisor: bigint): void {
  if (divisor === 1n) return;
  for (const [monomial, coefficient] of linear.monomials)
    linear.monomials.set(monomial, coefficient / divisor);
  linear.constant = floorDiv(linear.constant, divisor);
}

/** Splits `linear` into right - left with positive coefficients on both sides and the constant on one. */
function splitSides(bank: TermBank, linear: Linear): readonly [Term, Term] {
  const left = emptyLinear();
  const right = emptyLinear();
  for (const [monomial, coefficient] of linear.monomials) {
    if (coefficient > 0n) right.monomials.set(monomial, coefficient);
    else left.monomials.set(monomial, -coefficient);
  }
  // A side without monomials holds the constant, whatever its sign: -3 <= x rather than 0 <= x + 3.
  const toRight = right.monomials.size === 0 || (left.monomials.size > 0 && linear.constant > 0n);
  if (toRight) right.constant = linear.constant;
  else left.constant = -linear.constant;
  return [buildLinear(bank, left), buildLinear(bank, right)];
}

/** `a + offset <= b` in canonical form (offset 1 gives `a < b`). */
export function foldLessEqual(bank: TermBank, a: Term, b: Term, offset: bigint): Term {
  const linear = emptyLinear();
  addInto(linear, b, 1n);
  addInto(linear, a, -1n);
  linear.constant -= offset;
  if (linear.monomials.size === 0) return bank.bool(linear.constant >= 0n);
  // Over the integers g*s + k >= 0 is s + floor(k / g) >= 0.
  divideBy(linear, gcdOfCoefficients(linear));
  const [left, right] = splitSides(bank, linear);
  const leftLiteral = integerValue(left);
  const rightLiteral = integerValue(right);
  if (rightLiteral !== undefined) {
    const known = foldBounded(bank, left, (n) => n <= rightLiteral, rightLiteral, 'upper');
    if (known !== undefined) return known;
  } else if (leftLiteral !== undefined) {
    const known = foldBounded(bank, right, (n) => n >= leftLiteral, leftLiteral, 'lower');
    if (known !== undefined) return known;
  }
  return bank.intern('le', [left, right], BOOL);
}

// Comparison of one term with a literal bound: remainders have a known range, if-then-else of literals distributes.
function foldBounded(
  bank: TermBank,
  term: Term,
  holds: (n: bigint) => boolean,
  bound: bigint,
  side: 'upper' | 'lower',
): Term | undefined {
  if (term.kind === 'apply' && term.op === 'mod') {
    const divisor = term.args[1] === undefined ? undefined : integerValue(term.args[1]);
    if (divisor === undefined || divisor <= 0n) return undefined;
    const least = holds(0n);
    const greatest = holds(divisor - 1n);
    return least === greatest ? bank.bool(least) : undefined;
  }
  if (term.kind !== 'ite') return undefined;
  const first = integerValue(term.then);
  const second = integerValue(term.else);
  if (first === undefined && second === undefined) return undefined;
  const compare = (branch: Term, literal: bigint | undefined): Term => {
    if (literal !== undefined) return bank.bool(holds(literal));
    const limit = bank.int(bound);
    return side === 'upper' ? bank.le(branch, limit) : bank.le(limit, branch);
  };
  return bank.ite(term.condition, compare(term.then, first), compare(term.else, second));
}

/** `a = b` on integers in canonical form. */
export function foldIntegerEquality(bank: TermBank, a: Term, b: Term): Term {
  const linear = emptyLinear();
  addInto(linear, a, 1n);
  addInto(linear, b, -1n);
  if (linear.monomials.size === 0) return bank.bool(linear.constant === 0n);
  const gcd = gcdOfCoefficients(linear);
  if (linear.constant % gcd !== 0n) return bank.false_;
  divideBy(linear, gcd);
  const [left, right] = splitSides(bank, linear);
  // Negating both sides swaps them; literals go right, else the older term goes left.
  const swap = integerValue(left) !== undefined || (integerValue(right) === undefined && right.id < left.id);
  const [first, second] = swap ? [right, left] : [left, right];
  const literal = integerValue(second);
  if (literal !== undefined && first.kind === 'apply' && first.op === 'mod') {
    const divisor = first.args[1] === undefined ? undefined : integerValue(first.args[1]);
    if (divisor !== undefined && divisor > 0n && (literal < 0n || literal >= divisor)) return bank.false_;
  }
  return bank.foldIteEquality(first, second) ?? bank.intern('eq', [first, second], BOOL);
}
