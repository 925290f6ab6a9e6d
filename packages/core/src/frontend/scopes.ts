// Names outside of function bodies: file scopes, contract scopes (own and inherited members), lookup and paths. The
// checker adds parameters, locals and the names built into the language.
import type { Diagnostic } from '@surety/spec-lang';
import type {
  ContractDefinition,
  ContractPart,
  Definition,
  IdentifierPath,
  NodeId,
  SourceUnit,
} from './ast.js';
import { type Inheritance, resolveInheritance } from './inheritance.js';
import {
  buildFileScopes,
  duplicate,
  type Entry,
  type FileScopes,
  mayOverload,
  type NameTable,
} from './names.js';
import { functionKey, parametersKey, type TypeLookup } from './parameter-key.js';
import type { Sources } from './sources.js';

export type { Entry, NameTable } from './names.js';
export { closestName } from './names.js';

/** Where a name is looked up: in a file, perhaps inside a contract. */
export interface Place {
  readonly file: number;
  readonly contract: NodeId | undefined;
}

/** All names of a load. */
export interface Scopes {
  readonly sources: Sources;
  /** Units by file index; files with syntax errors are missing. */
  readonly units: ReadonlyMap<number, SourceUnit>;
  readonly files: FileScopes;
  readonly inheritance: Inheritance;
  /** All contracts, interfaces and libraries in source order, by id. */
  readonly contracts: ReadonlyMap<NodeId, ContractDefinition>;
  /** Every definition that is not inside a function, a struct or a parameter list, with where it is declared. */
  readonly definitions: ReadonlyMap<NodeId, Entry & { readonly kind: 'definition' }>;
  /** By contract: members declared in it, private ones included. */
  readonly ownMembers: ReadonlyMap<NodeId, NameTable>;
  /**
   * By contract: what a plain name means inside it. Own members, then those of its bases in linearization order without
   * private ones; a function that another one of the same parameter types overrides is left out.
   */
  readonly members: ReadonlyMap<NodeId, NameTable>;
  readonly types: TypeLookup;
  readonly diagnostics: readonly Diagnostic[];
}

/** Builds all scopes; diagnostics are those of names (SOL2xx) and inheritance (SOL4xx), not those of loading. */
export function buildScopes(sources: Sources): Scopes {
  const files = buildFileScopes(sources);
  const inheritance = resolveInheritance(sources, files);
  const types: TypeLookup = { scopes: files, inheritance, texts: sources.files.map((file) => file.text) };
  const diagnostics: Diagnostic[] = [...files.diagnostics, ...inheritance.diagnostics];
  const definitions = new Map<NodeId, Entry & { readonly kind: 'definition' }>();
  const contracts = new Map<NodeId, ContractDefinition>();
  const ownMembers = new Map<NodeId, NameTable>();
  for (const unit of sources.units) {
    for (const definition of unit.declarations) {
      definitions.set(definition.id, {
        kind: 'definition',
        definition,
        file: unit.file,
        contract: undefined,
      });
      if (definition.kind !== 'contract') continue;
      contracts.set(definition.id, definition);
      ownMembers.set(definition.id, declareMembers(definition, sources, types, definitions, diagnostics));
    }
    diagnostics.push(...equalFreeFunctions(unit, sources, types));
  }
  const units = new Map(sources.units.map((unit) => [unit.file, unit]));
  const members = new Map<NodeId, NameTable>();
  for (const contract of contracts.values()) {
    const allowShadowing = units.get(contract.span.file)?.version.allowsBefore.v06 ?? false;
    const scope = inheritMembers(contract, inheritance, ownMembers, types);
    members.set(contract.id, scope.table);
    if (allowShadowing) continue;
    for (const { name, at, hidden } of scope.conflicts)
      diagnostics.push(duplicate(sources, name, at.span, hidden));
  }
  return {
    sources,
    units,
    files,
    inheritance,
    contracts,
    definitions,
    ownMembers,
    members,
    types,
    diagnostics,
  };
}

/** What a plain name means at a place; several entries only for overloads, none when it is unknown (or built in). */
export function lookup(scopes: Scopes, place: Place, name: string): readonly Entry[] {
  const inContract = place.contract === undefined ? undefined : scopes.members.get(place.contract)?.get(name);
  return inContract ?? scopes.files.tables[place.file]?.get(name) ?? [];
}

/** What a dotted path means at a place: names through modules and contracts (own and inherited members). */
export function resolvePath(scopes: Scopes, place: Place, path: IdentifierPath): readonly Entry[] {
  const [first, ...rest] = path.parts;
  let entries = lookup(scopes, place, first?.name ?? '');
  for (const part of rest) entries = entries.flatMap((entry) => memberEntries(scopes, entry, part.name));
  return entries;
}

/** The members of a module or contract with a name; none for other entries. */
export function memberEntries(scopes: Scopes, entry: Entry, name: string): readonly Entry[] {
  if (entry.kind === 'module') return scopes.files.tables[entry.file]?.get(name) ?? [];
  if (entry.definition.kind !== 'contract') return [];
  return scopes.members.get(entry.definition.id)?.get(name) ?? [];
}

