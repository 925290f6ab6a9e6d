// Quotients and remainders as variables: q = a div b becomes a fresh integer with b*q <= a < b*q + b where b > 0. Other
// divisors leave q free, so unsat carries over and a model is a candidate.
import type { TermBank } from '../term/bank.js';
import { INT } from '../term/sort.js';
import { integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import type { Value } from '../term/value.js';
import { visitTerms } from '../term/visit.js';

/** A quotient that was replaced. */
export interface QuotientVariable {
  readonly quotient: Term;
  readonly dividend: Term;
  readonly divisor: Term;
}

/** Terms without `div` and `mod`, and what is known of the new variables. */
export interface WithoutQuotients {
  readonly terms: readonly Term[];
  readonly facts: readonly Term[];
  readonly quotients: readonly QuotientVariable[];
}

/** Replaces every quotient and remainder of `terms`, which must lie in `bank` with all symbols of their script. */
export function nameQuotients(bank: TermBank, terms: readonly Term[]): WithoutQuotients {
  const made = new Map<string, QuotientVariable>();
  const facts: Term[] = [];
  const quotientOf = (dividend: Term, divisor: Term): QuotientVariable => {
    const key = `${dividend.id} ${divisor.id}`;
    let known = made.get(key);
    if (known === undefined) {
      known = { quotient: bank.fresh('quotient', INT), dividend, divisor };
      made.set(key, known);
      facts.push(...bounds(bank, known));
    }
    return known;
  };
  const result = transfer(bank, terms, (term) => {
    if (term.kind !== 'apply' || (term.op !== 'div' && term.op !== 'mod')) return term;
    const [dividend, divisor] = term.args as [Term, Term];
    // By zero they are unknown functions of their own; a remainder then has nothing to do with a quotient.
    if (integerValue(divisor) === 0n) return bank.fresh('by_zero', INT);
    const { quotient } = quotientOf(dividend, divisor);
    if (term.op === 'div') return quotient;
    const remainder = bank.sub(dividend, bank.mul(divisor, quotient));
    if (integerValue(divisor) !== undefined) return remainder;
    return bank.ite(bank.eq(divisor, bank.int(0n)), bank.fresh('by_zero', INT), remainder);
  });
  return { terms: result, facts, quotients: [...made.values()] };
}

function bounds(bank: TermBank, { quotient, dividend, divisor }: QuotientVariable): readonly Term[] {
  const zero = bank.int(0n);
  const product = bank.mul(divisor, quotient);
  const exact = bank.and(bank.le(product, dividend), bank.lt(dividend, bank.add(product, divisor)));
  const positive = bank.le(bank.int(1n), divisor);
  const sign = bank.implies(bank.le(zero, dividend), bank.le(zero, quotient));
  const small = bank.implies(
    bank.le(zero, dividend),
    bank.and(bank.le(quotient, dividend), bank.iff(bank.eq(quotient, zero), bank.lt(dividend, divisor))),
  );
  return [bank.implies(positive, exact), bank.implies(positive, bank.and(sign, small))];
}

/**
 * Facts that the bounds imply over the integers but not over the reals, for terms at hand: m <= a div b iff m*b <= a (for
 * other quotients and symbols m compared with it), and the order of quotients by one divisor.
 */
export function floorLemmas(
  bank: TermBank,
  quotients: readonly QuotientVariable[],
  compared: readonly Term[],
): readonly Term[] {
  const facts: Term[] = [];
  const one = bank.int(1n);
  for (const [i, { quotient, dividend, divisor }] of quotients.entries()) {
    const positive = bank.le(one, divisor);
    for (const m of compared) {
      if (m === quotient) continue;
      const equivalent = bank.iff(bank.le(m, quotient), bank.le(bank.mul(m, divisor), dividend));
      facts.push(bank.implies(positive, equivalent));
    }
    for (const other of quotients.slice(0, i)) {
      if (other.divisor !== divisor) continue;
      const order = (a: QuotientVariable, b: QuotientVariable): Term =>
        bank.implies(bank.le(a.dividend, b.dividend), bank.le(a.quotient, b.quotient));
      const first: QuotientVariable = { quotient, dividend, divisor };
      facts.push(bank.implies(positive, bank.and(order(first, other), order(other, first))));
    }
  }
  return facts;
}

/**
 * What a quotient is beside the numbers it stands next to: x*y div b lies on the side of x on which y lies of b, and of y on
 * which x does. So a share of an amount is compared with the amount, without the product of any two of them.
 */
export function shareLemmas(bank: TermBank, quotients: readonly QuotientVariable[]): readonly Term[] {
  const zero = bank.int(0n);
  return quotients.flatMap(({ quotient, dividend, divisor }): readonly Term[] => {
    if (dividend.kind !== 'apply' || dividend.op !== 'mul') return [];
    const positive = bank.le(bank.int(1n), divisor);
    return dividend.args.flatMap((part, i): readonly Term[] => {
      const rest = bank.mul(...dividend.args.filter((_, k) => k !== i));
      const known = bank.and(positive, bank.le(zero, rest));
      return [
        bank.implies(bank.and(known, bank.le(divisor, part)), bank.le(rest, quotient)),
        bank.implies(bank.and(known, bank.le(part, divisor)), bank.le(quotient, rest)),
      ];
    });
  });
}

/** Pairs of quotients whose order is told to a solver in one round. */
const MOST_ORDERED = 40;

/**
 * Lemmas about pairs of quotients that a model orders wrongly: a larger dividend and a smaller divisor make a larger quotient,
 * also where equal divisors are written differently.
 */
export function quotientOrderLemmas(
  bank: TermBank,
  quotients: readonly QuotientVariable[],
  valueUnder: (term: Term) => Value | undefined,
): readonly Term[] {
  const lemmas: Term[] = [];
  const number = (term: Term): bigint => {
    const value = valueUnder(term);
    return typeof value === 'bigint' ? value : -1n;
  };
  const values = quotients.map(({ quotient, dividend, divisor }) => ({
    quotient: number(quotient),
    dividend: number(dividend),
    divisor: number(divisor),
  }));
  for (const [i, x] of quotients.entries())
    for (const [k, y] of quotients.entries()) {
      const [a, b] = [values[i], values[k]];
      if (i === k || a === undefined || b === undefined || a.quotient <= b.quotient) continue;
      if (a.dividend < 0n || a.dividend > b.dividend || b.divisor < 1n || b.divisor > a.divisor) continue;
      const ordered = bank.and(
        bank.le(bank.int(0n), x.dividend),
        bank.le(x.dividend, y.dividend),
        bank.le(bank.int(1n), y.divisor),
        bank.le(y.divisor, x.divisor),
      );
      lemmas.push(bank.implies(ordered, bank.le(x.quotient, y.quotient)));
      if (lemmas.length >= MOST_ORDERED) return lemmas;
    }
  return lemmas;
}

/** k <= a div b iff k*b <= a, for the literals k that a quotient is compared with. */
export function literalLemmas(
  bank: TermBank,
  quotients: readonly QuotientVariable[],
  terms: readonly Term[],
): readonly Term[] {
  const literals = literalsBeside(terms);
  return quotients.flatMap(({ quotient, dividend, divisor }) =>
    [...(literals.get(quotient) ?? [])].slice(0, MOST_LITERALS).map((k) => {
      const literal = bank.int(k);
      const reached = bank.iff(bank.le(literal, quotient), bank.le(bank.mul(literal, divisor), dividend));
      return bank.implies(bank.le(bank.int(1n), divisor), reached);
    }),
  );
}

const MOST_LITERALS = 4;

/** For each symbol that is compared with literals the k of which it is asked whether it is k at least. */
export function literalsBeside(terms: readonly Term[]): ReadonlyMap<Term, ReadonlySet<bigint>> {
  const literals = new Map<Term, Set<bigint>>();
  visitTerms(terms, (term) => {
    if (term.kind !== 'apply' || term.op !== 'le') return;
    const [a, b] = term.args as [Term, Term];
    const [below, above] = [integerValue(a), integerValue(b)];
    // k <= q, and q <= k, which is not k + 1 <= q.
    const literal = below ?? (above === undefined ? undefined : above + 1n);
    if (literal === undefined) return;
    for (const side of branches(below === undefined ? a : b))
      if (side.kind === 'symbol') literals.set(side, (literals.get(side) ?? new Set()).add(literal));
  });
  return literals;
}

/** What a term may be, by its conditions. */
function branches(term: Term): readonly Term[] {
  return term.kind === 'ite' ? [...branches(term.then), ...branches(term.else)] : [term];
}
