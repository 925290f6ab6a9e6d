// Candidate lemmas about tables: a plain mapping that keeps the totals of the rows of a table (debts of each token beside the
// debts of everybody in each token). None is trusted (infer-lemmas.ts).
import type { SpecExpression, SpecVariable } from '@surety/spec-lang';
import type { Session } from '../session/session.js';
import { sumShape } from '../spec/sums.js';
import type { Make, Quantity } from './lemma-candidates.js';
import type { Atom } from './lemma-claim.js';

const MOST_ROWS = 12;

/** `totals[k] == sum(table[k][u] for u)`, for mappings with the same key of which the sum is kept. */
export function rowTotals(
  session: Session,
  totals: readonly Quantity[],
  tables: readonly Quantity[],
  make: Make,
): readonly Atom[] {
  const tracked = new Set(session.world.sums.map(({ id }) => id));
  const found = tables.flatMap((table): readonly Atom[] => {
    const row = rowOf(table.value);
    if (row === undefined || !tracked.has(sumShape(row.sum).id)) return [];
    return totals.flatMap((total): readonly Atom[] => {
      const { type } = total.value;
      if (type.kind !== 'mapping' || type.key.kind !== row.key.type.kind) return [];
      const { location } = total.value;
      const entry: SpecExpression = {
        kind: 'index',
        base: total.value,
        index: row.key,
        type: type.value,
        location,
      };
      return [
        {
          condition: make('==', entry, row.sum),
          text: `${total.text}[k] == sum(${table.text}[k][u] for u)`,
          parameters: [row.parameter],
        },
      ];
    });
  });
  return found.slice(0, MOST_ROWS);
}

/** The sum of `table[k]`, for any key. */
function rowOf(table: SpecExpression):
  | {
      readonly parameter: SpecVariable;
      readonly key: SpecExpression;
      readonly sum: Extract<SpecExpression, { kind: 'sum' }>;
    }
  | undefined {
  const { type, location } = table;
  if (type.kind !== 'mapping' || type.value.kind !== 'mapping' || type.value.value.kind !== 'integer')
    return undefined;
  const parameter: SpecVariable = { name: 'k', type: type.key, location };
  const key: SpecExpression = { kind: 'variable', variable: parameter, type: type.key, location };
  const inner: SpecVariable = { name: 'u', type: type.value.key, location };
  const innerType = type.value.key;
  const index: SpecExpression = { kind: 'variable', variable: inner, type: innerType, location };
  const rowType = type.value;
  const body: SpecExpression = {
    kind: 'index',
    base: { kind: 'index', base: table, index: key, type: rowType, location },
    index,
    type: rowType.value,
    location,
  };
  return {
    parameter,
    key,
    sum: { kind: 'sum', variables: [inner], body, type: { kind: 'int' }, location },
  };
}
