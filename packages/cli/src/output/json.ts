// The report file: written whole or not at all.
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Report } from '@surety/core';
import type { Diagnostic } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { kindOf, reasonOf } from '../input/files.js';
import { replaceFile } from './replace-file.js';

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

/** Writes a report whole or not at all; returns what went wrong. */
export function writeReport(target: string, text: string, cwd: string): Diagnostic | undefined {
  const reason = replaceFile(resolve(cwd, target), text);
  return reason === undefined ? undefined : unwritable(target, reason);
}

function unwritable(target: string, reason: string): Diagnostic {
  return cliError('CLI030', `cannot write '${target}': ${reason}`);
}
