// What comparisons with literals say of numbers: intervals of sums, and of what is computed from bounded numbers.
import { differenceOf, type Linear, sumOf } from '../term/linear.js';
import { floorDiv } from '../term/operators.js';
import { BOOL, INT } from '../term/sort.js';
import { integerValue, type Term } from '../term/term.js';

/** From `least` to `most`, where they are known. */
interface Interval {
  readonly least?: bigint;
  readonly most?: bigint;
}

const ANY: Interval = {};

/** How often bounds go from one comparison to the next. */
const ROUNDS = 2;

/** Bounds that are asserted, and what follows from them. */
export class Bounds {
  /** Of sums without their constants, up to their signs. */
  private readonly asserted = new Map<string, Interval>();
  private readonly known = new Map<Term, Interval>();

  constructor(atoms: readonly Term[]) {
    for (const atom of atoms) this.note(atom);
    for (let round = 0; round < ROUNDS; round++)
      for (const atom of atoms) if (isPlain(atom)) this.propagate(atom);
  }

  private note(atom: Term): void {
    if (!isComparison(atom)) return;
    const linear = differenceOf(atom.args[0] as Term, atom.args[1] as Term);
    const { key, flipped } = keyOf(linear);
    const bound = flipped ? linear.constant : -linear.constant;
    const said = interval(
      atom.op === 'eq' || !flipped ? bound : undefined,
      atom.op === 'eq' || flipped ? bound : undefined,
    );
    this.asserted.set(key, both(this.asserted.get(key) ?? ANY, said));
  }

  /** What a comparison says of each of its parts by the bounds of the others. */
  private propagate(atom: Term): void {
    if (!isComparison(atom)) return;
    const linear = differenceOf(atom.args[0] as Term, atom.args[1] as Term);
    for (const [monomial, coefficient] of linear.monomials) {
      let rest = interval(linear.constant, linear.constant);
      for (const [other, by] of linear.monomials) {
        if (other === monomial) continue;
        const { least, most } = scaled(this.asserted.get(keyFor(other)) ?? ANY, by, 0n);
        rest = interval(plus(rest.least, least), plus(rest.most, most));
      }
      // coefficient * monomial + rest is not negative, or zero.
      const above = rest.most === undefined ? ANY : atLeast(coefficient, -rest.most);
      const below = atom.op === 'le' || rest.least === undefined ? ANY : atMost(coefficient, -rest.least);
      const key = keyFor(monomial);
      this.asserted.set(key, both(this.asserted.get(key) ?? ANY, both(above, below)));
    }
  }

  /** Notes what is known of a number; those it is computed from come first. */
  visit(term: Term): void {
    if (term.sort === INT)
      this.known.set(term, both(this.asserted.get(keyFor(term)) ?? ANY, this.computed(term)));
  }

  /** Whether a comparison holds, by the bounds of its difference as a whole or of its parts. */
  decide(term: Term): boolean | undefined {
    if (!isComparison(term)) return undefined;
    const linear = differenceOf(term.args[0] as Term, term.args[1] as Term);
    const { key, flipped } = keyOf(linear);
    const { least, most } = both(
      scaled(this.asserted.get(key) ?? ANY, flipped ? -1n : 1n, linear.constant),
      this.sum(linear),
    );
    // The difference of the sides: not negative for `<=`, zero for `=`.
    const outside =
      (most !== undefined && most < 0n) || (term.op === 'eq' && least !== undefined && least > 0n);
    if (outside) return false;
    const inside = least !== undefined && least >= 0n && (term.op === 'le' || (least === 0n && most === 0n));
    return inside ? true : undefined;
  }

  private computed(term: Term): Interval {
    const literal = integerValue(term);
    if (literal !== undefined) return interval(literal, literal);
    if (term.kind === 'ite') return either(this.of(term.then), this.of(term.else));
    if (term.kind !== 'apply') return ANY;
    const args = term.args.map((arg) => this.of(arg));
    const [a = ANY, b = ANY] = args;
    switch (term.op) {
      case 'add':
        return this.sum(sumOf(term));
      case 'mul':
        if (integerValue(term.args[0] as Term) !== undefined) return this.sum(sumOf(term));
        return args.every(({ least }) => least !== undefined && least >= 0n) ? args.reduce(product) : ANY;
      case 'div':
        return isNatural(a) && isPositive(b) ? quotient(a, b) : ANY;
      case 'mod':
        return isPositive(b) ? interval(0n, b.most === undefined ? undefined : b.most - 1n) : ANY;
      default:
        return ANY;
    }
  }

