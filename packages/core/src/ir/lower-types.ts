// Types of the typed program as IR types, and their canonical ABI names. One table per program, so that a struct is one object.
import { type AbiFacts, abiTypeName } from '../frontend/selector.js';
import { typeString } from '../frontend/type-string.js';
import type { TypedProgram } from '../frontend/typed-program.js';
import type { DeclId, Type } from '../frontend/types.js';
import { ADDRESS, BOOL, BYTES, FUNCTION_VALUE, fixedBytesType, intType, STRING } from './build.js';
import type { IrType } from './ir.js';

/** A type that the model has no values for; the caller turns it into a coded diagnostic. */
export interface TypeProblem {
  readonly problem: string;
}

/** The conversion of types for one program. */
export interface TypeLowering {
  /** The IR type, or why there is none. */
  readonly lower: (type: Type) => IrType | TypeProblem;
  /** Canonical ABI name, e.g. `(uint256,address)[]`; the source notation for types that have none. */
  readonly abiName: (type: Type) => string;
}

/** Creates the type table of a program. */
export function typeLowering(program: TypedProgram): TypeLowering {
  const structs = new Map<DeclId, IrType | TypeProblem>();
  const enums = new Map<DeclId, IrType>();
  const open = new Set<DeclId>();
  const facts: AbiFacts = { structFields: (declaration) => structFieldTypes(program, declaration) };

  function lower(type: Type): IrType | TypeProblem {
    switch (type.kind) {
      case 'bool':
        return BOOL;
      case 'integer':
        return intType(type.signed, type.bits);
      case 'address':
      case 'contract':
        return ADDRESS;
      case 'fixedBytes':
        return fixedBytesType(type.size);
      case 'enum':
        return enumType(type.declaration, type.name);
      case 'userDefined':
        return lower(type.underlying);
      case 'bytes':
        return BYTES;
      case 'string':
      case 'stringLiteral':
        return STRING;
      case 'array': {
        const element = lower(type.element);
        return 'problem' in element ? element : { kind: 'array', element, length: type.length };
      }
      case 'mapping': {
        const key = lower(type.key);
        if ('problem' in key) return key;
        const value = lower(type.value);
        return 'problem' in value ? value : { kind: 'mapping', key, value };
      }
      case 'struct':
        return structType(type.declaration, type.name);
      case 'function':
        // An external function is its address and its selector, 24 bytes as in storage and in the ABI.
        return type.visibility === 'internal' ? FUNCTION_VALUE : fixedBytesType(24);
      case 'rational':
      case 'tuple':
      case 'typeName':
      case 'magic':
        return { problem: `a value of type ${typeString(type)}` };
      default:
        return type satisfies never;
    }
  }

  function enumType(id: DeclId, name: string): IrType {
    const known = enums.get(id);
    if (known !== undefined) return known;
    const declaration = program.declarations.get(id);
    if (declaration?.kind !== 'enum') throw new Error(`declaration ${id} is not an enum`);
    const made: IrType = { kind: 'enum', name, members: declaration.members };
    enums.set(id, made);
    return made;
  }

  function structType(id: DeclId, name: string): IrType | TypeProblem {
    const known = structs.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return { problem: `the recursive struct ${name}` };
    const declaration = program.declarations.get(id);
    if (declaration?.kind !== 'struct') throw new Error(`declaration ${id} is not a struct`);
    open.add(id);
    let made: IrType | TypeProblem | undefined;
    const fields: { name: string; type: IrType }[] = [];
    for (const field of declaration.fields) {
      const type = lower(field.type);
      if ('problem' in type) {
        made = type;
        break;
      }
      fields.push({ name: field.name, type });
    }
    open.delete(id);
    made ??= { kind: 'struct', name, fields };
    structs.set(id, made);
    return made;
  }

  return {
    lower,
    abiName: (type) => abiTypeName(type, facts, 'contract') ?? typeString(type),
  };
}

/** Declared types of the fields of a struct. */
export function structFieldTypes(program: TypedProgram, id: DeclId): readonly Type[] {
  const declaration = program.declarations.get(id);
  if (declaration?.kind !== 'struct') throw new Error(`declaration ${id} is not a struct`);
  return declaration.fields.map((field) => field.type);
}
