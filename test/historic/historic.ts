// Known bugs of real contracts, rewritten small: each folder has a specification and a contract, buggy and fixed. A case is
// run in a folder of its own, in which the contract has its plain name.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '@surety/core';

const here = resolve(import.meta.dirname);
const launcher = resolve(here, '../../packages/cli/bin/surety.js');

/** A version of the contract of a case. */
export type Version = 'buggy' | 'fixed';

/** A case with its place for running. */
export interface HistoricCase {
  readonly name: string;
  /** Working folder; holds the specification, the contract and `attacks`. */
  readonly folder: string;
  /** Puts a version of the contract into the working folder. */
  readonly use: (version: Version) => void;
  /** Removes the working folder. */
  readonly dispose: () => void;
}

/** Names of the cases, sorted. */
export function historicNames(): readonly string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, `${entry.name}.surety`)))
    .map((entry) => entry.name)
    .sort();
}

/** Prepares a case in a temporary folder. */
export function prepareCase(name: string): HistoricCase {
  const folder = mkdtempSync(join(tmpdir(), `surety-${name}-`));
  mkdirSync(join(folder, 'attacks'));
  copyFileSync(join(here, name, `${name}.surety`), join(folder, `${name}.surety`));
  return {
    name,
    folder,
    use: (version) => {
      for (const file of readdirSync(join(here, name)).filter((one) => one.endsWith(`.${version}.sol`)))
        copyFileSync(join(here, name, file), join(folder, file.replace(`.${version}.sol`, '.sol')));
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Proves the claims of a case, writing traces if asked; throws when there is no report. */
export async function proveCase(one: HistoricCase, traces: boolean): Promise<Report> {
  const more = traces ? ['--traces', 'attacks'] : [];
  const run = await surety(one.folder, ['prove', `${one.name}.surety`, '--json', 'report.json', ...more]);
  try {
    return JSON.parse(readFileSync(join(one.folder, 'report.json'), 'utf8')) as Report;
  } catch {
    throw new Error(`surety prove ${one.name}: exit code ${run.code}\n${run.output}`);
  }
}

/** Trace files of a case, relative to its folder. */
export function tracesOf(one: HistoricCase): readonly string[] {
  return readdirSync(join(one.folder, 'attacks'))
    .filter((file) => file.endsWith('.trace.json'))
    .map((file) => `attacks/${file}`);
}

/** Runs the built command. */
export function surety(
  folder: string,
  words: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done, fail) => {
    const command = [launcher, ...words];
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') done({ code, output: stdout + stderr });
      else fail(error);
    });
  });
}
