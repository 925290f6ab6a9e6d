// Evaluation that looks only at what decides: of a condition the side that is taken, of a conjunction no more than up to what
// is false. For very many models of terms in which most paths are not taken.
import { EMPTY_MODEL, type Model } from '../model/model.js';
import { createEvaluator, evaluateWith } from './evaluate.js';
import { children, type Term } from './term.js';
import { type Value, valueKey } from './value.js';

/** Deeper terms than this are evaluated without recursion. */
const DEEPEST = 1500;

/** Like `createEvaluator`, with the same answers; `memo` tells afterwards what was looked at. */
export function createLazyEvaluator(
  model: Model = EMPTY_MODEL,
  memo: Map<Term, Value | undefined> = new Map<Term, Value | undefined>(),
): (term: Term) => Value | undefined {
  const eager = createEvaluator(model);
  const get = (term: Term): Value | undefined => memo.get(term);
  const visit = (term: Term, depth: number): Value | undefined => {
    if (term.kind === 'literal') return term.value;
    const known = memo.get(term);
    if (known !== undefined || memo.has(term)) return known;
    const value = depth > DEEPEST ? eager(term) : compute(term, depth + 1);
    memo.set(term, value);
    return value;
  };
  const compute = (term: Term, depth: number): Value | undefined => {
    if (term.kind === 'ite') {
      const condition = visit(term.condition, depth);
      if (condition !== undefined) return visit(condition === true ? term.then : term.else, depth);
      const first = visit(term.then, depth);
      const second = visit(term.else, depth);
      const same = first !== undefined && second !== undefined && valueKey(first) === valueKey(second);
      return same ? first : undefined;
    }
    if (term.kind === 'apply' && (term.op === 'and' || term.op === 'or')) {
      const deciding = term.op === 'or';
      let unknown = false;
      for (const arg of term.args) {
        const value = visit(arg, depth);
        if (value === deciding) return deciding;
        if (value === undefined) unknown = true;
      }
      return unknown ? undefined : !deciding;
    }
    if (term.kind === 'quantifier') return eager(term);
    for (const child of children(term)) {
      const value = visit(child, depth);
      if (child.kind === 'literal') memo.set(child, value);
    }
    return evaluateWith(term, get, model);
  };
  return (term) => visit(term, 0);
}
