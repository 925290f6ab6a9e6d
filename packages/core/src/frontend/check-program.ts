// From definitions to the typed program: contracts, functions with their bodies, variables with their initial values.
import type {
  BlockStatement,
  ContractDefinition,
  Definition,
  FunctionDefinition,
  ModifierInvocation as InvocationSyntax,
  ModifierDefinition,
  Expression as Syntax,
  VariableDefinition,
} from './ast.js';
import { constantInteger } from './check-constant.js';
import { type Checker, type Place, placeOf, report, withScope } from './check-context.js';
import { checkUsing, definitionAbiSignature } from './check-functions.js';
import { constructorSignature } from './check-member.js';
import { checkBlock, declareLocal } from './check-statement.js';
import {
  declaredType,
  resolvePath,
  signatureOf,
  variableDeclaration,
  variableType,
  variableTypeIn,
} from './check-types.js';
import { checkConverted, checkExpression } from './check-walk.js';
import { type Callable, convertArguments } from './overloads.js';
import { isValueType } from './type-build.js';
import type {
  ContractDeclaration,
  Declaration,
  Expression,
  FunctionDeclaration,
  ModifierDeclaration,
  ModifierInvocation,
  Span,
  Statement,
  VariableDeclaration,
} from './typed-program.js';
import type { DeclId } from './types.js';

/** The declarations of all files by id, and the contracts in source order. */
export interface CheckedDeclarations {
  readonly declarations: ReadonlyMap<DeclId, Declaration>;
  readonly contracts: readonly ContractDeclaration[];
}

/** Checks every definition of the program. */
export function checkDeclarations(checker: Checker): CheckedDeclarations {
  const declarations = new Map<DeclId, Declaration>();
  const contracts: ContractDeclaration[] = [];
  for (const unit of checker.names.units) {
    const place = placeOf(checker, { unit, contract: undefined });
    for (const using of unit.usings) checkUsing(place, using);
    for (const definition of unit.declarations) {
      const declaration = checkDefinition(place, definition, declarations);
      if (declaration === undefined) continue;
      declarations.set(declaration.id, declaration);
      if (declaration.kind === 'contract') contracts.push(declaration);
    }
  }
  // Parameters, locals and fields were made on the way; variables with an initial value are already there.
  for (const [id, variable] of checker.variables) if (!declarations.has(id)) declarations.set(id, variable);
  return { declarations, contracts };
}

function checkDefinition(
  place: Place,
  definition: Definition,
  declarations: Map<DeclId, Declaration>,
): Declaration | undefined {
  const { checker } = place;
  const { id, name, span } = definition;
  const contract = place.contract?.id;
  const common = { id, name, span, contract };
  switch (definition.kind) {
    case 'contract':
      return checkContract(checker, definition, declarations);
    case 'function':
      return checkFunction(place, definition);
    case 'modifier':
      return contract === undefined ? undefined : checkModifier(place, definition, contract);
    case 'variable':
      return checkVariable(place, definition);
    case 'struct':
      return { kind: 'struct', ...common, fields: variables(place, definition.fields) };
    case 'enum':
      return { kind: 'enum', ...common, members: definition.members.map((member) => member.name) };
    case 'event':
    case 'error':
      return { kind: definition.kind, ...common, parameters: variables(place, definition.parameters) };
    case 'userType': {
      const type = typeOfUser(place, definition);
      return type === undefined ? undefined : { kind: 'userType', ...common, underlying: type };
    }
    default:
      return definition satisfies never;
  }
}

function typeOfUser(place: Place, definition: Extract<Definition, { kind: 'userType' }>) {
  const type = declaredType(place.checker, definition);
  return type?.kind === 'userDefined' ? type.underlying : undefined;
}

function variables(place: Place, definitions: readonly VariableDefinition[]): readonly VariableDeclaration[] {
  return definitions.flatMap((definition) => {
    const type = variableType(place.checker, definition);
    return type === undefined ? [] : [variableDeclaration(place, definition, type)];
  });
}

