// The report file: written whole or not at all.
import { accessSync, constants, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Report } from '@surety/core';
import type { Diagnostic } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { kindOf, reasonOf } from '../input/files.js';

/** One spec gives one report object, several give an array, in the order of the specs. */
export function reportJson(reports: readonly Report[]): string {
  const [first] = reports;
  return `${JSON.stringify(reports.length === 1 ? first : reports, undefined, 2)}\n`;
}

/** Whether the report can be written at all: asked before proving, so that no work is lost. */
export function checkReportTarget(target: string, cwd: string): Diagnostic | undefined {
  const absolute = resolve(cwd, target);
  const folder = dirname(absolute);
  if (target === '') return unwritable(target, 'the name is empty');
  if (target.endsWith('/') || kindOf(absolute) === 'directory')
    return unwritable(target, 'it is a directory');
  if (kindOf(folder) !== 'directory') {
    return unwritable(
      target,
      kindOf(folder) === 'missing' ? 'its directory does not exist' : 'its parent is not a directory',
    );
  }
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return unwritable(target, reasonOf(error));
  }
}

/**
 * Writes `text` to a temporary file beside the target and renames it, so that a reader sees the old report or the
 * new one. Returns what went wrong, leaving nothing behind.
 */
export function writeReport(target: string, text: string, cwd: string): Diagnostic | undefined {
  const absolute = resolve(cwd, target);
  const temporary = join(dirname(absolute), `.${basename(absolute)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, absolute);
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return unwritable(target, reasonOf(error));
  }
}

function unwritable(target: string, reason: string): Diagnostic {
  return cliError('CLI030', `cannot write '${target}': ${reason}`);
}
