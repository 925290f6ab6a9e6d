// Canonical ABI types, signatures, 4-byte selectors and interface ids.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { typeString } from './type-string.js';
import type { DeclId, Type } from './types.js';

/** What canonical ABI types need to know about the program: the field types of a struct. */
export interface AbiFacts {
  readonly structFields: (declaration: DeclId) => readonly Type[];
}

/**
 * The canonical ABI name of a type, e.g. `(uint256,address)[]`; undefined when the type has none (mappings, internal
 * functions, recursive structs). `library` selects the names used in signatures of library functions, where structs, enums
 * and contracts keep their names and storage references say so.
 */
export function abiTypeName(type: Type, facts: AbiFacts, style: 'contract' | 'library'): string | undefined {
  return canonical(type, facts, style, new Set());
}

/** `name(type,…)`; undefined when a parameter has no ABI type. */
export function abiSignature(
  name: string,
  parameters: readonly Type[],
  facts: AbiFacts,
  style: 'contract' | 'library',
): string | undefined {
  const names: string[] = [];
  for (const parameter of parameters) {
    const text = abiTypeName(parameter, facts, style);
    if (text === undefined) return undefined;
    names.push(text);
  }
  return `${name}(${names.join(',')})`;
}

/** The first four bytes of the Keccak-256 hash of a signature, as 8 hex digits. */
export function selectorOf(signature: string): string {
  return bytesToHex(keccak_256(utf8ToBytes(signature)).slice(0, 4));
}

/** The topic of an event: the whole hash of its signature, as 64 hex digits. */
export function topicOf(signature: string): string {
  return bytesToHex(keccak_256(utf8ToBytes(signature)));
}

function canonical(
  type: Type,
  facts: AbiFacts,
  style: 'contract' | 'library',
  open: ReadonlySet<DeclId>,
): string | undefined {
  switch (type.kind) {
    case 'bool':
    case 'integer':
    case 'fixedBytes':
      return typeString(type);
    case 'address':
      return 'address';
    case 'contract':
      return style === 'library' ? type.name : 'address';
    case 'enum':
      if (style === 'library') return type.name;
      return type.members <= 256 ? 'uint8' : 'uint16';
    case 'userDefined':
      return canonical(type.underlying, facts, style, open);
    case 'bytes':
    case 'string':
      return withStorage(type.kind, type.location, style);
    case 'array': {
      const element = canonical(type.element, facts, style, open);
      if (element === undefined) return undefined;
      const plain = element.endsWith(' storage') ? element.slice(0, -' storage'.length) : element;
      return withStorage(`${plain}[${type.length ?? ''}]`, type.location, style);
    }
    case 'struct': {
      if (style === 'library') return withStorage(type.name, type.location, style);
      if (open.has(type.declaration)) return undefined;
      const inner = new Set([...open, type.declaration]);
      const fields: string[] = [];
      for (const field of facts.structFields(type.declaration)) {
        const text = canonical(field, facts, style, inner);
        if (text === undefined) return undefined;
        fields.push(text);
      }
      return `(${fields.join(',')})`;
    }
    case 'mapping': {
      if (style !== 'library') return undefined;
      const key = canonical(type.key, facts, style, open);
      const value = canonical(type.value, facts, style, open);
      if (key === undefined || value === undefined) return undefined;
      const plain = value.endsWith(' storage') ? value.slice(0, -' storage'.length) : value;
      return `mapping(${key} => ${plain}) storage`;
    }
    case 'function':
      return type.visibility === 'external' ? 'function' : undefined;
    default:
      return undefined;
  }
}

/** Library functions may take storage references; their canonical type says so. */
function withStorage(text: string, location: string, style: 'contract' | 'library'): string {
  return style === 'library' && location === 'storage' ? `${text} storage` : text;
}

/** Keccak-256 of bytes given as hexadecimal digits, as a number. */
export function keccakOfHex(hex: string): bigint {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
  return BigInt(`0x${bytesToHex(keccak_256(bytes))}`);
}
