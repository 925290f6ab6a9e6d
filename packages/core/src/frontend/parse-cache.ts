// Trees by the content of their files: in memory for the process, and beyond it where the host gives a cache. The parser library
// takes longer than all that follows, so a file is given to it once.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Diagnostic } from '@surety/spec-lang';
import type { SourceUnit } from './ast.js';
import { LIBRARY_VERSION } from './library.js';
import type { NodeIds } from './translate-context.js';

/**
 * Remembers what was parsed, between processes. Values are plain data (objects, arrays, strings, numbers, booleans, undefined)
 * and are to be returned as they were put, or not at all: whoever stores them answers for that. Never throws.
 */
export interface ParseCache {
  /** The value under a key of 64 hex digits; the caller may keep it. */
  get(key: string): unknown;
  put(key: string, value: unknown): void;
}

/** What a text was parsed into, for no place yet: paths are '', the file is 0, node ids are `1..ids`. */
export interface ParsedText {
  /** Undefined when the syntax is wrong. */
  readonly unit: SourceUnit | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly ids: number;
}

/**
 * Part of every key. To be raised with every change of the tree that a text is translated into, or of its diagnostics; a test
 * compares the trees of some files with what they were in this version.
 */
export const TREE_VERSION = 1;

/** Characters of text whose trees are kept in memory; a tree takes about 40 times its text. */
const KEPT_CHARACTERS = 2_000_000;
const kept = new Map<string, { readonly parsed: ParsedText; readonly size: number }>();
let keptSize = 0;

/** What `parse` gives for a text, or gave for the same text before. */
export function remembered(
  text: string,
  parse: (text: string) => ParsedText,
  cache: ParseCache | undefined,
): ParsedText {
  const key = keyOf(text);
  const known = kept.get(key);
  if (known !== undefined) return known.parsed;
  const stored = cache?.get(key);
  const parsed = isParsedText(stored) ? stored : parse(text);
  if (parsed !== stored) cache?.put(key, parsed);
  keep(key, parsed, text.length);
  return parsed;
}

function keyOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${LIBRARY_VERSION}/${TREE_VERSION}\n${text}`)));
}

// The store vouches for its values; this keeps out what was never one.
function isParsedText(value: unknown): value is ParsedText {
  if (typeof value !== 'object' || value === null) return false;
  const { unit, diagnostics, ids } = value as Readonly<Record<string, unknown>>;
  const isUnit = typeof unit === 'object' && unit !== null && 'kind' in unit && unit.kind === 'sourceUnit';
  return (unit === undefined || isUnit) && Array.isArray(diagnostics) && Number.isSafeInteger(ids);
}

// The oldest go first.
function keep(key: string, parsed: ParsedText, size: number): void {
  kept.set(key, { parsed, size });
  keptSize += size;
  for (const [oldest, { size: freed }] of kept) {
    if (keptSize <= KEPT_CHARACTERS) return;
    kept.delete(oldest);
    keptSize -= freed;
  }
}

/** Where a parsed text is put. */
export interface Placing {
  readonly path: string;
  readonly file: number;
  readonly ids: NodeIds;
}

/** A copy for a file of a load: its own path, file index and node ids. */
export function placed(
  { unit, diagnostics, ids }: ParsedText,
  { path, file, ids: source }: Placing,
): Pick<ParsedText, 'unit' | 'diagnostics'> {
  const first = source.reserve(ids);
  return {
    unit: unit && { ...(copied(unit, first - 1, file) as SourceUnit), path },
    diagnostics: diagnostics.map((diagnostic) => ({
      ...diagnostic,
      ...(diagnostic.location && { location: { ...diagnostic.location, path } }),
    })),
  };
}

// Every node id of the tree is a field `id`, every file index a field `file`; a test compares with a tree made in place.
function copied(value: unknown, offset: number, file: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copied(item, offset, file));
  const copy: Record<string, unknown> = {};
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const field = fields[key];
    if (typeof field === 'number') copy[key] = key === 'id' ? field + offset : key === 'file' ? file : field;
    else copy[key] = copied(field, offset, file);
  }
  return copy;
}
