// sload, sstore, tload and tstore: words that are slots of declared variables, of elements of mappings and arrays, slots at
// constants far behind the layout, and hashes that belong to nothing declared. Reading any other slot gives some word;
// writing one is refused, for it could be any variable.
import type { Span } from '../../frontend/typed-program.js';
import {
  binary,
  equal,
  FALSE,
  localValue,
  not,
  number,
  rangeOf,
  read,
  sameType,
  TRUE,
  UINT256,
  wrap,
} from '../build.js';
import type { Expression, IrType, StorageVariable } from '../ir.js';
import { emit, type StoragePlace, temporary } from '../lower-context.js';
import { fixedCells, fixedSlot, noteStored } from './fixed-slot.js';
import {
  type Cell,
  cellsOf,
  dataCells,
  declaredAt,
  declaredCells,
  declaresTransient,
  elementAt,
} from './slot-layout.js';
import { type Assembly, arbitraryWord, fixed, refuse, type SlotFact } from './state.js';
import { shiftLeft, shiftRight } from './word-bits.js';
import { highest, lowZeroBits, numberOf } from './word-form.js';
import { typedValueOf, wordOf } from './word-values.js';
import { addWords, multiplyWords, remainderWords } from './words.js';

/** What is known of a word as a slot; constants are looked up in the layout by the readers. */
export function slotFact(a: Assembly, word: Expression): SlotFact | undefined {
  return word.kind === 'local' ? a.slots.get(word.local) : undefined;
}

/** The word in a temporary that is known as a slot. */
export function withFact(a: Assembly, word: Expression, fact: SlotFact, span: Span): Expression {
  const local = temporary(a.f, UINT256, 'value');
  emit(a.f, { kind: 'assign', local, value: word, span });
  a.slots.set(local, fact);
  return localValue(local);
}

/** The fact of a slot moved by a number of slots. */
export function movedFact(fact: SlotFact, by: Expression): SlotFact {
  return fact.kind === 'hash' ? fact : { ...fact, plus: addWords(fact.plus, by) };
}

/** The place of a type that starts in a slot; undefined when none is known to. */
export function placeOfSlot(
  a: Assembly,
  word: Expression,
  type: IrType,
  span: Span,
): StoragePlace | undefined {
  const known = numberOf(word);
  if (known !== undefined) return fixedSlot(a.f, known, type, span) ?? declaredAt(a.f.contract, known, type);
  const fact = slotFact(a, word);
  if (fact?.kind === 'data') {
    const element = elementAt(fact.place, fact.plus);
    return element !== undefined && sameType(element.type, type) ? element : undefined;
  }
  if (fact?.kind !== 'place') return undefined;
  const plus = numberOf(fact.plus);
  if (plus === 0n && sameType(fact.place.type, type)) return fact.place;
  const cells = plus === undefined ? [] : (cellsOf(fact.place, plus) ?? []);
  return cells.find((cell) => cell.offset === 0 && sameType(cell.place.type, type))?.place;
}

// -------------------------------------------------------------------------------------------------- reading

/** The word in a slot. */
export function loadSlot(a: Assembly, slot: Expression, span: Span): Expression {
  const cells = cellsAt(a, slot, span);
  if (cells === undefined) return arbitraryWord(a, 'storage', span);
  return wordOfCells(a, cells, span) ?? arbitraryWord(a, 'storage', span);
}

/** The values of a slot put together; undefined when one of them has no bytes in the model. */
function wordOfCells(a: Assembly, cells: readonly Cell[], span: Span): Expression | undefined {
  let word: Expression = number(0);
  for (const cell of cells) {
    const part = cellWord(a, cell, span);
    if (part === undefined) return undefined;
    word = addWords(word, multiplyWords(part, number(1n << BigInt(8 * cell.offset))));
  }
  return fixed(a, word, span);
}

