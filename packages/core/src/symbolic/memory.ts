// Memory objects: one heap (an array over object references) for each struct field, for array elements by type, and
// for array lengths. References of allocated objects are distinct positive literals, so reads after writes fold.
//
// Arrays of structs or arrays whose length is not a small literal are created lazily: nothing is written for their elements.
// A slot for a reference that holds 0 (null, which no object has) stands for the object `child(owner, slot)`; `child` is
// injective and negative (vc/lemmas.ts), so these objects differ from one another and from every allocated one. Freshness: the
// only way to such a reference leads through a slot of its owner, so before the owner existed no cell of it was read or
// written, and its cells hold what the base of the heap holds: zero, or for arbitrary objects whatever a fresh base holds.
// Every heap below a lazy object is entered into the state when it is created, so that a join never takes the cells of one
// side for those of the other.
import { arraySort, INT, type Sort, type Term } from '@surety/solvers';
import { CHILD } from '../encode/functions.js';
import { injectiveCall } from '../encode/injective.js';
import { isScalar, sortOf, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { type State, withEntry } from './state.js';
import { freshLeaf, type World } from './world.js';

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
    return { state: enterHeaps(world, current, type), reference };
  for (let i = 0n; i < count; i++) {
    const zero = zeroIn(world, current, type.element);
    current = writeElement(world, zero.state, type, reference, world.bank.int(i), zero.value);
  }
  return { state: current, reference };
}

/** An array of structs or arrays whose elements are not written down, whatever its length. */
export function allocateLazily(
  world: World,
  state: State,
  type: IrType,
  length: Term,
): { readonly state: State; readonly reference: Term } {
  const reference = world.bank.int(world.nextObject << 64n);
  world.nextObject += 1n;
  return { state: enterHeaps(world, writeLength(world, state, reference, length), type), reference };
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
  const held = world.bank.select(
    heap(world, state, fieldHeap(object, name), arraySort(INT, slotSort(type))),
    reference,
  );
  if (isScalar(type) || object.kind !== 'struct') return held;
  const slot = object.fields.findIndex((field) => field.name === name);
  return existing(world, held, reference, world.bank.int(BigInt(slot)));
}

/** The object that a slot for references denotes: the one it holds, or the one that lies there from the beginning. */
function existing(world: World, held: Term, owner: Term, slot: Term): Term {
  const { bank } = world;
  const isNull = bank.eq(held, bank.int(0n));
  if (isNull === bank.false_) return held;
  return bank.ite(isNull, injectiveCall(bank, CHILD, [owner, slot]), held);
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

/** Length of an array object: of its type, or what its length cell holds. */
export function lengthOfArray(world: World, state: State, array: IrType, reference: Term): Term {
  return array.kind === 'array' && array.length !== undefined
    ? world.bank.int(array.length)
    : readLength(world, state, reference);
}

/** What the length cell of an array object holds; see `lengthOfArray` for arrays of fixed length. */
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

/** The element of a memory array at an index: the scalar, or the reference of the object there. */
export function readElement(world: World, state: State, array: IrType, reference: Term, index: Term): Term {
  const held = world.bank.select(readElements(world, state, array, reference), index);
  if (array.kind !== 'array' || isScalar(array.element)) return held;
  return existing(world, held, reference, index);
}

/** All elements of a memory array of scalars, as an array over indices; slots for objects may hold 0 (see `readElement`). */
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
  return { key: `[${typeKey(array.element)}]`, sort: arraySort(INT, arraySort(INT, sort)) };
}

/** A name of a type for the heap of its array elements: objects of different types never share cells. */
function typeKey(type: IrType): string {
  switch (type.kind) {
    case 'int':
      return `${type.signed ? 'int' : 'uint'}${type.bits}`;
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'enum':
    case 'struct':
      return type.name;
    case 'array':
      return `${typeKey(type.element)}[${type.length ?? ''}]`;
    default:
      return type.kind;
  }
}

// ---------------------------------------------------------------------------------------------- lazy objects

/** One heap below a type: its key, its sort, and the scalar its cells hold (undefined: references). */
interface HeapBelow {
  readonly key: string;
  readonly sort: Sort;
  readonly scalar: IrType | undefined;
  /** References of objects, then indices for elements. */
  readonly dimensions: readonly IrType[];
}

