// Reading files and finding spec files: every way this can go wrong is a coded diagnostic.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { closestPath } from './suggest.js';

/** A text, or why there is none. */
export type ReadResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic };

/** The way a path is shown: relative to the working directory, with forward slashes on every system. */
export function displayPath(absolute: string, cwd: string): string {
  const shown = relative(cwd, absolute);
  const text = shown === '' ? '.' : isAbsolute(shown) ? absolute : shown;
  return sep === '/' ? text : text.split(sep).join('/');
}

/** Reads a text file; directories, unreadable files and files that are not UTF-8 text are told apart. */
export function readText(absolute: string, cwd: string): ReadResult {
  const shown = displayPath(absolute, cwd);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(absolute));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'failed', diagnostic: cliError('CLI004', `cannot read '${shown}': ${reasonOf(error)}`) };
  }
  try {
    // A byte order mark is dropped by the decoder; a bad byte throws.
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'failed', diagnostic: cliError('CLI005', `'${shown}' is not a UTF-8 text file`) };
  }
}

/** Whether a path names a Solidity file, which is proved without a spec. */
export function isSolidity(path: string): boolean {
  return path.endsWith('.sol');
}

/**
 * Spec files named by `paths`: files as they are, directories searched for `*.surety` (sorted; `node_modules`,
 * `dist` and dot folders skipped); and Solidity files that are named themselves. Absolute paths, each once, in the order
 * of the arguments.
 */
export function findInputs(
  paths: readonly string[],
  cwd: string,
): { readonly inputs: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const specs = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    const kind = kindOf(absolute);
    if (kind === 'file') {
      if (absolute.endsWith('.surety') || isSolidity(absolute)) specs.add(absolute);
      else diagnostics.push(notASpec(path));
    } else if (kind === 'directory') {
      const found = specsBelow(absolute, cwd, diagnostics);
      for (const spec of found) specs.add(spec);
      if (found.length === 0) {
        const notes = [
          'a spec is a file like bank.surety; node_modules, dist and dot folders are not searched',
        ];
        diagnostics.push(cliError('CLI003', `no *.surety file in directory '${path}'`, { notes }));
      }
    } else if (kind === 'missing') {
      const similar = closestPath(absolute);
      const suggestion = similar === undefined ? undefined : `did you mean '${displayPath(similar, cwd)}'?`;
      diagnostics.push(cliError('CLI001', `'${path}' does not exist`, { suggestion }));
    } else {
      diagnostics.push(cliError('CLI004', `cannot read '${path}': ${kind.reason}`));
    }
  }
  return { inputs: [...specs], diagnostics };
}

function notASpec(path: string): Diagnostic {
  const notes = [
    'give surety *.surety files, directories that hold some, or *.sol files to prove their assertions',
  ];
  return cliError('CLI002', `'${path}' is neither a *.surety nor a *.sol file`, { notes });
}

function specsBelow(folder: string, cwd: string, diagnostics: Diagnostic[]): readonly string[] {
  const found: string[] = [];
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const absolute = join(folder, entry.name);
      // Links to directories are not followed: they are how trees become endless.
      if (entry.isDirectory()) {
        const skipped = entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.');
        if (!skipped) found.push(...specsBelow(absolute, cwd, diagnostics));
      } else if (entry.name.endsWith('.surety') && !entry.name.startsWith('.')) {
        found.push(absolute);
      }
    }
  } catch (error) {
    diagnostics.push(cliError('CLI004', `cannot read '${displayPath(folder, cwd)}': ${reasonOf(error)}`));
  }
  return found;
}

/** What stands at a path, links followed. */
export function kindOf(absolute: string): 'file' | 'directory' | 'missing' | { readonly reason: string } {
  try {
    const stats = statSync(absolute);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'directory' : { reason: 'it is not a regular file' };
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : { reason: reasonOf(error) };
  }
}

/** The system's reason in words, without the path that the caller names anyway. */
export function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    case 'ENOENT':
      return 'it does not exist';
    case 'ENOTDIR':
      return 'a part of the path is not a directory';
    case 'ENOSPC':
      return 'no space left on the device';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ELOOP':
      return 'too many symbolic links';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
