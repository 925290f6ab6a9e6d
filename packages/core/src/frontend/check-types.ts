// From type names and definitions to types: name paths, data locations, signatures, getters, struct fields. All memoized.
import type {
  ContractDefinition,
  Definition,
  FunctionDefinition,
  IdentifierPath,
  NodeId,
  StructDefinition,
  TypeName,
  VariableDefinition,
} from './ast.js';
import { ERROR_VALUE } from './builtins.js';
import { constantInteger } from './check-constant.js';
import { type Checker, type Entity, type Place, placeOf, report, type Signature } from './check-context.js';
import { functionType, isReference, isValueType, relocate, UINT256 } from './type-build.js';
import { elementaryType } from './type-elementary.js';
import type { Span, VariableDeclaration } from './typed-program.js';
import type { DataLocation, Type } from './types.js';

/** The type of a contract or interface as a value. */
export function contractType(checker: Checker, contract: ContractDefinition): Type {
  return {
    kind: 'contract',
    declaration: contract.id,
    name: contract.name,
    payable: checker.names
      .linearization(contract.id)
      .some((base) => base.parts.some((part) => part.kind === 'function' && acceptsPlainEther(part))),
  };
}

function acceptsPlainEther(definition: FunctionDefinition): boolean {
  if (definition.functionKind === 'receive') return true;
  return definition.functionKind === 'fallback' && definition.mutability === 'payable';
}

/** The name of a definition with its contract's, as types are printed: `Bank.Account`. */
export function qualifiedName(
  checker: Checker,
  definition: { readonly id: NodeId; readonly name: string },
): string {
  const { contract } = checker.names.owner(definition.id);
  return contract === undefined ? definition.name : `${contract.name}.${definition.name}`;
}

/** The type that a struct, enum, contract or user-defined value type stands for, in storage where that matters. */
export function declaredType(checker: Checker, definition: Definition): Type | undefined {
  switch (definition.kind) {
    case 'contract':
      return contractType(checker, definition);
    case 'struct':
      return {
        kind: 'struct',
        declaration: definition.id,
        name: qualifiedName(checker, definition),
        location: 'storage',
        pointer: false,
      };
    case 'enum':
      return {
        kind: 'enum',
        declaration: definition.id,
        name: qualifiedName(checker, definition),
        members: definition.members.length,
      };
    case 'userType': {
      const underlying = typeOfTypeName(
        placeOf(checker, checker.names.owner(definition.id)),
        definition.underlying,
      );
      if (underlying === undefined) return undefined;
      if (!isValueType(underlying)) {
        report(
          checker,
          definition.underlying.span,
          'SOL310',
          'a user-defined value type needs an elementary value type',
        );
        return undefined;
      }
      return {
        kind: 'userDefined',
        declaration: definition.id,
        name: qualifiedName(checker, definition),
        underlying,
      };
    }
    default:
      return undefined;
  }
}

/** What a path such as `Lib.Data` refers to; empty after reporting when a part is unknown. */
export function resolvePath(place: Place, path: IdentifierPath): readonly Entity[] {
  const { checker } = place;
  let entities: readonly Entity[] = [];
  for (const [i, part] of path.parts.entries()) {
    if (i === 0) entities = checker.names.lookup(part.name, place.unit, place.contract);
    else {
      const [base] = entities;
      if (base?.kind === 'module') entities = checker.names.exported(base.file, part.name);
      else if (base?.kind === 'contract') entities = checker.names.members(base, part.name);
      else entities = [];
    }
    if (entities.length === 0) {
      reportUnknown(place, part.name, part.span, i === 0);
      return [];
    }
  }
  observePath(place, path, entities);
  return entities;
}

/** Reports an unknown name with the closest names in scope. */
export function reportUnknown(place: Place, name: string, span: Span, suggest = true): void {
  // Where imports or bases are missing (reported already) unknown names are follow-ups.
  if (place.checker.names.incomplete(place.unit, place.contract)) return;
  const [closest] = suggest ? place.checker.names.similar(name, place.unit, place.contract) : [];
  report(
    place.checker,
    span,
    'SOL211',
    `'${name}' is not declared here`,
    closest === undefined ? {} : { suggestion: `did you mean '${closest}'?` },
  );
}

function observePath(place: Place, path: IdentifierPath, entities: readonly Entity[]): void {
  const [target] = entities;
  if (target === undefined || target.kind === 'module' || place.checker.observe === undefined) return;
  place.checker.observe(-1, path.span, '', target.id);
}

