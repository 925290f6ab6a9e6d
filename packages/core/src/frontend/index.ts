// The front end as one function: roots and a way to read imports in, a typed program and diagnostics out.
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { ContractDefinition, Definition, NodeId, SourceUnit } from './ast.js';
import type { Checker, Entity, ExpressionObserver, NameFacts, Owner } from './check-context.js';
import { operandOf } from './check-expression.js';
import { checkDeclarations } from './check-program.js';
import { checkOverrides } from './overrides.js';
import {
  buildScopes,
  closestName,
  type Entry,
  linearization,
  lookup,
  memberEntries,
  type Scopes,
  visibleNames,
} from './scopes.js';
import { loadSourceGroups, loadSources, type SourceHost, type Sources } from './sources.js';
import type { TypedProgram } from './typed-program.js';

export type { ExpressionObserver } from './check-context.js';
export type { SourceHost } from './sources.js';

/** What `loadProgram` gives: no program only when not even one file could be parsed. */
export interface LoadedProgram {
  readonly program: TypedProgram | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the import closure of the roots and checks it. A program comes back even when there are errors (then some parts are
 * `unsupported` nodes), so callers look at the diagnostics first. `observe` is told the type of every expression.
 */
export function loadProgram(
  roots: readonly SourceFile[],
  host: SourceHost,
  observe?: ExpressionObserver,
): LoadedProgram {
  return checkSources(loadSources(roots, host), observe);
}

/** Roots that one compiler can compile, loaded together. */
export interface LoadedGroup extends LoadedProgram {
  /** Paths of the roots. */
  readonly roots: readonly string[];
}

/**
 * As `loadProgram`, for roots of several language versions, such as all files of a package: one program for each group that
 * one compiler can compile. Every root is in one group; files that several groups import are in each of their programs.
 */
export function loadPrograms(
  roots: readonly SourceFile[],
  host: SourceHost,
  observe?: ExpressionObserver,
): readonly LoadedGroup[] {
  return loadSourceGroups(roots, host).map((group) => ({
    roots: group.roots.flatMap((file) => group.sources.files[file]?.path ?? []),
    ...checkSources(group.sources, observe),
  }));
}

function checkSources(sources: Sources, observe: ExpressionObserver | undefined): LoadedProgram {
  if (sources.units.length === 0) return { program: undefined, diagnostics: sources.diagnostics };
  const scopes = buildScopes(sources);
  const checker = createChecker(scopes, observe);
  const { declarations, contracts } = checkDeclarations(checker);
  return {
    program: { files: sources.files, declarations, contracts },
    diagnostics: [
      ...sources.diagnostics,
      ...scopes.diagnostics,
      ...checkOverrides(scopes),
      ...checker.diagnostics,
    ],
  };
}

function createChecker(scopes: Scopes, observe: ExpressionObserver | undefined): Checker {
  return {
    names: nameFacts(scopes),
    diagnostics: [],
    observe,
    operandOf,
    variables: new Map(),
    variableTypes: new Map(),
    signatures: new Map(),
    open: new Set(),
    reported: new Set(),
  };
}

function nameFacts(scopes: Scopes): NameFacts {
  const { units } = scopes.sources;
  const owners = ownersOf(units);
  const entity = (entry: Entry): Entity =>
    entry.kind === 'module' ? { kind: 'module', file: entry.file } : entry.definition;
  const placeIn = (unit: SourceUnit, contract: ContractDefinition | undefined) => ({
    file: unit.file,
    contract: contract?.id,
  });
  return {
    units,
    definition: (id) => scopes.definitions.get(id)?.definition,
    owner: (id) => {
      const owner = owners.get(id);
      if (owner === undefined) throw new Error(`no owner is known for declaration ${id}`);
      return owner;
    },
    lookup: (name, unit, contract) => lookup(scopes, placeIn(unit, contract), name).map(entity),
    exported: (file, name) => (scopes.files.tables[file]?.get(name) ?? []).map(entity),
    members: (contract, name) => {
      const entry: Entry = {
        kind: 'definition',
        definition: contract,
        file: contract.span.file,
        contract: undefined,
      };
      return memberEntries(scopes, entry, name).flatMap((e) =>
        e.kind === 'definition' ? [e.definition] : [],
      );
    },
    similar: (name, unit, contract) => {
      const closest = closestName(name, visibleNames(scopes, placeIn(unit, contract)));
      return closest === undefined ? [] : [closest];
    },
    incomplete: (unit, contract) =>
      scopes.files.incomplete.has(unit.file) ||
      (contract !== undefined && scopes.inheritance.broken.has(contract.id)),
    linearization: (contract) => linearization(scopes, contract),
  };
}

/** Where each definition, field, parameter and `using` directive is written. */
function ownersOf(units: readonly SourceUnit[]): ReadonlyMap<NodeId, Owner> {
  const owners = new Map<NodeId, Owner>();
  const addDefinition = (definition: Definition, owner: Owner): void => {
    owners.set(definition.id, owner);
    switch (definition.kind) {
      case 'struct':
        for (const field of definition.fields) owners.set(field.id, owner);
        break;
      case 'function':
      case 'modifier':
      case 'event':
      case 'error':
        for (const parameter of definition.parameters) owners.set(parameter.id, owner);
        if (definition.kind === 'function')
          for (const result of definition.returns) owners.set(result.id, owner);
        break;
      case 'contract':
        for (const part of definition.parts) {
          const inner = { unit: owner.unit, contract: definition };
          if (part.kind === 'using') owners.set(part.id, inner);
          else addDefinition(part, inner);
        }
        break;
      default:
        break;
    }
  };
  for (const unit of units) {
    const owner = { unit, contract: undefined };
    for (const definition of unit.declarations) addDefinition(definition, owner);
    for (const using of unit.usings) owners.set(using.id, owner);
  }
  return owners;
}
