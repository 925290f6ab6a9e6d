// Storage at fixed slots outside the declared layout: `StorageSlot` pointers, `$.slot := CONSTANT` and `sload(CONSTANT)`.
// A contract that has such slots is lowered twice: the first time tells how its code uses each, which types them the second.
import type { Span } from '../../frontend/typed-program.js';
import { sameType, UINT256 } from '../build.js';
import type { Expression, IrType, StorageVariable } from '../ir.js';
import type { ContractLowering, FunctionLowering, StoragePlace } from '../lower-context.js';
import { type Cell, cellsOfFixed } from './slot-layout.js';
import { conditionOf, formOf, numberOf } from './word-form.js';

/** Slots below this may belong to declared variables; hashes are above. */
const FIRST_HASHED_SLOT = 1n << 64n;

/** How code uses a fixed slot, as far as it has been lowered. */
export interface SlotUse {
  /** Types of pointers that were set to the slot. */
  readonly pointers: IrType[];
  /** What was stored as a whole word: the type it was made from, a constant, or any word. */
  readonly stored: (IrType | bigint | 'any')[];
}

function useOf(context: ContractLowering, slot: bigint): SlotUse {
  const known = context.slotUses.get(slot);
  if (known !== undefined) return known;
  const made: SlotUse = { pointers: [], stored: [] };
  context.slotUses.set(slot, made);
  return made;
}

/**
 * The storage at a fixed slot, as a variable of its own; undefined when the slot may overlap declared variables or is used
 * with another type. That hashed slots do not collide is the assumption that mappings rest on as well.
 */
export function fixedSlot(
  f: FunctionLowering,
  slot: bigint,
  type: IrType,
  span: Span,
): StoragePlace | undefined {
  if (slot < FIRST_HASHED_SLOT) return undefined;
  const uses = useOf(f.contract, slot).pointers;
  if (!uses.some((use) => sameType(use, type))) uses.push(type);
  const { id: variable, type: known } = variableAt(f.contract, slot, type, span);
  if (!sameType(known, type)) return undefined;
  return { kind: 'storage', root: { kind: 'variable', variable }, steps: [], type };
}

/** The cells of a word at a fixed slot; undefined when the slot may overlap declared variables or is no one slot. */
export function fixedCells(f: FunctionLowering, slot: bigint, span: Span): readonly Cell[] | undefined {
  if (slot < FIRST_HASHED_SLOT) return undefined;
  useOf(f.contract, slot);
  return cellsOfFixed(variableAt(f.contract, slot, UINT256, span), 0n);
}

function variableAt(context: ContractLowering, slot: bigint, used: IrType, span: Span): StorageVariable {
  const known = context.slots.get(slot);
  if (known !== undefined) return known;
  const id = `slot:0x${slot.toString(16)}`;
  const type = context.slotTypes.get(slot) ?? used;
  const made: StorageVariable = { id, name: id, declaredIn: '', type, mutability: 'mutable', span, slot };
  context.slots.set(slot, made);
  return made;
}

// --------------------------------------------------------------------------------------------------- typing

/** Notes what a word that is stored to a fixed slot was made from. */
export function noteStored(f: FunctionLowering, slot: bigint, word: Expression): void {
  if (slot >= FIRST_HASHED_SLOT) useOf(f.contract, slot).stored.push(origin(word));
}

function origin(word: Expression): IrType | bigint | 'any' {
  const known = numberOf(word);
  if (known !== undefined) return known;
  const form = formOf(word);
  if (form.kind === 'conditional' && conditionOf(form) !== undefined) return { kind: 'bool' };
  if (form.kind === 'wrap' && form.operand.kind !== 'binary') {
    const { type } = form.operand;
    // As a number bytesN would be at the low end.
    return type.kind === 'fixedBytes' && type.size < 32 ? 'any' : (wordType(type) ?? 'any');
  }
  if (form.kind === 'binary' && form.operator === 'mul' && form.left.kind === 'wrap') {
    const { type } = form.left.operand;
    const aligned = type.kind === 'fixedBytes' && numberOf(form.right) === 1n << BigInt(256 - 8 * type.size);
    return aligned ? type : 'any';
  }
  return 'any';
}

/** A type whose values are words without sign; undefined for others. */
function wordType(type: IrType): IrType | undefined {
  if (type.kind === 'address' || type.kind === 'enum' || type.kind === 'bool') return type;
  if (type.kind === 'int') return type.signed || type.bits === 256 ? undefined : type;
  return type.kind === 'fixedBytes' ? type : undefined;
}

/**
 * The types of fixed slots that their uses tell: that of the pointers set to it, or the one narrow type of all words that
 * are stored. Reads are clean then: the slot starts at zero; a store that the model runs has been required to be clean for
 * the type, whatever was noted here (else its path ends as `unsupported`); a store to a slot that is not known is refused;
 * and one to a hash, of a mapping or of nothing declared, hits no fixed slot by the assumption on hashes.
 */
export function typesOfSlots(context: ContractLowering): ReadonlyMap<bigint, IrType> {
  const types = new Map<bigint, IrType>();
  for (const [slot, { pointers, stored }] of context.slotUses) {
    const [pointer] = pointers;
    const type = pointer ?? narrowType(stored);
    if (type !== undefined && pointers.length <= 1) types.set(slot, type);
  }
  return types;
}

function narrowType(stored: SlotUse['stored']): IrType | undefined {
  const made = stored.filter((s) => typeof s === 'object');
  const [first] = made;
  if (first === undefined || stored.includes('any') || made.some((type) => !sameType(type, first)))
    return undefined;
  return stored.every((s) => typeof s !== 'bigint' || fits(s, first)) ? first : undefined;
}

function fits(value: bigint, type: IrType): boolean {
  switch (type.kind) {
    case 'bool':
      return value <= 1n;
    case 'enum':
      return value < BigInt(type.members.length);
    case 'address':
      return value < 1n << 160n;
    case 'int':
      return value < 1n << BigInt(type.bits);
    case 'fixedBytes':
      return BigInt.asUintN(256 - 8 * type.size, value) === 0n;
    default:
      return false;
  }
}
