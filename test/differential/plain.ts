// One neutral form for values of both sides: integers, addresses, enums and bytesN as bigint, byte strings as hex.
import { type AbiType, type AbiValue, parseAbiType } from '@surety/evm';
import type { Term, Value } from '@surety/solvers';
import { isScalar } from '../../packages/core/dist/encode/sorts.js';
import type { IrType } from '../../packages/core/dist/ir/ir.js';
import {
  allocate,
  readElement,
  readField,
  readLength,
  writeElement,
  writeField,
  writeLength,
} from '../../packages/core/dist/symbolic/memory.js';
import type { LocalValue, State } from '../../packages/core/dist/symbolic/state.js';
import type { World } from '../../packages/core/dist/symbolic/world.js';

export { parseAbiType };

/** A value without its type; structs and arrays are lists. */
export type Plain = bigint | boolean | string | readonly Plain[];

/** The plain form of an ABI value. */
export function plainOfAbi(type: AbiType, value: AbiValue): Plain {
  switch (type.kind) {
    case 'integer':
    case 'bool':
      return value as bigint | boolean;
    case 'address':
    case 'fixed-bytes':
      return BigInt(value as string);
    case 'bytes':
      return (value as string).slice(2);
    case 'string':
      return Buffer.from(value as string, 'utf8').toString('hex');
    case 'array':
      return (value as readonly AbiValue[]).map((v) => plainOfAbi(type.element, v));
    case 'tuple':
      return (value as readonly AbiValue[]).map((v, i) => plainOfAbi(type.fields[i] as AbiType, v));
    default:
      return type satisfies never;
  }
}

/** The ABI value of a plain one. */
export function abiOfPlain(type: AbiType, value: Plain): AbiValue {
  switch (type.kind) {
    case 'integer':
    case 'bool':
      return value as bigint | boolean;
    case 'address':
      return `0x${(value as bigint).toString(16).padStart(40, '0')}`;
    case 'fixed-bytes':
      return `0x${(value as bigint).toString(16).padStart(2 * type.size, '0')}`;
    case 'bytes':
      return `0x${value as string}`;
    case 'string':
      return Buffer.from(value as string, 'hex').toString('utf8');
    case 'array':
      return (value as readonly Plain[]).map((v) => abiOfPlain(type.element, v));
    case 'tuple':
      return (value as readonly Plain[]).map((v, i) => abiOfPlain(type.fields[i] as AbiType, v));
    default:
      return type satisfies never;
  }
}

/** A value of the model's memory as literal terms; aggregates become fresh memory objects. */
export function literalTerm(
  world: World,
  state: State,
  type: IrType,
  value: Plain,
): { readonly state: State; readonly term: Term } {
  const { bank } = world;
  if (typeof value === 'bigint') return { state, term: bank.int(value) };
  if (typeof value === 'boolean') return { state, term: bank.bool(value) };
  if (typeof value === 'string') return { state, term: bank.bytes(value) };
  if (type.kind === 'struct') {
    const made = allocate(world, state, type, undefined);
    let current = made.state;
    type.fields.forEach((field, i) => {
      const part = literalTerm(world, current, field.type, value[i] as Plain);
      current = writeField(world, part.state, type, made.reference, field.name, field.type, part.term);
    });
    return { state: current, term: made.reference };
  }
  if (type.kind !== 'array') throw new Error(`a list for ${type.kind}`);
  const made = allocate(world, state, type, bank.int(BigInt(value.length)));
  let current = writeLength(world, made.state, made.reference, bank.int(BigInt(value.length)));
  value.forEach((element, i) => {
    const part = literalTerm(world, current, type.element, element);
    current = writeElement(world, part.state, type, made.reference, bank.int(BigInt(i)), part.term);
  });
  return { state: current, term: made.reference };
}

/** Reads a result of the model back, memory objects followed; undefined when it has no value of the type. */
export function plainOfTerm(
  world: World,
  state: State,
  type: IrType,
  value: LocalValue,
  read: (term: Term) => Value | undefined,
): Plain | undefined {
  if (value.kind === 'path' || value.kind === 'choice') return undefined;
  if (isScalar(type)) {
    const scalar = read(value);
    return typeof scalar === 'object' ? undefined : scalar;
  }
  const parts =
    type.kind === 'struct'
      ? type.fields
          .filter((f) => f.type.kind !== 'mapping')
          .map((f) =>
            plainOfTerm(world, state, f.type, readField(world, state, type, value, f.name, f.type), read),
          )
      : elementsOf(world, state, type, value, read);
  return parts === undefined || parts.some((p) => p === undefined) ? undefined : (parts as readonly Plain[]);
}

function elementsOf(
  world: World,
  state: State,
  type: IrType,
  value: Term,
  read: (term: Term) => Value | undefined,
): readonly (Plain | undefined)[] | undefined {
  if (type.kind !== 'array') return undefined;
  const length = read(readLength(world, state, value));
  if (typeof length !== 'bigint' || length > 10_000n) return undefined;
  return Array.from({ length: Number(length) }, (_, i) =>
    plainOfTerm(
      world,
      state,
      type.element,
      readElement(world, state, type, value, world.bank.int(BigInt(i))),
      read,
    ),
  );
}

/** A text that is equal exactly for equal values. */
export function showPlain(value: Plain | undefined): string {
  if (Array.isArray(value)) return `[${value.map(showPlain).join(', ')}]`;
  return typeof value === 'string' ? `x"${value}"` : String(value);
}
