// Loads roots and everything they import into translated units. Core opens no file: the host supplies texts.
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { ImportDirective, NodeId, SourceUnit } from './ast.js';
import { parseSolidity } from './parse.js';
import { languageVersion } from './pragma.js';
import { translateUnit, versionPragmas } from './translate.js';
import { createNodeIds, type NodeIds } from './translate-context.js';

/** How the front end reaches imported files. */
export interface SourceHost {
  /** Path (the identity of the file) and text of an import, or undefined when there is none. */
  resolve(importText: string, fromPath: string): { path: string; text: string } | undefined;
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
    const unit = loadUnit(source, file, ids, diagnostics);
    if (!unit) continue;
    units.push(unit);
    for (const directive of unit.imports) {
      const found = host.resolve(directive.path, source.path);
      if (found) imports.set(directive.id, enter(found));
      else diagnostics.push(notFound(source, directive));
    }
  }
  return { files, units: narrowVersions(units, rootFiles, imports, diagnostics), imports, diagnostics };
}

function loadUnit(
  source: SourceFile,
  file: number,
  ids: NodeIds,
  diagnostics: Diagnostic[],
): SourceUnit | undefined {
  const { tree, diagnostics: syntaxErrors } = parseSolidity(source);
  diagnostics.push(...syntaxErrors);
  if (!tree) return undefined;
  try {
    return translateUnit({ path: source.path, file, text: source.text, ids, diagnostics }, tree);
  } catch (error) {
    // Only stack exhaustion on absurdly deep nesting is the input's fault; anything else is a bug of ours.
    if (!(error instanceof RangeError)) throw error;
    const location = { path: source.path, start: 0, end: 0 };
    diagnostics.push({
      code: 'SOL106',
      severity: 'error',
      message: 'the program is nested too deeply',
      location,
    });
    return undefined;
  }
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

// A file is compiled by the compiler of the root that imports it: a library with `>=0.4` wraps when its importer is
// `^0.7`. So each file gets the versions allowed by the closures of all roots that reach it, as far as these agree.
function narrowVersions(
  units: readonly SourceUnit[],
  roots: readonly number[],
  imports: ReadonlyMap<NodeId, number>,
  diagnostics: Diagnostic[],
): readonly SourceUnit[] {
  const byFile = new Map(units.map((unit) => [unit.file, unit]));
  const closures = new Map<number, ReadonlySet<number>>();
  const closureOf = (file: number): ReadonlySet<number> => {
    const known = closures.get(file);
    if (known) return known;
    const reached = new Set([file]);
    for (const next of reached) {
      for (const directive of byFile.get(next)?.imports ?? []) {
        const target = imports.get(directive.id);
        if (target !== undefined) reached.add(target);
      }
    }
    closures.set(file, reached);
    return reached;
  };
  const rangesIn = (closure: ReadonlySet<number>): readonly string[] =>
    [...closure].flatMap((file) => versionPragmas(byFile.get(file)?.pragmas ?? []));
  const byRoot = [...new Set(roots)].map((root) => ({
    closure: closureOf(root),
    ranges: new Set(rangesIn(closureOf(root))),
  }));
  return units.map((unit) => {
    const own = languageVersion(distinct(rangesIn(closureOf(unit.file))));
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
