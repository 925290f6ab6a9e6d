// Which functions a name or member means: own and inherited ones, external interfaces, libraries, `using for`.
import type {
  ContractDefinition,
  Definition,
  FunctionDefinition,
  UsingDirective,
  VariableDefinition,
} from './ast.js';
import { type Checker, derivesFrom, type Place, placeOf, report, type Signature } from './check-context.js';
import type { Candidate } from './check-operand.js';
import {
  getterSignature,
  reportUnknown,
  resolvePath,
  signatureOf,
  structFieldTypes,
  typeOfTypeName,
  variableType,
} from './check-types.js';
import { implicitlyConvertible } from './convert.js';
import { abiSignature } from './selector.js';
import { relocate } from './type-build.js';
import { typeEquals } from './type-equal.js';
import { typeString } from './type-string.js';
import type { Dispatch, Expression } from './typed-program.js';
import type { DeclId, Type } from './types.js';

/** How a function found by its plain name is dispatched. */
export function plainDispatch(checker: Checker, definition: FunctionDefinition): Dispatch {
  const { contract } = checker.names.owner(definition.id);
  const exact =
    contract === undefined || contract.contractKind === 'library' || definition.visibility === 'private';
  return exact ? { kind: 'exact' } : { kind: 'virtual' };
}

/** A function as an internal callee. */
export function internalCandidate(
  checker: Checker,
  definition: FunctionDefinition,
  dispatch: Dispatch,
): readonly Candidate[] {
  const signature = signatureOf(checker, definition);
  if (signature === undefined) return [];
  return [
    { definition, signature: inside(signature), access: { kind: 'internal', dispatch }, receiver: undefined },
  ];
}

/** Called internally, a payable function is like any other: no ether comes with the call. */
function inside(signature: Signature): Signature {
  return signature.mutability === 'payable' ? { ...signature, mutability: 'nonpayable' } : signature;
}

