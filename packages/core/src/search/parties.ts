// Accounts that deployments leave in the contracts' storage: the owner, both sides of an agreement, the signers. Who tries
// what a contract does has to act for them.
import type { ArrayValue, Value } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';

/** More of them are not told apart. */
const MOST = 3;

/** Accounts in a storage of leaves and their values. */
export function partiesIn(storage: Iterable<readonly [Leaf, Value]>): readonly bigint[] {
  const found = new Set<bigint>();
  const add = (value: Value): void => {
    if (typeof value === 'bigint' && value > 0n) found.add(value);
  };
  const look = (leaf: Leaf, value: Value, depth: number): void => {
    const { dimensions, type } = leaf;
    if (depth === dimensions.length) {
      if (type.kind === 'address') add(value);
      return;
    }
    if (!isArray(value)) return;
    for (const entry of value.entries.values()) {
      if (dimensions[depth]?.kind === 'address' && !isEmpty(entry.value)) add(entry.key);
      look(leaf, entry.value, depth + 1);
    }
  };
  for (const [leaf, value] of storage) look(leaf, value, 0);
  return [...found].slice(0, MOST);
}

function isArray(value: Value): value is ArrayValue {
  return typeof value === 'object' && value.kind === 'array';
}

function isEmpty(value: Value): boolean {
  if (isArray(value)) return [...value.entries.values()].every((entry) => isEmpty(entry.value));
  return value === 0n || value === false || value === '';
}