function checkContract(
  checker: Checker,
  definition: ContractDefinition,
  declarations: Map<DeclId, Declaration>,
): ContractDeclaration {
  const { unit } = checker.names.owner(definition.id);
  const place = placeOf(checker, { unit, contract: definition });
  const stateVariables: VariableDeclaration[] = [];
  const functions: FunctionDeclaration[] = [];
  const modifiers: ModifierDeclaration[] = [];
  for (const part of definition.parts) {
    if (part.kind === 'using') {
      checkUsing(place, part);
      continue;
    }
    const declaration = checkDefinition(place, part, declarations);
    if (declaration === undefined) continue;
    declarations.set(declaration.id, declaration);
    if (declaration.kind === 'variable') stateVariables.push(declaration);
    if (declaration.kind === 'function') functions.push(declaration);
    if (declaration.kind === 'modifier') modifiers.push(declaration);
  }
  return {
    kind: 'contract',
    id: definition.id,
    name: definition.name,
    span: definition.span,
    contractKind: definition.contractKind,
    abstract: definition.abstract,
    linearization: checker.names.linearization(definition.id).map((base) => base.id),
    bases: definition.bases.flatMap((base) => checkBase(place, base)),
    stateVariables,
    functions,
    modifiers,
    checkedArithmetic: !unit.version.wraps,
    baseSlot: checkStorageBase(place, definition),
    languageVersion: unit.version.lowest,
  };
}

/** The base slot of `layout at …`: a constant number, of contracts that can be deployed and are no base (since 0.8.29). */
function checkStorageBase(
  place: Place,
  { storageLayout: syntax, abstract, bases }: ContractDefinition,
): bigint {
  const { checker } = place;
  for (const { path, span } of bases) {
    const target = checker.names.lookup(path.parts[0]?.name ?? '', place.unit, undefined)[0];
    if (path.parts.length === 1 && target?.kind === 'contract' && target.storageLayout !== undefined)
      report(checker, span, 'SOL344', 'a contract with a storage layout of its own cannot be a base');
  }
  if (syntax === undefined) return 0n;
  if (abstract)
    report(checker, syntax.span, 'SOL344', 'an abstract contract has no storage layout of its own');
  checkExpression(place, syntax);
  const slot = constantInteger(place, syntax);
  if (slot !== undefined && slot >= 0n && slot < 1n << 256n) return slot;
  report(checker, syntax.span, 'SOL344', 'the base slot must be a constant number of 256 bits');
  return 0n;
}

function checkBase(place: Place, base: ContractDefinition['bases'][number]): ContractDeclaration['bases'] {
  const [target] = resolvePath(place, base.path);
  if (target?.kind !== 'contract') return [];
  const args = base.arguments;
  if (args === undefined) return [{ base: target.id, arguments: undefined, span: base.span }];
  const checked = checkArguments(place, args, constructorSignature(place, target), base.span, target.name);
  return [{ base: target.id, arguments: checked, span: base.span }];
}

function checkArguments(
  place: Place,
  args: readonly Syntax[],
  callable: Callable,
  span: Span,
  name: string,
): readonly Expression[] | undefined {
  const values = args.map((argument) => checkExpression(place, argument));
  return convertArguments(place, callable, { values, names: undefined, span }, name);
}

function checkVariable(place: Place, definition: VariableDefinition): VariableDeclaration | undefined {
  const type = variableType(place.checker, definition);
  if (type === undefined) return undefined;
  if (definition.mutability === 'transient' && !isValueType(type))
    report(place.checker, definition.nameSpan, 'SOL345', 'a transient variable must be of a value type');
  const declaration = variableDeclaration(place, definition, type);
  if (definition.initializer === undefined) return declaration;
  const initializer = checkConverted(place, definition.initializer, type);
  return { ...declaration, initializer };
}

