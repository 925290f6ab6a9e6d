// Transient storage (EIP-1153): zero when a transaction starts, kept from call to call inside one.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import { leavesOf } from '../encode/leaves.js';
import { constantNestedArray, zeroOf } from '../encode/sorts.js';
import type { State } from '../symbolic/state.js';
import { freshLeaf, freshTotal, type World } from '../symbolic/world.js';

/** Keys of all transient leaves. */
function transientKeys(world: World): readonly string[] {
  return world.instances.flatMap(({ alias, contract }) =>
    contract.variables
      .filter((variable) => variable.mutability === 'transient')
      .flatMap((variable) =>
        leavesOf(`${alias}/${variable.id}`, variable.type, variable.id).map((l) => l.key),
      ),
  );
}

/** Whether some contract has transient storage. */
export function hasTransient(world: World): boolean {
  return world.instances.some((i) => i.contract.variables.some((v) => v.mutability === 'transient'));
}

/** Transient storage is zero when a transaction starts. */
export function withoutTransient(world: World, state: State): State {
  if (!hasTransient(world)) return state;
  const storage = new Map(state.storage);
  for (const key of transientKeys(world)) {
    const leaf = world.leaves.get(key);
    if (leaf === undefined) continue;
    storage.set(key, constantNestedArray(world.bank, leaf.dimensions, zeroOf(world.bank, leaf.type)));
  }
  return { ...state, storage };
}

/**
 * Transient storage when `sender` calls: zero for a plain account, which makes the first call of its transaction; for a
 * contract, as earlier calls left it.
 */
export function transientFor(world: World, state: State, sender: Term): State {
  if (!hasTransient(world)) return state;
  const { bank } = world;
  const blank = withoutTransient(world, state);
  const storage = new Map(state.storage);
  for (const key of transientKeys(world)) {
    const [zero, left] = [blank.storage.get(key), state.storage.get(key)];
    if (zero === undefined || left === undefined) continue;
    storage.set(key, bank.ite(bank.call(IS_EOA, [sender]), zero, left));
  }
  return { ...state, storage };
}

/** Transient storage that others may have written is arbitrary; all of it where nothing is said of that. */
export function withFreshTransient(world: World, state: State, writable?: ReadonlySet<string>): State {
  if (!hasTransient(world)) return state;
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const key of transientKeys(world)) {
    const leaf = world.leaves.get(key);
    if (leaf === undefined || writable?.has(key) === false) continue;
    const contents = freshLeaf(world, key, leaf);
    storage.set(key, contents);
    for (const sum of world.sums)
      if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
  }
  return { ...state, storage, totals };
}
