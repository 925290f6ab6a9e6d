// Arbitrary values of a type, as a transaction's arguments or an unknown callee's results.
import { arraySort, INT, type Term } from '@surety/solvers';
import { isScalar } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import {
  allocate,
  allocateLazily,
  withArbitraryElements,
  writeElements,
  writeField,
  writeLength,
} from './memory.js';
import type { State } from './state.js';
import { freshLeaf, freshScalar, type World } from './world.js';

const LENGTH: IrType = { kind: 'int', signed: false, bits: 64 };

/** An arbitrary value: a fresh scalar, or a fresh memory object filled with arbitrary contents. */
export function arbitraryValue(
  world: World,
  state: State,
  type: IrType,
  name: string,
): { readonly state: State; readonly term: Term } {
  if (isScalar(type)) return { state, term: freshScalar(world, name, type) };
  if (type.kind === 'struct') {
    const allocated = allocate(world, state, { ...type, fields: [] }, undefined);
    let current = allocated.state;
    for (const field of type.fields) {
      const value = arbitraryValue(world, current, field.type, `${name}.${field.name}`);
      current = writeField(world, value.state, type, allocated.reference, field.name, field.type, value.term);
    }
    return { state: current, term: allocated.reference };
  }
  if (type.kind !== 'array') throw new Error(`arbitraryValue: ${type.kind}`);
  if (isScalar(type.element)) {
    const length =
      type.length === undefined ? freshScalar(world, `${name}.length`, LENGTH) : world.bank.int(type.length);
    const allocated = allocate(world, state, type, length);
    const elements = freshLeaf(world, `${name}[]`, { dimensions: [LENGTH], type: type.element });
    return {
      state: writeElements(world, allocated.state, type, allocated.reference, elements),
      term: allocated.reference,
    };
  }
  if (type.length === undefined || type.length > 16n) {
    const length =
      type.length === undefined ? freshScalar(world, `${name}.length`, LENGTH) : world.bank.int(type.length);
    const made = allocateLazily(world, state, type, length);
    return { state: withArbitraryElements(world, made.state, type.element), term: made.reference };
  }
  const allocated = allocate(
    world,
    state,
    { ...type, element: { kind: 'int', signed: false, bits: 256 } },
    undefined,
  );
  let current = writeLength(world, allocated.state, allocated.reference, world.bank.int(type.length));
  let elements: Term = world.bank.constArray(arraySort(INT, INT), world.bank.int(0n));
  for (let i = 0n; i < type.length; i++) {
    const value = arbitraryValue(world, current, type.element, `${name}[${i}]`);
    current = value.state;
    elements = world.bank.store(elements, world.bank.int(i), value.term);
  }
  return {
    state: writeElements(world, current, type, allocated.reference, elements),
    term: allocated.reference,
  };
}