/** The bytes of a value in its slot, as a number. */
function cellWord(a: Assembly, cell: Cell, span: Span): Expression | undefined {
  const { place, size } = cell;
  const { type } = place;
  if (type.kind === 'array' && type.length === undefined)
    return fixed(a, { type: UINT256, kind: 'lengthOf', place }, span);
  if (type.kind === 'array' || type.kind === 'struct' || type.kind === 'mapping' || type.kind === 'bytes')
    return undefined;
  if (type.kind === 'functionValue') return undefined;
  const value = fixed(a, read(place), span);
  if (type.kind === 'fixedBytes') return wrap(value, UINT256);
  if (type.kind === 'int' && type.signed && size < 32)
    return wrap(wrap(value, { kind: 'int', signed: false, bits: type.bits }), UINT256);
  return wordOf(value);
}

/** The declared, mapped or own cells of a slot; undefined when it may be any. */
function cellsAt(a: Assembly, slot: Expression, span: Span): readonly Cell[] | undefined {
  const known = numberOf(slot);
  if (known !== undefined) {
    const declared = declaredCells(a.f.contract, known, 'storage');
    if (declared === undefined) return undefined;
    if (declared.length > 0) return declared;
    return fixedCells(a.f, known, span);
  }
  const fact = slotFact(a, slot);
  switch (fact?.kind) {
    case 'place': {
      const plus = numberOf(fact.plus);
      return plus === undefined ? undefined : cellsOf(fact.place, plus);
    }
    case 'data': {
      const element = elementAt(fact.place, fact.plus);
      if (element !== undefined) return cellsOf(element, 0n);
      const plus = numberOf(fact.plus);
      return plus === undefined ? undefined : dataCells(fact.place, plus);
    }
    case 'hash':
      return [{ place: ownEntry(a, slot, span), offset: 0, size: 32 }];
    case undefined:
      return undefined;
    default:
      return fact satisfies never;
  }
}

/** The variable of all slots that are hashes of nothing declared, by the hash. */
export const HASHED_SLOTS = 'slot:hashed';

const WORDS_BY_WORD: IrType = { kind: 'mapping', key: UINT256, value: UINT256 };

/** The entry of a hash that belongs to nothing declared, in the one mapping of all such hashes. */
function ownEntry(a: Assembly, hash: Expression, span: Span): StoragePlace {
  const variable = ownVariable(a, -1n, HASHED_SLOTS, 'mutable', span);
  return entry(variable, hash);
}

function ownVariable(
  a: Assembly,
  key: bigint,
  id: string,
  mutability: StorageVariable['mutability'],
  span: Span,
): StorageVariable {
  const { contract } = a.f;
  const known = contract.slots.get(key);
  if (known !== undefined) return known;
  // No name that Solidity or a specification could write.
  const made = { id, name: id, declaredIn: '', type: WORDS_BY_WORD, mutability, span } as const;
  contract.slots.set(key, made);
  return made;
}

function entry(variable: StorageVariable, key: Expression): StoragePlace {
  return {
    kind: 'storage',
    root: { kind: 'variable', variable: variable.id },
    steps: [{ kind: 'key', key }],
    type: UINT256,
  };
}

// -------------------------------------------------------------------------------------------------- writing

/** Writes a word to a slot. */
export function storeSlot(a: Assembly, slot: Expression, word: Expression, span: Span): void {
  const cells = cellsAt(a, slot, span);
  if (cells === undefined) refuse('sstore to a slot that may be any variable', span);
  const known = numberOf(slot);
  if (known !== undefined) noteStored(a.f, known, word);
  writeCells(a, cells, word, span);
}

function writeCells(a: Assembly, cells: readonly Cell[], word: Expression, span: Span): void {
  const only = cells.length === 1 ? cells[0] : undefined;
  if (only !== undefined && only.offset === 0 && only.size === 32) {
    writeWhole(a, only.place, word, span);
    return;
  }
  requireClean(a, gapIsZero(cells, word), 'bytes of a slot that belong to no variable', span);
  for (const cell of cells) writeCell(a, cell, word, span);
}

function writeWhole(a: Assembly, place: StoragePlace, word: Expression, span: Span): void {
  const { type } = place;
  if (type.kind === 'array' && type.length === undefined) {
    requireClean(a, boundedBy(word, (1n << 64n) - 1n), 'an array of more than 2^64 elements', span);
    emit(a.f, { kind: 'setLength', place, length: word, span });
    return;
  }
  const typed = typedValueOf(word, type);
  if (typed === undefined) refuse('sstore to the slot of a mapping, bytes or string', span);
  emit(a.f, { kind: 'store', place, value: typed.value, span });
}

