// What is known of memory inside one block of assembly: bytes written to scratch space and behind the free pointer, word
// by word. Memory that was not written in the block, or that an unknown write may have hit, is unknown.
import { BYTES, builtin, constant, fixedBytesType, number, wrap } from '../build.js';
import type { Expression, IrType } from '../ir.js';
import { shiftRight } from './word-bits.js';
import { formOf, numberOf, sameWord } from './word-form.js';
import { typedWord } from './word-values.js';
import { addWords, multiplyWords, remainderWords } from './words.js';

/** What an address is counted from. */
export type Base =
  /** Where the free pointer pointed when the block started. */
  | { readonly kind: 'free' }
  /** `bytes` or `string` in memory: the length at 0, the contents from 32. */
  | { readonly kind: 'bytes'; readonly contents: Expression }
  /** A struct or array in memory. */
  | { readonly kind: 'object'; readonly reference: Expression; readonly type: IrType }
  /** The contents of `bytes` in calldata. */
  | { readonly kind: 'calldata'; readonly contents: Expression }
  /** Anything else in calldata. */
  | { readonly kind: 'input' };

/** A word on the stack. */
export type Word =
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'pointer'; readonly base: Base; readonly offset: Expression }
  /** Different things on paths that met. */
  | { readonly kind: 'lost' };

/** A word that is a number. */
export function valueWord(expression: Expression): Word {
  return { kind: 'value', expression };
}

/** Some bytes: `size` bytes of a word from its byte `from` on, or contents of a length that is an expression. */
type Piece =
  | {
      readonly kind: 'word';
      readonly start: bigint;
      readonly size: bigint;
      readonly word: Word;
      readonly from: bigint;
    }
  | {
      readonly kind: 'contents';
      readonly start: bigint;
      readonly contents: Expression;
      readonly length: Expression;
    };

/** Known bytes in order of their place; they do not overlap, and contents of unknown length come last. */
export type Region = readonly Piece[];

export interface Memory {
  /** What is addressed by number: scratch space, the free pointer at 0x40, zero at 0x60. */
  readonly scratch: Region;
  /** From the free pointer at the start of the block on. */
  readonly free: Region;
  /** Whether a write may have hit anything: then nothing of Solidity can follow, and no object is what it was. */
  readonly ruined: boolean;
}

const FREE: Base = { kind: 'free' };

/** Where the free pointer is kept, and the word that is always zero. */
export const FREE_POINTER = 0x40n;
export const ZERO_SLOT = 0x60n;
/** The first place that is no scratch space. */
export const SCRATCH_END = 0x80n;

/** Memory at the start of a block. */
export const START: Memory = {
  scratch: [
    {
      kind: 'word',
      start: FREE_POINTER,
      size: 32n,
      word: { kind: 'pointer', base: FREE, offset: number(0) },
      from: 0n,
    },
    { kind: 'word', start: ZERO_SLOT, size: 32n, word: valueWord(number(0)), from: 0n },
  ],
  free: [],
  ruined: false,
};

/** Whether two addresses count from the same place. */
export function sameBase(a: Base, b: Base): boolean {
  switch (a.kind) {
    case 'free':
    case 'input':
      return b.kind === a.kind;
    case 'bytes':
    case 'calldata':
      return b.kind === a.kind && sameWord(a.contents, b.contents);
    case 'object':
      return b.kind === 'object' && sameWord(a.reference, b.reference);
    default:
      return a satisfies never;
  }
}

/** Whether two words are surely the same. */
export function sameKnown(a: Word, b: Word): boolean {
  if (a.kind === 'value' && b.kind === 'value') return sameWord(a.expression, b.expression);
  if (a.kind === 'pointer' && b.kind === 'pointer')
    return sameBase(a.base, b.base) && sameWord(a.offset, b.offset);
  return false;
}

// ---------------------------------------------------------------------------------------------- writing