function checkFunction(place: Place, definition: FunctionDefinition): FunctionDeclaration | undefined {
  const { checker } = place;
  const signature = signatureOf(checker, definition);
  if (signature === undefined) return undefined;
  const inner = withScope({ ...place, routine: definition });
  const parameters = declareAll(inner, definition.parameters);
  const returns = declareAll(inner, definition.returns);
  const modifiers = definition.modifiers.flatMap((invocation) => checkInvocation(inner, invocation));
  const visibility = visibilityOf(place, definition);
  const callable =
    definition.functionKind === 'function' && (visibility === 'public' || visibility === 'external');
  const style = place.contract?.contractKind === 'library' ? 'library' : 'contract';
  return {
    kind: 'function',
    id: definition.id,
    name: definition.name,
    span: definition.span,
    functionKind: definition.functionKind,
    visibility,
    mutability: definition.mutability,
    virtual: definition.virtual || place.contract?.contractKind === 'interface' || place.facts.before06,
    parameters,
    returns,
    modifiers,
    body: checkBody(inner, definition.body, { returns: signature.returns }),
    contract: place.contract?.id,
    signature: callable ? definitionAbiSignature(checker, definition, style) : undefined,
  };
}

function visibilityOf(place: Place, definition: FunctionDefinition): FunctionDeclaration['visibility'] {
  if (definition.visibility !== 'default') return definition.visibility;
  switch (definition.functionKind) {
    case 'free':
      return 'internal';
    case 'constructor':
      return 'public';
    case 'receive':
    case 'fallback':
      return place.facts.before05 ? 'public' : 'external';
    default:
      return 'public';
  }
}

function checkModifier(place: Place, definition: ModifierDefinition, contract: DeclId): ModifierDeclaration {
  const inner = withScope({ ...place, routine: definition });
  return {
    kind: 'modifier',
    id: definition.id,
    name: definition.name,
    span: definition.span,
    virtual: definition.virtual || place.facts.before06,
    parameters: declareAll(inner, definition.parameters),
    body: checkBody(inner, definition.body, { returns: undefined }),
    contract,
  };
}

function declareAll(
  place: Place,
  definitions: readonly VariableDefinition[],
): readonly VariableDeclaration[] {
  return definitions.flatMap((definition) => {
    const type = variableTypeIn(place, definition, place.facts.before05 ? 'memory' : undefined);
    return type === undefined ? [] : [declareLocal(place, definition, type)];
  });
}

function checkBody(
  place: Place,
  body: BlockStatement | undefined,
  context: Parameters<typeof checkBlock>[2],
): Statement | undefined {
  return body === undefined ? undefined : checkBlock(place, body, context);
}

/** A modifier, or on constructors a base constructor. */
function checkInvocation(place: Place, node: InvocationSyntax): readonly ModifierInvocation[] {
  const { checker } = place;
  const [target] = resolvePath(place, node.path);
  if (target === undefined) return [];
  const { span } = node;
  const args = node.arguments ?? [];
  const name = node.path.parts.at(-1)?.name ?? '';
  if (target.kind === 'modifier') {
    const signature = signatureOf(checker, target);
    if (signature === undefined) return [];
    checker.observe?.(-1, node.path.span, '', target.id);
    const checked = checkArguments(place, args, signature, span, name);
    return checked === undefined
      ? []
      : [{ target: target.id, targetKind: 'modifier', arguments: checked, span }];
  }
  if (target.kind === 'contract') {
    // Without parentheses old code names a base whose arguments are given elsewhere.
    if (node.arguments === undefined) return [];
    const checked = checkArguments(place, args, constructorSignature(place, target), span, name);
    return checked === undefined
      ? []
      : [{ target: target.id, targetKind: 'baseConstructor', arguments: checked, span }];
  }
  report(checker, span, 'SOL343', `'${name}' is neither a modifier nor a base contract`);
  return [];
}
