// Equality of parameter lists before types exist: a canonical text, equal exactly when solc's parameter types are equal.
// Overloads, overridden members and override checks compare by it.
import type {
  ContractDefinition,
  Expression,
  FunctionDefinition,
  IdentifierPath,
  TypeName,
  VariableDefinition,
} from './ast.js';
import type { Inheritance } from './inheritance.js';
import type { Entry, FileScopes } from './names.js';

/** What type names are resolved against. */
export interface TypeLookup {
  readonly scopes: FileScopes;
  readonly inheritance: Inheritance;
  /** Texts by file index: array lengths that are not constants are compared as written. */
  readonly texts: readonly string[];
}

/** Where a type name stands. */
export interface TypePlace {
  readonly file: number;
  readonly contract: ContractDefinition | undefined;
}

/**
 * Key of a function's parameters. Memory and calldata are the same, as in the external view of the types: solc refuses
 * two functions that differ in nothing else, and storage is different.
 */
export function functionKey(lookup: TypeLookup, place: TypePlace, definition: FunctionDefinition): string {
  return parametersKey(lookup, place, definition.parameters, true);
}

/** Key of a list of parameters; `external`: memory and calldata are the same. */
export function parametersKey(
  lookup: TypeLookup,
  place: TypePlace,
  parameters: readonly VariableDefinition[],
  external: boolean,
): string {
  const keys = parameters.map((parameter) => {
    const type = parameter.typeName ? typeKey(lookup, place, parameter.typeName) : 'var';
    const location = external && parameter.location !== 'storage' ? undefined : parameter.location;
    return location ? `${type} ${location}` : type;
  });
  return `(${keys.join(',')})`;
}

/** Key of a type: elementary types in full, declared types by the id of their declaration. */
export function typeKey(lookup: TypeLookup, place: TypePlace, typeName: TypeName): string {
  switch (typeName.kind) {
    case 'elementaryType':
      return `${fullName(typeName.name)}${typeName.payable ? ' payable' : ''}`;
    case 'userType': {
      const entry = resolveTypePath(lookup, place, typeName.path);
      const written = typeName.path.parts.map((part) => part.name).join('.');
      return entry?.kind === 'definition' ? `#${entry.definition.id}` : `?${written}`;
    }
    case 'mappingType':
      return `mapping(${typeKey(lookup, place, typeName.key)}=>${typeKey(lookup, place, typeName.value)})`;
    case 'arrayType':
      return `${typeKey(lookup, place, typeName.element)}[${typeName.length ? lengthKey(lookup, place, typeName.length) : ''}]`;
    case 'functionType': {
      const parameters = parametersKey(
        lookup,
        place,
        typeName.parameters,
        typeName.visibility === 'external',
      );
      const returns = parametersKey(lookup, place, typeName.returns, typeName.visibility === 'external');
      return `function${parameters}${typeName.visibility === 'external' ? 'external' : 'internal'} ${typeName.mutability}${returns}`;
    }
    default:
      typeName satisfies never;
      throw new Error('unknown type name');
  }
}

/** The type or contract at a path: contract members inherited included, then file level. */
export function resolveTypePath(
  lookup: TypeLookup,
  place: TypePlace,
  path: IdentifierPath,
): Entry | undefined {
  const [first, ...rest] = path.parts;
  if (!first) return undefined;
  let entry =
    memberType(lookup, place.contract, first.name) ?? lookup.scopes.tables[place.file]?.get(first.name)?.[0];
  for (const part of rest) {
    if (entry?.kind === 'module') entry = lookup.scopes.tables[entry.file]?.get(part.name)?.[0];
    else if (entry?.definition.kind === 'contract') entry = memberType(lookup, entry.definition, part.name);
    else return undefined;
  }
  return entry;
}

/** A name declared in a contract or its bases that can stand in a type or an array length. */
function memberType(
  lookup: TypeLookup,
  contract: ContractDefinition | undefined,
  name: string,
): Entry | undefined {
  if (!contract) return undefined;
  for (const declaring of lookup.inheritance.linearizations.get(contract.id) ?? [contract]) {
    for (const part of declaring.parts) {
      if (part.kind === 'using' || part.name !== name) continue;
      if (part.kind === 'function' || part.kind === 'modifier') continue;
      return { kind: 'definition', definition: part, file: declaring.span.file, contract: declaring };
    }
  }
  return undefined;
}

function fullName(name: string): string {
  if (name === 'uint' || name === 'int') return `${name}256`;
  return name === 'byte' ? 'bytes1' : name;
}

function lengthKey(lookup: TypeLookup, place: TypePlace, length: Expression): string {
  const value = constantValue(lookup, place, length, 0);
  return value?.toString() ?? lookup.texts[length.span.file]?.slice(length.span.start, length.span.end) ?? '';
}

// Whole-number constants only: what array lengths are in practice. `depth` stops constants that refer to themselves.
function constantValue(
  lookup: TypeLookup,
  place: TypePlace,
  value: Expression,
  depth: number,
): bigint | undefined {
  if (depth > 32) return undefined;
  const operand = (inner: Expression): bigint | undefined => constantValue(lookup, place, inner, depth + 1);
  switch (value.kind) {
    case 'number': {
      const digits = value.text.replaceAll('_', '');
      return value.unit === undefined && /^(0[xX][\da-fA-F]+|\d+)$/.test(digits) ? BigInt(digits) : undefined;
    }
    case 'tuple': {
      const [only] = value.components;
      return value.components.length === 1 && only ? operand(only) : undefined;
    }
    case 'identifier': {
      const path = { parts: [{ name: value.name, span: value.span }], span: value.span };
      const entry = resolveTypePath(lookup, place, path);
      if (entry?.kind !== 'definition' || entry.definition.kind !== 'variable') return undefined;
      const { initializer, mutability } = entry.definition;
      if (!initializer || mutability !== 'constant') return undefined;
      return constantValue(lookup, { file: entry.file, contract: entry.contract }, initializer, depth + 1);
    }
    case 'binary': {
      const left = operand(value.left);
      const right = operand(value.right);
      if (left === undefined || right === undefined) return undefined;
      if (value.operator === '+') return left + right;
      if (value.operator === '-') return left - right;
      if (value.operator === '*') return left * right;
      return value.operator === '**' && right >= 0n && right < 1024n ? left ** right : undefined;
    }
    default:
      return undefined;
  }
}