/** The region without what lies in `[start, start + size)`; without `size` everything from `start` on is forgotten. */
export function forget(region: Region, start: bigint, size: bigint | undefined): Region {
  const end = size === undefined ? undefined : start + size;
  return region.flatMap((piece): readonly Piece[] => {
    if (piece.kind === 'contents') {
      if (end !== undefined && end <= piece.start) return [piece];
      return [];
    }
    const pieceEnd = piece.start + piece.size;
    if (pieceEnd <= start || (end !== undefined && end <= piece.start)) return [piece];
    const before = start > piece.start ? [{ ...piece, size: start - piece.start }] : [];
    const cut = end === undefined ? pieceEnd : end - piece.start;
    const after =
      end !== undefined && end < pieceEnd
        ? [{ ...piece, start: end, size: pieceEnd - end, from: piece.from + cut }]
        : [];
    return [...before, ...after];
  });
}

/** The region after `size` bytes of a word, from its byte `from` on, were written at `start`. */
export function writeWord(region: Region, start: bigint, word: Word, from = 0n, size = 32n): Region {
  return insert(forget(region, start, size), { kind: 'word', start, size, word, from });
}

/** The region after contents of some length were written at `start`; whatever was behind is unknown. */
export function writeContents(
  region: Region,
  start: bigint,
  contents: Expression,
  length: Expression,
): Region {
  return insert(forget(region, start, undefined), { kind: 'contents', start, contents, length });
}

