// Memory objects: one heap (an array over object references) for each struct field, for array elements by sort, and
// for array lengths. References of allocated objects are distinct literals, so reads after writes fold.
import { arraySort, INT, type Sort, type Term } from '@surety/solvers';
import { isScalar, sortOf, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { type State, withEntry } from './state.js';
import type { World } from './world.js';

/** Thrown by memory operations outside the model; the executor turns it into an incompleteness of the path. */
export class MemoryLimit extends Error {}

const MAXIMUM_NESTED_ELEMENTS = 64n;

/** Allocates a zero-initialized object; nested structs and fixed arrays are allocated with it. */
export function allocate(
  world: World,
  state: State,
  type: IrType,
  length: Term | undefined,
): { readonly state: State; readonly reference: Term } {
  const reference = world.bank.int(world.nextObject << 64n);
  world.nextObject += 1n;
  let current = state;
  if (type.kind === 'struct') {
    for (const field of type.fields) {
      if (field.type.kind === 'mapping') continue;
      const zero = zeroIn(world, current, field.type);
      current = writeField(world, zero.state, type, reference, field.name, field.type, zero.value);
    }
    return { state: current, reference };
  }
  if (type.kind !== 'array') throw new Error(`allocate: ${type.kind} has no memory object`);
  const size = type.length === undefined ? (length ?? world.bank.int(0n)) : world.bank.int(type.length);
  current = writeLength(world, current, reference, size);
  if (isScalar(type.element)) {
    const zero = zeroOf(world.bank, type.element);
    return {
      state: writeElements(
        world,
        current,
        type,
        reference,
        world.bank.constArray(arraySort(INT, zero.sort), zero),
      ),
      reference,
    };
  }
  const count = size.kind === 'literal' && typeof size.value === 'bigint' ? size.value : undefined;
  if (count === undefined || count > MAXIMUM_NESTED_ELEMENTS)
    throw new MemoryLimit('an array of structs or arrays in memory of unknown or large length');
  for (let i = 0n; i < count; i++) {
    const zero = zeroIn(world, current, type.element);
    current = writeElement(world, zero.state, type, reference, world.bank.int(i), zero.value);
  }
  return { state: current, reference };
}

/** Initial value of a field or element: zero, or a reference to a fresh zero object. */
function zeroIn(world: World, state: State, type: IrType): { readonly state: State; readonly value: Term } {
  if (isScalar(type)) return { state, value: zeroOf(world.bank, type) };
  const { state: after, reference } = allocate(world, state, type, undefined);
  return { state: after, value: reference };
}

export function readField(
  world: World,
  state: State,
  object: IrType,
  reference: Term,
  name: string,
  type: IrType,
): Term {
  return world.bank.select(
    heap(world, state, fieldHeap(object, name), arraySort(INT, slotSort(type))),
    reference,
  );
}

export function writeField(
  world: World,
  state: State,
  object: IrType,
  reference: Term,
  name: string,
  type: IrType,
  value: Term,
): State {
  const key = fieldHeap(object, name);
  const contents = heap(world, state, key, arraySort(INT, slotSort(type)));
  return { ...state, memory: withEntry(state.memory, key, world.bank.store(contents, reference, value)) };
}

export function readLength(world: World, state: State, reference: Term): Term {
  return world.bank.select(heap(world, state, 'length', arraySort(INT, INT)), reference);
}

export function writeLength(world: World, state: State, reference: Term, length: Term): State {
  const contents = heap(world, state, 'length', arraySort(INT, INT));
  return {
    ...state,
    memory: withEntry(state.memory, 'length', world.bank.store(contents, reference, length)),
  };
}

/** All elements of a memory array, as an array over indices. */
export function readElements(world: World, state: State, array: IrType, reference: Term): Term {
  const { key, sort } = elementHeap(array);
  return world.bank.select(heap(world, state, key, sort), reference);
}

export function writeElements(
  world: World,
  state: State,
  array: IrType,
  reference: Term,
  elements: Term,
): State {
  const { key, sort } = elementHeap(array);
  return {
    ...state,
    memory: withEntry(
      state.memory,
      key,
      world.bank.store(heap(world, state, key, sort), reference, elements),
    ),
  };
}

export function writeElement(
  world: World,
  state: State,
  array: IrType,
  reference: Term,
  index: Term,
  value: Term,
): State {
  return writeElements(
    world,
    state,
    array,
    reference,
    world.bank.store(readElements(world, state, array, reference), index, value),
  );
}

/** Sort of what lies in a field or element: the scalar, or a reference. */
function slotSort(type: IrType): Sort {
  return isScalar(type) ? sortOf(type) : INT;
}

function fieldHeap(object: IrType, name: string): string {
  if (object.kind !== 'struct') throw new Error(`field of ${object.kind} in memory`);
  return `${object.name}.${name}`;
}

function elementHeap(array: IrType): { readonly key: string; readonly sort: Sort } {
  if (array.kind !== 'array') throw new Error(`elements of ${array.kind} in memory`);
  const sort = slotSort(array.element);
  return { key: `[${sort.kind}]`, sort: arraySort(INT, arraySort(INT, sort)) };
}

function heap(world: World, state: State, key: string, sort: Sort): Term {
  const existing = state.memory.get(key);
  if (existing !== undefined) return existing;
  if (sort.kind !== 'array') throw new Error('a heap is an array');
  return world.bank.constArray(sort, defaultOf(world, sort.element));
}

function defaultOf(world: World, sort: Sort): Term {
  if (sort.kind === 'bool') return world.bank.false_;
  if (sort.kind === 'bytes') return world.bank.bytes('');
  if (sort.kind === 'array') return world.bank.constArray(sort, defaultOf(world, sort.element));
  return world.bank.int(0n);
}
