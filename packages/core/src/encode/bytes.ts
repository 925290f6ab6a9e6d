// Byte strings as terms: builders that fold what follows from how a string was made (the length of a concatenation, a byte
// of an update, the slice of a whole), so that a proof needs no axioms about strings. Each fold is an equality of the
// concrete functions for indices within bounds, which code has checked on every path that looks at the result.
import type { Term, TermBank } from '@surety/solvers';
import { type AbiShape, isDynamic } from '../ir/abi.js';
import { encodingOf } from './encoding.js';
import {
  BYTES_AT,
  BYTES_CONCAT,
  BYTES_LENGTH,
  BYTES_SET,
  BYTES_SLICE,
  BYTES_ZEROS,
  bytesToFixed,
} from './functions.js';

// Strings are built in loops with branches, so that their terms share parts: every part is folded once.
const lengths = new WeakMap<Term, Term>();
const bytesAt = new WeakMap<Term, Map<Term, Term>>();

/** Length in bytes. */
export function lengthOfBytes(bank: TermBank, bytes: Term): Term {
  let length = lengths.get(bytes);
  if (length === undefined) {
    length = foldedLength(bank, bytes);
    lengths.set(bytes, length);
  }
  return length;
}

function foldedLength(bank: TermBank, bytes: Term): Term {
  if (bytes.kind === 'ite')
    return bank.ite(bytes.condition, lengthOfBytes(bank, bytes.then), lengthOfBytes(bank, bytes.else));
  if (bytes.kind === 'call') {
    const [a, b, c] = bytes.args as [Term, Term, Term];
    if (bytes.fn === BYTES_SET) return lengthOfBytes(bank, a);
    if (bytes.fn === BYTES_ZEROS) return a;
    if (bytes.fn === BYTES_CONCAT) return bank.add(lengthOfBytes(bank, a), lengthOfBytes(bank, b));
    if (bytes.fn === BYTES_SLICE) return bank.sub(c, b);
    const encoded = encodedLength(bank, bytes);
    if (encoded !== undefined) return encoded;
  }
  return bank.call(BYTES_LENGTH, [bytes]);
}

/** The byte at an index within bounds. */
export function byteAt(bank: TermBank, bytes: Term, index: Term): Term {
  const known = bytesAt.get(bytes) ?? new Map<Term, Term>();
  bytesAt.set(bytes, known);
  let byte = known.get(index);
  if (byte === undefined) {
    byte = foldedByte(bank, bytes, index);
    known.set(index, byte);
  }
  return byte;
}

function foldedByte(bank: TermBank, bytes: Term, index: Term): Term {
  if (bytes.kind === 'ite')
    return bank.ite(bytes.condition, byteAt(bank, bytes.then, index), byteAt(bank, bytes.else, index));
  if (bytes.kind === 'call') {
    const [a, b, c] = bytes.args as [Term, Term, Term];
    if (bytes.fn === BYTES_SET) return bank.ite(bank.eq(b, index), c, byteAt(bank, a, index));
    if (bytes.fn === BYTES_ZEROS) return bank.int(0n);
    if (bytes.fn === BYTES_SLICE) return byteAt(bank, a, bank.add(b, index));
    if (bytes.fn === BYTES_CONCAT) {
      const first = lengthOfBytes(bank, a);
      return bank.ite(bank.lt(index, first), byteAt(bank, a, index), byteAt(bank, b, bank.sub(index, first)));
    }
  }
  return bank.call(BYTES_AT, [bytes, index]);
}

/** The string with the byte at an index within bounds replaced. */
export function setByte(bank: TermBank, bytes: Term, index: Term, byte: Term): Term {
  if (bytes.kind === 'call' && bytes.fn === BYTES_SET && bytes.args[1] === index)
    return setByte(bank, bytes.args[0] as Term, index, byte);
  return bank.call(BYTES_SET, [bytes, index, byte]);
}

/** One string after the other. */
export function concatBytes(bank: TermBank, parts: readonly Term[]): Term {
  const empty = bank.bytes('');
  const [first, ...rest] = parts.filter((part) => part !== empty);
  return first === undefined ? empty : rest.reduce((x, y) => bank.call(BYTES_CONCAT, [x, y]), first);
}

