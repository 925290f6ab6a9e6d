// File scopes: what each name means at file level, own declarations and imports in all forms, import cycles included.
import type { Diagnostic } from '@surety/spec-lang';
import type { ContractDefinition, Definition, ImportDirective, NodeId, SourceUnit } from './ast.js';
import type { Sources } from './sources.js';
import type { Span } from './typed-program.js';

/** What a name can refer to outside of function bodies. */
export type Entry =
  /** `contract` is the one that declares it; undefined at file level. */
  | {
      readonly kind: 'definition';
      readonly definition: Definition;
      readonly file: number;
      readonly contract: ContractDefinition | undefined;
    }
  /** A file imported under a name: `import "p" as M`. */
  | { readonly kind: 'module'; readonly id: NodeId; readonly name: string; readonly file: number };

/** Entries by name; several only for overloaded functions and events. */
export type NameTable = ReadonlyMap<string, readonly Entry[]>;

/** File scopes by file index, files without a unit have an empty table. */
export interface FileScopes {
  readonly tables: readonly NameTable[];
  /** Files that import, directly or not, something that could not be loaded: unknown names there may be follow-ups. */
  readonly incomplete: ReadonlySet<number>;
  readonly diagnostics: readonly Diagnostic[];
}

type MutableTable = Map<string, Entry[]>;

/** Builds the scopes of all files. Reports duplicates (SOL201) and imported symbols that do not exist (SOL202). */
export function buildFileScopes(sources: Sources): FileScopes {
  const tables: MutableTable[] = sources.files.map(() => new Map());
  const diagnostics: Diagnostic[] = [];
  for (const unit of sources.units) declareOwn(unit, tableOf(tables, unit.file), sources, diagnostics);
  // Imports are transitive and may form cycles, so tables grow until nothing is new.
  const conflicts = new Map<string, Diagnostic>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const unit of sources.units) {
      for (const directive of unit.imports) {
        const target = sources.imports.get(directive.id);
        if (target === undefined) continue;
        if (bringIn(unit, directive, target, tables, sources, conflicts)) grown = true;
      }
    }
  }
  const incomplete = incompleteFiles(sources);
  diagnostics.push(...conflicts.values(), ...missingSymbols(sources, tables, incomplete));
  return { tables, incomplete, diagnostics };
}

/** Whether a second declaration of a name may stand beside a first: overloads of functions and of events. */
export function mayOverload(first: Entry, second: Entry): boolean {
  if (first.kind !== 'definition' || second.kind !== 'definition') return false;
  const kind = first.definition.kind;
  return (kind === 'function' || kind === 'event') && kind === second.definition.kind;
}

/** The place of a span for a diagnostic. */
export function locate(sources: Sources, span: Span): Diagnostic['location'] {
  return { path: sources.files[span.file]?.path ?? '', start: span.start, end: span.end };
}

/** A second declaration of a name, with the first as a label. */
export function duplicate(sources: Sources, name: string, second: Span, first: Entry): Diagnostic {
  const location = first.kind === 'definition' ? locate(sources, first.definition.nameSpan) : undefined;
  return {
    code: 'SOL201',
    severity: 'error',
    message: `'${name}' is already declared`,
    location: locate(sources, second),
    ...(location ? { labels: [{ location, text: 'first declared here' }] } : {}),
  };
}

/** The name among `candidates` closest to a misspelt one (edit distance at most a third of its length), if any. */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name;
}

function tableOf(tables: readonly MutableTable[], file: number): MutableTable {
  const table = tables[file];
  if (!table) throw new Error(`no scope for file ${file}`);
  return table;
}

function declareOwn(
  unit: SourceUnit,
  table: MutableTable,
  sources: Sources,
  diagnostics: Diagnostic[],
): void {
  for (const definition of unit.declarations) {
    const entry: Entry = { kind: 'definition', definition, file: unit.file, contract: undefined };
    const first = add(table, definition.name, entry).conflict;
    if (first) diagnostics.push(duplicate(sources, definition.name, definition.nameSpan, first));
  }
  for (const directive of unit.imports) {
    const file = sources.imports.get(directive.id);
    if (!directive.alias || file === undefined) continue;
    const { name, span } = directive.alias;
    const first = add(table, name, { kind: 'module', id: directive.id, name, file }).conflict;
    if (first) diagnostics.push(duplicate(sources, name, span, first));
  }
}

/** Adds the names that a directive imports; true when any was new. */
function bringIn(
  unit: SourceUnit,
  directive: ImportDirective,
  target: number,
  tables: readonly MutableTable[],
  sources: Sources,
  conflicts: Map<string, Diagnostic>,
): boolean {
  if (directive.alias) return false;
  const from = tableOf(tables, target);
  const into = tableOf(tables, unit.file);
  let grown = false;
  const bring = (name: string, entries: readonly Entry[], span: Span): void => {
    for (const entry of [...entries]) {
      const { added, conflict } = add(into, name, entry);
      if (added) grown = true;
      if (conflict) conflicts.set(`${directive.id} ${name}`, duplicate(sources, name, span, conflict));
    }
  };
  if (directive.symbols) {
    for (const { imported, local } of directive.symbols)
      bring(local.name, from.get(imported.name) ?? [], local.span);
  } else if (from !== into) {
    for (const [name, entries] of [...from]) bring(name, entries, directive.pathSpan);
  }
  return grown;
}

function add(
  table: MutableTable,
  name: string,
  entry: Entry,
): { readonly added: boolean; readonly conflict: Entry | undefined } {
  const present = table.get(name);
  if (!present) {
    table.set(name, [entry]);
    return { added: true, conflict: undefined };
  }
  if (present.some((other) => sameEntry(other, entry))) return { added: false, conflict: undefined };
  const conflict = present.find((other) => !mayOverload(other, entry));
  if (conflict) return { added: false, conflict };
  present.push(entry);
  return { added: true, conflict: undefined };
}

/** Whether two entries are the same declaration, reached on different ways. */
function sameEntry(a: Entry, b: Entry): boolean {
  if (a.kind === 'definition') return b.kind === 'definition' && a.definition === b.definition;
  return b.kind === 'module' && a.file === b.file;
}

function missingSymbols(
  sources: Sources,
  tables: readonly NameTable[],
  incomplete: ReadonlySet<number>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const unit of sources.units) {
    for (const directive of unit.imports) {
      const target = sources.imports.get(directive.id);
      if (target === undefined || incomplete.has(target)) continue;
      const table = tables[target] ?? new Map();
      for (const { imported } of directive.symbols ?? []) {
        if (table.has(imported.name)) continue;
        const closest = closestName(imported.name, table.keys());
        found.push({
          code: 'SOL202',
          severity: 'error',
          message: `'${imported.name}' is not declared in '${directive.path}'`,
          location: locate(sources, imported.span),
          ...(closest ? { suggestion: `did you mean '${closest}'?` } : {}),
        });
      }
    }
  }
  return found;
}

function incompleteFiles(sources: Sources): ReadonlySet<number> {
  const loaded = new Set(sources.units.map((unit) => unit.file));
  const incomplete = new Set([...sources.files.keys()].filter((file) => !loaded.has(file)));
  for (let grown = true; grown; ) {
    grown = false;
    for (const unit of sources.units) {
      if (incomplete.has(unit.file)) continue;
      const targets = unit.imports.map((directive) => sources.imports.get(directive.id));
      if (targets.some((target) => target === undefined || incomplete.has(target))) {
        incomplete.add(unit.file);
        grown = true;
      }
    }
  }
  return incomplete;
}

// Levenshtein distance, one row at a time.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substitution = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
