// Linear abstraction: every product becomes an integer variable with lemmas about signs, bounds, monotonicity and common
// factors; where a model gives a product a wrong value, the lemmas that exclude it are added and the solver is asked again.
// Each lemma is true of multiplication, so unsat carries over; a model is a candidate.
import type { TermBank } from '../term/bank.js';
import { INT } from '../term/sort.js';
import { integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import type { Value } from '../term/value.js';

/** A product of two terms that was replaced by a variable. */
export interface ProductVariable {
  readonly product: Term;
  readonly left: Term;
  readonly right: Term;
}

/** Linear terms with the products they stand on. */
export interface Linearized {
  readonly terms: readonly Term[];
  readonly products: readonly ProductVariable[];
}

// Products of longer sums stay products of sums.
const LONGEST_EXPANSION = 40;

/** A coefficient and the factors of a monomial, sorted. */
type Monomial = readonly [bigint, readonly Term[]];

/**
 * Replaces products of `terms`, which must lie in `bank` with all symbols of their script. Sums are multiplied out, so that
 * equal monomials are one variable; monomials of more than two factors are built up two by two.
 */
export function nameProducts(bank: TermBank, terms: readonly Term[]): Linearized {
  const made = new Map<string, ProductVariable>();
  const factorsOf = new Map<Term, readonly Term[]>();
  const times = (left: Term, right: Term): Term => {
    const key = `${left.id} ${right.id}`;
    let known = made.get(key);
    if (known === undefined) {
      known = { product: bank.fresh('product', INT), left, right };
      made.set(key, known);
      factorsOf.set(known.product, [...(factorsOf.get(left) ?? [left]), right]);
    }
    return known.product;
  };
  const monomials = (term: Term): readonly Monomial[] => {
    const literal = integerValue(term);
    if (literal !== undefined) return [[literal, []]];
    if (term.kind === 'apply' && term.op === 'add') return term.args.flatMap(monomials);
    if (term.kind === 'apply' && term.op === 'mul') return term.args.map(monomials).reduce(multiplied);
    return [[1n, factorsOf.get(term) ?? [term]]];
  };
  const result = transfer(bank, terms, (term) => {
    if (term.kind !== 'apply' || term.op !== 'mul') return term;
    const factors = term.args.filter((arg) => integerValue(arg) === undefined);
    if (factors.length < 2) return term;
    const sums = term.args.map(monomials);
    const size = sums.reduce((product, sum) => product * sum.length, 1);
    const parts =
      size <= LONGEST_EXPANSION ? sums : term.args.map((arg): readonly Monomial[] => [[1n, [arg]]]);
    return bank.add(
      ...parts.reduce(multiplied).map(([coefficient, list]) => {
        const [first, ...rest] = list;
        const monomial = first === undefined ? bank.int(1n) : rest.reduce(times, first);
        return bank.mul(bank.int(coefficient), monomial);
      }),
    );
  });
  return { terms: result, products: [...made.values()] };
}

function multiplied(a: readonly Monomial[], b: readonly Monomial[]): readonly Monomial[] {
  return a.flatMap(([k, list]) =>
    b.map(([l, other]): Monomial => [k * l, [...list, ...other].sort((x, y) => x.id - y.id)]),
  );
}

// Pairs of products with a common factor beyond this many are left to the lemmas on demand.
const MOST_PAIRS = 400;

/** The lemmas that hold of every product, asserted from the start. */
export function productLemmas(bank: TermBank, products: readonly ProductVariable[]): readonly Term[] {
  const zero = bank.int(0n);
  const one = bank.int(1n);
  const lemmas: Term[] = [];
  for (const { product: p, left: a, right: b } of products) {
    const nonnegative = bank.and(bank.le(zero, a), bank.le(zero, b));
    lemmas.push(bank.iff(bank.eq(p, zero), bank.or(bank.eq(a, zero), bank.eq(b, zero))));
    lemmas.push(bank.implies(nonnegative, bank.le(zero, p)));
    lemmas.push(bank.implies(bank.and(bank.le(one, a), bank.le(zero, b)), bank.le(b, p)));
    lemmas.push(bank.implies(bank.and(bank.le(one, b), bank.le(zero, a)), bank.le(a, p)));
    lemmas.push(bank.implies(bank.eq(a, one), bank.eq(p, b)), bank.implies(bank.eq(b, one), bank.eq(p, a)));
  }
  let pairs = 0;
  for (const [i, x] of products.entries()) {
    for (const y of products.slice(0, i)) {
      for (const [a, c, b] of common(x, y)) {
        if (++pairs > MOST_PAIRS) return lemmas;
        lemmas.push(...commonFactor(bank, x.product, a, y.product, b, c));
      }
    }
  }
  return lemmas;
}

/** Each way in which x = a*c and y = b*c. */
function common(x: ProductVariable, y: ProductVariable): readonly (readonly [Term, Term, Term])[] {
  const ways: (readonly [Term, Term, Term])[] = [];
  if (x.left === y.left) ways.push([x.right, x.left, y.right]);
  if (x.left === y.right) ways.push([x.right, x.left, y.left]);
  if (x.right === y.left) ways.push([x.left, x.right, y.right]);
  if (x.right === y.right) ways.push([x.left, x.right, y.left]);
  return ways;
}

/** p = a*c and q = b*c with c >= 0: p and q are ordered as a and b; with c >= 1 strictly, by at least c. */
function commonFactor(bank: TermBank, p: Term, a: Term, q: Term, b: Term, c: Term): readonly Term[] {
  const zero = bank.int(0n);
  const up = bank.implies(bank.and(bank.le(zero, c), bank.le(a, b)), bank.le(p, q));
  const down = bank.implies(bank.and(bank.le(zero, c), bank.le(b, a)), bank.le(q, p));
  const apart = bank.implies(bank.and(bank.le(zero, c), bank.lt(a, b)), bank.le(bank.add(p, c), q));
  const apartDown = bank.implies(bank.and(bank.le(zero, c), bank.lt(b, a)), bank.le(bank.add(q, c), p));
  return [up, down, apart, apartDown];
}

/**
 * Lemmas that exclude the values a model gives to products. (a-u)*(b-v) has the sign of its factors, so at the model's
 * point u, v the product lies above or below its tangent plane (incremental linearization, Cimatti et al., TACAS 2017).
 */
export function refutingLemmas(
  bank: TermBank,
  products: readonly ProductVariable[],
  valueUnder: (term: Term) => Value | undefined,
): readonly Term[] {
  const lemmas: Term[] = [];
  const number = (term: Term): bigint | undefined => {
    const value = valueUnder(term);
    return typeof value === 'bigint' ? value : undefined;
  };
  for (const { product: p, left: a, right: b } of products) {
    const [u, v, w] = [number(a), number(b), number(p)];
    if (u === undefined || v === undefined || w === undefined || w === u * v) continue;
    const [atU, atV] = [bank.int(u), bank.int(v)];
    const plane = bank.sub(bank.add(bank.mul(atU, b), bank.mul(atV, a)), bank.int(u * v));
    lemmas.push(bank.implies(bank.eq(a, atU), bank.eq(p, bank.mul(atU, b))));
    lemmas.push(bank.implies(bank.eq(b, atV), bank.eq(p, bank.mul(atV, a))));
    const both = (first: Term, second: Term): Term => bank.and(first, second);
    const below = both(bank.le(a, atU), bank.le(b, atV));
    const above = both(bank.le(atU, a), bank.le(atV, b));
    const apart = both(bank.le(a, atU), bank.le(atV, b));
    const apartDown = both(bank.le(atU, a), bank.le(b, atV));
    lemmas.push(bank.implies(bank.or(below, above), bank.le(plane, p)));
    lemmas.push(bank.implies(bank.or(apart, apartDown), bank.le(p, plane)));
  }
  return lemmas;
}

/** Pairs of products, or of quotients, whose order is told to a solver in one round. */
const MOST_ORDERED = 40;

/**
 * Lemmas about pairs of products that a model orders wrongly: of numbers that are not negative, larger factors make a larger
 * product. With equal factors that are written differently, no common one is seen by `productLemmas`.
 */
export function orderLemmas(
  bank: TermBank,
  products: readonly ProductVariable[],
  valueUnder: (term: Term) => Value | undefined,
): readonly Term[] {
  const zero = bank.int(0n);
  const lemmas: Term[] = [];
  const isAtMost = (a: Term, b: Term): boolean => {
    const [x, y] = [valueUnder(a), valueUnder(b)];
    return typeof x === 'bigint' && typeof y === 'bigint' && 0n <= x && x <= y;
  };
  for (const x of products)
    for (const y of products) {
      if (x === y || isAtMost(x.product, y.product)) continue;
      for (const [left, right] of [
        [y.left, y.right],
        [y.right, y.left],
      ] as const) {
        if (!isAtMost(x.left, left) || !isAtMost(x.right, right)) continue;
        const ordered = bank.and(
          bank.le(zero, x.left),
          bank.le(zero, x.right),
          bank.le(x.left, left),
          bank.le(x.right, right),
        );
        lemmas.push(bank.implies(ordered, bank.le(x.product, y.product)));
        if (lemmas.length >= MOST_ORDERED) return lemmas;
        break;
      }
    }
  return lemmas;
}

/**
 * Lemmas about two multiples of one number that a model puts too close to each other or too far apart: where c is k at least
 * and b is a at most, a*c - b*c is k*(a - b) at least. For the literals k that c is compared with.
 */
export function differenceLemmas(
  bank: TermBank,
  products: readonly ProductVariable[],
  literals: ReadonlyMap<Term, ReadonlySet<bigint>>,
  valueUnder: (term: Term) => Value | undefined,
): readonly Term[] {
  const lemmas: Term[] = [];
  for (const [i, x] of products.entries())
    for (const y of products.slice(0, i))
      for (const [a, c, b] of common(x, y))
        for (const k of literals.get(c) ?? []) {
          const wrong = wrongDifference(k, [a, c, b, x.product, y.product].map(valueUnder));
          if (wrong === undefined) continue;
          const literal = bank.int(k);
          const [more, less] = [bank.sub(x.product, y.product), bank.mul(literal, bank.sub(a, b))];
          const known = bank.and(
            wrong.atLeast ? bank.le(literal, c) : bank.le(c, literal),
            wrong.positive ? bank.le(b, a) : bank.le(a, b),
          );
          lemmas.push(
            bank.implies(known, wrong.atLeast === wrong.positive ? bank.le(less, more) : bank.le(more, less)),
          );
          if (lemmas.length >= MOST_ORDERED) return lemmas;
        }
  return lemmas;
}

/** On which side of k*(a - b) the values of a, c, b and both products wrongly put a*c - b*c: for c >= k or c <= k, a >= b or a <= b. */
function wrongDifference(
  k: bigint,
  values: readonly (Value | undefined)[],
): { readonly atLeast: boolean; readonly positive: boolean } | undefined {
  if (!values.every((value): value is bigint => typeof value === 'bigint')) return undefined;
  const [a, c, b, x, y] = values as [bigint, bigint, bigint, bigint, bigint];
  const excess = x - y - k * (a - b);
  if (excess === 0n) return undefined;
  for (const atLeast of [true, false])
    for (const positive of [true, false]) {
      const holds = (atLeast ? k <= c : c <= k) && (positive ? b <= a : a <= b);
      if (holds && (atLeast === positive ? excess < 0n : excess > 0n)) return { atLeast, positive };
    }
  return undefined;
}
