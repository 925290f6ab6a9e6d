// The totals that a specification needs, known before anything is executed, because every write keeps them.
import type { SpecExpression, TypedSpec } from '@surety/spec-lang';
import { contractLeaves } from '../encode/leaves.js';
import type { IrContract, IrType, StorageVariable } from '../ir/ir.js';
import { mayWrite, writesAfterConstruction } from '../ir/storage-writes.js';
import type { Instance, TrackedSum } from '../symbolic/world.js';
import { isOfContents } from './array-sums.js';
import { countsOfEntries } from './counted-entries.js';
import { countShape } from './counts.js';
import { entryWeight } from './entry-weight.js';
import { SpecLimit } from './scope.js';
import { sumShape } from './sums.js';
import { visitSpecExpressions } from './visit-spec.js';

/** All sums of a specification, bound to leaves of the instances, and those that lemmas speak of where there are such. */
export function trackedSums(
  spec: TypedSpec,
  instances: readonly Instance[],
  forLemmas: boolean,
): readonly TrackedSum[] {
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
    if ((expression.kind !== 'sum' && expression.kind !== 'count') || isOfContents(expression)) return;
    try {
      track(expression);
    } catch (error) {
      // The claim that needs it says so.
      if (!(error instanceof SpecLimit)) throw error;
    }
  });
  if (forLemmas)
    for (const binding of spec.contracts) {
      const instance = instances.find((i) => i.alias === binding.alias);
      if (instance === undefined || instance.model !== undefined) continue;
      for (const { counts } of countsOfEntries(binding, instance.contract))
        for (const { count } of counts) track(count);
    }
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
  // And of the amounts in records by one key: deposits that come with a date.
  for (const { alias, contract } of instances) {
    for (const { id, suffix, declaredIn, name } of recordAmounts(contract)) {
      const sum = `${alias}/${declaredIn}.${name}${suffix}|*`;
      const leaf = contractLeaves(alias, contract).find((l) => l.key === `${alias}/${id}${suffix}`);
      if (leaf !== undefined && !sums.has(sum)) sums.set(sum, { id: sum, leaf, summed: [true] });
    }
  }
  // So are totals of the rows of tables with which code keeps a plain mapping.
  for (const { alias, contract } of instances) {
    for (const { id: table, declaredIn, name } of tablesWithTotals(contract)) {
      const id = `${alias}/${declaredIn}.${name}[][]|k*`;
      const leaf = contractLeaves(alias, contract).find((l) => l.key === `${alias}/${table}[][]`);
      if (leaf !== undefined && !sums.has(id)) sums.set(id, { id, leaf, summed: [false, true] });
    }
  }
  return [...sums.values()];
}

/** Numbers wide enough for amounts in the records of plain mappings. */
function recordAmounts(contract: IrContract): readonly (StorageVariable & { readonly suffix: string })[] {
  return contract.variables
    .flatMap((variable) => {
      const { type } = variable;
      if (type.kind !== 'mapping' || type.value.kind !== 'struct') return [];
      return type.value.fields
        .filter((field) => field.type.kind === 'int' && !field.type.signed && field.type.bits >= LEAST_BITS)
        .map((field) => ({ ...variable, suffix: `[].${field.name}` }));
    })
    .slice(0, MOST_AMOUNTS);
}

/** Narrower ones are mostly dates and counts. */
const LEAST_BITS = 96;
const MOST_AMOUNTS = 4;

/** Tables of numbers such that whoever writes one also writes a plain mapping with the same keys: maybe the totals of its rows. */
function tablesWithTotals(contract: IrContract): readonly StorageVariable[] {
  const { variables, entries } = contract;
  const isUint = (type: IrType): boolean => type.kind === 'int' && !type.signed;
  const tables = variables.filter(
    ({ type }) => type.kind === 'mapping' && type.value.kind === 'mapping' && isUint(type.value.value),
  );
  if (tables.length === 0) return [];
  const writes = entries.map((entry) => writesAfterConstruction(contract, [entry]));
  return tables.filter((table) => {
    const writers = writes.filter((w) => mayWrite(w, `${table.id}[][]`));
    return variables.some(
      ({ id, type }) =>
        type.kind === 'mapping' &&
        isUint(type.value) &&
        table.type.kind === 'mapping' &&
        type.key.kind === table.type.key.kind &&
        writers.length > 0 &&
        writers.every((w) => w !== 'anything' && mayWrite(w, `${id}[]`)),
    );
  });
}
