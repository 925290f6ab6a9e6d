// Where state variables live: slot and byte offset by Solidity's layout rules, inherited variables first. Judged by solc's
// `storageLayout` output in test/oracle.
import type { ContractDeclaration, TypedProgram, VariableDeclaration } from './typed-program.js';
import type { Type } from './types.js';

/** The place of a variable or struct field; the offset is in bytes from the low-order end of the slot. */
export interface StoragePosition {
  readonly variable: VariableDeclaration;
  readonly slot: bigint;
  readonly offset: number;
}

/** Storage is one space, transient storage another; both count from slot 0. */
export interface StorageLayout {
  readonly storage: readonly StoragePosition[];
  readonly transient: readonly StoragePosition[];
}

/** What a type takes up: bytes of a packed value, or whole slots of their own. */
type Footprint =
  | { readonly kind: 'packed'; readonly bytes: number }
  | { readonly kind: 'slots'; readonly slots: bigint };

/** The layout of a contract; constants and immutables have none. Undefined when a type has no size (after errors). */
export function storageLayout(
  program: TypedProgram,
  contract: ContractDeclaration,
): StorageLayout | undefined {
  const variables = [...contract.linearization].reverse().flatMap((id) => {
    const base = program.declarations.get(id);
    return base?.kind === 'contract' ? base.stateVariables : [];
  });
  const storage = place(
    program,
    variables.filter((variable) => variable.mutability === 'mutable'),
  );
  const transient = place(
    program,
    variables.filter((variable) => variable.mutability === 'transient'),
  );
  if (storage === undefined || transient === undefined) return undefined;
  return {
    storage: storage.positions.map((position) => ({ ...position, slot: position.slot + contract.baseSlot })),
    transient: transient.positions,
  };
}

/** Positions of the fields of a struct, from slot 0 of the struct. */
export function structLayout(
  program: TypedProgram,
  fields: readonly VariableDeclaration[],
): readonly StoragePosition[] | undefined {
  return place(program, fields)?.positions;
}

/** Bytes that solc reports for a type: of a packed value its size, of others all their slots. */
export function storageBytes(program: TypedProgram, type: Type): bigint | undefined {
  const size = footprint(program, type);
  if (size === undefined) return undefined;
  return size.kind === 'packed' ? BigInt(size.bytes) : size.slots * 32n;
}

// Values follow one another from the low end of a slot while they fit; arrays, structs and what follows them start a slot.
function place(
  program: TypedProgram,
  variables: readonly VariableDeclaration[],
): { readonly positions: readonly StoragePosition[]; readonly slots: bigint } | undefined {
  const positions: StoragePosition[] = [];
  let slot = 0n;
  let offset = 0;
  const nextSlot = (): void => {
    if (offset === 0) return;
    slot += 1n;
    offset = 0;
  };
  for (const variable of variables) {
    const size = footprint(program, variable.type);
    if (size === undefined) return undefined;
    if (size.kind === 'slots' || offset + size.bytes > 32) nextSlot();
    positions.push({ variable, slot, offset });
    if (size.kind === 'packed') offset += size.bytes;
    else slot += size.slots;
  }
  nextSlot();
  return { positions, slots: slot };
}

const ONE_SLOT: Footprint = { kind: 'slots', slots: 1n };

function footprint(program: TypedProgram, type: Type): Footprint | undefined {
  switch (type.kind) {
    case 'bool':
      return { kind: 'packed', bytes: 1 };
    case 'integer':
      return { kind: 'packed', bytes: type.bits / 8 };
    case 'address':
    case 'contract':
      return { kind: 'packed', bytes: 20 };
    case 'fixedBytes':
      return { kind: 'packed', bytes: type.size };
    case 'enum':
      // More than 256 members were possible before 0.8.
      return { kind: 'packed', bytes: type.members <= 256 ? 1 : 2 };
    case 'userDefined':
      return footprint(program, type.underlying);
    case 'function':
      return { kind: 'packed', bytes: type.visibility === 'external' ? 24 : 8 };
    case 'bytes':
    case 'string':
    case 'mapping':
      return ONE_SLOT;
    case 'array':
      return type.length === undefined ? ONE_SLOT : fixedArray(program, type.element, type.length);
    case 'struct': {
      const declaration = program.declarations.get(type.declaration);
      if (declaration?.kind !== 'struct') return undefined;
      const fields = place(program, declaration.fields);
      return fields === undefined ? undefined : { kind: 'slots', slots: fields.slots };
    }
    case 'rational':
    case 'stringLiteral':
    case 'tuple':
    case 'typeName':
    case 'magic':
      return undefined;
    default:
      return type satisfies never;
  }
}

/** As many packed elements as fit in a slot, or whole slots an element. */
function fixedArray(program: TypedProgram, element: Type, length: bigint): Footprint | undefined {
  const size = footprint(program, element);
  if (size === undefined) return undefined;
  if (size.kind === 'slots') return { kind: 'slots', slots: size.slots * length };
  const perSlot = BigInt(Math.floor(32 / size.bytes));
  return { kind: 'slots', slots: (length + perSlot - 1n) / perSlot };
}