function boundedBy(word: Expression, maximum: bigint): Expression {
  if (highest(word) <= maximum) return TRUE;
  return binary('le', word, number(maximum), { kind: 'bool' });
}

function writeCell(a: Assembly, cell: Cell, word: Expression, span: Span): void {
  const { place, offset, size } = cell;
  const { type } = place;
  const shifted = shiftRight(number(8 * offset), word);
  const bits = 8 * size;
  const maximum = (1n << BigInt(bits)) - 1n;
  const bytes =
    highest(shifted) <= maximum ? shifted : fixed(a, remainderWords(shifted, number(maximum + 1n)), span);
  const value = cellValue(bytes, type, bits);
  if (value === undefined) refuse('sstore to a function value', span);
  const limit = type.kind === 'bool' ? 1n : rangeOf(type)?.max;
  if ((type.kind === 'bool' || type.kind === 'enum') && limit !== undefined)
    requireClean(a, boundedBy(bytes, limit), 'a byte that is no value of its variable', span);
  emit(a.f, { kind: 'store', place, value, span });
}

function cellValue(bytes: Expression, type: IrType, bits: number): Expression | undefined {
  if (type.kind === 'bool') return not(equal(bytes, number(0)));
  if (type.kind === 'fixedBytes') return typedValueOf(shiftLeft(number(256 - bits), bytes), type)?.value;
  if (type.kind === 'int' && type.signed) return wrap(bytes, type);
  return typedValueOf(bytes, type)?.value;
}

/** Whether the bytes between the values of a slot are zero. */
function gapIsZero(cells: readonly Cell[], word: Expression): Expression {
  let condition: Expression = TRUE;
  let at = 0;
  const ordered = [...cells].sort((x, y) => x.offset - y.offset);
  const check = (from: number, to: number): void => {
    if (from >= to) return;
    const above = shiftRight(number(8 * from), word);
    if (highest(above) === 0n || lowZeroBits(above) >= 8 * (to - from)) return;
    const gap = to === 32 ? above : remainderWords(above, number(1n << BigInt(8 * (to - from))));
    const known = numberOf(gap);
    if (known !== undefined) condition = known === 0n ? condition : FALSE;
    else condition = binary('and', condition, equal(gap, number(0)), { kind: 'bool' });
  };
  for (const cell of ordered) {
    check(at, cell.offset);
    at = cell.offset + cell.size;
  }
  check(at, 32);
  return condition;
}

/** The path is outside the model unless the condition holds. */
export function requireClean(a: Assembly, condition: Expression, what: string, span: Span): void {
  if (condition.kind === 'constant' && condition.value === true) return;
  if (condition.kind === 'constant') refuse(what, span);
  emit(a.f, {
    kind: 'if',
    condition,
    // biome-ignore lint/suspicious/noThenProperty: the shape of the IR.
    then: [],
    else: [{ kind: 'unsupported', code: 'MODEL112', what: `inline assembly: ${what}`, span }],
    span,
  });
}

// ------------------------------------------------------------------------------------------------ transient

/** Transient storage is one mapping of words, unless variables are declared in it. */
function transientCells(a: Assembly, slot: Expression, span: Span): readonly Cell[] | undefined {
  if (!declaresTransient(a.f.contract)) {
    const variable = ownVariable(a, -2n, 'slot:transient', 'transient', span);
    return [{ place: entry(variable, slot), offset: 0, size: 32 }];
  }
  const known = numberOf(slot);
  const cells = known === undefined ? undefined : declaredCells(a.f.contract, known, 'transient');
  return cells === undefined || cells.length === 0 ? undefined : cells;
}

export function loadTransient(a: Assembly, slot: Expression, span: Span): Expression {
  const cells = transientCells(a, slot, span);
  if (cells === undefined) return arbitraryWord(a, 'transient storage', span);
  return wordOfCells(a, cells, span) ?? arbitraryWord(a, 'transient storage', span);
}

export function storeTransient(a: Assembly, slot: Expression, word: Expression, span: Span): void {
  const cells = transientCells(a, slot, span);
  if (cells === undefined) refuse('tstore to a slot that may be any variable', span);
  writeCells(a, cells, word, span);
}
