// Prints types exactly as solc's `typeDescriptions.typeString`, which is how the tests compare the two.
import type { Mutability, Type } from './types.js';

/** The text of a type in solc's notation, e.g. `uint256[] memory` or `struct Bank.Account storage pointer`. */
export function typeString(type: Type): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'integer':
      return `${type.signed ? 'int' : 'uint'}${type.bits}`;
    case 'address':
      return type.payable ? 'address payable' : 'address';
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'enum':
      return `enum ${type.name}`;
    case 'contract':
      return `contract ${type.name}`;
    case 'userDefined':
      return type.name;
    case 'bytes':
    case 'string':
      return `${type.kind} ${locationString(type)}`;
    case 'struct':
      return `struct ${type.name} ${locationString(type)}`;
    case 'array':
      return `${typeString(type.element)}[${type.length ?? ''}] ${locationString(type)}`;
    case 'mapping':
      return `mapping(${typeString(type.key)} => ${typeString(type.value)})`;
    case 'function':
      return functionString(type);
    case 'tuple':
      return `tuple(${type.components.map((t) => (t === undefined ? '' : typeString(t))).join(',')})`;
    case 'rational':
      return type.denominator === 1n
        ? `int_const ${abbreviated(type.numerator)}`
        : `rational_const ${abbreviated(type.numerator)} / ${abbreviated(type.denominator)}`;
    case 'stringLiteral':
      return stringLiteralString(type.bytes);
    case 'typeName':
      return `type(${typeString(type.type)})`;
    case 'magic':
      return type.name;
    default:
      return type satisfies never;
  }
}

/** `function (…) view external returns (…)` as solc prints it; internal is left out, as is `nonpayable`. */
export function functionString(signature: {
  readonly visibility: 'internal' | 'external';
  readonly mutability: Mutability;
  readonly parameters: readonly Type[];
  readonly returns: readonly Type[];
  /** Qualified name of functions named through a foreign type (`IERC20.transfer`). */
  readonly name?: string;
}): string {
  const mutability = signature.mutability === 'nonpayable' ? '' : ` ${signature.mutability}`;
  const visibility = signature.visibility === 'external' ? ' external' : '';
  const returns =
    signature.returns.length === 0 ? '' : ` returns (${signature.returns.map(typeString).join(',')})`;
  const parameters = signature.parameters.map(typeString).join(',');
  return `function ${signature.name ?? ''}(${parameters})${mutability}${visibility}${returns}`;
}

/** What users read in messages: the type without the noise of solc's notation where that is possible. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'rational':
      return type.denominator === 1n
        ? `the number ${abbreviated(type.numerator)}`
        : `the fraction ${abbreviated(type.numerator)}/${abbreviated(type.denominator)}`;
    case 'stringLiteral':
      return 'a string literal';
    case 'typeName':
      return `the type ${typeString(type.type)}`;
    case 'magic':
      return `'${type.name}'`;
    case 'tuple':
      return type.components.length === 0 ? 'no value' : typeString(type);
    default:
      return typeString(type);
  }
}

function locationString(type: { readonly location: string; readonly pointer: boolean }): string {
  return type.location === 'storage' ? `storage ${type.pointer ? 'pointer' : 'ref'}` : type.location;
}

/** solc shortens numbers of more than 32 digits: first and last four, and how many are left out. */
function abbreviated(value: bigint): string {
  const text = value.toString();
  if (text.length <= 32) return text;
  return `${text.slice(0, 4)}...(${text.length - 8} digits omitted)...${text.slice(-4)}`;
}

function stringLiteralString(hex: string): string {
  let text = '';
  for (let i = 0; i < hex.length; i += 2) {
    const byte = Number.parseInt(hex.slice(i, i + 2), 16);
    if (byte <= 0x1f || byte >= 0x7f) return `literal_string hex"${hex}"`;
    text += String.fromCharCode(byte);
  }
  return `literal_string "${text}"`;
}
