// Walks over terms: each shared node once, iterative, so that depth is bounded by memory only.
import { children, type FunctionSymbol, type Symbol_, type Term } from './term.js';

/**
 * Calls `fn` once for every term reachable from `roots`, children before parents.
 * `below` says which terms to descend to; by default all of them, also under quantifiers. What is in `done` is left out
 * with what is below it, and what is visited is added to it.
 */
export function visitTerms(
  roots: readonly Term[],
  fn: (term: Term) => void,
  below: (term: Term) => readonly Term[] = children,
  done: Set<Term> = new Set(),
): void {
  const stack: { readonly term: Term; readonly children: readonly Term[]; next: number }[] = [];
  const enter = (term: Term): void => {
    if (!done.has(term)) stack.push({ term, children: below(term), next: 0 });
  };
  for (const root of roots) {
    enter(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const child = top.children[top.next++];
      if (child !== undefined) {
        enter(child);
      } else {
        stack.pop();
        if (!done.has(top.term)) {
          done.add(top.term);
          fn(top.term);
        }
      }
    }
  }
}

/** `children`, but nothing below a quantifier: the terms of the same binding scope. */
export function childrenInScope(term: Term): readonly Term[] {
  return term.kind === 'quantifier' ? [] : children(term);
}

/** The symbols that occur free, by id. */
export function freeSymbols(terms: readonly Term[]): readonly Symbol_[] {
  return [...freeSymbolSet(terms, new Map())].sort((a, b) => a.id - b.id);
}

// Recursive in the nesting of quantifiers only; `inner` remembers the free symbols of each quantifier.
function freeSymbolSet(terms: readonly Term[], inner: Map<Term, ReadonlySet<Symbol_>>): Set<Symbol_> {
  const found = new Set<Symbol_>();
  visitTerms(
    terms,
    (term) => {
      if (term.kind === 'symbol') found.add(term);
      if (term.kind !== 'quantifier') return;
      let below = inner.get(term);
      if (below === undefined) {
        const free = freeSymbolSet([term.body, ...term.patterns.flat()], inner);
        for (const variable of term.variables) free.delete(variable);
        below = free;
        inner.set(term, below);
      }
      for (const symbol of below) found.add(symbol);
    },
    childrenInScope,
  );
  return found;
}

/** The uninterpreted functions that are applied anywhere in the terms, in order of first visit. */
export function functionSymbols(terms: readonly Term[]): readonly FunctionSymbol[] {
  const found = new Set<FunctionSymbol>();
  visitTerms(terms, (term) => {
    if (term.kind === 'call') found.add(term.fn);
  });
  return [...found];
}

/** The number of distinct terms in a term, itself included. */
export function termSize(term: Term): number {
  let size = 0;
  visitTerms([term], () => {
    size++;
  });
  return size;
}
