// Case splits: a question is asked once for each combination of values of a few conditions. Unsat in every case is unsat;
// sat in one is sat, as cases only add assertions.
import type { Script } from '../smtlib/script.js';
import type { TermBank } from '../term/bank.js';
import { BOOL } from '../term/sort.js';
import { integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import { visitTerms } from '../term/visit.js';

/** The conditions worth splitting on, most used first: those of choices, free conditions, equalities with constants. */
export function splitConditions(script: Script, most: number): readonly Term[] {
  const uses = new Map<Term, number>();
  const note = (term: Term, weight: number): void => {
    const base = term.kind === 'apply' && term.op === 'not' ? (term.args[0] as Term) : term;
    if (base.kind === 'literal') return;
    uses.set(base, (uses.get(base) ?? 0) + weight);
  };
  visitTerms(
    script.assertions.map((a) => a.term),
    (term) => {
      // Choices between numbers are what hides linear structure.
      if (term.kind === 'ite' && term.sort !== BOOL) note(term.condition, 3);
      if (term.kind === 'symbol' && term.sort === BOOL) note(term, 1);
      if (
        term.kind === 'apply' &&
        term.op === 'eq' &&
        term.args.some((arg) => integerValue(arg) !== undefined)
      )
        note(term, 1);
    },
    (term) => (term.kind === 'quantifier' ? [] : childrenOf(term)),
  );
  return [...uses]
    .sort(([a, x], [b, y]) => y - x || a.id - b.id)
    .slice(0, most)
    .map(([term]) => term);
}

function childrenOf(term: Term): readonly Term[] {
  if (term.kind === 'ite') return [term.condition, term.then, term.else];
  return term.kind === 'apply' || term.kind === 'call' ? term.args : [];
}

/** One script for each combination of values of `conditions`, with the conditions replaced and asserted. */
export function* splitCases(
  makeBank: () => TermBank,
  script: Script,
  conditions: readonly Term[],
): Generator<Script> {
  for (let choice = 0; choice < 2 ** conditions.length; choice++) {
    const bank = makeBank();
    const roots = script.assertions.map((a) => a.term);
    const decided = transfer(bank, conditions);
    const values = new Map(decided.map((term, i) => [term, bank.bool(((choice >> i) & 1) === 1)]));
    const terms = transfer(bank, roots, (term) => values.get(term) ?? term);
    const assertions = terms.map((term, i) => {
      const name = script.assertions[i]?.name;
      return name === undefined ? { term } : { term, name };
    });
    for (const [term, value] of values)
      assertions.push({ term: value === bank.true_ ? term : bank.not(term) });
    if (assertions.some(({ term }) => term === bank.false_)) continue;
    yield { assertions, ...(script.comments === undefined ? {} : { comments: script.comments }) };
  }
}