/** All names visible at a place, for did-you-mean. */
export function visibleNames(scopes: Scopes, place: Place): readonly string[] {
  const inContract = place.contract === undefined ? undefined : scopes.members.get(place.contract);
  return [...(inContract?.keys() ?? []), ...(scopes.files.tables[place.file]?.keys() ?? [])];
}

/** The linearization of a contract: itself first, most base-like last. */
export function linearization(scopes: Scopes, contract: NodeId): readonly ContractDefinition[] {
  return scopes.inheritance.linearizations.get(contract) ?? [];
}

/** Whether a contract is or inherits from another. */
export function derivesFrom(scopes: Scopes, contract: NodeId, base: NodeId): boolean {
  return linearization(scopes, contract).some((ancestor) => ancestor.id === base);
}

type DefinitionEntry = Entry & { readonly kind: 'definition' };

function isNamed(part: ContractPart): part is Exclude<ContractPart, { readonly kind: 'using' }> {
  return part.kind !== 'using';
}

function declareMembers(
  contract: ContractDefinition,
  sources: Sources,
  types: TypeLookup,
  definitions: Map<NodeId, DefinitionEntry>,
  diagnostics: Diagnostic[],
): NameTable {
  const table = new Map<string, DefinitionEntry[]>();
  const place = { file: contract.span.file, contract };
  for (const part of contract.parts) {
    if (!isNamed(part)) continue;
    const entry: DefinitionEntry = { kind: 'definition', definition: part, ...place };
    definitions.set(part.id, entry);
    // Constructors, receive and fallback have no name but at most one of each can be there.
    const name = part.name === '' && part.kind === 'function' ? part.functionKind : part.name;
    const present = table.get(part.name === '' ? ` ${name}` : name) ?? [];
    const first = present.find((other) => part.name === '' || clash(types, other, entry));
    if (first) diagnostics.push(duplicate(sources, name, part.nameSpan, first));
    else table.set(part.name === '' ? ` ${name}` : name, [...present, entry]);
  }
  for (const name of [...table.keys()]) if (name.startsWith(' ')) table.delete(name);
  return table;
}

function clash(types: TypeLookup, first: DefinitionEntry, second: DefinitionEntry): boolean {
  return !mayOverload(first, second) || sameParameters(types, first, second);
}

function sameParameters(types: TypeLookup, first: DefinitionEntry, second: DefinitionEntry): boolean {
  const key = keyOf(types, first);
  return key !== undefined && key === keyOf(types, second);
}

function keyOf(types: TypeLookup, { definition, file, contract }: DefinitionEntry): string | undefined {
  const place = { file, contract };
  if (definition.kind === 'function') return functionKey(types, place, definition);
  return definition.kind === 'event' ? parametersKey(types, place, definition.parameters, true) : undefined;
}

function equalFreeFunctions(unit: SourceUnit, sources: Sources, types: TypeLookup): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Map<string, DefinitionEntry>();
  for (const definition of unit.declarations) {
    if (definition.kind !== 'function' && definition.kind !== 'event') continue;
    const entry: DefinitionEntry = { kind: 'definition', definition, file: unit.file, contract: undefined };
    const key = `${definition.kind} ${definition.name}${keyOf(types, entry)}`;
    const first = seen.get(key);
    if (first) found.push(duplicate(sources, definition.name, definition.nameSpan, first));
    else seen.set(key, entry);
  }
  return found;
}

interface InheritedScope {
  readonly table: NameTable;
  readonly conflicts: readonly { readonly name: string; readonly at: Definition; readonly hidden: Entry }[];
}

function inheritMembers(
  contract: ContractDefinition,
  inheritance: Inheritance,
  ownMembers: ReadonlyMap<NodeId, NameTable>,
  types: TypeLookup,
): InheritedScope {
  const table = new Map<string, DefinitionEntry[]>();
  const conflicts: { readonly name: string; readonly at: Definition; readonly hidden: Entry }[] = [];
  for (const declaring of inheritance.linearizations.get(contract.id) ?? [contract]) {
    for (const [name, entries] of ownMembers.get(declaring.id) ?? []) {
      for (const entry of entries) {
        if (entry.kind !== 'definition' || (declaring !== contract && isPrivate(entry.definition))) continue;
        const present = table.get(name) ?? [];
        const hider = present.find((other) => clash(types, other, entry));
        if (!hider) table.set(name, [...present, entry]);
        else if (!mayHide(hider.definition, entry.definition)) {
          conflicts.push({
            name,
            at: hider.contract === contract ? hider.definition : contract,
            hidden: entry,
          });
        }
      }
    }
  }
  return { table, conflicts };
}

function isPrivate(definition: Definition): boolean {
  return (
    (definition.kind === 'function' || definition.kind === 'variable') && definition.visibility === 'private'
  );
}

// Overriding, which `overrides.ts` judges: function by function or by the getter of a variable, modifier by modifier.
// Events of the same parameters may be declared again along the hierarchy.
function mayHide(hider: Definition, hidden: Definition): boolean {
  if (hidden.kind === 'function')
    return hider.kind === 'function' || (hider.kind === 'variable' && hider.visibility === 'public');
  if (hidden.kind === 'event') return hider.kind === 'event';
  return hidden.kind === 'modifier' && hider.kind === 'modifier';
}
