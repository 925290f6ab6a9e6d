// Reads storage back into state variables: walks solc's layout over raw slots and finds mapping keys among the
// preimages of the hashes that were computed while the slots were written.

import { concatBytes, fromHex, toBigInt, toBytes, toHex, wordHex } from './bytes.js';
import type { CompiledContract, StorageEntry, StorageLayout, StorageType } from './contract.js';
import { guessPreimages } from './guess-keys.js';
import { keccak256 } from './keccak.js';
import { arraySlots } from './layout-from-ast.js';
import { decodeWord, type WordValue, wordKind } from './word-value.js';

/** A decoded storage value. Structs keep the order of declaration; entries are in ascending order of key. */
export type DecodedValue =
  | { readonly kind: 'value'; readonly value: WordValue }
  | { readonly kind: 'struct'; readonly fields: readonly DecodedField[] }
  | { readonly kind: 'mapping'; readonly entries: readonly DecodedEntry[] }
  /** `elements` has every index up to `elementLimit`, beyond that only those with a written slot. */
  | { readonly kind: 'array'; readonly length: bigint; readonly elements: readonly DecodedElement[] }
  /** `text` is given for `string` variables that hold UTF-8. */
  | { readonly kind: 'bytes'; readonly hex: string; readonly text?: string };

/** A field of a struct. */
export interface DecodedField {
  readonly label: string;
  readonly type: string;
  readonly value: DecodedValue;
}

/** An entry of a mapping that was written at some time; keys of type string or bytes are hex of their bytes. */
export interface DecodedEntry {
  readonly key: WordValue;
  readonly value: DecodedValue;
}

/** An element of an array. */
export interface DecodedElement {
  readonly index: bigint;
  readonly value: DecodedValue;
}

/** A state variable; `contract` is the plain name of the contract that declares it, `type` solc's label. */
export interface DecodedVariable extends DecodedField {
  readonly contract: string;
  /** Where it starts; immutables have no slot. */
  readonly slot?: bigint;
}

/** All state variables of a contract, its immutables, and the non-zero slots that no variable explains. */
export interface DecodedState {
  readonly variables: readonly DecodedVariable[];
  readonly immutables: readonly DecodedVariable[];
  readonly unexplained: readonly { readonly slot: string; readonly value: bigint }[];
}

/** What the decoder reads: the slots ever written (zeros too), hash preimages, and the code that runs. */
export interface StorageSource {
  /** By `wordHex` of the slot. */
  readonly slots: ReadonlyMap<string, bigint>;
  readonly preimages: Preimages;
  readonly code: Uint8Array;
  /** Words tried as mapping keys for slots that stay unexplained (hashes folded by an optimizer leave no preimage). */
  readonly guesses?: () => readonly bigint[];
}

/** Hash preimages by the word in their last 32 bytes, which for mappings is the slot of the mapping. */
export type Preimages = ReadonlyMap<string, readonly Preimage[]>;

/** The part of a hashed byte string before its last word, and the hash. */
export interface Preimage {
  readonly key: Uint8Array;
  readonly hash: string;
}

/** A contract whose layout the compiler did not give and the syntax tree does not tell. */
export class NoStorageLayoutError extends Error {
  override readonly name = 'NoStorageLayoutError';
}

/** Array elements listed one by one. */
export const elementLimit = 1024n;

const longestBytes = 1n << 20n;

interface Reader {
  readonly layout: StorageLayout;
  readonly valueTypes: ReadonlyMap<string, string>;
  readonly slots: ReadonlyMap<string, bigint>;
  readonly preimages: Preimages;
  /** Slots some variable has claimed, filled during the walk. */
  readonly explained: Set<string>;
}

/** Decodes the storage of a contract; throws `NoStorageLayoutError` when its layout is unknown. */
export function decodeStorage(contract: CompiledContract, source: StorageSource): DecodedState {
  const layout = contract.storageLayout;
  if (layout === undefined) throw new NoStorageLayoutError(`no storage layout for ${contract.name}`);
  const first = decodeWith(contract, layout, source, source.preimages);
  if (first.unexplained.length === 0 || source.guesses === undefined) return first;
  const wider = guessPreimages(layout, source.guesses(), source.preimages, first);
  return wider === undefined ? first : decodeWith(contract, layout, source, wider);
}