/** The type a type name denotes, reference types as in storage; undefined after reporting a mistake. */
export function typeOfTypeName(place: Place, typeName: TypeName): Type | undefined {
  const { checker } = place;
  switch (typeName.kind) {
    case 'elementaryType': {
      const type = elementaryType(typeName.name, typeName.payable);
      if (type === undefined) {
        report(checker, typeName.span, 'SOL901', `the type '${typeName.name}' is not supported yet`);
      }
      return type;
    }
    case 'userType': {
      const [entity] = resolvePath(place, typeName.path);
      if (entity === undefined) return undefined;
      const type = entity.kind === 'module' ? undefined : declaredType(checker, entity);
      if (type === undefined)
        report(checker, typeName.span, 'SOL302', `'${pathText(typeName.path)}' is not a type`);
      return type;
    }
    case 'mappingType': {
      const key = typeOfTypeName(place, typeName.key);
      const value = typeOfTypeName(place, typeName.value);
      if (key === undefined || value === undefined) return undefined;
      if (!isValueType(key) && key.kind !== 'bytes' && key.kind !== 'string') {
        report(checker, typeName.key.span, 'SOL311', 'this type cannot be the key of a mapping');
        return undefined;
      }
      return { kind: 'mapping', key: relocate(key, 'memory', false), value };
    }
    case 'arrayType': {
      const element = typeOfTypeName(place, typeName.element);
      if (element === undefined) return undefined;
      if (typeName.length === undefined) return arrayOf(element, undefined);
      const length = constantInteger(place, typeName.length);
      if (length === undefined || length < 1n) {
        report(
          checker,
          typeName.length.span,
          'SOL312',
          'the length of an array must be a positive constant number',
        );
        return undefined;
      }
      return arrayOf(element, length);
    }
    case 'functionType': {
      const visibility = typeName.visibility === 'external' ? 'external' : 'internal';
      const parameters = typeName.parameters.map((p) => variableTypeIn(place, p, 'memory'));
      const returns = typeName.returns.map((p) => variableTypeIn(place, p, 'memory'));
      if (!allDefined(parameters) || !allDefined(returns)) return undefined;
      return functionType(visibility, typeName.mutability, parameters, returns);
    }
    default:
      return typeName satisfies never;
  }
}

function arrayOf(element: Type, length: bigint | undefined): Type {
  return { kind: 'array', element, length, location: 'storage', pointer: false };
}

function pathText(path: IdentifierPath): string {
  return path.parts.map((part) => part.name).join('.');
}

/** The type of a variable with its data location; undefined after reporting, or for `var` (typed by its value). */
export function variableType(checker: Checker, definition: VariableDefinition): Type | undefined {
  const known = checker.variableTypes.get(definition.id);
  if (known !== undefined) return known;
  const type = variableTypeIn(placeOf(checker, checker.names.owner(definition.id)), definition, undefined);
  if (type !== undefined) checker.variableTypes.set(definition.id, type);
  return type;
}

/** As `variableType`, for variables inside functions; `fallback` is the location of reference types without one. */
export function variableTypeIn(
  place: Place,
  definition: VariableDefinition,
  fallback: DataLocation | undefined,
): Type | undefined {
  const known = place.checker.variableTypes.get(definition.id);
  if (known !== undefined) return known;
  if (definition.typeName === undefined) return undefined;
  const type = typeOfTypeName(place, definition.typeName);
  if (type === undefined) return undefined;
  const located = locate(place, definition, type, fallback);
  place.checker.variableTypes.set(definition.id, located);
  return located;
}

function locate(
  place: Place,
  definition: VariableDefinition,
  type: Type,
  fallback: DataLocation | undefined,
): Type {
  switch (definition.role) {
    case 'state':
      return definition.mutability === 'constant' || definition.mutability === 'immutable'
        ? relocate(type, 'memory', false)
        : type;
    case 'structField':
      return type;
    case 'fileConstant':
    case 'eventParameter':
    case 'errorParameter':
      return relocate(type, 'memory', false);
    default: {
      const needed = isReference(type) && type.kind !== 'mapping';
      if (!needed || definition.location !== undefined)
        return relocate(type, definition.location ?? 'memory', true);
      if (fallback === undefined && !place.facts.before05) {
        report(
          place.checker,
          definition.span,
          'SOL313',
          `a data location is missing: memory, storage or calldata`,
        );
      }
      return relocate(type, fallback ?? (definition.role === 'local' ? 'storage' : 'memory'), true);
    }
  }
}

