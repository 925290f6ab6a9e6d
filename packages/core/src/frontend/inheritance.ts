// Inheritance: base contracts by name, cycles, and the C3 linearization that decides which override runs.
import type { Diagnostic } from '@surety/spec-lang';
import type { ContractDefinition, IdentifierPath, NodeId } from './ast.js';
import { closestName, type Entry, type FileScopes, locate } from './names.js';
import type { Sources } from './sources.js';

/** What is known of the inheritance of all contracts, by contract id. */
export interface Inheritance {
  /** Direct bases as written, unresolvable ones left out. */
  readonly bases: ReadonlyMap<NodeId, readonly ContractDefinition[]>;
  /** C3 linearization: the contract first, most base-like last. Contracts without one (SOL4xx) have themselves only. */
  readonly linearizations: ReadonlyMap<NodeId, readonly ContractDefinition[]>;
  /** Contracts whose linearization is missing bases: one was not found, cyclic, or the order is impossible. */
  readonly broken: ReadonlySet<NodeId>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves bases and linearizes every contract. */
export function resolveInheritance(sources: Sources, scopes: FileScopes): Inheritance {
  const diagnostics: Diagnostic[] = [];
  const bases = new Map<NodeId, readonly ContractDefinition[]>();
  const broken = new Set<NodeId>();
  const contracts: ContractDefinition[] = [];
  for (const unit of sources.units) {
    for (const contract of unit.declarations) {
      if (contract.kind !== 'contract') continue;
      contracts.push(contract);
      bases.set(contract.id, resolveBases(contract, sources, scopes, broken, diagnostics));
    }
  }
  const linearizations = new Map<NodeId, readonly ContractDefinition[]>();
  const inProgress = new Set<NodeId>();
  const linearizeContract = (contract: ContractDefinition): readonly ContractDefinition[] => {
    const known = linearizations.get(contract.id);
    if (known) return known;
    const alone = [contract];
    if (inProgress.has(contract.id)) {
      if (!broken.has(contract.id)) {
        diagnostics.push(atContract(sources, contract, 'SOL401', `'${contract.name}' inherits from itself`));
      }
      broken.add(contract.id);
      return alone;
    }
    inProgress.add(contract.id);
    const direct = bases.get(contract.id) ?? [];
    const ofBases = direct.map(linearizeContract);
    if (direct.some((base) => broken.has(base.id))) broken.add(contract.id);
    const order = broken.has(contract.id) ? alone : linearize(contract, direct, ofBases);
    if (!order) {
      const message = `the bases of '${contract.name}' cannot be put in one order; write them from most base-like to most derived`;
      diagnostics.push(atContract(sources, contract, 'SOL402', message));
      broken.add(contract.id);
    }
    inProgress.delete(contract.id);
    linearizations.set(contract.id, order ?? alone);
    return order ?? alone;
  };
  for (const contract of contracts) linearizeContract(contract);
  return { bases, linearizations, broken, diagnostics };
}

/**
 * C3 as solc applies it: `bases` are as written, most base-like first, hence merged in reverse. `ofBases` are their
 * linearizations. Undefined when no order keeps all of them.
 */
export function linearize<T>(
  contract: T,
  bases: readonly T[],
  ofBases: readonly (readonly T[])[],
): readonly T[] | undefined {
  const sequences = [...ofBases].reverse().map((sequence) => [...sequence]);
  sequences.push([...bases].reverse());
  const result = [contract];
  for (;;) {
    const remaining = sequences.filter((sequence) => sequence.length > 0);
    if (remaining.length === 0) return result;
    const next = remaining
      .map((sequence) => sequence[0])
      .find((head) => head !== undefined && remaining.every((sequence) => sequence.indexOf(head, 1) === -1));
    if (next === undefined) return undefined;
    result.push(next);
    for (const sequence of remaining) if (sequence[0] === next) sequence.shift();
  }
}

/** Follows a path at file level: the first part in the file's scope, the others through modules and contracts. */
export function resolveFilePath(scopes: FileScopes, file: number, path: IdentifierPath): readonly Entry[] {
  const [first, ...rest] = path.parts;
  let entries = scopes.tables[file]?.get(first?.name ?? '') ?? [];
  for (const part of rest) entries = entries.flatMap((entry) => memberOf(scopes, entry, part.name));
  return entries;
}

function memberOf(scopes: FileScopes, entry: Entry, name: string): readonly Entry[] {
  if (entry.kind === 'module') return scopes.tables[entry.file]?.get(name) ?? [];
  return [];
}

function resolveBases(
  contract: ContractDefinition,
  sources: Sources,
  scopes: FileScopes,
  broken: Set<NodeId>,
  diagnostics: Diagnostic[],
): readonly ContractDefinition[] {
  const { file } = contract.span;
  const found: ContractDefinition[] = [];
  for (const specifier of contract.bases) {
    const written = specifier.path.parts.map((part) => part.name).join('.');
    const [entry] = resolveFilePath(scopes, file, specifier.path);
    const base =
      entry?.kind === 'definition' && entry.definition.kind === 'contract' ? entry.definition : undefined;
    const problem = base
      ? unsuitableBase(contract, base, found)
      : entry
        ? `'${written}' is not a contract`
        : `unknown base contract '${written}'`;
    if (base && !problem) {
      found.push(base);
      continue;
    }
    broken.add(contract.id);
    const closest = entry ? undefined : closestName(written, scopes.tables[file]?.keys() ?? []);
    diagnostics.push({
      code: entry ? 'SOL403' : 'SOL203',
      severity: 'error',
      message: problem ?? `'${written}' cannot be a base`,
      location: locate(sources, specifier.path.span),
      ...(closest ? { suggestion: `did you mean '${closest}'?` } : {}),
    });
  }
  return found;
}

function unsuitableBase(
  contract: ContractDefinition,
  base: ContractDefinition,
  earlier: readonly ContractDefinition[],
): string | undefined {
  if (contract.contractKind === 'library') return 'a library cannot inherit';
  if (base.contractKind === 'library') return `'${base.name}' is a library and cannot be inherited from`;
  if (contract.contractKind === 'interface' && base.contractKind !== 'interface') {
    return `an interface can only inherit from interfaces, '${base.name}' is a contract`;
  }
  return earlier.includes(base) ? `'${base.name}' is already a base` : undefined;
}

function atContract(
  sources: Sources,
  contract: ContractDefinition,
  code: string,
  message: string,
): Diagnostic {
  return { code, severity: 'error', message, location: locate(sources, contract.nameSpan) };
}
