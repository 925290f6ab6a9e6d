// Finds what `contract X from "…"` and `import "…"` name, the way Solidity tools do, and remembers every text read.
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ParseCache } from '@surety/core';
import { type Diagnostic, readLibrary, type SourceFile } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { displayPath, kindOf, readText } from './files.js';
import { findProject, type Project, parseRemappings, type Remapping, remap } from './remappings.js';
import { closestPath } from './suggest.js';

/** An import that failed, with the reason that only the file system knows. */
export interface ImportProblem {
  readonly importText: string;
  /** Path of the importing file, as shown. */
  readonly from: string;
  readonly diagnostic: Diagnostic;
}

/** Source texts for one run. Paths are as shown to people; the same file has one path, whichever way it was reached. */
export interface SourceAccess {
  /** The file an import names, or undefined (then `problems` tells why). */
  readonly resolve: (importText: string, fromPath: string) => SourceFile | undefined;
  /** Registers a file that was named on the command line. */
  readonly open: (absolute: string) => SourceFile | { readonly diagnostic: Diagnostic };
  readonly textOf: (path: string) => string | undefined;
  readonly problems: () => readonly ImportProblem[];
  /** Trees of earlier runs. */
  readonly parseCache: ParseCache | undefined;
}

/**
 * Source access below `cwd`; every file is read at most once. `remaps` (`prefix=target`, targets relative to `cwd`) come
 * before what projects say.
 */
export function createSourceAccess(
  cwd: string,
  remaps: readonly string[] = [],
  parseCache?: ParseCache,
): SourceAccess {
  const asked = parseRemappings(remaps.join('\n'), cwd);
  const byRealPath = new Map<string, SourceFile>();
  const texts = new Map<string, string>();
  const problems = new Map<string, ImportProblem>();
  const projects = new Map<string, Project | undefined>();

  const load = (absolute: string): SourceFile | { readonly diagnostic: Diagnostic } => {
    const real = realPath(absolute);
    const known = byRealPath.get(real);
    if (known !== undefined) return known;
    const path = displayPath(absolute, cwd);
    const read = readText(absolute, cwd);
    if (read.kind === 'failed') return { diagnostic: read.diagnostic };
    if (read.kind === 'missing') return { diagnostic: cliError('CLI001', `'${path}' does not exist`) };
    const file: SourceFile = { path, text: read.text };
    byRealPath.set(real, file);
    texts.set(path, read.text);
    return file;
  };

  const projectOf = (folder: string): Project | undefined => {
    if (!projects.has(folder)) projects.set(folder, findProject(folder));
    return projects.get(folder);
  };

  return {
    open: load,
    textOf: (path) => texts.get(path) ?? readLibrary(path)?.text,
    problems: () => [...problems.values()],
    parseCache,
    resolve: (importText, fromPath) => {
      const importer = resolve(cwd, fromPath);
      const tried = candidatePaths(importText, importer, projectOf(dirname(importer)), asked, cwd);
      const found = tried.find((path) => kindOf(path) !== 'missing');
      const result =
        found === undefined ? { diagnostic: notFound(importText, importer, tried, cwd) } : load(found);
      if (!('diagnostic' in result)) return result;
      problems.set(`${fromPath}\n${importText}`, {
        importText,
        from: fromPath,
        diagnostic: result.diagnostic,
      });
      return undefined;
    },
  };
}

/** Absolute paths an import may mean, best first. */
function candidatePaths(
  importText: string,
  importer: string,
  project: Project | undefined,
  asked: readonly Remapping[],
  cwd: string,
): readonly string[] {
  if (importText === '') return [];
  if (isAbsolute(importText)) return [importText];
  const folder = dirname(importer);
  if (/^\.\.?\//.test(importText)) return [resolve(folder, importText)];
  const remapped =
    remap({ root: cwd, remappings: asked }, importText, importer) ??
    (project === undefined ? undefined : remap(project, importText, importer));
  // A remapping decides alone, as in solc; so an old copy elsewhere is never taken by accident.
  if (remapped !== undefined) return [remapped];
  const [first = '', ...rest] = importText.split('/');
  const inLibraries = (project?.libraries ?? []).flatMap((library) => [
    join(library, first, 'src', ...rest),
    join(library, first, 'contracts', ...rest),
    join(library, first, ...rest),
  ]);
  const real = dirname(realPath(importer));
  return [
    ...packagePaths(importText, folder),
    // Package managers that link (pnpm) keep the dependencies of a package beside its real place.
    ...(real === folder ? [] : packagePaths(importText, real)),
    ...inLibraries,
    ...(project === undefined ? [] : [join(project.root, importText)]),
    join(folder, importText),
    join(cwd, importText),
  ];
}

function packagePaths(importText: string, folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    found.push(join(at, 'node_modules', importText));
    if (dirname(at) === at) return found;
  }
}

function notFound(importText: string, importer: string, tried: readonly string[], cwd: string): Diagnostic {
  const notes =
    tried.length === 1
      ? tried.map((path) => `'${displayPath(path, cwd)}' does not exist`)
      : [
          'searched node_modules upward, remappings.txt, foundry.toml, lib/ and the folder of the importing file',
        ];
  const meant = similarImport(importText, importer, tried);
  const suggestion = meant === undefined ? undefined : `did you mean '${meant}'?`;
  return cliError('CLI006', `cannot find '${importText}'`, { notes, suggestion });
}

/** An existing file like the one that is missing, written the way the import was written. */
function similarImport(importText: string, importer: string, tried: readonly string[]): string | undefined {
  for (const path of tried) {
    const similar = closestPath(path);
    if (similar === undefined || kindOf(similar) !== 'file') continue;
    if (isAbsolute(importText)) return similar;
    if (/^\.\.?\//.test(importText)) {
      const shown = displayPath(similar, dirname(importer));
      return shown.startsWith('.') ? shown : `./${shown}`;
    }
    // The part before the import text is the place that was searched; a file elsewhere cannot be named this way.
    const place = path.slice(0, path.length - importText.length);
    if (path.endsWith(importText) && similar.startsWith(place)) return similar.slice(place.length);
  }
  return undefined;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
