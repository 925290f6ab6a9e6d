// Trees of parsed files on disk, one file each, named by the hash of what was parsed. Safe under concurrent runs: a file appears
// whole or not at all. What cannot be read counts as absent; where nothing can be written, nothing is remembered.
import { createHash, randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ParseCache } from '@surety/core';
import { loadProjectFile } from '../input/project-file.js';
import { readVersion } from '../version.js';

/** How a folder of trees is kept. */
export interface ParseCacheOptions {
  /** Bound on the sum of the sizes of its files, bytes; default 200 MiB. */
  readonly maximumBytes?: number;
  /** What the trees depend on besides their texts; default: the code that makes them. */
  readonly stamp?: string;
}

const MAXIMUM_BYTES = 200 * 2 ** 20;
/** Room is made before the first tree of a run is written, and again after this part of the bound. */
const ROUND = 0.1;
const CHECKSUM_BYTES = 32;
/** Temporary files of runs that were killed are removed after this long. */
const STALE_MILLISECONDS = 3_600_000;

/** The trees of the project around `cwd`; undefined when nothing is to be remembered. */
export function projectParseCache(cwd: string, remember: boolean): ParseCache | undefined {
  if (!remember) return undefined;
  const file = loadProjectFile(cwd);
  const folder = file.kind === 'found' ? file.project.folder : cwd;
  return createParseCache(join(folder, '.surety', 'cache', 'ast'));
}

/** A cache in `folder`, which is made when the first tree is written. */
export function createParseCache(folder: string, options: ParseCacheOptions = {}): ParseCache {
  const bound = options.maximumBytes ?? MAXIMUM_BYTES;
  let writable = true;
  let written = Number.POSITIVE_INFINITY;
  let stamp = options.stamp;
  const checksum = (key: string, bytes: Uint8Array): Uint8Array => {
    stamp ??= codeStamp();
    return bytesOf(createHash('sha256').update(`surety-tree/1 ${stamp} ${key}\n`).update(bytes).digest());
  };
  const fileOf = (key: string): string => join(folder, key.slice(0, 2), `${key}.tree`);
  return {
    get: (key) => {
      const file = fileOf(key);
      try {
        const content = bytesOf(readFileSync(file));
        const bytes = content.subarray(CHECKSUM_BYTES);
        if (!areEqual(checksum(key, bytes), content.subarray(0, CHECKSUM_BYTES))) return undefined;
        const value: unknown = deserialize(bytes);
        if (writable) markUsed(file);
        return value;
      } catch {
        return undefined;
      }
    },
    put: (key, value) => {
      if (!writable) return;
      const temporary = join(folder, `${process.pid}-${randomUUID()}.tmp`);
      try {
        if (written > ROUND * bound) {
          makeRoom(folder, (1 - 2 * ROUND) * bound, bound * (1 - ROUND));
          written = 0;
        }
        const bytes = bytesOf(serialize(value));
        if (bytes.length > ROUND * bound) return;
        mkdirSync(dirname(fileOf(key)), { recursive: true });
        const content = new Uint8Array(CHECKSUM_BYTES + bytes.length);
        content.set(checksum(key, bytes));
        content.set(bytes, CHECKSUM_BYTES);
        writeFileSync(temporary, content, { flag: 'wx' });
        renameSync(temporary, fileOf(key));
        written += bytes.length;
      } catch {
        writable = false;
        removeQuietly(temporary);
      }
    },
  };
}

function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

// Eviction goes by age of last use.
function markUsed(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // A folder that cannot be written can still be read.
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be removed does no harm: it is never read.
  }
}

/** Removes the least recently used files until `wanted` bytes are left, when there are more than `allowed`. */
function makeRoom(folder: string, wanted: number, allowed: number): void {
  const files: { readonly path: string; readonly size: number; readonly used: number }[] = [];
  let total = 0;
  for (const path of filesBelow(folder)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) continue;
    if (path.endsWith('.tmp') && Date.now() - found.mtimeMs > STALE_MILLISECONDS) removeQuietly(path);
    else {
      files.push({ path, size: found.size, used: found.mtimeMs });
      total += found.size;
    }
  }
  if (total <= allowed) return;
  files.sort((a, b) => a.used - b.used);
  for (const { path, size } of files) {
    if (total <= wanted) return;
    removeQuietly(path);
    total -= size;
  }
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  } catch {
    return [];
  }
}

// A tree that other code made is not to be read: it would be a program that nobody wrote. The version tells releases apart; the
// text of the modules tells builds apart, as far as they lie on disk one by one.
function codeStamp(): string {
  const hash = createHash('sha256').update(readVersion());
  try {
    const main = createRequire(import.meta.url).resolve('@surety/core');
    const folder = join(dirname(main), 'frontend');
    for (const name of readdirSync(folder).sort())
      if (name.endsWith('.js')) hash.update(name).update(readFileSync(join(folder, name), 'utf8'));
  } catch {
    // One bundle: its version is what there is.
  }
  return hash.digest('hex');
}