/** Leaves out functions overridden by an earlier one of the list (same parameter types but for the location). */
export function withoutOverridden(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ signature, receiver }) => {
    const key = `${receiver === undefined ? '' : 'bound:'}${parameterKey(signature.parameters)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Parameter types as a text that ignores data locations: equal for a function and what it overrides. */
export function parameterKey(parameters: readonly Type[]): string {
  return parameters.map((type) => typeString(relocate(type, 'memory', false))).join(',');
}

/** The externally callable functions and getters of that name, of a contract value `base`. */
export function externalCandidates(
  checker: Checker,
  contract: ContractDefinition,
  name: string,
  base: Expression,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const owner of checker.names.linearization(contract.id)) {
    for (const part of owner.parts) {
      const signature = externalSignature(checker, part, name);
      if (signature !== undefined && (part.kind === 'function' || part.kind === 'variable')) {
        found.push({ definition: part, signature, access: { kind: 'external', base }, receiver: undefined });
      }
    }
  }
  return withoutOverridden(found);
}

/** The signature a member has for outside callers; undefined when they cannot call it. */
export function externalSignature(
  checker: Checker,
  part: ContractDefinition['parts'][number],
  name: string,
): Signature | undefined {
  if (part.kind === 'variable') {
    return part.visibility === 'public' && part.name === name ? getterSignature(checker, part) : undefined;
  }
  if (part.kind !== 'function' || part.name !== name || part.functionKind !== 'function') return undefined;
  if (part.visibility !== 'public' && part.visibility !== 'external' && part.visibility !== 'default')
    return undefined;
  const signature = signatureOf(checker, part);
  return signature === undefined ? undefined : outsideSignature(signature);
}

/** Callers outside pass and receive memory where the function itself has calldata. */
function outsideSignature(signature: Signature): Signature {
  const outside = (type: Type): Type =>
    'location' in type && type.location === 'calldata' ? relocate(type, 'memory', false) : type;
  return {
    ...signature,
    parameters: signature.parameters.map(outside),
    returns: signature.returns.map(outside),
  };
}

/** Functions of a library named through it: internal ones are called directly, public ones by delegatecall. */
export function libraryCandidates(
  checker: Checker,
  library: ContractDefinition,
  name: string,
  span: Expression['span'],
): readonly Candidate[] {
  return library.parts.flatMap((part) =>
    part.kind === 'function' && part.name === name && part.functionKind === 'function'
      ? libraryCandidate(checker, library, part, span)
      : [],
  );
}

function libraryCandidate(
  checker: Checker,
  library: ContractDefinition,
  definition: FunctionDefinition,
  span: Expression['span'],
): readonly Candidate[] {
  const signature = signatureOf(checker, definition);
  if (signature === undefined || definition.visibility === 'private') return [];
  if (definition.visibility === 'internal' || definition.visibility === 'default') {
    return [
      {
        definition,
        signature,
        access: { kind: 'internal', dispatch: { kind: 'exact' } },
        receiver: undefined,
      },
    ];
  }
  const base: Expression = {
    kind: 'name',
    name: library.name,
    type: { kind: 'magic', name: `type(library ${library.name})` },
    span,
  };
  return [
    {
      definition,
      signature: outsideSignature(signature),
      access: { kind: 'library', base },
      receiver: undefined,
    },
  ];
}

/** The next implementations after `contract` for `super.name`, most derived first. */
export function superCandidates(
  checker: Checker,
  contract: ContractDefinition,
  name: string,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const base of checker.names.linearization(contract.id).slice(1)) {
    for (const part of base.parts) {
      if (part.kind !== 'function' || part.name !== name || part.body === undefined) continue;
      if (part.visibility === 'private' || part.visibility === 'external') continue;
      found.push(...internalCandidate(checker, part, { kind: 'super', after: contract.id }));
    }
  }
  return withoutOverridden(found);
}

/** Functions named through a contract type: `Base.f` runs exactly that code, `Other.f` is only a declaration. */
export function contractNameCandidates(
  place: Place,
  contract: ContractDefinition,
  name: string,
): readonly Candidate[] {
  const { checker } = place;
  const deriving = place.contract !== undefined && derivesFrom(checker, place.contract.id, contract.id);
  const candidates: Candidate[] = [];
  for (const part of contract.parts) {
    if (part.kind === 'function' && part.name === name && part.functionKind === 'function') {
      const inside =
        part.visibility === 'public' || part.visibility === 'internal' || part.visibility === 'default';
      const visible = inside || (part.visibility === 'private' && place.contract?.id === contract.id);
      if (deriving && visible && part.body !== undefined) {
        candidates.push(...internalCandidate(checker, part, { kind: 'exact' }));
        continue;
      }
    }
    const signature = externalSignature(checker, part, name);
    if (signature === undefined || (part.kind !== 'function' && part.kind !== 'variable')) continue;
    if (part.kind === 'variable' && deriving) continue;
    const written = part.kind === 'function' ? signatureOf(checker, part) : undefined;
    candidates.push({
      definition: part,
      signature: written ?? signature,
      access: { kind: 'declaration', contract },
      receiver: undefined,
    });
  }
  return candidates;
}

/** Functions attached to the type of `receiver` by `using` directives in scope or declared `global` beside the type. */
export function attachedCandidates(place: Place, receiver: Expression, name: string): readonly Candidate[] {
  const { checker } = place;
  const seen = new Set<DeclId>();
  const found: Candidate[] = [];
  for (const { using, from } of applicableUsings(place, receiver.type)) {
    for (const candidate of usingCandidates(checker, using, from, name, receiver.span)) {
      const [self] = candidate.signature.parameters;
      if (self === undefined || seen.has(candidate.definition.id)) continue;
      if (!implicitlyConvertible(receiver.type, self, place.facts)) continue;
      seen.add(candidate.definition.id);
      found.push({ ...candidate, receiver });
    }
  }
  return found;
}

interface ApplicableUsing {
  readonly using: UsingDirective;
  /** The place where the directive is written, which resolves its names. */
  readonly from: Place;
}

/** `using` directives whose type is that of a value, data location aside. */
export function applicableUsings(place: Place, type: Type): readonly ApplicableUsing[] {
  const { checker } = place;
  const result: ApplicableUsing[] = [];
  const add = (using: UsingDirective): void => {
    if (result.some((known) => known.using === using)) return;
    const from = placeOf(checker, checker.names.owner(using.id));
    if (using.typeName !== undefined) {
      const target = typeOfTypeName(from, using.typeName);
      if (target === undefined || !sameButForLocation(target, type)) return;
    }
    result.push({ using, from });
  };
  for (const using of place.usings) add(using);
  if ('declaration' in type) {
    const { unit } = checker.names.owner(type.declaration);
    for (const using of unit.usings) if (using.global) add(using);
  }
  return result;
}

function sameButForLocation(a: Type, b: Type): boolean {
  return typeEquals(relocate(a, 'storage', true), relocate(b, 'storage', true));
}

function usingCandidates(
  checker: Checker,
  using: UsingDirective,
  from: Place,
  name: string,
  span: Expression['span'],
): readonly Candidate[] {
  if (using.library !== undefined) {
    const [library] = resolvePath(from, using.library);
    if (library === undefined) return [];
    if (library.kind === 'contract' && library.contractKind === 'library') {
      return libraryCandidates(checker, library, name, span);
    }
    report(checker, using.library.span, 'SOL305', 'only a library can be attached by name');
    return [];
  }
  return (using.functions ?? []).flatMap(({ path, operator }) => {
    const last = path.parts.at(-1);
    if (operator !== undefined || last?.name !== name) return [];
    return namedFunctions(from, path).flatMap((definition) => attachedFunction(checker, definition, span));
  });
}

function attachedFunction(
  checker: Checker,
  definition: FunctionDefinition,
  span: Expression['span'],
): readonly Candidate[] {
  const { contract } = checker.names.owner(definition.id);
  if (contract?.contractKind === 'library') {
    if (definition.visibility === 'private') return internalCandidate(checker, definition, { kind: 'exact' });
    return libraryCandidate(checker, contract, definition, span);
  }
  return internalCandidate(checker, definition, { kind: 'exact' });
}

/** Resolves the names of a `using` directive, to report those that are unknown. */
export function checkUsing(place: Place, using: UsingDirective): void {
  if (using.library !== undefined) resolvePath(place, using.library);
  for (const { path } of using.functions ?? []) namedFunctions(place, path);
  if (using.typeName !== undefined) typeOfTypeName(place, using.typeName);
}

/** The functions that a path in a `using {…}` list refers to. */
export function namedFunctions(from: Place, path: UsingPath): readonly FunctionDefinition[] {
  const last = path.parts.at(-1);
  if (last === undefined) return [];
  const entities =
    path.parts.length === 1 ? undefined : resolvePath(from, { ...path, parts: path.parts.slice(0, -1) });
  const [base] = entities ?? [];
  const { names } = from.checker;
  let found: readonly { readonly kind: string }[];
  if (entities === undefined) found = names.lookup(last.name, from.unit, from.contract);
  else if (base?.kind === 'module') found = names.exported(base.file, last.name);
  else if (base?.kind === 'contract')
    found = base.parts.filter((part) => 'name' in part && part.name === last.name);
  else return [];
  const functions = (found as readonly Definition[]).filter(
    (d): d is FunctionDefinition => d.kind === 'function',
  );
  if (functions.length === 0) reportUnknown(from, last.name, last.span);
  for (const f of functions.slice(0, 1)) from.checker.observe?.(-1, path.span, '', f.id);
  return functions;
}

type UsingPath = NonNullable<UsingDirective['functions']>[number]['path'];

/** ABI signature of a function, getter or library function; '' when a parameter has no ABI type. */
export function candidateAbiSignature(checker: Checker, candidate: Candidate): string {
  const { definition, access } = candidate;
  return (
    definitionAbiSignature(checker, definition, access.kind === 'library' ? 'library' : 'contract') ?? ''
  );
}

/** ABI signature of a function or getter as declared. */
export function definitionAbiSignature(
  checker: Checker,
  definition: FunctionDefinition | VariableDefinition,
  style: 'contract' | 'library',
): string | undefined {
  const signature =
    definition.kind === 'function' ? signatureOf(checker, definition) : getterSignature(checker, definition);
  if (signature === undefined) return undefined;
  return abiSignature(definition.name, signature.parameters, abiFacts(checker), style);
}

/** What ABI names need of the program. */
export function abiFacts(checker: Checker): { readonly structFields: (id: DeclId) => readonly Type[] } {
  return { structFields: (id) => structFieldTypes(checker, id) };
}

/** The type of a variable definition for use in an expression. */
export function definitionType(checker: Checker, definition: VariableDefinition): Type | undefined {
  return checker.variables.get(definition.id)?.type ?? variableType(checker, definition);
}
