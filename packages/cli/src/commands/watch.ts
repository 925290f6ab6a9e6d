// `surety prove --watch`: proves again whenever a file changes that the last run has read, until Ctrl-C.
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ProveOptions } from '../arguments.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { prove } from './prove.js';

/** Editors write a file in several steps: changes within this many milliseconds are one. */
const DEBOUNCE = 120;

/** Runs until interrupted; the exit code then tells that. */
export async function watchAndProve(
  options: ProveOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  while (!signal.aborted) {
    const files = new Set([resolve(terminal.cwd, 'surety.yaml')]);
    for (const path of options.paths.length === 0 ? ['.'] : options.paths)
      files.add(resolve(terminal.cwd, path));
    // Listening starts before the run, so that an edit during it is not missed.
    const changes = listen(files, signal);
    await prove(options, terminal, signal, {
      onFiles: (paths) => changes.add(paths.map((path) => resolve(terminal.cwd, path))),
    });
    if (!signal.aborted) {
      terminal.err('watching for changes; Ctrl-C ends\n');
      await changes.next;
      if (!signal.aborted) terminal.err('\n');
    }
    changes.close();
  }
  return EXIT.interrupted;
}

interface Changes {
  /** Resolves after the first change, and on abort. */
  readonly next: Promise<void>;
  readonly add: (paths: readonly string[]) => void;
  readonly close: () => void;
}

/** Watches folders rather than files: an editor that renames a new file over the old one is seen too. */
function listen(files: Set<string>, signal: AbortSignal): Changes {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let done: () => void = () => {};
  const next = new Promise<void>((resolve_) => {
    done = resolve_;
  });
  const isOurs = (folder: string, name: string | null): boolean =>
    name === null ||
    files.has(resolve(folder, name)) ||
    // A new spec in a folder that was searched.
    (files.has(folder) && /.\.(?:surety|sol)$/.test(name));
  const watchFolder = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_event, name) => {
        if (!isOurs(folder, name)) return;
        clearTimeout(timer);
        timer = setTimeout(done, DEBOUNCE);
      });
      // A folder that goes away is a change as well.
      watcher.on('error', done);
      watchers.set(folder, watcher);
    } catch {
      // What cannot be watched is missing or forbidden, and the run has said so.
    }
  };
  const add = (paths: readonly string[]): void => {
    for (const path of paths) {
      files.add(path);
      watchFolder(dirname(path));
      if (basename(path).indexOf('.', 1) === -1) watchFolder(path);
    }
  };
  add([...files]);
  signal.addEventListener('abort', done, { once: true });
  return {
    next,
    add,
    close: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
