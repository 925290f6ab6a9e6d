// Case splits: a question is asked once for each combination of values of a few conditions. Unsat in every case is unsat;
// sat in one is sat, as cases only add assertions.
import type { Script } from '../smtlib/script.js';
import type { TermBank } from '../term/bank.js';
import { BOOL, INT } from '../term/sort.js';
import { integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import { visitTerms } from '../term/visit.js';
import { isProduct } from './shape.js';

/**
 * The conditions worth splitting on: those of choices below the most products and quotients, which come out as one number in
 * each case; then by their use, those of choices, free conditions, equalities with constants.
 */
export function splitConditions(script: Script, most: number): readonly Term[] {
  const uses = new Map<Term, number>();
  const note = (term: Term, weight: number): void => {
    const base = withoutNot(term);
    if (base.kind === 'literal') return;
    uses.set(base, (uses.get(base) ?? 0) + weight);
  };
  const terms = script.assertions.map((a) => a.term);
  visitTerms(
    terms,
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
  const below = conditionsBelow(terms);
  const rank = (term: Term): number => below.get(term) ?? 0;
  // What is asserted has its value.
  for (const term of terms) uses.delete(withoutNot(term));
  return [...uses]
    .sort(([a, x], [b, y]) => rank(b) - rank(a) || y - x || a.id - b.id)
    .slice(0, most)
    .map(([term]) => term);
}

/** Below how many products and quotients there is a choice by each condition. */
function conditionsBelow(terms: readonly Term[]): ReadonlyMap<Term, number> {
  const counts = new Map<Term, number>();
  const choices = new Map<Term, ReadonlySet<Term>>();
  const none: ReadonlySet<Term> = new Set();
  visitTerms(
    terms,
    (term) => {
      if (term.sort !== INT) return;
      const chosen = term.kind === 'ite' ? [withoutNot(term.condition)] : [];
      const parts = term.kind === 'ite' ? [term.then, term.else] : isSum(term) ? term.args : [];
      const found = new Set([...chosen, ...parts.flatMap((part) => [...(choices.get(part) ?? none)])]);
      if (found.size === 0) return;
      choices.set(term, found);
      if (isNonlinear(term)) for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
    },
    (term) => (term.kind === 'quantifier' ? [] : childrenOf(term)),
  );
  return counts;
}

function withoutNot(term: Term): Term {
  return term.kind === 'apply' && term.op === 'not' ? (term.args[0] as Term) : term;
}

/** Whether a term is a sum, product or quotient. */
function isSum(term: Term): term is Extract<Term, { kind: 'apply' }> {
  return term.kind === 'apply' && ['add', 'mul', 'div', 'mod'].includes(term.op);
}

function isNonlinear(term: Term): boolean {
  return isProduct(term) || (term.kind === 'apply' && (term.op === 'div' || term.op === 'mod'));
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