/** The part from `from` to `to`, 0 <= from <= to <= length. */
export function sliceBytes(bank: TermBank, bytes: Term, from: Term, to: Term): Term {
  if (from === to) return bank.bytes('');
  const zero = bank.int(0n);
  if (from === zero && to === lengthOfBytes(bank, bytes)) return bytes;
  if (bytes.kind === 'call' && bytes.fn === BYTES_CONCAT) {
    const [a, b] = bytes.args as [Term, Term];
    const first = lengthOfBytes(bank, a);
    if (from === first) return sliceBytes(bank, b, zero, bank.sub(to, first));
    if (from === zero && to === first) return a;
    const inA = literal(to);
    const length = literal(first);
    if (inA !== undefined && length !== undefined && inA <= length) return sliceBytes(bank, a, from, to);
    const start = literal(from);
    if (start !== undefined && length !== undefined && start >= length)
      return sliceBytes(bank, b, bank.sub(from, first), bank.sub(to, first));
  }
  if (bytes.kind === 'call' && bytes.fn === BYTES_SLICE) {
    const [a, b] = bytes.args as [Term, Term];
    return sliceBytes(bank, a, bank.add(b, from), bank.add(b, to));
  }
  return bank.call(BYTES_SLICE, [bytes, from, to]);
}

/** As bytesN: cut, or padded with zeros. */
export function fixedOfBytes(bank: TermBank, bytes: Term, size: number): Term {
  if (bytes.kind === 'call' && bytes.fn === BYTES_CONCAT) {
    const first = bytes.args[0] as Term;
    const length = literal(lengthOfBytes(bank, first));
    if (length !== undefined && length >= BigInt(size)) return fixedOfBytes(bank, first, size);
  }
  if (bytes.kind === 'call') {
    // A packed encoding of one bytesN is that value.
    const encoding = encodingOf(bytes);
    const [shape] = encoding?.shapes ?? [];
    if (encoding?.packed === true && shape?.kind === 'fixedBytes' && shape.size === size)
      return bytes.args[0] as Term;
  }
  return bank.call(bytesToFixed(size), [bytes]);
}

/** The length of an encoding of words and byte strings. */
function encodedLength(bank: TermBank, bytes: Term): Term | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined || bytes.kind !== 'call') return undefined;
  let total = bank.int(0n);
  for (const [i, shape] of encoding.shapes.entries()) {
    const size = partLength(bank, shape, encoding.packed, bytes.args[i] as Term);
    if (size === undefined) return undefined;
    total = bank.add(total, size);
  }
  return total;
}

/** What one part adds; the terms of parts are in order only as long as every part is a scalar. */
function partLength(bank: TermBank, shape: AbiShape, packed: boolean, term: Term): Term | undefined {
  if (shape.kind === 'array' || shape.kind === 'tuple') return undefined;
  if (!isDynamic(shape)) {
    if (!packed) return bank.int(32n);
    return bank.int(shape.kind === 'bool' ? 1 : shape.kind === 'fixedBytes' ? shape.size : bitsOf(shape) / 8);
  }
  const length = lengthOfBytes(bank, term);
  if (packed) return length;
  const words = bank.div(bank.add(length, bank.int(31n)), bank.int(32n));
  return bank.add(bank.int(64n), bank.mul(bank.int(32n), words));
}

function bitsOf(shape: AbiShape): number {
  return shape.kind === 'number' ? shape.bits : 256;
}

/** The facts about byte strings that folding leaves open: the range of a length, a byte, a cut. */
export function factOfBytes(bank: TermBank, term: Term): Term {
  if (term.kind !== 'call') return bank.true_;
  const below = (limit: bigint): Term =>
    bank.and(bank.le(bank.int(0n), term), bank.lt(term, bank.int(limit)));
  // No byte string reaches 2^64 bytes (a stated assumption, as for arrays).
  if (term.fn === BYTES_LENGTH) return below(1n << 64n);
  if (term.fn === BYTES_AT) return below(256n);
  const size = /^bytes_to_fixed([0-9]+)$/.exec(term.fn.name)?.[1];
  return size === undefined ? bank.true_ : below(1n << BigInt(8 * Number(size)));
}

function literal(term: Term): bigint | undefined {
  return term.kind === 'literal' && typeof term.value === 'bigint' ? term.value : undefined;
}
