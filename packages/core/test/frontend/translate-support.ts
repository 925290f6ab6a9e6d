// Shared by the front end's tests: packages from node_modules as sources, and solc as the judge.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '@surety/spec-lang';
import type { SourceUnit } from '../../dist/frontend/ast.js';
import { loadSources, type SourceHost, type Sources } from '../../dist/frontend/sources.js';

const modules = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));
const require = createRequire(import.meta.url);

/** The text of a file under node_modules. */
export function readModule(file: string): SourceFile {
  return { path: file, text: readFileSync(modules + file, 'utf8') };
}

/** All Solidity files below a folder of node_modules. */
export function solidityFiles(folder: string): readonly string[] {
  return readdirSync(modules + folder, { withFileTypes: true }).flatMap((entry) => {
    const child = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return solidityFiles(child);
    return entry.name.endsWith('.sol') ? [child] : [];
  });
}

/** Resolves relative imports and packages in node_modules. */
export const moduleHost: SourceHost = {
  resolve(importText, fromPath) {
    const file = importText.startsWith('.')
      ? path.posix.join(path.posix.dirname(fromPath), importText)
      : importText;
    try {
      return readModule(file);
    } catch {
      return undefined;
    }
  },
};

/** Sources of files given as text; imports find one another by path. */
export function sourcesOf(
  files: Readonly<Record<string, string>>,
  roots: readonly string[] = Object.keys(files),
): Sources {
  const find = (file: string): SourceFile | undefined => {
    const text = files[file];
    return text === undefined ? undefined : { path: file, text };
  };
  const resolve = (importText: string): SourceFile | undefined => find(importText.replace(/^\.\//, ''));
  return loadSources(
    roots.flatMap((root) => find(root) ?? []),
    { resolve },
  );
}

/** The unit of a single source text without diagnostics. */
export function unitOf(text: string): SourceUnit {
  const sources = sourcesOf({ 'a.sol': text });
  const [unit] = sources.units;
  if (!unit || sources.diagnostics.length > 0) throw new Error(JSON.stringify(sources.diagnostics));
  return unit;
}

export interface SolcNode {
  readonly [key: string]: unknown;
}

/** solc's trees by path and its errors. `parseOnly`: no names or types are looked at. */
export function solcTrees(
  sources: readonly SourceFile[],
  parseOnly: boolean,
): { readonly trees: ReadonlyMap<string, SolcNode>; readonly errors: readonly string[] } {
  const solc = require('solc') as { compile(input: string): string };
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(sources.map((source) => [source.path, { content: source.text }])),
    settings: { ...(parseOnly ? { stopAfter: 'parsing' } : {}), outputSelection: { '*': { '': ['ast'] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    readonly errors?: readonly { readonly severity: string; readonly message: string }[];
    readonly sources?: Readonly<Record<string, { readonly ast: SolcNode }>>;
  };
  const errors = (output.errors ?? [])
    .filter((error) => error.severity === 'error')
    .map((error) => error.message);
  return {
    trees: new Map(Object.entries(output.sources ?? {}).map(([file, { ast }]) => [file, ast])),
    errors,
  };
}

/** Every object in a tree that `select` accepts, in depth. */
export function collect<T>(tree: unknown, select: (node: SolcNode) => T | undefined): readonly T[] {
  const found: T[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const selected = select(value as SolcNode);
      if (selected !== undefined) found.push(selected);
      Object.values(value).forEach(walk);
    }
  };
  walk(tree);
  return found;
}

/** UTF-16 offset of each UTF-8 byte offset of a text. */
export function utf16Offsets(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte;
  const offsets: number[] = [];
  let index = 0;
  for (const character of text) {
    for (let i = Buffer.byteLength(character); i > 0; i--) offsets.push(index);
    index += character.length;
  }
  return (byte) => offsets[byte] ?? text.length;
}

/** A generator of pseudo-random whole numbers below `bound`, the same for the same seed. */
export function seededRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
