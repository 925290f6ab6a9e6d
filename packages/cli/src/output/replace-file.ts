// Writing a file whole or not at all.
import { chmodSync, linkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kindOf, reasonOf } from '../input/files.js';

/**
 * Writes `text` to a temporary file beside the target and renames it, so that a reader sees the old text or the new one.
 * A link stays a link, and a file keeps its permissions. Returns what went wrong, leaving nothing behind.
 */
export function replaceFile(absolute: string, text: string): string | undefined {
  try {
    const target = kindOf(absolute) === 'missing' ? absolute : realpathSync(absolute);
    return throughTemporary(target, text, (temporary) => {
      if (kindOf(target) === 'file') chmodSync(temporary, statSync(target).mode);
      renameSync(temporary, target);
    });
  } catch (error) {
    return reasonOf(error);
  }
}

/** As `replaceFile` for a file that must not exist; 'exists' when it does. */
export function createFile(absolute: string, text: string): string | undefined {
  return throughTemporary(absolute, text, (temporary) => linkSync(temporary, absolute));
}

function throughTemporary(
  target: string,
  text: string,
  publish: (temporary: string) => void,
): string | undefined {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    publish(temporary);
    return undefined;
  } catch (error) {
    return isExists(error) ? 'exists' : reasonOf(error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function isExists(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
