// Counts of keys, `count(a in m where p)`, are sums of what each entry counts for: 1 where the condition holds, else 0.
// The condition must speak of the entry alone, so that the count is kept at every write.
import type { SpecExpression, SpecVariable } from '@surety/spec-lang';
import { SpecLimit } from './scope.js';
import { type SumShape, sumShape } from './sums.js';
import { sameExpression, shapeOf, visitExpression, withOperands } from './visit-spec.js';

type CountExpression = Extract<SpecExpression, { kind: 'count' }>;

/** The shape of a count, as that of the sum over the entries that its condition looks at. */
export function countShape(count: CountExpression): SumShape {
  const { entry, condition } = countedEntry(count);
  const { variable, type, location } = count;
  const shape = sumShape({ kind: 'sum', variables: [variable], body: entry, type, location });
  return { ...shape, id: `${shape.id} where ${shapeOf(condition)}` };
}

/** Whether the condition of a count looks at one value of the counted entry, and at nothing else. */
export function speaksOfOneEntry(count: CountExpression): boolean {
  try {
    countedEntry(count);
    return true;
  } catch (error) {
    if (error instanceof SpecLimit) return false;
    throw error;
  }
}

/** What a condition says of an entry: the path that it looks at, and the condition with a variable in its place. */
export function countedEntry({ condition, domain, variable }: CountExpression): {
  readonly entry: SpecExpression;
  readonly value: SpecVariable;
  readonly condition: SpecExpression;
} {
  let entry: SpecExpression | undefined;
  let value: SpecVariable | undefined;
  const isEntry = (e: SpecExpression): boolean =>
    (e.kind === 'index' &&
      e.index.kind === 'variable' &&
      e.index.variable === variable &&
      sameExpression(e.base, domain)) ||
    (e.kind === 'field' && isEntry(e.base));
  const replace = (e: SpecExpression): SpecExpression => {
    if (isEntry(e)) {
      if (entry !== undefined && !sameExpression(entry, e))
        throw new SpecLimit('a count whose condition looks at several values of an entry');
      entry = e;
      value ??= { name: 'entry', type: e.type, location: e.location };
      return { kind: 'variable', variable: value, type: e.type, location: e.location };
    }
    if (e.kind === 'literal' || e.kind === 'enumMember') return e;
    if (e.kind === 'state' && e.variable.mutability === 'constant') return e;
    const operator = withOperands(e, replace);
    if (operator !== undefined) return operator;
    throw new SpecLimit('a count whose condition speaks of more than the entry');
  };
  const of = replace(condition);
  if (entry === undefined || value === undefined)
    throw new SpecLimit('a count whose condition does not look at the entry');
  visitExpression(domain, (e) => {
    if (e.kind === 'old' || e.kind === 'inState') throw new SpecLimit('a count in several states at once');
  });
  return { entry, value, condition: of };
}
