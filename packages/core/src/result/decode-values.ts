// Call data and return data as values of types: arguments and results of a call on the EVM, structs and arrays included.
import { rangeOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import type { ReplayValue } from './replay.js';

/** Elements beyond this number are not read: nothing that was replayed has so many. */
const MOST_ELEMENTS = 1000n;

/** A place in the data where a tuple begins; offsets of what is dynamic count from there. */
interface Tuple {
  readonly data: string;
  readonly start: number;
}

/**
 * Decodes the data of a tuple (hex, with or without 0x), value by value; undefined stands for what the data does not hold
 * or the ABI cannot carry.
 */
export function decodeValues(data: string, types: readonly IrType[]): readonly (ReplayValue | undefined)[] {
  const tuple: Tuple = { data: data.replace(/^0x/, ''), start: 0 };
  let at = 0;
  return types.map((type) => {
    const value = decode(tuple, at, type);
    at += headSize(type);
    return value;
  });
}

/** Bytes in the head of a tuple. */
function headSize(type: IrType): number {
  if (isDynamic(type)) return 32;
  if (type.kind === 'struct') return type.fields.reduce((size, field) => size + headSize(field.type), 0);
  if (type.kind === 'array') return Number(type.length) * headSize(type.element);
  return 32;
}

function isDynamic(type: IrType): boolean {
  if (type.kind === 'bytes') return true;
  if (type.kind === 'struct') return type.fields.some((field) => isDynamic(field.type));
  return type.kind === 'array' && (type.length === undefined || isDynamic(type.element));
}

/** The value whose head lies `at` bytes behind the start of a tuple. */
function decode(tuple: Tuple, at: number, type: IrType): ReplayValue | undefined {
  if (isDynamic(type)) {
    const offset = number(tuple, at);
    if (offset === undefined) return undefined;
    return decodeDynamic({ ...tuple, start: tuple.start + offset }, type);
  }
  if (type.kind === 'struct' || type.kind === 'array')
    return decodeParts({ ...tuple, start: tuple.start + at }, partsOf(type));
  const word = wordAt(tuple, at);
  const range = rangeOf(type);
  if (word === undefined) return undefined;
  if (type.kind === 'bool') return word > 1n ? undefined : word === 1n;
  if (range === undefined) return undefined;
  const negative = type.kind === 'int' && type.signed && word >= 1n << 255n;
  const value =
    type.kind === 'fixedBytes' ? word >> BigInt(256 - 8 * type.size) : negative ? word - (1n << 256n) : word;
  return value < range.low || value > range.high ? undefined : value;
}

function decodeDynamic(tuple: Tuple, type: IrType): ReplayValue | undefined {
  if (type.kind === 'struct' || (type.kind === 'array' && type.length !== undefined))
    return decodeParts(tuple, partsOf(type));
  const length = number(tuple, 0);
  if (length === undefined) return undefined;
  const content: Tuple = { ...tuple, start: tuple.start + 32 };
  if (type.kind === 'array') return decodeParts(content, partsOf({ ...type, length: BigInt(length) }));
  const hex = content.data.slice(2 * content.start, 2 * (content.start + length));
  return hex.length === 2 * length ? hex : undefined;
}

/** Types of what a struct or an array of known length is made of; undefined where these are too many. */
function partsOf(type: IrType): readonly IrType[] | undefined {
  if (type.kind === 'struct') return type.fields.map((field) => field.type);
  if (type.kind !== 'array' || type.length === undefined || type.length > MOST_ELEMENTS) return undefined;
  return Array.from({ length: Number(type.length) }, () => type.element);
}

function decodeParts(tuple: Tuple, types: readonly IrType[] | undefined): ReplayValue | undefined {
  if (types === undefined) return undefined;
  let at = 0;
  const values: ReplayValue[] = [];
  for (const type of types) {
    const value = decode(tuple, at, type);
    if (value === undefined) return undefined;
    values.push(value);
    at += headSize(type);
  }
  return values;
}

function wordAt({ data, start }: Tuple, at: number): bigint | undefined {
  const from = 2 * (start + at);
  const word = data.slice(from, from + 64);
  return word.length === 64 ? BigInt(`0x${word}`) : undefined;
}

/** A length or an offset; undefined when it lies beyond the data. */
function number(tuple: Tuple, at: number): number | undefined {
  const word = wordAt(tuple, at);
  return word === undefined || word > BigInt(tuple.data.length) ? undefined : Number(word);
}