function decodeWith(
  contract: CompiledContract,
  layout: StorageLayout,
  source: StorageSource,
  preimages: Preimages,
): DecodedState {
  const reader: Reader = {
    layout,
    valueTypes: contract.valueTypes,
    slots: source.slots,
    preimages,
    explained: new Set(),
  };
  const variables = layout.storage.map((entry) => ({
    contract: contract.declaredIn.get(entry.astId) ?? contract.name,
    slot: BigInt(entry.slot),
    ...decodeEntry(reader, entry, 0n),
  }));
  const unexplained = [...source.slots]
    .filter(([slot, value]) => value !== 0n && !reader.explained.has(slot))
    .map(([slot, value]) => ({ slot, value }))
    .sort((a, b) => (a.slot < b.slot ? -1 : 1));
  return { variables, immutables: decodeImmutables(contract, source.code), unexplained };
}

function decodeImmutables(contract: CompiledContract, code: Uint8Array): readonly DecodedVariable[] {
  return contract.immutables.flatMap((variable) => {
    const range = variable.ranges[0];
    if (range === undefined) return [];
    const kind = wordKind(variable.type, contract.valueTypes);
    const word = toBigInt(code.subarray(range.start, range.start + range.length));
    // Code holds the word as it lies on the stack, where bytesN is left-aligned, unlike in a packed slot.
    const packed = kind.kind === 'fixed-bytes' ? word >> BigInt(8 * (32 - kind.size)) : word;
    const value: DecodedValue = { kind: 'value', value: decodeWord(kind, packed) };
    return [{ label: variable.label, contract: variable.contract, type: variable.typeLabel, value }];
  });
}

function decodeEntry(reader: Reader, entry: StorageEntry, base: bigint): DecodedField {
  const value = decodeAt(reader, entry.type, base + BigInt(entry.slot), entry.offset);
  return { label: entry.label, type: typeAt(reader, entry.type).label, value };
}

function decodeAt(reader: Reader, typeId: string, slot: bigint, offset: number): DecodedValue {
  const type = typeAt(reader, typeId);
  switch (type.encoding) {
    case 'bytes':
      return decodeBytes(reader, type, slot);
    case 'mapping':
      return decodeMapping(reader, type, slot);
    case 'dynamic_array': {
      const length = readSlot(reader, slot);
      return decodeArray(reader, type, length, hashOfSlot(slot));
    }
    case 'inplace':
      if (type.members !== undefined) {
        return { kind: 'struct', fields: type.members.map((member) => decodeEntry(reader, member, slot)) };
      }
      if (type.base !== undefined) return decodeArray(reader, type, staticLength(type), slot);
      return decodePacked(reader, typeId, type, slot, offset);
    default:
      return type.encoding satisfies never;
  }
}

function decodePacked(
  reader: Reader,
  typeId: string,
  type: StorageType,
  slot: bigint,
  offset: number,
): DecodedValue {
  const size = BigInt(type.numberOfBytes);
  const packed = BigInt.asUintN(Number(8n * size), readSlot(reader, slot) >> BigInt(8 * offset));
  return { kind: 'value', value: decodeWord(wordKind(typeId, reader.valueTypes, Number(size)), packed) };
}

function decodeBytes(reader: Reader, type: StorageType, slot: bigint): DecodedValue {
  const head = readSlot(reader, slot);
  let bytes: Uint8Array;
  if ((head & 1n) === 0n) {
    // Up to 31 bytes sit in the high end of the slot itself, twice the length in its last byte.
    bytes = toBytes(head).subarray(0, Math.min(Number((head & 0xffn) >> 1n), 31));
  } else {
    const claimed = head >> 1n;
    const length = claimed > longestBytes ? longestBytes : claimed;
    const first = hashOfSlot(slot);
    const words: Uint8Array[] = [];
    for (let word = 0n; 32n * word < length; word++) words.push(toBytes(readSlot(reader, first + word)));
    bytes = concatBytes(...words).subarray(0, Number(length));
  }
  const text = type.label === 'string' ? utf8(bytes) : undefined;
  return { kind: 'bytes', hex: toHex(bytes), ...(text === undefined ? {} : { text }) };
}

