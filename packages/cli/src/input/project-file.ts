// The project file `surety.yaml`: defaults for the command, found in the working directory or above. Options win over it.
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@surety/spec-lang';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { cliError } from '../diagnostics.js';
import { displayPath, readText } from './files.js';
import { closest } from './suggest.js';

/** What a project file says; absent keys are undefined. Paths are relative to the folder of the file. */
export interface ProjectFile {
  /** Folder of the file, absolute. */
  readonly folder: string;
  /** Spec files and directories that `surety prove` takes when no path is given. */
  readonly specs: readonly string[] | undefined;
  /** Seconds for one solver query. */
  readonly timeout: number | undefined;
  /** Solver queries at once. */
  readonly workers: number | undefined;
  /** Import remappings `prefix=target`. */
  readonly remappings: readonly string[] | undefined;
}

/** The project file, that there is none, or what is wrong with it. */
export type LoadedProjectFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly project: ProjectFile }
  | {
      readonly kind: 'wrong';
      readonly diagnostics: readonly Diagnostic[];
      readonly path: string;
      readonly text: string;
    };

const NAME = 'surety.yaml';
const KEYS = ['specs', 'timeout', 'workers', 'remappings'] as const;

/** Looks for the project file from `cwd` upward and reads it. */
export function loadProjectFile(cwd: string): LoadedProjectFile {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const absolute = join(folder, NAME);
    const read = readText(absolute, cwd);
    if (read.kind === 'text') return parseProjectFile(read.text, folder, displayPath(absolute, cwd));
    if (read.kind === 'failed')
      return { kind: 'wrong', diagnostics: [read.diagnostic], path: absolute, text: '' };
    if (dirname(folder) === folder) return { kind: 'none' };
  }
}

/** Reads the text of a project file; `path` is how it is called in diagnostics. */
export function parseProjectFile(text: string, folder: string, path: string): LoadedProjectFile {
  const diagnostics: Diagnostic[] = [];
  const report = (message: string, at: readonly [number, number], suggestion?: string): void => {
    diagnostics.push(
      cliError('CLI060', message, { location: { path, start: at[0], end: at[1] }, suggestion }),
    );
  };
  const document = parseDocument(text);
  for (const error of document.errors) report(firstLine(error.message), error.pos);
  const { contents } = document;
  const found = new Map<string, Node | null>();
  if (contents !== null && !isMap(contents))
    report('a project file is a list of `key: value` lines', rangeOf(contents));
  for (const item of isMap(contents) ? contents.items : []) {
    const key = isScalar(item.key) ? String(item.key.value) : '';
    const near = closest(key, KEYS);
    if (KEYS.some((known) => known === key)) found.set(key, item.value as Node | null);
    else
      report(
        `unknown key '${key}'`,
        rangeOf(item.key as Node),
        near === undefined ? undefined : `did you mean '${near}'?`,
      );
  }
  const texts = (key: string): readonly string[] | undefined => {
    const node = found.get(key);
    if (node === undefined) return undefined;
    if (isSeq(node) && node.items.every((i) => isScalar(i) && typeof i.value === 'string'))
      return node.items.map((i) => String(isScalar(i) ? i.value : ''));
    report(`'${key}' is a list of texts`, rangeOf(node));
    return undefined;
  };
  const positive = (key: string, whole: boolean): number | undefined => {
    const node = found.get(key);
    if (node === undefined) return undefined;
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'number' && value > 0 && (!whole || Number.isInteger(value))) return value;
    report(`'${key}' is a ${whole ? 'whole ' : ''}number above 0`, rangeOf(node));
    return undefined;
  };
  const project: ProjectFile = {
    folder,
    specs: texts('specs'),
    timeout: positive('timeout', false),
    workers: positive('workers', true),
    remappings: texts('remappings'),
  };
  return diagnostics.length > 0 ? { kind: 'wrong', diagnostics, path, text } : { kind: 'found', project };
}

function rangeOf(node: Node | null): readonly [number, number] {
  const range = node?.range;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
