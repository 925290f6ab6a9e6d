// A state read from a replayed run, as literal terms: claims are judged on it by the same evaluator that proves them.
import type { Term } from '@surety/solvers';
import { arraySort, INT } from '@surety/solvers';
import { contractLeaves, leavesOf } from '../encode/leaves.js';
import { constantNestedArray, isScalar, zeroOf } from '../encode/sorts.js';
import { type Cell, cellsOfFixed } from '../ir/assembly/slot-layout.js';
import type { IrType, StorageVariable } from '../ir/ir.js';
import type { DecodedValue, ReplayState } from '../result/replay.js';
import { emptyPath } from '../symbolic/path-condition.js';
import type { State } from '../symbolic/state.js';
import { freshLeaf, type Instance, type World } from '../symbolic/world.js';

/** Slots of one variable that are read word by word; what lies behind stays unknown. */
const LONGEST_RUN = 4096n;

/** The state of the chain after a replayed step. Instances must be in the order of the replay's deployments. */
export function concreteState(world: World, order: readonly Instance[], replayed: ReplayState): State {
  const { bank } = world;
  const storage = new Map<string, Term>();
  for (const instance of world.instances) {
    for (const leaf of contractLeaves(instance.alias, instance.contract)) {
      storage.set(leaf.key, constantNestedArray(bank, leaf.dimensions, zeroOf(bank, leaf.type)));
    }
  }
  order.forEach((instance, position) => {
    for (const variable of instance.contract.variables) {
      const decoded = replayed.contracts[position]?.variables.find((v) =>
        variable.slot === undefined
          ? v.name === variable.name && v.declaredIn === variable.declaredIn
          : v.slot === variable.slot,
      );
      const path = `${instance.alias}/${variable.id}`;
      if (decoded !== undefined) place(world, storage, path, [], variable.type, decoded.value);
      else if (variable.mutability === 'mutable') {
        // Not read back (behind hashes made by hand): an unknown, so that nothing is judged by it.
        for (const leaf of leavesOf(path, variable.type, variable.id))
          storage.set(leaf.key, freshLeaf(world, leaf.key, leaf));
        const words = replayed.contracts[position]?.words;
        if (words !== undefined) placeWords(world, storage, path, variable, words);
      }
    }
  });
  const totals = new Map<string, Term>();
  for (const sum of world.sums) {
    const kept = sum.leaf.dimensions.filter((_, i) => sum.summed[i] !== true);
    totals.set(sum.id, constantNestedArray(bank, kept, bank.int(0n)));
  }
  const state: State = {
    path: emptyPath(bank),
    storage,
    totals,
    balances: balancesOf(world, replayed),
    memory: new Map(),
    locals: new Map(),
  };
  return { ...state, totals: sumEntries(world, order, replayed, totals) };
}

/** Writes what lies in the words of a fixed slot, and in those behind it, into the leaves of its variable. */
function placeWords(
  world: World,
  storage: Map<string, Term>,
  path: string,
  variable: StorageVariable,
  words: ReadonlyMap<bigint, bigint>,
): void {
  if (variable.slot === undefined) return;
  for (let plus = 0n; plus < LONGEST_RUN; plus++) {
    const cells = cellsOfFixed(variable, plus);
    if (cells === undefined) return;
    const word = words.get(variable.slot + plus) ?? 0n;
    for (const cell of cells) {
      const value = valueInWord(word, cell);
      if (value === undefined) continue;
      const keys = cell.place.steps.flatMap((step) =>
        step.kind === 'element' && step.index.kind === 'constant' && typeof step.index.value === 'bigint'
          ? [world.bank.int(step.index.value)]
          : [],
      );
      const leaf = path + cell.place.steps.map((s) => (s.kind === 'field' ? `.${s.name}` : '[]')).join('');
      const contents = storage.get(leaf);
      if (contents === undefined) throw new Error(`no leaf ${leaf}`);
      const term = typeof value === 'boolean' ? world.bank.bool(value) : world.bank.int(value);
      storage.set(leaf, storeAt(world, contents, keys, term));
    }
  }
}

/** The value of a cell in a word; undefined for what is not one value in its slot. */
function valueInWord(word: bigint, cell: Cell): bigint | boolean | undefined {
  const { type } = cell.place;
  const bits = BigInt.asUintN(8 * cell.size, word >> BigInt(8 * cell.offset));
  switch (type.kind) {
    case 'bool':
      return bits !== 0n;
    case 'int':
      return type.signed ? BigInt.asIntN(type.bits, bits) : bits;
    case 'address':
    case 'fixedBytes':
    case 'enum':
      return bits;
    case 'bytes':
    case 'functionValue':
    case 'struct':
    case 'array':
    case 'mapping':
      return undefined;
    default:
      return type satisfies never;
  }
}