/** References are no keys that anything else is compared with. */
const REFERENCE: IrType = { kind: 'struct', name: 'memory object', fields: [] };
const LENGTH: IrType = { kind: 'int', signed: false, bits: 64 };

/** The heaps in which objects of a type, and all objects inside them, have cells. */
function heapsBelow(type: IrType): readonly HeapBelow[] {
  if (type.kind === 'struct') {
    return type.fields.flatMap((field): readonly HeapBelow[] => {
      if (field.type.kind === 'mapping') return [];
      const scalar = isScalar(field.type) ? field.type : undefined;
      const own: HeapBelow = {
        key: fieldHeap(type, field.name),
        sort: arraySort(INT, slotSort(field.type)),
        scalar,
        dimensions: [REFERENCE],
      };
      return [own, ...heapsBelow(field.type)];
    });
  }
  if (type.kind !== 'array') return [];
  const length: HeapBelow = {
    key: 'length',
    sort: arraySort(INT, INT),
    scalar: LENGTH,
    dimensions: [REFERENCE],
  };
  const own: HeapBelow = {
    ...elementHeap(type),
    scalar: isScalar(type.element) ? type.element : undefined,
    dimensions: [REFERENCE, LENGTH],
  };
  return [length, own, ...heapsBelow(type.element)];
}

/** Arbitrary contents for a heap, with what its type says of them where its key tells the type. */
export function freshHeap(world: World, key: string, contents: Term): Term {
  if (key === 'length') return freshLeaf(world, 'memory length', { dimensions: [REFERENCE], type: LENGTH });
  const scalar = /^\[(u?)int(\d+)\]$/.exec(key);
  const type: IrType | undefined =
    key === '[address]' || key === '[bool]'
      ? { kind: key === '[bool]' ? 'bool' : 'address' }
      : scalar === null
        ? undefined
        : { kind: 'int', signed: scalar[1] === '', bits: Number(scalar[2]) };
  return type === undefined
    ? world.bank.fresh(`memory ${key}`, contents.sort)
    : freshLeaf(world, `memory ${key}`, { dimensions: [REFERENCE, LENGTH], type });
}

/** Enters the heaps of a type into the state. */
function enterHeaps(world: World, state: State, type: IrType): State {
  const memory = new Map(state.memory);
  for (const { key, sort } of heapsBelow(type))
    if (!memory.has(key)) memory.set(key, heap(world, state, key, sort));
  return { ...state, memory };
}

/**
 * Makes the elements of a lazy array arbitrary: the heaps of its element type get a base that holds anything where nothing was
 * written. (Lazy objects that were zero until then become arbitrary too, which only loses knowledge.)
 */
export function withArbitraryElements(world: World, state: State, element: IrType): State {
  const memory = new Map(state.memory);
  for (const { key, sort, scalar, dimensions } of heapsBelow(element)) {
    const contents = memory.get(key) ?? heap(world, state, key, sort);
    memory.set(
      key,
      scalar === undefined
        ? contents
        : rebased(world, contents, freshLeaf(world, `memory ${key}`, { dimensions, type: scalar })),
    );
  }
  return { ...state, memory };
}

/** The heap with the same writes on another base; a base that is arbitrary already stays. Joined heaps share parts. */
function rebased(world: World, contents: Term, base: Term, done: Map<Term, Term> = new Map()): Term {
  const known = done.get(contents);
  if (known !== undefined) return known;
  const { bank } = world;
  const inner = (part: Term): Term => rebased(world, part, base, done);
  let result: Term;
  if (contents.kind === 'symbol') result = contents;
  else if (contents.kind === 'ite')
    result = bank.ite(contents.condition, inner(contents.then), inner(contents.else));
  else if (contents.kind === 'apply' && contents.op === 'store') {
    const [array, key, value] = contents.args as [Term, Term, Term];
    result = bank.store(inner(array), key, value);
  } else if (contents.kind === 'apply' && contents.op === 'constArray') result = base;
  else throw new MemoryLimit('a memory heap of unknown form');
  done.set(contents, result);
  return result;
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
