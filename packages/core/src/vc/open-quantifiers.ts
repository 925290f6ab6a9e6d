// Quantifiers of what is asserted, opened: what some value satisfies has a name, and what all values satisfy is a hypothesis that is instantiated at
// the keys in sight. Both are done where a formula asserts them, below `and`, `or`, `not` and the branches of conditions; the result is
// satisfiable exactly where the formula is.
import { BOOL, children, substitute, type Term, visitTerms } from '@surety/solvers';
import type { World } from '../symbolic/world.js';
import type { Hypothesis } from './query.js';

export interface Opened {
  readonly term: Term;
  /** What the new symbols of `term` stand for: `guard => forall variables. body`. */
  readonly universal: readonly Hypothesis[];
}

/** The same for the same term, so that a question is written down in the same way again. */
const known = new WeakMap<Term, Opened>();

export function opened(world: World, term: Term): Opened {
  const before = known.get(term);
  if (before !== undefined) return before;
  const universal: Hypothesis[] = [];
  const result: Opened = { term: open(world, term, true, universal, new Map()), universal };
  known.set(term, result);
  return result;
}

function open(
  world: World,
  term: Term,
  /** Whether the formula gets stronger as this part of it does. */
  isPositive: boolean,
  universal: Hypothesis[],
  done: Map<Term, Term>,
): Term {
  const { bank } = world;
  if (!hasQuantifier(term)) return term;
  const key = isPositive ? term : bank.not(term);
  const before = done.get(key);
  if (before !== undefined) return isPositive ? before : bank.not(before);
  const inside = (part: Term, positive = isPositive): Term => open(world, part, positive, universal, done);
  const result = ((): Term => {
    if (term.kind === 'quantifier') return quantifier(world, term, isPositive, universal, inside);
    if (term.kind === 'ite') return bank.ite(term.condition, inside(term.then), inside(term.else));
    if (term.kind !== 'apply') return term;
    switch (term.op) {
      case 'not':
        return bank.not(inside(term.args[0] as Term, !isPositive));
      case 'and':
        return bank.and(...term.args.map((arg) => inside(arg)));
      case 'or':
        return bank.or(...term.args.map((arg) => inside(arg)));
      default:
        return term;
    }
  })();
  done.set(key, isPositive ? result : bank.not(result));
  return result;
}

function quantifier(
  { bank }: World,
  term: Extract<Term, { kind: 'quantifier' }>,
  isPositive: boolean,
  universal: Hypothesis[],
  inside: (part: Term) => Term,
): Term {
  const { quantifier: kind, variables, body } = term;
  if ((kind === 'exists') === isPositive) {
    const named = variables.map((v): readonly [Term, Term] => [v, bank.fresh(v.name, v.sort)]);
    return inside(substitute(bank, body, new Map(named)));
  }
  // Each instance would name something, which is one more key to instantiate at.
  if (hasQuantifier(body)) return term;
  const holds = bank.fresh('for all', BOOL);
  universal.push({
    name: 'for all',
    guard: holds,
    variables: variables.map((symbol) => ({ symbol, type: undefined })),
    body: isPositive ? body : bank.not(body),
  });
  return isPositive ? holds : bank.not(holds);
}

const quantified = new WeakMap<Term, boolean>();

function hasQuantifier(term: Term): boolean {
  visitTerms(
    [term],
    (t) => quantified.set(t, t.kind === 'quantifier' || children(t).some((child) => quantified.get(child))),
    (t) => (quantified.has(t) ? [] : children(t)),
  );
  return quantified.get(term) === true;
}
