// Equality of types: structural, with declared types compared by declaration.
import type { Type } from './types.js';

/** Whether two types are the same type, data location and pointer-ness included. */
export function typeEquals(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'bool':
      return b.kind === 'bool';
    case 'integer':
      return b.kind === 'integer' && a.signed === b.signed && a.bits === b.bits;
    case 'address':
      return b.kind === 'address' && a.payable === b.payable;
    case 'fixedBytes':
      return b.kind === 'fixedBytes' && a.size === b.size;
    case 'enum':
    case 'contract':
    case 'userDefined':
      return b.kind === a.kind && a.declaration === b.declaration;
    case 'bytes':
    case 'string':
      return b.kind === a.kind && a.location === b.location && a.pointer === b.pointer;
    case 'struct':
      return (
        b.kind === 'struct' &&
        a.declaration === b.declaration &&
        a.location === b.location &&
        a.pointer === b.pointer
      );
    case 'array':
      return (
        b.kind === 'array' &&
        a.length === b.length &&
        a.location === b.location &&
        a.pointer === b.pointer &&
        typeEquals(a.element, b.element)
      );
    case 'mapping':
      return b.kind === 'mapping' && typeEquals(a.key, b.key) && typeEquals(a.value, b.value);
    case 'function':
      return (
        b.kind === 'function' &&
        a.visibility === b.visibility &&
        a.mutability === b.mutability &&
        allEqual(a.parameters, b.parameters) &&
        allEqual(a.returns, b.returns)
      );
    case 'tuple':
      return b.kind === 'tuple' && allEqual(a.components, b.components);
    case 'rational':
      return b.kind === 'rational' && a.numerator === b.numerator && a.denominator === b.denominator;
    case 'stringLiteral':
      return b.kind === 'stringLiteral' && a.bytes === b.bytes;
    case 'typeName':
      return b.kind === 'typeName' && typeEquals(a.type, b.type);
    case 'magic':
      return b.kind === 'magic' && a.name === b.name;
    default:
      return a satisfies never;
  }
}

/** Component-wise equality of two lists, holes included. */
export function allEqual(a: readonly (Type | undefined)[], b: readonly (Type | undefined)[]): boolean {
  return (
    a.length === b.length &&
    a.every((type, i) => {
      const other = b[i];
      return type === undefined || other === undefined ? type === other : typeEquals(type, other);
    })
  );
}
