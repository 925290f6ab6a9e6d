// Sums named in a specification: which leaf, which keys are summed. They must be known before anything is executed,
// because every write keeps their shadow totals.
import type { SpecExpression } from '@surety/spec-lang';
import { SpecLimit } from './scope.js';

type SumExpression = Extract<SpecExpression, { kind: 'sum' }>;

/** The shape of a sum: leaf path below the contract (variable by name and declaring contract), summed keys, other keys. */
export interface SumShape {
  readonly id: string;
  readonly contract: string;
  readonly variable: { readonly name: string; readonly declaredIn: string };
  /** e.g. `[].debt`, as in leaf keys. */
  readonly suffix: string;
  readonly summed: readonly boolean[];
  /** The keys that are not summed over, outermost first. */
  readonly kept: readonly SpecExpression[];
}

/** The shape of a sum expression. `sum(m)` of a plain mapping has been given its bound variable by the checker. */
export function sumShape(sum: SumExpression): SumShape {
  if (sum.condition !== undefined) throw new SpecLimit('a sum with a condition');
  const summed: boolean[] = [];
  const kept: SpecExpression[] = [];
  let suffix = '';
  let at = sum.body;
  for (;;) {
    if (at.kind === 'field') {
      suffix = `.${at.field}${suffix}`;
      at = at.base;
    } else if (at.kind === 'index') {
      if (at.base.type.kind !== 'mapping') throw new SpecLimit('a sum over an array');
      const { index } = at;
      const isSummed = index.kind === 'variable' && sum.variables.includes(index.variable);
      summed.unshift(isSummed);
      if (!isSummed) kept.unshift(index);
      suffix = `[]${suffix}`;
      at = at.base;
    } else break;
  }
  if (at.kind !== 'state') throw new SpecLimit('a sum over something other than a state variable');
  const { name, declaredIn } = at.variable;
  const id = `${at.contract}/${declaredIn}.${name}${suffix}|${summed.map((s) => (s ? '*' : 'k')).join('')}`;
  return { id, contract: at.contract, variable: { name, declaredIn }, suffix, summed, kept };
}
