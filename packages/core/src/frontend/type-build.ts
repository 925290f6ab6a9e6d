// Constructors and small queries on Solidity types: shared constants, relocation of reference types, mobile types.
import type { DataLocation, FunctionType, Mutability, ReferenceType, Type, ValueType } from './types.js';

export const BOOL = { kind: 'bool' } as const satisfies Type;
export const ADDRESS = { kind: 'address', payable: false } as const satisfies Type;
export const ADDRESS_PAYABLE = { kind: 'address', payable: true } as const satisfies Type;
export const UINT256 = { kind: 'integer', signed: false, bits: 256 } as const satisfies Type;
export const INT256 = { kind: 'integer', signed: true, bits: 256 } as const satisfies Type;
export const BYTES32 = { kind: 'fixedBytes', size: 32 } as const satisfies Type;
export const BYTES4 = { kind: 'fixedBytes', size: 4 } as const satisfies Type;
export const BYTES_MEMORY = { kind: 'bytes', location: 'memory', pointer: false } as const satisfies Type;
export const BYTES_CALLDATA = { kind: 'bytes', location: 'calldata', pointer: false } as const satisfies Type;
export const STRING_MEMORY = { kind: 'string', location: 'memory', pointer: false } as const satisfies Type;
/** The type of a call without result, of `delete x` and of `()`. */
export const EMPTY_TUPLE = { kind: 'tuple', components: [] } as const satisfies Type;

/** `uintN` or `intN`. */
export function integerType(signed: boolean, bits: number): ValueType {
  return { kind: 'integer', signed, bits };
}

/** A function type with internal or external calling convention. */
export function functionType(
  visibility: 'internal' | 'external',
  mutability: Mutability,
  parameters: readonly Type[],
  returns: readonly Type[],
): FunctionType {
  return { kind: 'function', visibility, mutability, parameters, returns };
}

/** What a call with these results evaluates to: the single type, or a tuple. */
export function resultType(types: readonly Type[]): Type {
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : { kind: 'tuple', components: types };
}

/** Whether values of the type live behind a data location (mappings included). */
export function isReference(type: Type): type is ReferenceType {
  return (
    type.kind === 'bytes' ||
    type.kind === 'string' ||
    type.kind === 'array' ||
    type.kind === 'struct' ||
    type.kind === 'mapping'
  );
}

/** Whether the type is one that can be stored in a single word and is copied by value. */
export function isValueType(type: Type): type is ValueType {
  switch (type.kind) {
    case 'bool':
    case 'integer':
    case 'address':
    case 'fixedBytes':
    case 'enum':
    case 'contract':
    case 'userDefined':
      return true;
    default:
      return false;
  }
}

/** Whether the type is a mapping or holds one in an array (structs are not looked into). */
export function isMappingOrArrayOfMapping(type: Type): boolean {
  return type.kind === 'mapping' || (type.kind === 'array' && isMappingOrArrayOfMapping(type.element));
}

/**
 * The same type in another data location. Elements of storage arrays are storage references, elements elsewhere share the
 * location of the outer type, as in solc (`copyForLocation`).
 */
export function relocate(type: Type, location: DataLocation, pointer: boolean): Type {
  const isPointer = location === 'storage' && pointer;
  switch (type.kind) {
    case 'bytes':
    case 'string':
    case 'struct':
      return type.location === location && type.pointer === isPointer
        ? type
        : { ...type, location, pointer: isPointer };
    case 'array':
      return type.location === location && type.pointer === isPointer
        ? type
        : { ...type, element: relocate(type.element, location, false), location, pointer: isPointer };
    default:
      return type;
  }
}

/** Data location of a reference type; mappings are always in storage; undefined for other types. */
export function locationOf(type: Type): DataLocation | undefined {
  if (!isReference(type)) return undefined;
  return type.kind === 'mapping' ? 'storage' : type.location;
}

/** Smallest integer type that holds the value, or undefined when 256 bits are not enough. */
export function smallestInteger(value: bigint): ValueType | undefined {
  if (value >= 0n) {
    for (let bits = 8; bits <= 256; bits += 8)
      if (value < 1n << BigInt(bits)) return integerType(false, bits);
    return undefined;
  }
  for (let bits = 8; bits <= 256; bits += 8) {
    if (value >= -(1n << BigInt(bits - 1))) return integerType(true, bits);
  }
  return undefined;
}

/** The type a value takes when it needs one of its own (`var`-like places): literals become integers or strings. */
export function mobileType(type: Type): Type | undefined {
  switch (type.kind) {
    case 'rational':
      return type.denominator === 1n ? smallestInteger(type.numerator) : undefined;
    case 'stringLiteral':
      return STRING_MEMORY;
    case 'bytes':
    case 'string':
    case 'array':
    case 'struct':
      return type.location === 'storage' ? relocate(type, 'storage', true) : type;
    case 'tuple': {
      const components: (Type | undefined)[] = [];
      for (const component of type.components) {
        if (component === undefined) components.push(undefined);
        else {
          const mobile = mobileType(component);
          if (mobile === undefined) return undefined;
          components.push(mobile);
        }
      }
      return { kind: 'tuple', components };
    }
    case 'typeName':
    case 'magic':
      return undefined;
    default:
      return type;
  }
}

/** Range of an integer type. */
export function integerRange(signed: boolean, bits: number): { readonly min: bigint; readonly max: bigint } {
  return signed
    ? { min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n }
    : { min: 0n, max: (1n << BigInt(bits)) - 1n };
}
