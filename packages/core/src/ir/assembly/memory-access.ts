// Loads, stores and copies: what an address leads to decides what they mean. Scratch space and memory behind the free
// pointer are known byte by byte; structs and arrays of Solidity are read and written as such; anything else is arbitrary
// when read, and ruins memory when written: then no Solidity can follow.
import type { Span } from '../../frontend/typed-program.js';
import {
  BOOL,
  BYTES,
  binary,
  builtin,
  conditional,
  constant,
  fixedBytesType,
  isAggregate,
  lessOrEqual,
  number,
  read,
  UINT256,
  wrap,
} from '../build.js';
import type { Expression, IrType, Place } from '../ir.js';
import { emit } from '../lower-context.js';
import { bytesLength } from '../lower-conversion.js';
import {
  type Base,
  contentsOf,
  encodeWords,
  forget,
  type Memory,
  readWord,
  SCRATCH_END,
  valueWord,
  type Word,
  writeContents,
  writeWord,
} from './memory.js';
import { type Assembly, arbitraryWord, fixed, here, numberWord, setMemory } from './state.js';
import { requireClean } from './storage.js';
import { highest, lowZeroBits, numberOf, sameWord } from './word-form.js';
import { typedValueOf, wordOf } from './word-values.js';
import { divideWords, subtractWords } from './words.js';

/** Distances below this are amounts of memory that gas can pay for; larger ones may wrap around. */
const PAYABLE = 1n << 66n;

/** An address as a region with a place in it, or a base with a distance; undefined when it may be anything. */
type Spot =
  | { readonly kind: 'region'; readonly region: 'scratch' | 'free'; readonly at: bigint }
  | { readonly kind: 'base'; readonly base: Base; readonly offset: Expression };

function spotOf(word: Word): Spot | undefined {
  if (word.kind === 'lost') return undefined;
  if (word.kind === 'value') {
    const at = numberOf(word.expression);
    return at === undefined ? undefined : { kind: 'region', region: 'scratch', at };
  }
  const at = numberOf(word.offset);
  if (word.base.kind === 'free' && at !== undefined && at < PAYABLE)
    return { kind: 'region', region: 'free', at };
  return { kind: 'base', base: word.base, offset: word.offset };
}

// ------------------------------------------------------------------------------------------------- reading

/** `mload`. */
export function loadMemory(a: Assembly, address: Word, span: Span): Word {
  const { memory } = here(a);
  const spot = spotOf(address);
  if (spot === undefined) return valueWord(arbitraryWord(a, 'memory', span));
  if (spot.kind === 'region') {
    return readWord(memory[spot.region], spot.at) ?? valueWord(arbitraryWord(a, 'memory', span));
  }
  if (memory.ruined) return valueWord(arbitraryWord(a, 'memory', span));
  const { base, offset } = spot;
  switch (base.kind) {
    case 'bytes':
      if (numberOf(offset) === 0n) return valueWord(bytesLength(base.contents));
      return valueWord(wordAt(a, base.contents, binary('sub', offset, number(32), UINT256), span));
    case 'object':
      return loadObject(a, base, offset, span) ?? valueWord(arbitraryWord(a, 'memory', span));
    case 'free':
    case 'calldata':
    case 'input':
      return valueWord(arbitraryWord(a, 'memory', span));
    default:
      return base satisfies never;
  }
}

/** `calldataload`. */
export function loadCalldata(a: Assembly, address: Word, span: Span): Word {
  if (address.kind === 'pointer' && address.base.kind === 'calldata')
    return valueWord(wordAt(a, address.base.contents, address.offset, span));
  return valueWord(arbitraryWord(a, 'calldata', span));
}

/** The 32 bytes of contents at a (possibly negative) exact distance; any word where they do not lie within. */
function wordAt(a: Assembly, contents: Expression, at: Expression, span: Span): Expression {
  const from =
    at.kind === 'binary' && numberOf(at.left) !== undefined && numberOf(at.right) !== undefined
      ? number((numberOf(at.left) ?? 0n) - (numberOf(at.right) ?? 0n))
      : at;
  const known = numberOf(from);
  if (known !== undefined && known < 0n) return arbitraryWord(a, 'memory', span);
  const to = known === undefined ? binary('add', from, number(32), UINT256) : number(known + 32n);
  if (contents.kind === 'constant' && typeof contents.value === 'string' && known !== undefined) {
    const text = contents.value.slice(Number(2n * known), Number(2n * known + 64n));
    if (text.length === 64) return number(BigInt(`0x${text}`));
  }
  const inside = lessOrEqual(to, bytesLength(contents));
  const condition = known === undefined ? binary('and', lessOrEqual(number(0), from), inside, BOOL) : inside;
  const slice = builtin('bytes.slice', [contents, from, to], contents.type);
  const word = wrap(builtin('bytes.toFixed', [slice], fixedBytesType(32)), UINT256);
  return fixed(a, conditional(condition, word, arbitraryWord(a, 'memory', span)), span);
}

