// Choices taken out of products and quotients: (if c then x else y) * z is if c then x*z else y*z. Then the lemmas about x*z
// are about the numbers of one case, and what stands for the choice as a whole is never multiplied.
import type { TermBank } from '../term/bank.js';
import { integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';

/** More conditions than this in one product are left where they are: each doubles it. */
const MOST_CONDITIONS = 3;

/** Equal terms in which products and quotients have no choices among their arguments, as far as there are few. */
export function withoutChoices(bank: TermBank, terms: readonly Term[]): readonly Term[] {
  return transfer(bank, terms, (term) => {
    if (term.kind !== 'apply' || !['mul', 'div', 'mod'].includes(term.op)) return term;
    if (term.op === 'mul' && term.args.filter((arg) => integerValue(arg) === undefined).length < 2)
      return term;
    const conditions = new Set<Term>();
    for (const arg of term.args) collect(arg, conditions);
    return conditions.size > MOST_CONDITIONS ? term : decided(bank, term, [...conditions]);
  });
}

function decided(bank: TermBank, term: Term, [condition, ...rest]: readonly Term[]): Term {
  if (condition === undefined) return term;
  const [yes, no] = [true, false].map((value) => decided(bank, under(bank, term, condition, value), rest));
  return bank.ite(condition, yes as Term, no as Term);
}

/** The conditions of choices between the numbers of a sum or product. */
function collect(term: Term, found: Set<Term>): void {
  if (term.kind === 'ite') {
    found.add(term.condition);
    collect(term.then, found);
    collect(term.else, found);
  } else if (term.kind === 'apply' && (term.op === 'add' || term.op === 'mul'))
    for (const arg of term.args) collect(arg, found);
}

/** A term where a condition has a value. */
function under(bank: TermBank, term: Term, condition: Term, value: boolean): Term {
  if (term.kind === 'ite') {
    if (term.condition === condition) return under(bank, value ? term.then : term.else, condition, value);
    const [then, other] = [
      under(bank, term.then, condition, value),
      under(bank, term.else, condition, value),
    ];
    return bank.ite(term.condition, then, other);
  }
  if (term.kind !== 'apply') return term;
  const args = (): Term[] => term.args.map((arg) => under(bank, arg, condition, value));
  switch (term.op) {
    case 'add':
      return bank.add(...args());
    case 'mul':
      return bank.mul(...args());
    case 'div':
    case 'mod': {
      const [a, b] = args() as [Term, Term];
      return term.op === 'div' ? bank.div(a, b) : bank.mod(a, b);
    }
    default:
      return term;
  }
}
