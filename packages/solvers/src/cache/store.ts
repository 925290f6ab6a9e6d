// Answers on disk, one small file each, named by the hash of the job. Safe under concurrent runs: a file appears whole
// or not at all. What cannot be read counts as absent; what cannot be written is told once.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An answer as a solver gave it. */
export interface StoredAnswer {
  readonly output: string;
  readonly followUp?: string;
  /** What the check spent of its budget. */
  readonly spent?: number;
}

/** Remembers answers. Reading and writing never reject. */
export interface AnswerStore {
  read(hash: string): Promise<StoredAnswer | undefined>;
  write(hash: string, answer: StoredAnswer): Promise<void>;
  /** Makes room where the bound is exceeded. */
  close(): Promise<void>;
}

/** How a folder of answers is kept. */
export interface FileStoreOptions {
  /** Bound on the sum of the sizes of its files, bytes; default 256 MiB. */
  readonly maximumBytes?: number;
  /** Told once, when the folder cannot be written; nothing is remembered from then on. */
  readonly onWarning?: (message: string) => void;
}

const MAXIMUM_BYTES = 256 * 2 ** 20;
// Larger answers are models of enormous queries: not worth the room.
const LARGEST_ANSWER = 8 * 2 ** 20;
// Part of every checksum: answers written in another form are not read.
const FORM = 'surety-answer/1';
// Temporary files of runs that were killed are removed after this long.
const STALE_MILLISECONDS = 3_600_000;

/** A store in `folder`, which is made when the first answer is written. */
export function createFileStore(folder: string, options: FileStoreOptions = {}): AnswerStore {
  let writable = true;
  let written = false;
  const fileOf = (hash: string): string => join(folder, hash.slice(0, 2), `${hash}.json`);
  return {
    read: async (hash) => {
      try {
        const file = fileOf(hash);
        const answer = parse(hash, await readFile(file, 'utf8'));
        if (answer === undefined) return undefined;
        // Eviction goes by age of last use.
        const now = new Date();
        if (writable) await utimes(file, now, now).catch(() => {});
        return answer;
      } catch {
        return undefined;
      }
    },
    write: async (hash, answer) => {
      const text = JSON.stringify({ ...answer, checksum: checksum(hash, answer) });
      if (!writable || text.length > LARGEST_ANSWER) return;
      const file = fileOf(hash);
      const temporary = join(folder, `${process.pid}-${randomUUID()}.tmp`);
      try {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true });
        await writeFile(temporary, text, { flag: 'wx' });
        await rename(temporary, file);
        written = true;
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        if (!writable) return;
        writable = false;
        const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : '';
        options.onWarning?.(`the cache in '${folder}' cannot be written (${reason}): going on without it`);
      }
    },
    close: async () => {
      if (written) await evict(folder, options.maximumBytes ?? MAXIMUM_BYTES).catch(() => {});
      written = false;
    },
  };
}

function checksum(hash: string, { output, followUp, spent }: StoredAnswer): string {
  return createHash('sha256')
    .update(JSON.stringify([FORM, hash, output, followUp ?? null, ...(spent === undefined ? [] : [spent])]))
    .digest('hex');
}

function parse(hash: string, text: string): StoredAnswer | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { output, followUp, spent, checksum: told } = value as Readonly<Record<string, unknown>>;
  if (typeof output !== 'string' || (followUp !== undefined && typeof followUp !== 'string'))
    return undefined;
  if (spent !== undefined && typeof spent !== 'number') return undefined;
  const answer: StoredAnswer = {
    output,
    ...(followUp === undefined ? {} : { followUp }),
    ...(spent === undefined ? {} : { spent }),
  };
  return told === checksum(hash, answer) ? answer : undefined;
}

/** Removes the least recently used files until four fifths of the bound are left. */
async function evict(folder: string, maximumBytes: number): Promise<void> {
  const files: { readonly path: string; readonly size: number; readonly used: number }[] = [];
  let total = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) continue;
    if (name.endsWith('.tmp') && Date.now() - found.mtimeMs > STALE_MILLISECONDS)
      await rm(path, { force: true });
    files.push({ path, size: found.size, used: found.mtimeMs });
    total += found.size;
  }
  if (total <= maximumBytes) return;
  files.sort((a, b) => a.used - b.used);
  for (const { path, size } of files) {
    if (total <= 0.8 * maximumBytes) return;
    await rm(path, { force: true });
    total -= size;
  }
}
