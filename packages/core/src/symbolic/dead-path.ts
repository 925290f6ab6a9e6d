// Whether the conditions of a path contradict each other by propositional reasoning alone: unit propagation over and, or,
// not and ite, with everything else as an atom. What checked builders do not fold: `a || b`, then `!a`, then `!b`.
import type { Term } from '@surety/solvers';

/** Rounds of propagation; each walks every conjunct once. */
const ROUNDS = 4;

/**
 * Whether a condition is false whatever its atoms are. `true` is a proof: every step follows from a conjunct by the meaning
 * of its connective, so nothing that could happen is lost where such a path is left out. `false` says nothing.
 */
export function contradicts(condition: Term): boolean {
  const known = new Map<Term, boolean>();
  const conjuncts = conjunctsOf(condition);
  let dead = false;
  /** Takes over that a term has a value, and what follows for its parts. */
  const assume = (term: Term, value: boolean): void => {
    const before = known.get(term);
    if (before !== undefined) {
      if (before !== value) dead = true;
      return;
    }
    known.set(term, value);
    if (term.kind === 'literal' && term.value !== value) dead = true;
    if (term.kind !== 'apply') return;
    const [first] = term.args;
    if (term.op === 'not' && first !== undefined) assume(first, !value);
    else if (term.op === (value ? 'and' : 'or')) for (const arg of term.args) assume(arg, value);
  };
  for (let round = 0; round < ROUNDS && !dead; round++) {
    const before = known.size;
    const values = new Map<Term, boolean | undefined>();
    for (const conjunct of conjuncts) {
      if (evaluate(conjunct, known, values) === false) return true;
      assume(conjunct, true);
      // The last disjunct that is left is the case.
      if (conjunct.kind === 'apply' && conjunct.op === 'or') {
        const open = conjunct.args.filter((arg) => evaluate(arg, known, values) !== false);
        const [only] = open;
        if (open.length === 1 && only !== undefined) assume(only, true);
      }
    }
    if (known.size === before) break;
  }
  return dead;
}

function conjunctsOf(condition: Term): readonly Term[] {
  return condition.kind === 'apply' && condition.op === 'and' ? condition.args : [condition];
}

/** The value that follows from those of the parts; undefined where it is open. */
function evaluate(
  term: Term,
  known: ReadonlyMap<Term, boolean>,
  values: Map<Term, boolean | undefined>,
): boolean | undefined {
  if (values.has(term)) return values.get(term);
  let value: boolean | undefined;
  if (term.kind === 'literal') value = term.value === true ? true : term.value === false ? false : undefined;
  else if (term.kind === 'ite' && term.sort.kind === 'bool') {
    const condition = evaluate(term.condition, known, values);
    if (condition !== undefined) value = evaluate(condition ? term.then : term.else, known, values);
  } else if (term.kind === 'apply' && term.op === 'not') {
    const [of] = term.args;
    const inner = of === undefined ? undefined : evaluate(of, known, values);
    value = inner === undefined ? undefined : !inner;
  } else if (term.kind === 'apply' && (term.op === 'and' || term.op === 'or')) {
    const decisive = term.op === 'or';
    const parts = term.args.map((arg) => evaluate(arg, known, values));
    value = parts.includes(decisive) ? decisive : parts.includes(undefined) ? undefined : !decisive;
  }
  // What was assumed stands beside what follows from the parts: where both say something else, the parts are told.
  value ??= known.get(term);
  values.set(term, value);
  return value;
}
