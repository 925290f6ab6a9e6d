// Which variables, fields and elements lie in a slot of storage, by Solidity's layout of the types of the IR.
import { storageLayout } from '../../frontend/storage-layout.js';
import { number, sameType } from '../build.js';
import type { Expression, IrType, Step, StorageVariable } from '../ir.js';
import type { ContractLowering, StoragePlace } from '../lower-context.js';

/** A value in a slot; `offset` is in bytes from the low end, `size` in bytes. */
export interface Cell {
  readonly place: StoragePlace;
  readonly offset: number;
  readonly size: number;
}

/** What a type takes up: bytes of a packed value, or whole slots. */
type Footprint =
  | { readonly kind: 'packed'; readonly bytes: number }
  | { readonly kind: 'slots'; readonly slots: bigint };

const ONE_SLOT: Footprint = { kind: 'slots', slots: 1n };

function footprint(type: IrType): Footprint {
  switch (type.kind) {
    case 'bool':
      return { kind: 'packed', bytes: 1 };
    case 'int':
      return { kind: 'packed', bytes: type.bits / 8 };
    case 'address':
      return { kind: 'packed', bytes: 20 };
    case 'fixedBytes':
      return { kind: 'packed', bytes: type.size };
    case 'enum':
      return { kind: 'packed', bytes: type.members.length <= 256 ? 1 : 2 };
    case 'functionValue':
      return { kind: 'packed', bytes: 8 };
    case 'bytes':
    case 'mapping':
      return ONE_SLOT;
    case 'struct':
      return { kind: 'slots', slots: placeFields(type).slots };
    case 'array': {
      if (type.length === undefined) return ONE_SLOT;
      const element = footprint(type.element);
      if (element.kind === 'slots') return { kind: 'slots', slots: element.slots * type.length };
      const perSlot = BigInt(Math.floor(32 / element.bytes));
      return { kind: 'slots', slots: (type.length + perSlot - 1n) / perSlot };
    }
    default:
      return type satisfies never;
  }
}

/** The bytes of all slots that a type takes up when it starts one. */
export function slotBytes(type: IrType): bigint {
  const size = footprint(type);
  return size.kind === 'packed' ? 32n : 32n * size.slots;
}

interface FieldPosition {
  readonly name: string;
  readonly type: IrType;
  readonly slot: bigint;
  readonly offset: number;
  readonly footprint: Footprint;
}

function placeFields(type: Extract<IrType, { kind: 'struct' }>): {
  readonly fields: readonly FieldPosition[];
  readonly slots: bigint;
} {
  const fields: FieldPosition[] = [];
  let slot = 0n;
  let offset = 0;
  for (const field of type.fields) {
    const size = footprint(field.type);
    if (offset > 0 && (size.kind === 'slots' || offset + size.bytes > 32)) {
      slot += 1n;
      offset = 0;
    }
    fields.push({ name: field.name, type: field.type, slot, offset, footprint: size });
    if (size.kind === 'packed') offset += size.bytes;
    else slot += size.slots;
  }
  return { fields, slots: offset > 0 ? slot + 1n : slot };
}

function inside(place: StoragePlace, step: Step, type: IrType): StoragePlace {
  return { ...place, steps: [...place.steps, step], type };
}

/** The cells in the slot `plus` behind the start of a place; undefined when it ends before. */
export function cellsOf(place: StoragePlace, plus: bigint, offset = 0): readonly Cell[] | undefined {
  const { type } = place;
  const size = footprint(type);
  if (type.kind === 'struct') {
    const found = placeFields(type).fields.flatMap((field) => {
      const slots = field.footprint.kind === 'slots' ? field.footprint.slots : 1n;
      if (plus < field.slot || plus >= field.slot + slots) return [];
      const step: Step = { kind: 'field', name: field.name };
      return cellsOf(inside(place, step, field.type), plus - field.slot, field.offset) ?? [];
    });
    return found.length === 0 ? undefined : found;
  }
  if (type.kind === 'array' && type.length !== undefined) {
    return arrayCells(place, type.element, plus, type.length);
  }
  if (plus !== 0n) return undefined;
  return [{ place, offset, size: size.kind === 'packed' ? size.bytes : 32 }];
}

