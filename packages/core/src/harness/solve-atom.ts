// Values worth trying for an input: what comparisons in a condition say about it (`amount <= credits[s]` suggests `credits[s]`).
import {
  freeSymbols,
  integerValue,
  type Symbol_,
  type Term,
  type TermBank,
  termSize,
  visitTerms,
} from '@surety/solvers';

/**
 * Terms without `unknown` at which some comparison in `conditions` over `unknown` is decided, equalities first.
 * A heuristic: whoever uses a value still proves that it works. Linear in the size of the conditions.
 */
export function boundsOf(bank: TermBank, conditions: readonly Term[], unknown: Symbol_): readonly Term[] {
  const equalities = new Set<Term>();
  const bounds = new Set<Term>();
  const next = new Set<Term>();
  visitTerms(conditions, (term) => {
    if (term.kind !== 'apply' || (term.op !== 'le' && term.op !== 'eq')) return;
    const [left, right] = term.args as readonly [Term, Term];
    if (left.sort.kind !== 'int') return;
    const bound = solveFor(bank, bank.sub(left, right), unknown);
    if (bound === undefined) return;
    if (term.op === 'eq') equalities.add(bound);
    else {
      bounds.add(bound);
      // A negated comparison is decided one further.
      next.add(bank.add(bound, bank.int(1n)));
    }
  });
  // What the code names comes before what can only be computed from it.
  const simple = [...bounds].sort((a, b) => termSize(a) - termSize(b));
  return [...new Set([...equalities, ...simple, ...next])];
}

/** `unknown` such that `difference` is zero (rounded down); undefined when it does not occur once, linearly. */
function solveFor(bank: TermBank, difference: Term, unknown: Symbol_): Term | undefined {
  const parts = difference.kind === 'apply' && difference.op === 'add' ? difference.args : [difference];
  const holding = parts.filter((part) => freeSymbols([part]).includes(unknown));
  const [part] = holding;
  if (holding.length !== 1 || part === undefined) return undefined;
  const rest = bank.add(bank.int(0n), ...parts.filter((p) => p !== part));
  if (part === unknown) return bank.neg(rest);
  if (part.kind !== 'apply' || part.op !== 'mul') return undefined;
  const factors = part.args.filter((f) => f !== unknown);
  if (factors.length !== part.args.length - 1 || freeSymbols(factors).includes(unknown)) return undefined;
  const coefficient = bank.mul(bank.int(1n), ...factors);
  const literal = integerValue(coefficient);
  if (literal === -1n) return rest;
  if (literal !== undefined && literal < 0n) return bank.div(rest, bank.int(-literal));
  return bank.div(bank.neg(rest), coefficient);
}
