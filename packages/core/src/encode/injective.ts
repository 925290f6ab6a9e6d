// Applications of functions that are taken as injective, and those that folded to a literal: a fact about an application
// that stayed needs to know which literals are images, and of what.
import type { FunctionSymbol, Term, TermBank } from '@surety/solvers';

/** A literal that is the image of literals under an injective function. */
export interface KnownImage {
  readonly image: Term;
  readonly args: readonly Term[];
}

const images = new WeakMap<TermBank, Map<string, Map<Term, KnownImage>>>();

/** Images remembered for one function; more are only forgotten knowledge. */
const MOST_IMAGES = 48;

/** `fn(args)` for an injective function; an image that folds to a literal is remembered. */
export function injectiveCall(bank: TermBank, fn: FunctionSymbol, args: readonly Term[]): Term {
  const term = bank.call(fn, args);
  if (term.kind !== 'literal') return term;
  const all = images.get(bank) ?? new Map<string, Map<Term, KnownImage>>();
  images.set(bank, all);
  const known = all.get(fn.name) ?? new Map<Term, KnownImage>();
  all.set(fn.name, known);
  if (known.size < MOST_IMAGES) known.set(term, { image: term, args });
  return term;
}

/** The literals known as images of a function. */
export function knownImages(bank: TermBank, fn: string): readonly KnownImage[] {
  return [...(images.get(bank)?.get(fn)?.values() ?? [])];
}