/** The cells in the slot `plus` behind a fixed slot: a word of its own holds bytesN at its high end, unlike a packed variable. */
export function cellsOfFixed(variable: StorageVariable, plus: bigint): readonly Cell[] | undefined {
  const { id, type } = variable;
  const root = { kind: 'variable', variable: id } as const;
  const offset = type.kind === 'fixedBytes' ? 32 - type.size : 0;
  return cellsOf({ kind: 'storage', root, steps: [], type }, plus, offset);
}

/** The cells in the slot `plus` behind the first element of an array; without `length` the array is as long as need be. */
function arrayCells(
  place: StoragePlace,
  element: IrType,
  plus: bigint,
  length: bigint | undefined,
): readonly Cell[] | undefined {
  const size = footprint(element);
  const at = (index: bigint): StoragePlace =>
    inside(place, { kind: 'element', index: number(index) }, element);
  if (size.kind === 'slots') {
    const index = plus / size.slots;
    return length !== undefined && index >= length ? undefined : cellsOf(at(index), plus % size.slots);
  }
  const perSlot = Math.floor(32 / size.bytes);
  const cells: Cell[] = [];
  for (let i = 0; i < perSlot; i++) {
    const index = plus * BigInt(perSlot) + BigInt(i);
    if (length !== undefined && index >= length) break;
    cells.push({ place: at(index), offset: i * size.bytes, size: size.bytes });
  }
  return cells.length === 0 ? undefined : cells;
}

/** The element of a dynamic array that starts `plus` slots behind its data; undefined when several share a slot. */
export function elementAt(place: StoragePlace, plus: Expression): StoragePlace | undefined {
  if (place.type.kind !== 'array') return undefined;
  const { element } = place.type;
  const size = footprint(element);
  const whole = size.kind === 'slots' ? size.slots === 1n : size.bytes > 16;
  return whole ? inside(place, { kind: 'element', index: plus }, element) : undefined;
}

/** The cells of a dynamic array's data, by constant distance. */
export function dataCells(place: StoragePlace, plus: bigint): readonly Cell[] | undefined {
  return place.type.kind === 'array' ? arrayCells(place, place.type.element, plus, undefined) : undefined;
}

/** The declared variables in a slot of the contract (or of its transient storage); undefined when the layout is not known. */
export function declaredCells(
  context: ContractLowering,
  slot: bigint,
  space: 'storage' | 'transient',
): readonly Cell[] | undefined {
  const layout = storageLayout(context.program, context.contract);
  if (layout === undefined) return undefined;
  const cells: Cell[] = [];
  for (const position of layout[space]) {
    const id = context.variables.get(position.variable.id);
    const type = context.types.lower(position.variable.type);
    if (id === undefined || 'problem' in type) {
      if (position.slot === slot) return undefined;
      continue;
    }
    if (slot < position.slot) continue;
    const place: StoragePlace = {
      kind: 'storage',
      root: { kind: 'variable', variable: id },
      steps: [],
      type,
    };
    cells.push(...(cellsOf(place, slot - position.slot, position.offset) ?? []));
  }
  return cells;
}

/** The declared variable of a type that starts in a slot. */
export function declaredAt(context: ContractLowering, slot: bigint, type: IrType): StoragePlace | undefined {
  for (const position of storageLayout(context.program, context.contract)?.storage ?? []) {
    const variable = context.variables.get(position.variable.id);
    const own = context.types.lower(position.variable.type);
    if (position.slot !== slot || position.offset !== 0 || variable === undefined || 'problem' in own)
      continue;
    if (sameType(own, type)) {
      return { kind: 'storage', root: { kind: 'variable', variable }, steps: [], type };
    }
  }
  return undefined;
}

/** The slot and offset of a state variable; undefined when the layout is not known. */
export function positionOf(
  context: ContractLowering,
  declaration: number,
): { readonly slot: bigint; readonly offset: number } | undefined {
  const layout = storageLayout(context.program, context.contract);
  return [...(layout?.storage ?? []), ...(layout?.transient ?? [])].find(
    (position) => position.variable.id === declaration,
  );
}

/** Whether the contract declares transient variables. */
export function declaresTransient(context: ContractLowering): boolean {
  return (storageLayout(context.program, context.contract)?.transient.length ?? 0) > 0;
}
