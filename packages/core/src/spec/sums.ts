// Sums named in a specification: which leaf, which keys are summed. They must be known before anything is executed,
// because every write keeps their shadow totals.
import type { SpecExpression, TypedSpec } from '@surety/spec-lang';
import { contractLeaves } from '../encode/leaves.js';
import type { Instance, TrackedSum } from '../symbolic/world.js';
import { countShape } from './counts.js';
import { entryWeight } from './entry-weight.js';
import { SpecLimit } from './scope.js';
import { visitSpecExpressions } from './visit-spec.js';

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

/** All sums of a specification, bound to leaves of the instances. */
export function trackedSums(spec: TypedSpec, instances: readonly Instance[]): readonly TrackedSum[] {
  const sums = new Map<string, TrackedSum>();
  const track = (expression: Extract<SpecExpression, { kind: 'sum' | 'count' }>): void => {
    const shape = expression.kind === 'sum' ? sumShape(expression) : countShape(expression);
    const weight = expression.kind === 'count' ? entryWeight(expression) : undefined;
    const instance = instances.find((i) => i.alias === shape.contract);
    const variable = instance?.contract.variables.find(
      (v) => v.name === shape.variable.name && v.declaredIn === shape.variable.declaredIn,
    );
    if (instance === undefined || variable === undefined) return;
    const leaf = contractLeaves(instance.alias, instance.contract).find(
      (l) => l.key === `${instance.alias}/${variable.id}${shape.suffix}`,
    );
    const { id, summed } = shape;
    if (leaf !== undefined) sums.set(id, { id, leaf, summed, ...(weight === undefined ? {} : { weight }) });
  };
  visitSpecExpressions(spec, (expression) => {
    if (expression.kind !== 'sum' && expression.kind !== 'count') return;
    try {
      track(expression);
    } catch (error) {
      // The claim that needs it says so.
      if (!(error instanceof SpecLimit)) throw error;
    }
  });
  // Totals of plain mappings are kept in any case: lemmas may speak of them.
  for (const instance of instances) {
    for (const variable of instance.contract.variables) {
      const { type } = variable;
      if (type.kind !== 'mapping' || type.value.kind !== 'int' || type.value.signed) continue;
      const id = `${instance.alias}/${variable.declaredIn}.${variable.name}[]|*`;
      const key = `${instance.alias}/${variable.id}[]`;
      const leaf = contractLeaves(instance.alias, instance.contract).find((l) => l.key === key);
      if (leaf !== undefined && !sums.has(id)) sums.set(id, { id, leaf, summed: [true] });
    }
  }
  return [...sums.values()];
}
