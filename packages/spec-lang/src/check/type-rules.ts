// Relations between types: sameness, what fits where, ranges, and how messages show a type.
import { match } from 'ts-pattern';
import type { SpecType } from './types.js';

/** The type of every arithmetic result. */
export const intType: SpecType = { kind: 'int' };
export const boolType: SpecType = { kind: 'bool' };
export const addressType: SpecType = { kind: 'address' };
export const uint256Type: SpecType = { kind: 'integer', signed: false, bits: 256 };

/** A type as a user writes it; the mathematical integers are `integer`. */
export function describeType(type: SpecType): string {
  return match(type)
    .with({ kind: 'int' }, () => 'integer')
    .with({ kind: 'integer' }, ({ signed, bits }) => `${signed ? 'int' : 'uint'}${bits}`)
    .with({ kind: 'fixedBytes' }, ({ size }) => `bytes${size}`)
    .with({ kind: 'bool' }, { kind: 'address' }, { kind: 'bytes' }, { kind: 'string' }, ({ kind }) => kind)
    .with({ kind: 'enum' }, { kind: 'contract' }, { kind: 'struct' }, ({ name }) => name)
    .with({ kind: 'mapping' }, ({ key, value }) => `mapping(${describeType(key)} => ${describeType(value)})`)
    .with({ kind: 'array' }, ({ element, length }) => `${describeType(element)}[${length ?? ''}]`)
    .exhaustive();
}

/** Whether values are numbers. */
export function isNumeric(type: SpecType): boolean {
  return type.kind === 'int' || type.kind === 'integer';
}

/** Whether values are addresses, of a contract type or not. */
export function isAddress(type: SpecType): boolean {
  return type.kind === 'address' || type.kind === 'contract';
}

/** Whether two types are the same type; structs and enums by name and members. */
export function sameType(left: SpecType, right: SpecType): boolean {
  if (left === right) return true;
  if (left.kind === 'integer' && right.kind === 'integer')
    return left.signed === right.signed && left.bits === right.bits;
  if (left.kind === 'fixedBytes' && right.kind === 'fixedBytes') return left.size === right.size;
  if (left.kind === 'enum' && right.kind === 'enum') {
    return left.name === right.name && left.members.join() === right.members.join();
  }
  if (left.kind === 'contract' && right.kind === 'contract') return left.name === right.name;
  if (left.kind === 'struct' && right.kind === 'struct') {
    // Field types are not followed: a struct may contain itself through a mapping.
    const fields = (type: typeof left) =>
      type.fields.map(({ name, type: { kind } }) => `${name}:${kind}`).join();
    return left.name === right.name && fields(left) === fields(right);
  }
  if (left.kind === 'mapping' && right.kind === 'mapping') {
    return sameType(left.key, right.key) && sameType(left.value, right.value);
  }
  if (left.kind === 'array' && right.kind === 'array') {
    return left.length === right.length && sameType(left.element, right.element);
  }
  return left.kind === right.kind;
}

/**
 * Whether a value may stand where `target` is wanted. Numbers lift to integers and also flow back into machine types
 * (a result is an exact integer), where a constant outside the range is refused by the caller.
 */
export function fits(type: SpecType, target: SpecType): boolean {
  if (isNumeric(type) && isNumeric(target)) return true;
  if (isAddress(type) && isAddress(target))
    return type.kind !== 'contract' || target.kind !== 'contract' || sameType(type, target);
  return sameType(type, target);
}

/** Smallest and largest value of a machine integer type; undefined for every other type. */
export function rangeOf(type: SpecType): { readonly min: bigint; readonly max: bigint } | undefined {
  if (type.kind !== 'integer') return undefined;
  const half = 1n << BigInt(type.bits - 1);
  return type.signed ? { min: -half, max: half - 1n } : { min: 0n, max: half * 2n - 1n };
}

/** Whether every value of `type` is a value of `target`; both numeric. */
export function within(type: SpecType, target: SpecType): boolean {
  if (target.kind === 'int') return true;
  const inner = rangeOf(type);
  const outer = rangeOf(target);
  return inner !== undefined && outer !== undefined && outer.min <= inner.min && inner.max <= outer.max;
}

/** The elementary type of this name (`uint`, `bytes4`, …; `integer` is the mathematical one), or undefined. */
export function elementaryType(name: string): SpecType | undefined {
  if (name === 'integer') return intType;
  if (name === 'bool') return boolType;
  if (name === 'address') return addressType;
  if (name === 'bytes') return { kind: 'bytes' };
  if (name === 'string') return { kind: 'string' };
  const integer = /^(u?)int([0-9]*)$/.exec(name);
  if (integer !== null) {
    const bits = integer[2] === '' ? 256 : Number(integer[2]);
    const known = bits >= 8 && bits <= 256 && bits % 8 === 0 && !(integer[2] ?? '').startsWith('0');
    return known ? { kind: 'integer', signed: integer[1] === '', bits } : undefined;
  }
  const size = Number(/^bytes([1-9][0-9]?)$/.exec(name)?.[1] ?? 0);
  return size >= 1 && size <= 32 ? { kind: 'fixedBytes', size } : undefined;
}