type ObjectBase = Extract<Base, { kind: 'object' }>;

function loadObject(a: Assembly, base: ObjectBase, offset: Expression, span: Span): Word | undefined {
  const { reference, type } = base;
  if (type.kind === 'array' && type.length === undefined && numberOf(offset) === 0n)
    return valueWord(fixed(a, { type: UINT256, kind: 'memoryLength', object: reference }, span));
  const found = memberAt(a, base, offset, span);
  if (found === undefined) return undefined;
  const { place, exists } = found;
  const value = fixed(a, read(place), span);
  const word = memberWord(value, place.type);
  if (word === undefined || exists === undefined) return word;
  if (word.kind !== 'value') return undefined;
  return valueWord(fixed(a, conditional(exists, word.expression, arbitraryWord(a, 'memory', span)), span));
}

/** What lies in a field or element as a word: a value, or the address of an object. */
function memberWord(value: Expression, type: IrType): Word | undefined {
  if (type.kind === 'bytes')
    return { kind: 'pointer', base: { kind: 'bytes', contents: value }, offset: number(0) };
  if (isAggregate(type))
    return { kind: 'pointer', base: { kind: 'object', reference: value, type }, offset: number(0) };
  const word = wordOf(value);
  return word === undefined ? undefined : valueWord(word);
}

type MemoryPlace = Extract<Place, { kind: 'memory' }>;

/** The field or element at a distance, with the condition under which it exists (undefined: always). */
function memberAt(
  a: Assembly,
  base: ObjectBase,
  offset: Expression,
  span: Span,
): { readonly place: MemoryPlace; readonly exists: Expression | undefined } | undefined {
  const { reference, type } = base;
  const known = numberOf(offset);
  if (type.kind === 'struct') {
    if (known === undefined || known % 32n !== 0n) return undefined;
    const field = type.fields.filter((f) => f.type.kind !== 'mapping')[Number(known / 32n)];
    if (field === undefined) return undefined;
    const step = { kind: 'field', name: field.name } as const;
    return {
      place: { kind: 'memory', object: reference, objectType: type, step, type: field.type },
      exists: undefined,
    };
  }
  if (type.kind !== 'array' || lowZeroBits(offset) < 5) return undefined;
  const head = type.length === undefined ? 1n : 0n;
  const index =
    known === undefined
      ? fixed(a, subtractWords(divideWords(offset, number(32)), number(head)), span)
      : known / 32n >= head
        ? number(known / 32n - head)
        : undefined;
  if (index === undefined) return undefined;
  const length: Expression =
    type.length === undefined
      ? { type: UINT256, kind: 'memoryLength', object: reference }
      : number(type.length);
  const place: MemoryPlace = {
    kind: 'memory',
    object: reference,
    objectType: type,
    step: { kind: 'element', index },
    type: type.element,
  };
  const [i, n] = [numberOf(index), numberOf(length)];
  if (i !== undefined && n !== undefined) return i < n ? { place, exists: undefined } : undefined;
  return { place, exists: binary('lt', index, length, BOOL) };
}

// ------------------------------------------------------------------------------------------------- writing

/** `mstore`. */
export function storeMemory(a: Assembly, address: Word, word: Word, span: Span): void {
  const spot = spotOf(address);
  if (spot?.kind === 'region' && (spot.region === 'free' || spot.at + 32n <= SCRATCH_END)) {
    setRegion(a, spot.region, (region) => writeWord(region, spot.at, word));
    return;
  }
  if (spot?.kind === 'base' && spot.base.kind === 'object' && !here(a).memory.ruined) {
    if (storeObject(a, spot.base, spot.offset, word, span)) return;
  }
  writeUnknown(a, address, number(32));
}

/** `mstore8`: the lowest byte of the word. */
export function storeByte(a: Assembly, address: Word, word: Word, _span: Span): void {
  const spot = spotOf(address);
  if (spot?.kind === 'region' && (spot.region === 'free' || spot.at < SCRATCH_END)) {
    setRegion(a, spot.region, (region) => writeWord(region, spot.at, word, 31n, 1n));
    return;
  }
  writeUnknown(a, address, number(1));
}

