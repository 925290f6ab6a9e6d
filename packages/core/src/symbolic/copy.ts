// Deep copies of structs and arrays between storage and memory, in all four directions.
import type { Term } from '@surety/solvers';
import { isScalar } from '../encode/sorts.js';
import type { AggregateReference, IrType } from '../ir/ir.js';
import { evaluate, resolvePlace, type Site } from './evaluate.js';
import {
  allocate,
  lengthOfArray,
  readElement,
  readElements,
  readField,
  withArbitraryElements,
  writeElement,
  writeElements,
  writeField,
  writeLength,
} from './memory.js';
import type { ChosenPath, State, StoragePath } from './state.js';
import { copyStorage, extendPointer, havocStorage, readStorage, writeStorage } from './storage.js';
import type { World } from './world.js';

type Pointer = StoragePath | ChosenPath;

/** The state after copying a whole aggregate of `type`. */
export function copyAggregate(
  site: Site,
  to: AggregateReference,
  from: AggregateReference,
  type: IrType,
): State {
  const { world } = site.frame;
  const source = locate(site, from);
  const target = locate(site, to);
  if (source.kind === 'storage') {
    return target.kind === 'storage'
      ? copyStorage(world, site.state, target.pointer, source.pointer, type)
      : storageToMemory(world, site.state, target.reference, source.pointer, type);
  }
  return target.kind === 'storage'
    ? memoryToStorage(world, site.state, target.pointer, source.reference, type)
    : memoryToMemory(world, site.state, target.reference, source.reference, type);
}

/** A fresh deep copy of a memory object. */
export function copyObject(
  world: World,
  state: State,
  from: Term,
  type: IrType,
): { readonly state: State; readonly reference: Term } {
  const length = type.kind === 'array' ? lengthOfArray(world, state, type, from) : undefined;
  const made = allocate(world, state, type, length);
  return { state: memoryToMemory(world, made.state, made.reference, from, type), reference: made.reference };
}

type Located =
  | { readonly kind: 'storage'; readonly pointer: Pointer }
  | { readonly kind: 'memory'; readonly reference: Term };

function locate(site: Site, reference: AggregateReference): Located {
  if (reference.kind === 'memory') return { kind: 'memory', reference: evaluate(site, reference.object) };
  if (reference.place.kind !== 'storage') throw new Error('a storage reference needs a storage place');
  return { kind: 'storage', pointer: resolvePlace(site, reference.place) };
}

function storageToMemory(world: World, state: State, to: Term, from: Pointer, type: IrType): State {
  if (type.kind === 'struct') {
    return type.fields.reduce((current, field) => {
      if (field.type.kind === 'mapping') return current;
      const source = extendPointer(from, `.${field.name}`);
      if (isScalar(field.type))
        return writeField(
          world,
          current,
          type,
          to,
          field.name,
          field.type,
          readStorage(world, current, source),
        );
      const made = allocate(world, current, field.type, storedLength(world, current, source, field.type));
      const written = writeField(world, made.state, type, to, field.name, field.type, made.reference);
      return storageToMemory(world, written, made.reference, source, field.type);
    }, state);
  }
  if (type.kind !== 'array') throw new Error(`copy of ${type.kind}`);
  const length = storedLength(world, state, from, type);
  if (isScalar(type.element)) {
    const elements = readStorage(world, state, extendPointer(from, '[]'));
    return writeElements(world, writeLength(world, state, to, length), type, to, elements);
  }
  const count = literalLength(length);
  let current = writeLength(world, state, to, length);
  if (count === undefined) {
    current = withArbitraryElements(world, current, type.element);
    for (const index of firstIndices(world)) {
      const element = readElement(world, current, type, to, index);
      current = storageToMemory(world, current, element, extendPointer(from, '[]', index), type.element);
    }
    return current;
  }
  for (let i = 0n; i < count; i++) {
    const index = world.bank.int(i);
    const source = extendPointer(from, '[]', index);
    const made = allocate(world, current, type.element, storedLength(world, current, source, type.element));
    current = writeElement(world, made.state, type, to, index, made.reference);
    current = storageToMemory(world, current, made.reference, source, type.element);
  }
  return current;
}

