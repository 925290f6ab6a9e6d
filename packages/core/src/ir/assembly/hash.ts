// keccak256 over memory: the hash Solidity itself computes of the same bytes, and what slot it is, if it is one.
import { keccakOfHex } from '../../frontend/selector.js';
import type { Span } from '../../frontend/typed-program.js';
import { BYTES, builtin, fixedBytesType, number, UINT256, wrap } from '../build.js';
import type { Expression } from '../ir.js';
import type { StoragePlace } from '../lower-context.js';
import { valueWord, type Word } from './memory.js';
import { loadMemory, memoryContents } from './memory-access.js';
import { cellsOf, declaredCells } from './slot-layout.js';
import { type Assembly, arbitrary, fixed, type SlotFact } from './state.js';
import { slotFact, withFact } from './storage.js';
import { formOf, lowZeroBits, numberOf } from './word-form.js';
import { typedValueOf } from './word-values.js';
import { addWords } from './words.js';

const BYTES32 = fixedBytesType(32);

/** `keccak256(address, size)`. */
export function hashMemory(a: Assembly, address: Word, size: Expression, span: Span): Word {
  const contents = memoryContents(a, address, size);
  if (contents === undefined) {
    return valueWord(wrap(arbitrary(a.f, BYTES32, 'hash', span), UINT256));
  }
  const fact = factOfHash(a, address, numberOf(size), span);
  if (contents.kind === 'constant' && typeof contents.value === 'string') {
    const known = number(keccakOfHex(contents.value));
    // A constant hash that no variable is found by is a slot of its own.
    return valueWord(fact === undefined || fact.kind === 'hash' ? known : withFact(a, known, fact, span));
  }
  const hash = wrap(builtin('keccak256', [{ ...contents, type: BYTES }], BYTES32), UINT256);
  return valueWord(fact === undefined ? fixed(a, hash, span) : withFact(a, hash, fact, span));
}

/** What the hash of words in memory is as a slot. */
function factOfHash(a: Assembly, address: Word, size: bigint | undefined, span: Span): SlotFact | undefined {
  if (size === undefined || size === 0n) return undefined;
  // Shorter than any that a variable is found by.
  if (size < 32n) return { kind: 'hash' };
  const last = wordAtEnd(a, address, size, span);
  if (last === undefined) return undefined;
  const place = placeAtSlot(a, last);
  if (place === 'none') return { kind: 'hash' };
  if (place === undefined) return undefined;
  if (size === 32n && place.type.kind === 'array' && place.type.length === undefined)
    return { kind: 'data', place, plus: number(0) };
  if (size === 64n && place.type.kind === 'mapping') {
    const key = loadMemory(a, address, span);
    const typed = key.kind === 'value' ? typedValueOf(key.expression, place.type.key) : undefined;
    if (typed?.valid.kind !== 'constant' || typed.valid.value !== true) return undefined;
    const step = { kind: 'key', key: typed.value } as const;
    const entry: StoragePlace = { ...place, steps: [...place.steps, step], type: place.type.value };
    return { kind: 'place', place: entry, plus: number(0) };
  }
  return undefined;
}

function wordAtEnd(a: Assembly, address: Word, size: bigint, span: Span): Expression | undefined {
  const by = number(size - 32n);
  const at: Word =
    address.kind === 'value'
      ? valueWord(addWords(address.expression, by))
      : address.kind === 'pointer'
        ? { ...address, offset: addWords(address.offset, by) }
        : address;
  const word = loadMemory(a, at, span);
  return word.kind === 'value' ? word.expression : undefined;
}

/** The mapping or array whose slot a word is; 'none' when it is surely the slot of no such variable. */
function placeAtSlot(a: Assembly, word: Expression): StoragePlace | 'none' | undefined {
  const known = numberOf(word);
  if (known !== undefined) {
    const cells = declaredCells(a.f.contract, known, 'storage');
    if (cells === undefined) return undefined;
    const [only] = cells;
    // Behind the layout there may be variables at slots of the code's own choice.
    if (only === undefined) return known < 1n << 64n ? 'none' : undefined;
    return isKeyed(only.place) ? only.place : 'none';
  }
  const fact = slotFact(a, word);
  const plus = fact?.kind === 'place' ? numberOf(fact.plus) : undefined;
  if (fact?.kind === 'place' && plus !== undefined) {
    const [only, ...others] = cellsOf(fact.place, plus) ?? [];
    return only !== undefined && others.length === 0 && isKeyed(only.place) ? only.place : undefined;
  }
  return fact === undefined && hasSeed(word) ? 'none' : undefined;
}

function isKeyed(place: StoragePlace): boolean {
  const { kind } = place.type;
  return kind === 'mapping' || kind === 'bytes' || (kind === 'array' && place.type.length === undefined);
}

/**
 * Whether a word ends in constant bytes above every declared slot, such as the four-byte seeds of solady: no variable has
 * that slot, and that no hash ends in just these bytes is the assumption such code rests on.
 */
function hasSeed(word: Expression): boolean {
  const form = formOf(word);
  if (form.kind !== 'binary' || form.operator !== 'add') return false;
  const seed = numberOf(form.right) ?? numberOf(form.left);
  const rest = numberOf(form.right) === undefined ? form.right : form.left;
  return seed !== undefined && seed >= 1n << 24n && seed < 1n << BigInt(lowZeroBits(rest));
}
