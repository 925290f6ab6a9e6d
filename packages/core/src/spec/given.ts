// What a call was given and what it returned, as variables of a specification see it: values, and structs and arrays in memory.
import type { Term } from '@surety/solvers';
import type { SpecVariable } from '@surety/spec-lang';
import { isScalar } from '../encode/sorts.js';
import type { IrType, Local } from '../ir/ir.js';
import type { ReplayValue } from '../result/replay.js';
import { allocate, writeElement, writeField } from '../symbolic/memory.js';
import { emptyPath } from '../symbolic/path-condition.js';
import { isPointer, type LocalValue, type State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import type { MemoryObject, SpecScope } from './scope.js';

/** An argument or a result; undefined where it is not known or a place in storage. */
export type Given =
  | { readonly kind: 'value'; readonly term: Term }
  | ({ readonly kind: 'object' } & MemoryObject)
  | undefined;

/** The variables of a scope with those that stand for arguments or results. */
export function withGiven(
  scope: Pick<SpecScope, 'variables' | 'objects'>,
  names: readonly SpecVariable[],
  given: readonly Given[],
): Pick<SpecScope, 'variables' | 'objects'> {
  const variables = new Map(scope.variables);
  const objects = new Map(scope.objects);
  for (const [i, name] of names.entries()) {
    const one = given[i];
    if (one?.kind === 'value') variables.set(name, one.term);
    if (one?.kind === 'object') objects.set(name, one);
  }
  return { variables, objects };
}

/** Values of locals; objects are in the memory of `state` and stay as they are there. */
export function givenIn(
  state: State,
  locals: readonly Pick<Local, 'type'>[],
  values: readonly LocalValue[],
): readonly Given[] {
  return locals.map(({ type }, i) => {
    const value = values[i];
    if (value === undefined || isPointer(value)) return undefined;
    if (isScalar(type)) return { kind: 'value', term: value };
    return { kind: 'object', reference: value, type, state };
  });
}

/** Values of a call on the EVM; undefined ones are not known. */
export function givenOnChain(
  world: World,
  types: readonly IrType[],
  values: readonly (ReplayValue | undefined)[],
): readonly Given[] {
  return types.map((type, i) => {
    const value = values[i];
    if (value === undefined) return undefined;
    const { state, term } = valueIn(world, emptyState(world), type, value);
    return isScalar(type) ? { kind: 'value', term } : { kind: 'object', reference: term, type, state };
  });
}

/** A value as a term, in a state whose memory holds what it is made of. */
function valueIn(
  world: World,
  state: State,
  type: IrType,
  value: ReplayValue,
): { readonly state: State; readonly term: Term } {
  const { bank } = world;
  if (typeof value === 'boolean') return { state, term: bank.bool(value) };
  if (typeof value === 'bigint') return { state, term: bank.int(value) };
  if (typeof value === 'string') return { state, term: bank.bytes(value) };
  const made = allocate(world, state, type, bank.int(BigInt(value.length)));
  let current = made.state;
  for (const [i, part] of value.entries()) {
    const field = type.kind === 'struct' ? type.fields[i] : undefined;
    const inner = type.kind === 'array' ? type.element : field?.type;
    if (inner === undefined) throw new Error(`a part of ${type.kind}`);
    const filled = valueIn(world, current, inner, part);
    current =
      field === undefined
        ? writeElement(world, filled.state, type, made.reference, bank.int(BigInt(i)), filled.term)
        : writeField(world, filled.state, type, made.reference, field.name, inner, filled.term);
  }
  return { state: current, term: made.reference };
}

function emptyState({ bank }: World): State {
  return {
    path: emptyPath(bank),
    storage: new Map(),
    totals: new Map(),
    balances: bank.int(0n),
    memory: new Map(),
    locals: new Map(),
  };
}