function balancesOf(world: World, replayed: ReplayState): Term {
  const { bank } = world;
  let balances: Term = bank.constArray(arraySort(INT, INT), bank.int(0n));
  for (const [address, amount] of replayed.balances)
    balances = bank.store(balances, bank.int(address), bank.int(amount));
  return balances;
}

/** Writes a decoded value into the leaves below a path. */
function place(
  world: World,
  storage: Map<string, Term>,
  prefix: string,
  keys: readonly Term[],
  type: IrType,
  value: DecodedValue,
): void {
  const { bank } = world;
  if (isScalar(type)) {
    const contents = storage.get(prefix);
    if (contents === undefined) throw new Error(`no leaf ${prefix}`);
    storage.set(prefix, storeAt(world, contents, keys, scalarTerm(world, value)));
    return;
  }
  if (type.kind === 'struct' && value.kind === 'struct') {
    for (const field of type.fields) {
      const part = value.fields.get(field.name);
      if (part !== undefined) place(world, storage, `${prefix}.${field.name}`, keys, field.type, part);
    }
  } else if (type.kind === 'mapping' && value.kind === 'mapping') {
    for (const entry of value.entries)
      place(
        world,
        storage,
        `${prefix}[]`,
        [...keys, keyTerm(world, type.key, entry.key)],
        type.value,
        entry.value,
      );
  } else if (type.kind === 'array' && value.kind === 'array') {
    if (type.length === undefined) {
      const lengths = storage.get(`${prefix}.length`);
      if (lengths !== undefined)
        storage.set(`${prefix}.length`, storeAt(world, lengths, keys, bank.int(value.length)));
    }
    value.elements.forEach((element, i) => {
      place(world, storage, `${prefix}[]`, [...keys, bank.int(BigInt(i))], type.element, element);
    });
  } else throw new Error(`a replayed ${value.kind} where the contract has ${type.kind}`);
}

function sumEntries(
  world: World,
  order: readonly Instance[],
  replayed: ReplayState,
  zero: ReadonlyMap<string, Term>,
): ReadonlyMap<string, Term> {
  const { bank } = world;
  const totals = new Map(zero);
  for (const sum of world.sums) {
    const weight = (entry: Term): Term => sum.weight?.(world, entry) ?? entry;
    const add = (prefix: string, keys: readonly Term[], type: IrType, value: DecodedValue): void => {
      if (prefix === sum.leaf.key && isScalar(type)) {
        const kept = keys.filter((_, i) => sum.summed[i] !== true);
        const total = totals.get(sum.id) as Term;
        const before = kept.reduce((t, key) => bank.select(t, key), total);
        totals.set(sum.id, storeAt(world, total, kept, bank.add(before, weight(scalarTerm(world, value)))));
      } else if (type.kind === 'struct' && value.kind === 'struct') {
        for (const field of type.fields) {
          const part = value.fields.get(field.name);
          if (part !== undefined) add(`${prefix}.${field.name}`, keys, field.type, part);
        }
      } else if (type.kind === 'mapping' && value.kind === 'mapping') {
        for (const entry of value.entries)
          add(`${prefix}[]`, [...keys, keyTerm(world, type.key, entry.key)], type.value, entry.value);
      }
    };
    order.forEach((instance, position) => {
      const variable = instance.contract.variables.find(
        (v) => v.id === sum.leaf.variable && sum.leaf.key.startsWith(`${instance.alias}/`),
      );
      const decoded = replayed.contracts[position]?.variables.find(
        (v) => v.name === variable?.name && v.declaredIn === variable?.declaredIn,
      );
      if (variable !== undefined && decoded !== undefined)
        add(`${instance.alias}/${variable.id}`, [], variable.type, decoded.value);
    });
  }
  return totals;
}

function storeAt(world: World, contents: Term, keys: readonly Term[], value: Term): Term {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  return world.bank.store(contents, key, storeAt(world, world.bank.select(contents, key), rest, value));
}

function scalarTerm(world: World, value: DecodedValue): Term {
  if (value.kind === 'bytes') return world.bank.bytes(value.hex);
  if (value.kind !== 'value') throw new Error(`a replayed ${value.kind} where a scalar was expected`);
  return typeof value.value === 'boolean' ? world.bank.bool(value.value) : world.bank.int(value.value);
}

function keyTerm(world: World, type: IrType, key: bigint | boolean | string): Term {
  if (typeof key === 'boolean') return world.bank.bool(key);
  if (typeof key === 'bigint') return world.bank.int(key);
  return type.kind === 'bytes' ? world.bank.bytes(key) : world.bank.int(BigInt(`0x${key}`));
}
