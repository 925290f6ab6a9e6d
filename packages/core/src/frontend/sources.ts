// Loads roots and everything they import into parsed units. Core opens no file: the host supplies texts.
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { ImportDirective, NodeId, SourceUnit } from './ast.js';
import { parseUnit, versionPragmas } from './parse.js';
import type { ParseCache } from './parse-cache.js';
import { languageVersion } from './pragma.js';
import { createNodeIds } from './translate-context.js';

/** How the front end reaches imported files. */
export interface SourceHost {
  /** Path (the identity of the file) and text of an import, or undefined when there is none. */
  resolve(importText: string, fromPath: string): { path: string; text: string } | undefined;
  /** Trees of earlier runs. */
  readonly parseCache?: ParseCache | undefined;
}

/** All files of a load. A file with syntax errors has no unit; `imports` then has no entry for its directives. */
export interface Sources {
  /** By file index; the same order as `Span.file`. */
  readonly files: readonly SourceFile[];
  readonly units: readonly SourceUnit[];
  /** File index that each import directive leads to, by the directive's node id; missing when it was not found. */
  readonly imports: ReadonlyMap<NodeId, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the import closure, each path once, roots first. Versions are narrowed to what files compiled together allow. */
export function loadSources(roots: readonly SourceFile[], host: SourceHost): Sources {
  const closure = readClosure(roots, host);
  return narrowed(closure, closure.roots);
}

/** Roots that one compiler can compile, with their import closure. */
export interface SourceGroup {
  /** File indices. */
  readonly roots: readonly number[];
  readonly sources: Sources;
}

/**
 * Loads roots of several language versions: those for compilers since 0.8 together, older ones by what one compiler can
 * compile. Every file is read and parsed once, and the groups share `files`; syntax errors and missing imports are
 * reported in each group that reaches them.
 */
export function loadSourceGroups(roots: readonly SourceFile[], host: SourceHost): readonly SourceGroup[] {
  const closure = readClosure(roots, host);
  const { rangesOf, reachedFrom } = closureFacts(closure);
  const groups: { readonly wraps: boolean; readonly ranges: Set<string>; readonly roots: number[] }[] = [];
  for (const root of new Set(closure.roots)) {
    const ranges = rangesOf(root);
    const { wraps } = languageVersion(distinct(ranges)).version;
    const group = groups.find(
      (one) =>
        one.wraps === wraps && (!wraps || languageVersion(distinct([...one.ranges, ...ranges])).satisfiable),
    );
    if (group === undefined) groups.push({ wraps, ranges: new Set(ranges), roots: [root] });
    else {
      group.roots.push(root);
      for (const range of ranges) group.ranges.add(range);
    }
  }
  return groups.map((group) => {
    const reached = new Set(group.roots.flatMap((root) => [...reachedFrom(root)]));
    const paths = new Set([...reached].map((file) => closure.files[file]?.path));
    const part: Closure = {
      ...closure,
      units: closure.units.filter((unit) => reached.has(unit.file)),
      diagnostics: closure.diagnostics.filter((d) => paths.has(d.location?.path)),
    };
    return { roots: group.roots, sources: narrowed(part, group.roots) };
  });
}

/** Everything reachable from the roots, each file with the versions of its own pragmas. */
interface Closure extends Sources {
  /** File indices of the roots, as given. */
  readonly roots: readonly number[];
}

function narrowed(closure: Closure, roots: readonly number[]): Sources {
  const diagnostics = [...closure.diagnostics];
  const units = narrowVersions(closure, roots, diagnostics);
  return { files: closure.files, units, imports: closure.imports, diagnostics };
}

function readClosure(roots: readonly SourceFile[], host: SourceHost): Closure {
  const files: SourceFile[] = [];
  const indexes = new Map<string, number>();
  const enter = (source: SourceFile): number => {
    const known = indexes.get(source.path);
    if (known !== undefined) return known;
    indexes.set(source.path, files.length);
    return files.push({ path: source.path, text: source.text }) - 1;
  };
  const rootFiles = roots.map(enter);
  const ids = createNodeIds();
  const diagnostics: Diagnostic[] = [];
  const units: SourceUnit[] = [];
  const imports = new Map<NodeId, number>();
  // `files` grows while it is walked: imports are entered behind the file that names them.
  for (let file = 0; file < files.length; file++) {
    const source = files[file];
    if (!source) break;
    const unit = parseUnit({ ...source, file, ids, diagnostics, cache: host.parseCache });
    if (!unit) continue;
    units.push(unit);
    for (const directive of unit.imports) {
      const found = host.resolve(directive.path, source.path);
      if (found) imports.set(directive.id, enter(found));
      else diagnostics.push(notFound(source, directive));
    }
  }
  return { roots: rootFiles, files, units, imports, diagnostics };
}

function notFound(source: SourceFile, directive: ImportDirective): Diagnostic {
  const { start, end } = directive.pathSpan;
  return {
    code: 'SOL105',
    severity: 'error',
    message: `cannot find the imported file '${directive.path}'`,
    location: { path: source.path, start, end },
  };
}

/** What files reach by imports (themselves included), and the version pragmas on the way. */
function closureFacts(closure: Closure): {
  readonly reachedFrom: (file: number) => ReadonlySet<number>;
  readonly rangesOf: (file: number) => readonly string[];
} {
  const byFile = new Map(closure.units.map((unit) => [unit.file, unit]));
  const known = new Map<number, ReadonlySet<number>>();
  const reachedFrom = (file: number): ReadonlySet<number> => {
    const before = known.get(file);
    if (before) return before;
    const reached = new Set([file]);
    for (const next of reached) {
      for (const directive of byFile.get(next)?.imports ?? []) {
        const target = closure.imports.get(directive.id);
        if (target !== undefined) reached.add(target);
      }
    }
    known.set(file, reached);
    return reached;
  };
  const rangesOf = (file: number): readonly string[] =>
    [...reachedFrom(file)].flatMap((next) => versionPragmas(byFile.get(next)?.pragmas ?? []));
  return { reachedFrom, rangesOf };
}

// A file is compiled by the compiler of the root that imports it: a library with `>=0.4` wraps when its importer is
// `^0.7`. So each file gets the versions allowed by the closures of all roots that reach it, as far as these agree.
function narrowVersions(
  part: Closure,
  roots: readonly number[],
  diagnostics: Diagnostic[],
): readonly SourceUnit[] {
  const { reachedFrom, rangesOf } = closureFacts(part);
  const byRoot = [...new Set(roots)].map((root) => ({
    closure: reachedFrom(root),
    ranges: new Set(rangesOf(root)),
  }));
  return part.units.map((unit) => {
    const own = languageVersion(distinct(rangesOf(unit.file)));
    const reaching = byRoot.filter(({ closure }) => closure.has(unit.file));
    const all = languageVersion(distinct([...reaching.flatMap(({ ranges }) => [...ranges])]));
    const chosen = all.satisfiable ? all : own.satisfiable ? own : undefined;
    if (!chosen) return unit;
    const compilations = reaching
      .map(({ ranges }) => languageVersion([...ranges]))
      .filter((range) => range.satisfiable);
    if (!all.satisfiable && compilations.some(({ version }) => version.wraps !== chosen.version.wraps)) {
      diagnostics.push(mixedArithmetic(unit));
    }
    return { ...unit, version: chosen.version };
  });
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function mixedArithmetic(unit: SourceUnit): Diagnostic {
  const span = unit.pragmas[0]?.span ?? unit.span;
  return {
    code: 'SOL107',
    severity: 'error',
    message:
      'this file is imported by files for compilers before and since 0.8, where arithmetic differs; load them separately',
    location: { path: unit.path, start: span.start, end: span.end },
  };
}
