// Substitution: replaces terms by terms and rebuilds what lies above them, with folding.
import type { TermBank } from './bank.js';
import type { Quantifier, Symbol_, Term } from './term.js';
import { childrenInScope, freeSymbols, visitTerms } from './visit.js';

/**
 * `term` with every key of `map` replaced by its value, all at once (values are not substituted into).
 * Variables bound by quantifiers are not replaced, and are renamed where a value would be captured.
 */
export function substitute(bank: TermBank, term: Term, map: ReadonlyMap<Term, Term>): Term {
  if (map.size === 0) return term;
  for (const [from, to] of map)
    if (from.sort !== to.sort) throw new Error('substitute: a term is replaced by one of another sort');
  const result = new Map<Term, Term>();
  const get = (t: Term): Term => result.get(t) ?? t;
  visitTerms(
    [term],
    (t) => {
      const replacement = map.get(t);
      result.set(t, replacement ?? rebuild(bank, t, get, map));
    },
    // Nothing below a replaced term matters.
    (t) => (map.has(t) ? [] : childrenInScope(t)),
  );
  return get(term);
}

function rebuild(bank: TermBank, term: Term, get: (t: Term) => Term, map: ReadonlyMap<Term, Term>): Term {
  switch (term.kind) {
    case 'literal':
    case 'symbol':
      return term;
    case 'apply': {
      const args = term.args.map(get);
      return args.every((arg, i) => arg === term.args[i])
        ? term
        : bank.apply(term.op, args, term.sort, term.indices);
    }
    case 'call': {
      const args = term.args.map(get);
      return args.every((arg, i) => arg === term.args[i]) ? term : bank.call(term.fn, args);
    }
    case 'ite':
      return bank.ite(get(term.condition), get(term.then), get(term.else));
    case 'quantifier':
      return rebuildQuantifier(bank, term, map);
  }
}

function rebuildQuantifier(bank: TermBank, term: Quantifier, map: ReadonlyMap<Term, Term>): Term {
  const bound = new Set<Term>(term.variables);
  const inner = new Map<Term, Term>();
  const incoming = new Set<Term>();
  for (const [from, to] of map) {
    // A key that mentions a bound variable means another variable than the one bound here.
    if (freeSymbols([from]).some((symbol) => bound.has(symbol))) continue;
    inner.set(from, to);
    for (const symbol of freeSymbols([to])) incoming.add(symbol);
  }
  if (inner.size === 0) return term;
  const variables: Symbol_[] = term.variables.map((variable) => {
    if (!incoming.has(variable)) return variable;
    const renamed = bank.fresh(variable.name, variable.sort);
    inner.set(variable, renamed);
    return renamed;
  });
  const body = substitute(bank, term.body, inner);
  const patterns = term.patterns.map((pattern) => pattern.map((part) => substitute(bank, part, inner)));
  return term.quantifier === 'forall'
    ? bank.forall(variables, body, patterns)
    : bank.exists(variables, body, patterns);
}