  private of(term: Term): Interval {
    const literal = integerValue(term);
    return literal === undefined ? (this.known.get(term) ?? ANY) : interval(literal, literal);
  }

  private sum({ monomials, constant }: Linear): Interval {
    let sum = interval(constant, constant);
    for (const [monomial, coefficient] of monomials) {
      const { least, most } = scaled(this.of(monomial), coefficient, 0n);
      sum = interval(plus(sum.least, least), plus(sum.most, most));
    }
    return sum;
  }
}

function isComparison(term: Term): term is Extract<Term, { kind: 'apply' }> {
  return term.kind === 'apply' && (term.op === 'le' || term.op === 'eq') && term.args[0]?.sort === INT;
}

/** The monomials of a sum, up to its sign, as a key. */
function keyOf({ monomials }: Linear): { readonly key: string; readonly flipped: boolean } {
  const sorted = [...monomials].sort(([a], [b]) => a.id - b.id);
  const flipped = (sorted[0]?.[1] ?? 1n) < 0n;
  return { key: sorted.map(([m, c]) => `${flipped ? -c : c}*${m.id}`).join(' '), flipped };
}

function keyFor(monomial: Term): string {
  return `1*${monomial.id}`;
}

/**
 * Whether a comparison is of names, reads and their sums only, with no condition below it: no other assertion simplifies it, so
 * what it says may be used anywhere.
 */
function isPlain(atom: Term): boolean {
  return isComparison(atom) && atom.args.every(isPlainNumber);
}

function isPlainNumber(term: Term): boolean {
  if (term.sort === BOOL) return false;
  switch (term.kind) {
    case 'literal':
    case 'symbol':
      return true;
    case 'call':
      return term.args.every(isPlainNumber);
    case 'apply':
      return PLAIN.has(term.op) && term.args.every(isPlainNumber);
    default:
      return false;
  }
}

const PLAIN: ReadonlySet<string> = new Set(['add', 'mul', 'select']);

/** What k with factor * k >= bound is. */
function atLeast(factor: bigint, bound: bigint): Interval {
  return factor > 0n
    ? interval(-floorDiv(-bound, factor), undefined)
    : interval(undefined, floorDiv(-bound, -factor));
}

/** What k with factor * k <= bound is. */
function atMost(factor: bigint, bound: bigint): Interval {
  return atLeast(-factor, -bound);
}

function interval(least: bigint | undefined, most: bigint | undefined): Interval {
  return { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
}

function both(a: Interval, b: Interval): Interval {
  return interval(
    a.least === undefined || (b.least !== undefined && b.least > a.least) ? b.least : a.least,
    a.most === undefined || (b.most !== undefined && b.most < a.most) ? b.most : a.most,
  );
}

function either(a: Interval, b: Interval): Interval {
  return interval(
    a.least === undefined || b.least === undefined ? undefined : a.least < b.least ? a.least : b.least,
    a.most === undefined || b.most === undefined ? undefined : a.most > b.most ? a.most : b.most,
  );
}

function scaled({ least, most }: Interval, by: bigint, plusConstant: bigint): Interval {
  const of = (value: bigint | undefined): bigint | undefined =>
    value === undefined ? undefined : value * by + plusConstant;
  return by < 0n ? interval(of(most), of(least)) : interval(of(least), of(most));
}

function plus(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function isNatural({ least }: Interval): boolean {
  return least !== undefined && least >= 0n;
}

function isPositive({ least }: Interval): boolean {
  return least !== undefined && least >= 1n;
}

/** Of numbers that are not negative. */
function product(a: Interval, b: Interval): Interval {
  return interval(
    (a.least ?? 0n) * (b.least ?? 0n),
    a.most === undefined || b.most === undefined ? undefined : a.most * b.most,
  );
}

/** Of a number that is not negative by a positive one. */
function quotient(a: Interval, b: Interval): Interval {
  // Where facts contradict each other there may be no number between the bounds.
  return interval(
    b.most === undefined || b.most < 1n ? 0n : floorDiv(a.least ?? 0n, b.most),
    a.most === undefined ? undefined : floorDiv(a.most, b.least ?? 1n),
  );
}
