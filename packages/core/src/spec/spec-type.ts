// Solidity types as the specification language knows them.
import type { SpecType } from '@surety/spec-lang';
import type { StructDeclaration, TypedProgram } from '../frontend/typed-program.js';
import type { DeclId, Type } from '../frontend/types.js';

/** A Solidity type as the specification sees it; function types are opaque numbers. */
export function specType(program: TypedProgram, type: Type, within: readonly DeclId[] = []): SpecType {
  switch (type.kind) {
    case 'bool':
    case 'address':
    case 'bytes':
    case 'string':
      return { kind: type.kind };
    case 'integer':
      return { kind: 'integer', signed: type.signed, bits: type.bits };
    case 'fixedBytes':
      return { kind: 'fixedBytes', size: type.size };
    case 'contract':
      return { kind: 'contract', name: type.name };
    case 'userDefined':
      return specType(program, type.underlying, within);
    case 'enum': {
      const declaration = program.declarations.get(type.declaration);
      return {
        kind: 'enum',
        name: declaration?.name ?? type.name,
        members: declaration?.kind === 'enum' ? declaration.members : [],
      };
    }
    case 'mapping':
      return {
        kind: 'mapping',
        key: specType(program, type.key, within),
        value: specType(program, type.value, within),
      };
    case 'array':
      return {
        kind: 'array',
        element: specType(program, type.element, within),
        length: type.length === undefined ? undefined : Number(type.length),
      };
    case 'struct': {
      const declaration = program.declarations.get(type.declaration);
      // A struct inside itself (behind a mapping or an array) ends the description there.
      if (declaration?.kind !== 'struct' || within.includes(type.declaration))
        return { kind: 'struct', name: type.name, fields: [] };
      return structType(program, declaration, within);
    }
    default:
      return { kind: 'integer', signed: false, bits: 256 };
  }
}

/** A struct with its fields. */
export function structType(
  program: TypedProgram,
  declaration: StructDeclaration,
  within: readonly DeclId[],
): SpecType {
  const inner = [...within, declaration.id];
  return {
    kind: 'struct',
    name: declaration.name,
    fields: declaration.fields.map((f) => ({ name: f.name, type: specType(program, f.type, inner) })),
  };
}
