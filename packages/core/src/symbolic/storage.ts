// Reading and writing storage through paths; every write keeps the shadow totals.
import type { Term, TermBank } from '@surety/solvers';
import { leavesOf } from '../encode/leaves.js';
import { constantNestedArray, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import type { ChosenPath, State, StoragePath } from './state.js';
import { freshLeaf, freshTotal, type TrackedSum, type World } from './world.js';

type Pointer = StoragePath | ChosenPath;

/** The contents at a path of a leaf: a scalar, or a nested array where keys are missing. */
export function readStorage(world: World, state: State, pointer: Pointer): Term {
  const read = (path: StoragePath): Term => {
    let term = leafContents(state, path.prefix);
    for (const key of path.keys) term = world.bank.select(term, key);
    return term;
  };
  if (pointer.kind === 'path') return read(pointer);
  const last = pointer.options[pointer.options.length - 1] as ChosenPath['options'][number];
  return pointer.options
    .slice(0, -1)
    .reduceRight((rest, option) => world.bank.ite(option.guard, read(option.path), rest), read(last.path));
}

/** The state after writing a scalar (or, with keys missing, all contents below). */
export function writeStorage(world: World, state: State, pointer: Pointer, value: Term): State {
  if (pointer.kind === 'path') return writePath(world, state, pointer, value);
  return pointer.options.reduce((current, option) => {
    const old = readStorage(world, current, option.path);
    return writePath(world, current, option.path, world.bank.ite(option.guard, value, old));
  }, state);
}

/** Zero of `type` at the path and below; mappings are left alone. */
export function clearStorage(world: World, state: State, pointer: Pointer, type: IrType): State {
  return leavesWithoutMappings(type).reduce((current, leaf) => {
    const zero = constantNestedArray(world.bank, leaf.dimensions, zeroOf(world.bank, leaf.type));
    return writeStorage(world, current, extendPointer(pointer, leaf.suffix), zero);
  }, state);
}

/** Arbitrary contents of `type` at the path and below; mappings are left alone. */
export function havocStorage(world: World, state: State, pointer: Pointer, type: IrType): State {
  return leavesWithoutMappings(type).reduce(
    (current, leaf) =>
      writeStorage(
        world,
        current,
        extendPointer(pointer, leaf.suffix),
        freshLeaf(world, `copied${leaf.suffix}`, leaf),
      ),
    state,
  );
}

/** Copies everything of `type` (it contains no mapping) from one path to another. */
export function copyStorage(world: World, state: State, to: Pointer, from: Pointer, type: IrType): State {
  return leavesWithoutMappings(type).reduce(
    (current, leaf) =>
      writeStorage(
        world,
        current,
        extendPointer(to, leaf.suffix),
        readStorage(world, state, extendPointer(from, leaf.suffix)),
      ),
    state,
  );
}

/** The pointer one or more path elements further down; `key` for `[]`. */
export function extendPointer(pointer: Pointer, suffix: string, key?: Term): Pointer {
  const extend = (path: StoragePath): StoragePath => ({
    ...path,
    prefix: path.prefix + suffix,
    keys: key === undefined ? path.keys : [...path.keys, key],
  });
  if (pointer.kind === 'path') return extend(pointer);
  return {
    kind: 'choice',
    options: pointer.options.map((option) => ({ ...option, path: extend(option.path) })),
  };
}

/** The leaves below a type with the path suffix that leads to each; a leaf behind a mapping is left out. */
function leavesWithoutMappings(
  type: IrType,
): readonly { readonly suffix: string; readonly type: IrType; readonly dimensions: readonly IrType[] }[] {
  const withoutMappings = (t: IrType): IrType =>
    t.kind === 'struct'
      ? {
          ...t,
          fields: t.fields
            .filter((f) => f.type.kind !== 'mapping')
            .map((f) => ({ ...f, type: withoutMappings(f.type) })),
        }
      : t.kind === 'array'
        ? { ...t, element: withoutMappings(t.element) }
        : t;
  return leavesOf('', withoutMappings(type), '').map((leaf) => ({
    suffix: leaf.key,
    type: leaf.type,
    dimensions: leaf.dimensions,
  }));
}

function leafContents(state: State, key: string): Term {
  const contents = state.storage.get(key);
  if (contents === undefined) throw new Error(`no storage leaf ${key}`);
  return contents;
}

function writePath(world: World, state: State, path: StoragePath, value: Term): State {
  const contents = leafContents(state, path.prefix);
  const updated = storeNested(world.bank, contents, path.keys, value);
  if (updated === contents) return state;
  const storage = new Map(state.storage).set(path.prefix, updated);
  const sums = world.sums.filter((sum) => sum.leaf.key === path.prefix);
  let { totals } = state;
  if (sums.length > 0) {
    const changed = new Map(state.totals);
    for (const sum of sums) changed.set(sum.id, updatedTotal(world, state, sum, path, value, updated));
    totals = changed;
  }
  const written: State = { ...state, storage, totals };
  if (!world.hooks.watched.has(path.prefix)) {
    world.onWrite?.(written, path.prefix);
    return written;
  }
  const old = readStorage(world, state, path);
  const noted = world.hooks.atWrite(world, written, path.prefix, path.keys, old, value);
  world.onWrite?.(noted, path.prefix);
  return noted;
}

/** total - old + new; after a write of many entries at once the total is fresh (sound: nothing is known of it). */
function updatedTotal(
  world: World,
  state: State,
  sum: TrackedSum,
  path: StoragePath,
  value: Term,
  updated: Term,
): Term {
  const { bank } = world;
  if (path.keys.length !== sum.leaf.dimensions.length) return freshTotal(world, sum, updated);
  const total = state.totals.get(sum.id);
  if (total === undefined) throw new Error(`no total ${sum.id}`);
  const kept = path.keys.filter((_, i) => sum.summed[i] !== true);
  const old = readStorage(world, state, path);
  const before = kept.reduce((term, key) => bank.select(term, key), total);
  const weight = (entry: Term): Term => sum.weight?.(world, entry) ?? entry;
  return storeNested(bank, total, kept, bank.add(before, bank.sub(weight(value), weight(old))));
}

/** `contents[k1][k2]… := value`. */
function storeNested(bank: TermBank, contents: Term, keys: readonly Term[], value: Term): Term {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  // What a last key held is not needed, and reading it would cost a step for every earlier write.
  if (rest.length === 0) return bank.store(contents, key, value);
  return bank.store(contents, key, storeNested(bank, bank.select(contents, key), rest, value));
}