function memoryToStorage(world: World, state: State, to: Pointer, from: Term, type: IrType): State {
  if (type.kind === 'struct') {
    return type.fields.reduce((current, field) => {
      if (field.type.kind === 'mapping') return current;
      const target = extendPointer(to, `.${field.name}`);
      const value = readField(world, current, type, from, field.name, field.type);
      return isScalar(field.type)
        ? writeStorage(world, current, target, value)
        : memoryToStorage(world, current, target, value, field.type);
    }, state);
  }
  if (type.kind !== 'array') throw new Error(`copy of ${type.kind}`);
  const length = lengthOfArray(world, state, type, from);
  const count = isScalar(type.element) ? undefined : literalLength(length);
  if (count === undefined && !isScalar(type.element)) {
    let filled = havocStorage(world, state, to, type);
    for (const index of firstIndices(world)) {
      const element = readElement(world, filled, type, from, index);
      const copied = memoryToStorage(world, filled, extendPointer(to, '[]', index), element, type.element);
      filled = chooseStorage(world, world.bank.lt(index, length), copied, filled);
    }
    return type.length === undefined
      ? writeStorage(world, filled, extendPointer(to, '.length'), length)
      : filled;
  }
  let current =
    type.length === undefined ? writeStorage(world, state, extendPointer(to, '.length'), length) : state;
  if (count === undefined)
    return writeStorage(world, current, extendPointer(to, '[]'), readElements(world, current, type, from));
  for (let i = 0n; i < count; i++) {
    const index = world.bank.int(i);
    current = memoryToStorage(
      world,
      current,
      extendPointer(to, '[]', index),
      readElement(world, current, type, from, index),
      type.element,
    );
  }
  return current;
}

/** A deep copy of one memory object over another (calldata to memory). */
function memoryToMemory(world: World, state: State, to: Term, from: Term, type: IrType): State {
  if (type.kind === 'struct') {
    return type.fields.reduce((current, field) => {
      const value = readField(world, current, type, from, field.name, field.type);
      if (isScalar(field.type)) return writeField(world, current, type, to, field.name, field.type, value);
      const made = allocate(
        world,
        current,
        field.type,
        field.type.kind === 'array' ? lengthOfArray(world, current, field.type, value) : undefined,
      );
      const copied = memoryToMemory(world, made.state, made.reference, value, field.type);
      return writeField(world, copied, type, to, field.name, field.type, made.reference);
    }, state);
  }
  if (type.kind !== 'array') throw new Error(`copy of ${type.kind}`);
  const length = lengthOfArray(world, state, type, from);
  const sized = writeLength(world, state, to, length);
  if (isScalar(type.element))
    return writeElements(world, sized, type, to, readElements(world, state, type, from));
  const { element } = type;
  const count = literalLength(length);
  let current = sized;
  if (count === undefined) {
    current = withArbitraryElements(world, current, element);
    for (const index of firstIndices(world)) {
      const source = readElement(world, current, type, from, index);
      current = memoryToMemory(world, current, readElement(world, current, type, to, index), source, element);
    }
    return current;
  }
  for (let i = 0n; i < count; i++) {
    const index = world.bank.int(i);
    const value = readElement(world, current, type, from, index);
    const made = allocate(
      world,
      current,
      element,
      element.kind === 'array' ? lengthOfArray(world, current, element, value) : undefined,
    );
    const copied = memoryToMemory(world, made.state, made.reference, value, element);
    current = writeElement(world, copied, type, to, index, made.reference);
  }
  return current;
}

function storedLength(world: World, state: State, pointer: Pointer, type: IrType): Term {
  if (type.kind !== 'array') return world.bank.int(0n);
  return type.length !== undefined
    ? world.bank.int(type.length)
    : readStorage(world, state, extendPointer(pointer, '.length'));
}

/**
 * The elements of an array of unknown length that are copied exactly; those after them are arbitrary in the copy. Cells from the
 * length on are copied too where nobody can look at them.
 */
function firstIndices(world: World): readonly Term[] {
  return Array.from({ length: 6 }, (_, i) => world.bank.int(BigInt(i)));
}

/** Storage and totals of one state or the other. */
function chooseStorage(world: World, condition: Term, then: State, otherwise: State): State {
  const choose = (a: ReadonlyMap<string, Term>, b: ReadonlyMap<string, Term>): ReadonlyMap<string, Term> =>
    new Map([...a].map(([key, term]) => [key, world.bank.ite(condition, term, b.get(key) ?? term)] as const));
  return {
    ...then,
    storage: choose(then.storage, otherwise.storage),
    totals: choose(then.totals, otherwise.totals),
  };
}

/** Elements that are copied one by one; the copy of a longer or unknown number of objects has arbitrary elements. */
const MOST_ELEMENTS = 64n;

function literalLength(length: Term): bigint | undefined {
  return length.kind === 'literal' && typeof length.value === 'bigint' && length.value <= MOST_ELEMENTS
    ? length.value
    : undefined;
}
