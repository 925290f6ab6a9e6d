// Copies terms into another bank, replacing some on the way. A transformed script lives in a bank of its own, so that
// the terms and names it makes depend on the script alone and not on when it was asked.
import type { TermBank } from './bank.js';
import type { Term } from './term.js';
import { children, type Symbol_ } from './term.js';
import { visitTerms } from './visit.js';

/** Sees each copied term before it is used in others, and says what stands in its place. */
export type Replace = (copy: Term) => Term;

/** The terms in `bank`, in the same order. Bodies of quantifiers are copied as they are, without replacing. */
export function transfer(bank: TermBank, roots: readonly Term[], replace?: Replace): readonly Term[] {
  const copies = new Map<Term, Term>();
  const get = (term: Term): Term => {
    const copy = copies.get(term);
    if (copy === undefined) throw new Error('transfer: a term was not visited');
    return copy;
  };
  visitTerms(
    roots,
    (term) => {
      const copy = copyNode(bank, term, get);
      copies.set(term, replace === undefined ? copy : replace(copy));
    },
    (term) => (term.kind === 'quantifier' ? [] : children(term)),
  );
  return roots.map(get);
}

/** A term of `bank` like `term`, with what `get` says in the places of its parts. */
export function copyNode(bank: TermBank, term: Term, get: (term: Term) => Term): Term {
  switch (term.kind) {
    case 'literal':
      return bank.value(term.value, term.sort) ?? unreachable(term);
    case 'symbol':
      return bank.symbol(term.name, term.sort);
    case 'apply':
      return bank.apply(term.op, term.args.map(get), term.sort, term.indices);
    case 'call':
      return bank.call(term.fn, term.args.map(get));
    case 'ite':
      return bank.ite(get(term.condition), get(term.then), get(term.else));
    case 'quantifier': {
      const [body, ...rest] = transfer(bank, [term.body, ...term.variables, ...term.patterns.flat()]);
      const variables = rest.slice(0, term.variables.length) as readonly Symbol_[];
      let next = term.variables.length;
      const patterns = term.patterns.map((pattern) => {
        next += pattern.length;
        return rest.slice(next - pattern.length, next);
      });
      return bank[term.quantifier](variables, body ?? bank.true_, patterns);
    }
  }
}

function unreachable(term: Term): never {
  throw new Error(`transfer: a literal of sort ${term.sort.kind} has no term`);
}
