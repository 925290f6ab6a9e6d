// Values and types of the contract ABI: the parsed form of a type string and the host values that inhabit it.
import type { AbiParameter } from './contract.js';

/**
 * A value of the ABI: integers as `bigint`, addresses, `bytesN`, `bytes` and function values as hex strings, strings as
 * text (or raw bytes where the text is not UTF-8, when encoding), arrays and tuples positionally as lists.
 */
export type AbiValue = bigint | boolean | string | Uint8Array | readonly AbiValue[];

/** A parsed ABI type. `size` is in bits for integers and in bytes for `bytesN`; a missing `length` means dynamic. */
export type AbiType =
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'bool' }
  | { readonly kind: 'address' }
  | { readonly kind: 'fixed-bytes'; readonly size: number }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'string' }
  | { readonly kind: 'array'; readonly element: AbiType; readonly length: number | undefined }
  | { readonly kind: 'tuple'; readonly fields: readonly AbiType[] };

/** A value that does not fit its type, or data that is no encoding of a type. */
export class AbiError extends Error {
  override readonly name = 'AbiError';
}

/** Parses the type of an ABI parameter; throws `AbiError` for types outside the ABI (such as library storage pointers). */
export function parseAbiType(parameter: Pick<AbiParameter, 'type' | 'components'>): AbiType {
  const text = parameter.type;
  const array = /^(.*)\[(\d*)\]$/s.exec(text);
  if (array !== null) {
    const element = parseAbiType({ ...parameter, type: array[1] ?? '' });
    return { kind: 'array', element, length: array[2] === '' ? undefined : Number(array[2]) };
  }
  if (text === 'tuple') return { kind: 'tuple', fields: (parameter.components ?? []).map(parseAbiType) };
  if (text === 'bool') return { kind: 'bool' };
  if (text === 'address') return { kind: 'address' };
  if (text === 'bytes') return { kind: 'bytes' };
  if (text === 'string') return { kind: 'string' };
  if (text === 'function') return { kind: 'fixed-bytes', size: 24 };
  const integer = /^(u?)int(\d*)$/.exec(text);
  if (integer !== null) {
    return { kind: 'integer', size: integer[2] === '' ? 256 : Number(integer[2]), signed: integer[1] === '' };
  }
  const fixed = /^bytes(\d+)$/.exec(text);
  if (fixed !== null) return { kind: 'fixed-bytes', size: Number(fixed[1]) };
  throw new AbiError(`type "${text}" has no ABI encoding`);
}

/** Whether values of the type are encoded behind an offset. */
export function isDynamicType(type: AbiType): boolean {
  switch (type.kind) {
    case 'bytes':
    case 'string':
      return true;
    case 'array':
      return type.length === undefined || isDynamicType(type.element);
    case 'tuple':
      return type.fields.some(isDynamicType);
    case 'integer':
    case 'bool':
    case 'address':
    case 'fixed-bytes':
      return false;
    default:
      return type satisfies never;
  }
}

/** Bytes a value of the type takes in its parent's head: 32 when dynamic. */
export function headSize(type: AbiType): number {
  if (isDynamicType(type)) return 32;
  if (type.kind === 'array') return (type.length ?? 0) * headSize(type.element);
  if (type.kind === 'tuple') return type.fields.reduce((size, field) => size + headSize(field), 0);
  return 32;
}