function decodeMapping(reader: Reader, type: StorageType, slot: bigint): DecodedValue {
  const keyId = type.key ?? '';
  const keyType = typeAt(reader, keyId);
  const entries: DecodedEntry[] = [];
  for (const { key, hash } of reader.preimages.get(wordHex(slot)) ?? []) {
    if (keyType.encoding !== 'bytes' && key.length !== 32) continue;
    const before = reader.explained.size;
    const value = decodeAt(reader, type.value ?? '', BigInt(hash), 0);
    // Keys that were only looked up have no slot of their own.
    if (reader.explained.size === before) continue;
    entries.push({ key: decodeKey(reader, keyId, keyType, key), value });
  }
  return { kind: 'mapping', entries: entries.sort((a, b) => compareKeys(a.key, b.key)) };
}

function decodeKey(reader: Reader, keyId: string, keyType: StorageType, key: Uint8Array): WordValue {
  if (keyType.encoding === 'bytes') return toHex(key);
  const kind = wordKind(keyId, reader.valueTypes, Number(keyType.numberOfBytes));
  const word = toBigInt(key);
  return decodeWord(kind, kind.kind === 'fixed-bytes' ? word >> BigInt(8 * (32 - kind.size)) : word);
}

function decodeArray(reader: Reader, type: StorageType, length: bigint, first: bigint): DecodedValue {
  const base = type.base ?? '';
  const element = typeAt(reader, base);
  const size = BigInt(element.numberOfBytes);
  const slotsEach = arraySlots(element, 1n);
  const perSlot = arraySlots(element, 2n) === 1n ? 32n / size : 1n;
  const elements: DecodedElement[] = [];
  const decodeIndex = (index: bigint): void => {
    const slot = perSlot === 1n ? first + index * slotsEach : first + index / perSlot;
    const offset = perSlot === 1n ? 0 : Number((index % perSlot) * size);
    elements.push({ index, value: decodeAt(reader, base, slot, offset) });
  };
  if (length <= elementLimit) {
    for (let index = 0n; index < length; index++) decodeIndex(index);
  } else {
    for (const index of writtenIndices(reader, first, length, slotsEach, perSlot)) decodeIndex(index);
  }
  return { kind: 'array', length, elements };
}

// A length can be absurd (an underflow in an old compiler makes it 2^256 - 1), so go by the slots that exist.
function writtenIndices(
  reader: Reader,
  first: bigint,
  length: bigint,
  slotsEach: bigint,
  perSlot: bigint,
): readonly bigint[] {
  const indices = new Set<bigint>();
  for (const slot of reader.slots.keys()) {
    const distance = BigInt.asUintN(256, BigInt(slot) - first);
    for (let part = 0n; part < perSlot; part++) {
      const index = perSlot === 1n ? distance / slotsEach : distance * perSlot + part;
      if (index < length) indices.add(index);
    }
  }
  return [...indices].sort((a, b) => (a < b ? -1 : 1));
}

function staticLength(type: StorageType): bigint {
  return BigInt(/\[(\d+)\]$/.exec(type.label)?.[1] ?? '0');
}

function readSlot(reader: Reader, slot: bigint): bigint {
  const key = wordHex(slot);
  const value = reader.slots.get(key);
  if (value === undefined) return 0n;
  reader.explained.add(key);
  return value;
}

function typeAt(reader: Reader, id: string): StorageType {
  const type = reader.layout.types[id];
  if (type === undefined) throw new RangeError(`the storage layout lacks type ${id}`);
  return type;
}

function hashOfSlot(slot: bigint): bigint {
  return toBigInt(keccak256(fromHex(wordHex(slot))));
}

function compareKeys(a: WordValue, b: WordValue): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
