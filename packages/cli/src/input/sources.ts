// Finds the Solidity files that paths mean: files as they are, the sources of a project, or all files of a folder.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { displayPath, kindOf, reasonOf } from './files.js';
import { findProject } from './remappings.js';
import { closestPath } from './suggest.js';

/** What was found: absolute paths, each once, in the order of the arguments. */
export interface FoundSources {
  readonly sources: readonly string[];
  /** Test and script files below searched folders, which are left out. */
  readonly tests: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Solidity files named by `paths`. Of a folder that is the root of a project only its source folder is searched; without
 * `node_modules`, dot folders, libraries of the project, tests and scripts.
 */
export function findSources(paths: readonly string[], cwd: string): FoundSources {
  const search: Search = { sources: new Set(), tests: 0, skipped: new Set(), diagnostics: [], cwd };
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    const kind = kindOf(absolute);
    if (kind === 'file') {
      if (absolute.endsWith('.sol')) search.sources.add(absolute);
      else search.diagnostics.push(cliError('CLI007', `'${path}' is neither a *.sol nor a *.surety file`));
    } else if (kind === 'directory') {
      searchProject(absolute, path, search);
    } else if (kind === 'missing') {
      const similar = closestPath(absolute);
      const suggestion = similar === undefined ? undefined : `did you mean '${displayPath(similar, cwd)}'?`;
      search.diagnostics.push(cliError('CLI001', `'${path}' does not exist`, { suggestion }));
    } else {
      search.diagnostics.push(cliError('CLI004', `cannot read '${path}': ${kind.reason}`));
    }
  }
  return { sources: [...search.sources], tests: search.tests, diagnostics: search.diagnostics };
}

interface Search {
  readonly sources: Set<string>;
  tests: number;
  /** Folders of libraries. */
  readonly skipped: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly cwd: string;
}

/** Folders that never hold sources of the project's own. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'artifacts', 'cache', 'out', 'dist']);
const TEST_FOLDERS: ReadonlySet<string> = new Set(['test', 'tests', 'script', 'scripts']);

function searchProject(folder: string, shown: string, search: Search): void {
  const project = findProject(folder);
  const isRoot = project !== undefined && project.root === folder;
  if (isRoot) for (const library of project.libraries) search.skipped.add(library);
  // A project that keeps its sources elsewhere, such as a package published without configuration, is searched whole.
  const start = isRoot && kindOf(project.sources) === 'directory' ? project.sources : folder;
  const before = search.sources.size + search.tests;
  searchFolder(start, false, search);
  if (search.sources.size + search.tests > before) return;
  search.diagnostics.push(
    cliError('CLI008', `no *.sol file in directory '${shown}'`, {
      notes: ['node_modules, build folders, libraries and dot folders are not searched'],
    }),
  );
}

function searchFolder(folder: string, inTests: boolean, search: Search): void {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const absolute = join(folder, entry.name);
      // Links to directories are not followed: they are how trees become endless.
      if (entry.isDirectory()) {
        const other = OTHER_FOLDERS.has(entry.name) || entry.name.startsWith('.');
        if (other || search.skipped.has(absolute)) continue;
        searchFolder(absolute, inTests || TEST_FOLDERS.has(entry.name), search);
      } else if (entry.name.endsWith('.sol') && !entry.name.startsWith('.')) {
        if (inTests || /\.[ts]\.sol$/.test(entry.name)) search.tests++;
        else search.sources.add(absolute);
      }
    }
  } catch (error) {
    const shown = displayPath(folder, search.cwd);
    search.diagnostics.push(cliError('CLI004', `cannot read '${shown}': ${reasonOf(error)}`));
  }
}
