// How one storage word (or packed part of one) reads as a value of a Solidity value type.
import { addressFromWord, toBytes, toHex } from './bytes.js';

/** A value type's value: numbers and enums as `bigint`, addresses, contracts, `bytesN` and functions as hex. */
export type WordValue = bigint | boolean | string;

/** How to read a right-aligned bit pattern; sizes are in bytes. */
export type WordKind =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'signed'; readonly size: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'address' }
  | { readonly kind: 'fixed-bytes'; readonly size: number };

/**
 * The kind of a type by solc's identifier; `valueTypes` says what user-defined value types wrap, `size` (bytes) is used
 * where the identifier does not tell it.
 */
export function wordKind(typeId: string, valueTypes: ReadonlyMap<string, string>, size = 32): WordKind {
  const id = valueTypes.get(typeId) ?? typeId;
  if (id === 't_bool') return { kind: 'bool' };
  if (id.startsWith('t_address') || id.startsWith('t_contract')) return { kind: 'address' };
  const signed = /^t_int(\d+)$/.exec(id);
  if (signed !== null) return { kind: 'signed', size: Number(signed[1]) / 8 };
  const fixed = /^t_bytes(\d+)$/.exec(id);
  if (fixed !== null) return { kind: 'fixed-bytes', size: Number(fixed[1]) };
  if (id === 't_byte') return { kind: 'fixed-bytes', size: 1 };
  if (id.startsWith('t_function')) return { kind: 'fixed-bytes', size: size === 32 ? 24 : size };
  return { kind: 'unsigned' };
}

/** Reads a right-aligned bit pattern. */
export function decodeWord(kind: WordKind, word: bigint): WordValue {
  switch (kind.kind) {
    case 'unsigned':
      return word;
    case 'signed':
      return BigInt.asIntN(8 * kind.size, word);
    case 'bool':
      return word !== 0n;
    case 'address':
      return addressFromWord(word);
    case 'fixed-bytes':
      return toHex(toBytes(word, kind.size));
    default:
      return kind satisfies never;
  }
}