/** Writes a field or element; false when the address is none. */
function storeObject(a: Assembly, base: ObjectBase, offset: Expression, word: Word, span: Span): boolean {
  const found = memberAt(a, base, offset, span);
  if (found === undefined) return false;
  const { place, exists } = found;
  if (isAggregate(place.type) || place.type.kind === 'bytes') return false;
  const typed = typedValueOf(numberWord(a, word, span), place.type);
  if (typed === undefined) return false;
  if (exists !== undefined) requireClean(a, exists, 'mstore outside of an array', span);
  requireClean(a, typed.valid, 'mstore of a value with dirty bits', span);
  emit(a.f, { kind: 'store', place, value: typed.value, span });
  return true;
}

function setRegion(
  a: Assembly,
  name: 'scratch' | 'free',
  change: (region: Memory['free']) => Memory['free'],
): void {
  const { memory } = here(a);
  setMemory(a, { ...memory, [name]: change(memory[name]) });
}

/** After a write of some bytes that are not known: what they may have hit is unknown. */
export function writeUnknown(a: Assembly, address: Word, length: Expression): void {
  const { memory } = here(a);
  const size = numberOf(length);
  if (size === 0n) return;
  const spot = spotOf(address);
  if (spot?.kind === 'region' && (size !== undefined || highest(length) < PAYABLE)) {
    const region = forget(memory[spot.region], spot.at, size);
    const within = spot.region === 'free' || (size !== undefined && spot.at + size <= SCRATCH_END);
    setMemory(a, { ...memory, [spot.region]: region, ruined: memory.ruined || !within });
    return;
  }
  const behind =
    spot?.kind === 'base' &&
    spot.base.kind === 'free' &&
    highest(spot.offset) < PAYABLE &&
    highest(length) < PAYABLE;
  if (behind) setMemory(a, { ...memory, free: [] });
  else setMemory(a, { scratch: [], free: [], ruined: true });
}

/** Writes contents of a length; only whole contents are kept. */
export function writeBytes(
  a: Assembly,
  address: Word,
  contents: Expression | undefined,
  length: Expression,
): void {
  const spot = spotOf(address);
  writeUnknown(a, address, length);
  if (contents === undefined || spot?.kind !== 'region' || numberOf(length) === 0n) return;
  setRegion(a, spot.region, (region) => writeContents(region, spot.at, contents, length));
}

// ------------------------------------------------------------------------------------------------- contents

/** The bytes `[address, address + length)`; undefined when they are not known. */
export function memoryContents(a: Assembly, address: Word, length: Expression): Expression | undefined {
  const { memory } = here(a);
  if (numberOf(length) === 0n) return constant(BYTES, '');
  const spot = spotOf(address);
  if (spot?.kind === 'region') return contentsOf(memory[spot.region], spot.at, length);
  if (spot === undefined || memory.ruined) return undefined;
  const { base, offset } = spot;
  if (base.kind === 'bytes' && numberOf(offset) === 32n && sameWord(length, bytesLength(base.contents)))
    return base.contents;
  if (base.kind === 'object' && numberOf(offset) === 0n) return structContents(base, length);
  return undefined;
}

/** The fields of a struct in a row, as `abi.encode` of them. */
function structContents(base: ObjectBase, length: Expression): Expression | undefined {
  const { type, reference } = base;
  if (type.kind !== 'struct' || numberOf(length) !== 32n * BigInt(type.fields.length)) return undefined;
  const words = type.fields.map((field) => {
    const step = { kind: 'field', name: field.name } as const;
    return wordOf(read({ kind: 'memory', object: reference, objectType: type, step, type: field.type }));
  });
  return words.some((word) => word === undefined)
    ? undefined
    : encodeWords(words.filter((word) => word !== undefined));
}

/** The part of calldata that a copy takes, when it is whole contents. */
export function calldataContents(from: Word, length: Expression): Expression | undefined {
  const whole: Expression = { type: BYTES, kind: 'environment', name: 'msg.data' };
  if (from.kind === 'value') {
    const size = builtin('bytes.length', [whole], UINT256);
    return numberOf(from.expression) === 0n && sameInput(length, size) ? whole : undefined;
  }
  if (from.kind !== 'pointer' || from.base.kind !== 'calldata' || numberOf(from.offset) !== 0n)
    return undefined;
  return sameWord(length, bytesLength(from.base.contents)) ? from.base.contents : undefined;
}

function sameInput(a: Expression, b: Expression): boolean {
  const isInput = (e: Expression): boolean =>
    e.kind === 'builtin' &&
    e.name === 'bytes.length' &&
    e.arguments[0]?.kind === 'environment' &&
    e.arguments[0].name === 'msg.data';
  return isInput(a) && isInput(b);
}