/** The typed declaration of a variable, without its initial value. */
export function variableDeclaration(
  place: Place,
  definition: VariableDefinition,
  type: Type,
): VariableDeclaration {
  const known = place.checker.variables.get(definition.id);
  if (known !== undefined) return known;
  const { role } = definition;
  const declaration: VariableDeclaration = {
    kind: 'variable',
    id: definition.id,
    name: definition.name,
    span: definition.span,
    type,
    role: role === 'eventParameter' || role === 'errorParameter' ? 'parameter' : role,
    visibility: definition.visibility === 'default' ? 'internal' : definition.visibility,
    mutability: definition.mutability,
    initializer: undefined,
    contract: role === 'state' ? place.contract?.id : undefined,
  };
  place.checker.variables.set(definition.id, declaration);
  return declaration;
}

/** Parameter and result types of a definition that can be called, as written; undefined after reporting. */
export function signatureOf(
  checker: Checker,
  definition: Extract<Definition, { kind: 'function' | 'modifier' | 'event' | 'error' }>,
): Signature | undefined {
  const known = checker.signatures.get(definition.id);
  if (known !== undefined) return known;
  const place = placeOf(checker, checker.names.owner(definition.id));
  const fallback = defaultLocation(place, definition);
  const parameters = definition.parameters.map((p) => variableTypeIn(place, p, fallback));
  const results = definition.kind === 'function' ? definition.returns : [];
  const returns = results.map((p) => variableTypeIn(place, p, place.facts.before05 ? 'memory' : undefined));
  if (!allDefined(parameters) || !allDefined(returns)) return undefined;
  const signature: Signature = {
    parameters,
    parameterNames: definition.parameters.map((p) => p.name),
    returns: definition.kind === 'error' ? [ERROR_VALUE] : returns,
    mutability:
      definition.kind === 'function'
        ? definition.mutability
        : definition.kind === 'error'
          ? 'pure'
          : 'nonpayable',
  };
  checker.signatures.set(definition.id, signature);
  return signature;
}

function defaultLocation(place: Place, definition: Definition): DataLocation | undefined {
  if (!place.facts.before05) return undefined;
  return definition.kind === 'function' && definition.visibility === 'external' ? 'calldata' : 'memory';
}

/** Field definitions of a struct with their types as declared (in storage). */
export function structFields(
  checker: Checker,
  struct: StructDefinition,
): readonly { readonly definition: VariableDefinition; readonly type: Type }[] {
  return struct.fields.flatMap((definition) => {
    const type = variableType(checker, definition);
    return type === undefined ? [] : [{ definition, type }];
  });
}

/** Types of the fields of a struct by id, for ABI names. */
export function structFieldTypes(checker: Checker, id: NodeId): readonly Type[] {
  const definition = checker.names.definition(id);
  return definition?.kind === 'struct' ? structFields(checker, definition).map((field) => field.type) : [];
}

/**
 * The signature of the getter of a public state variable: keys and indices as parameters, and of a struct only the members
 * that are neither mappings nor arrays (`bytes` and `string` stay).
 */
export function getterSignature(checker: Checker, definition: VariableDefinition): Signature | undefined {
  const declared = variableType(checker, definition);
  if (declared === undefined) return undefined;
  const parameters: Type[] = [];
  let type = declared;
  while (type.kind === 'mapping' || type.kind === 'array') {
    parameters.push(type.kind === 'mapping' ? relocate(type.key, 'memory', false) : UINT256);
    type = type.kind === 'mapping' ? type.value : type.element;
  }
  const returned: Type[] = [];
  const struct = type.kind === 'struct' ? checker.names.definition(type.declaration) : undefined;
  if (struct?.kind === 'struct') {
    for (const field of structFields(checker, struct)) {
      if (field.type.kind !== 'mapping' && field.type.kind !== 'array') returned.push(field.type);
    }
  } else returned.push(type);
  return {
    parameters,
    parameterNames: parameters.map(() => ''),
    returns: returned.map((t) => relocate(t, 'memory', false)),
    mutability: 'view',
  };
}

/** Narrows a list once every component is known. */
export function allDefined<T>(values: readonly (T | undefined)[]): values is readonly T[] {
  return values.every((value) => value !== undefined);
}