function insert(region: Region, piece: Piece): Region {
  return [...region, piece].sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** What both regions know alike. */
export function meetRegions(a: Region, b: Region): Region {
  return a.filter((piece) => b.some((other) => samePiece(piece, other)));
}

function samePiece(a: Piece, b: Piece): boolean {
  if (a.start !== b.start) return false;
  if (a.kind === 'word' && b.kind === 'word')
    return a.size === b.size && a.from === b.from && sameKnown(a.word, b.word);
  return (
    a.kind === 'contents' &&
    b.kind === 'contents' &&
    sameWord(a.contents, b.contents) &&
    sameWord(a.length, b.length)
  );
}

// ---------------------------------------------------------------------------------------------- reading

type WordPiece = Extract<Piece, { kind: 'word' }>;

/** The pieces that make up `[start, start + size)`, cut to it; undefined when some byte is unknown. */
function cover(region: Region, start: bigint, size: bigint): readonly WordPiece[] | undefined {
  const found: WordPiece[] = [];
  let at = start;
  for (const piece of region) {
    if (piece.kind === 'contents') break;
    const end = piece.start + piece.size;
    if (end <= at || piece.start > at) continue;
    const to = end < start + size ? end : start + size;
    found.push({ ...piece, start: at, size: to - at, from: piece.from + (at - piece.start) });
    at = to;
    if (at === start + size) break;
  }
  return at === start + size ? found : undefined;
}

/** The 32 bytes at a place; undefined when they are not known. */
export function readWord(region: Region, start: bigint): Word | undefined {
  const pieces = cover(region, start, 32n);
  const [first] = pieces ?? [];
  if (pieces === undefined || first === undefined) return undefined;
  if (pieces.length === 1 && first.from === 0n) return first.word;
  const value = combine(pieces);
  return value === undefined ? undefined : valueWord(value);
}

/** Bytes of words put together as one number, the first byte the most significant; undefined with pointers among them. */
function combine(pieces: readonly WordPiece[]): Expression | undefined {
  let result: Expression = number(0);
  let below = pieces.reduce((sum, piece) => sum + piece.size, 0n);
  for (const piece of pieces) {
    const bytes = bytesOf(piece);
    if (bytes === undefined) return undefined;
    below -= piece.size;
    result = addWords(result, multiplyWords(bytes, number(1n << (8n * below))));
  }
  return result;
}

/** The bytes of a piece as a number below 256^size. */
function bytesOf(piece: WordPiece): Expression | undefined {
  if (piece.word.kind !== 'value') return undefined;
  const last = piece.from + piece.size;
  const shifted = shiftRight(number(8n * (32n - last)), piece.word.expression);
  if (piece.from === 0n) return shifted;
  return remainderWords(shifted, number(1n << (8n * piece.size)));
}

/** Bytes that are all constant, as a number. */
export function constantBytes(region: Region, start: bigint, size: bigint): bigint | undefined {
  const pieces = cover(region, start, size);
  const value = pieces === undefined ? undefined : combine(pieces);
  return value === undefined ? undefined : numberOf(value);
}

/** The words of `[start, start + size)`, size a multiple of 32; undefined when some byte is unknown. */
export function wordsIn(region: Region, start: bigint, size: bigint): readonly Expression[] | undefined {
  const words: Expression[] = [];
  for (let at = start; at < start + size; at += 32n) {
    const word = readWord(region, at);
    if (word?.kind !== 'value') return undefined;
    words.push(word.expression);
  }
  return words;
}

/** The contents of `[start, start + size)` as `bytes`; undefined when some byte is unknown. */
export function contentsOf(region: Region, start: bigint, size: Expression): Expression | undefined {
  const known = numberOf(size);
  if (known === undefined) return openContents(region, start, size);
  if (known === 0n) return constant(BYTES, '');
  if (known > 4096n) return undefined;
  if (known % 32n === 0n) {
    const words = wordsIn(region, start, known);
    return words === undefined ? undefined : encodeWords(words);
  }
  if (known % 32n === 4n) {
    const head = constantBytes(region, start, 4n);
    const words = head === undefined ? undefined : wordsIn(region, start + 4n, known - 4n);
    if (head !== undefined && words !== undefined) return withSelector(head, words);
  }
  const pieces = cover(region, start, known);
  return pieces === undefined ? undefined : packed(pieces);
}

/** Contents that start with known bytes and end with contents of just the length that is asked for. */
function openContents(region: Region, start: bigint, size: Expression): Expression | undefined {
  const last = region[region.length - 1];
  if (last?.kind !== 'contents' || last.start < start) return undefined;
  const before = last.start - start;
  const total = addWords(number(before), last.length);
  const other = addWords(last.length, number(before));
  if (!sameWord(formOf(total), formOf(size)) && !sameWord(formOf(other), formOf(size))) return undefined;
  if (before === 0n) return last.contents;
  const head = contentsOf(region, start, number(before));
  return head === undefined ? undefined : builtin('bytes.concat', [head, last.contents], BYTES);
}

/** Words in a row as Solidity's `abi.encode` of the values they were made from. */
export function encodeWords(words: readonly Expression[]): Expression {
  const numbers = words.map((word) => numberOf(formOf(word)));
  if (numbers.every((n) => n !== undefined)) return constant(BYTES, numbers.map((n) => hex(n, 32)).join(''));
  const typed = words.map(typedWord);
  return builtin(
    'abi.encode',
    typed.map((t) => t.value),
    BYTES,
    `(${typed.map((t) => t.type).join(',')})`,
  );
}

/** A call's data: four bytes of a selector and words. */
export function withSelector(selector: bigint, words: readonly Expression[]): Expression {
  const head = constant(BYTES, hex(selector, 4));
  if (words.length === 0) return head;
  const body = encodeWords(words);
  if (body.kind === 'constant') return constant(BYTES, `${hex(selector, 4)}${String(body.value)}`);
  return builtin('bytes.concat', [head, body], BYTES);
}

function packed(pieces: readonly WordPiece[]): Expression | undefined {
  const parts: { value: Expression; type: string }[] = [];
  for (const piece of pieces) {
    if (piece.word.kind !== 'value') return undefined;
    const bytes = bytesOf(piece);
    if (bytes === undefined) return undefined;
    const known = numberOf(bytes);
    const size = Number(piece.size);
    const previous = parts[parts.length - 1];
    if (known !== undefined) {
      const text = hex(known, size);
      if (previous?.type === 'string' && previous.value.kind === 'constant')
        previous.value = constant(BYTES, `${String(previous.value.value)}${text}`);
      else parts.push({ value: constant(BYTES, text), type: 'string' });
    } else if (size === 32) parts.push(fullWord(piece.word.expression));
    else parts.push({ value: wrap(bytes, fixedBytesType(size)), type: `bytes${size}` });
  }
  const [only] = parts;
  if (parts.length === 1 && only?.type === 'string') return only.value;
  return builtin(
    'abi.encodePacked',
    parts.map((p) => p.value),
    BYTES,
    `(${parts.map((p) => p.type).join(',')})`,
  );
}

/** Packed encoding shortens narrower types, so a word stays a word. */
function fullWord(word: Expression): { value: Expression; type: string } {
  const typed = typedWord(word);
  return ['uint256', 'int256', 'bytes32'].includes(typed.type) ? typed : { value: word, type: 'uint256' };
}

function hex(value: bigint, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, '0');
}
