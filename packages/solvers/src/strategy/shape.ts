// What a script is made of: decides which ladder of rungs it goes through.
import type { Script } from '../smtlib/script.js';
import { integerValue, type Term } from '../term/term.js';
import { visitTerms } from '../term/visit.js';

/** The kind of reasoning a script asks for; the first that applies, in the order bits, quantified, nonlinear, linear. */
export type Shape = 'linear' | 'nonlinear' | 'bits' | 'quantified';

/** What was counted in a script. */
export interface ShapeFacts {
  readonly shape: Shape;
  /** Distinct terms. */
  readonly size: number;
  /** Products of two or more terms that are no literals. */
  readonly products: number;
  /** Quotients and remainders, by literals too. */
  readonly quotients: number;
}

/** Counts a script. */
export function shapeOf(script: Script): ShapeFacts {
  let size = 0;
  let products = 0;
  let quotients = 0;
  let variableDivisors = 0;
  let bits = false;
  let quantified = false;
  visitTerms(
    script.assertions.map((a) => a.term),
    (term) => {
      size++;
      if (term.sort.kind === 'bitvec') bits = true;
      if (term.kind === 'quantifier') quantified = true;
      if (isProduct(term)) products++;
      if (term.kind !== 'apply' || (term.op !== 'div' && term.op !== 'mod')) return;
      quotients++;
      if (integerValue(term.args[1] as Term) === undefined) variableDivisors++;
    },
  );
  const nonlinear = products + variableDivisors > 0;
  const shape = bits ? 'bits' : quantified ? 'quantified' : nonlinear ? 'nonlinear' : 'linear';
  return { shape, size, products, quotients };
}

/** Whether a term multiplies terms that are no literals. */
export function isProduct(term: Term): boolean {
  return (
    term.kind === 'apply' &&
    term.op === 'mul' &&
    term.args.filter((arg) => integerValue(arg) === undefined).length > 1
  );
}
