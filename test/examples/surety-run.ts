// Runs the built command on one spec, as a user would, and gives its report.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Report, Verdict } from '@surety/core';

/** Root of the repository; jest runs with it as working directory of its configuration. */
export const root = resolve(import.meta.dirname, '../..');

const launcher = join(root, 'packages/cli/bin/surety.js');

/** What a run of the command gives: its report and its exit code. */
export interface SuretyRun {
  readonly report: Report;
  readonly code: number;
}

/** Runs `surety prove` on `spec` (a path relative to `folder`); an output that is no report is an exception with stderr. */
export function runSurety(folder: string, spec: string, claims: readonly string[] = []): Promise<SuretyRun> {
  const selection = claims.flatMap((claim) => ['--claim', claim]);
  // Without the cache of answers: nothing is left in the folder, and nothing is known beforehand.
  const command = [launcher, 'prove', spec, ...selection, '--no-cache', '--json', '-'];
  return new Promise((done, fail) => {
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      try {
        if (typeof code !== 'number') throw new Error('the command did not end by itself');
        done({ report: JSON.parse(stdout) as Report, code });
      } catch (problem) {
        fail(new Error(`surety prove ${spec} in ${folder}: ${String(problem)}\n${stderr}`));
      }
    });
  });
}

/** Verdicts of a report by claim name. */
export function verdictsOf(report: Report): ReadonlyMap<string, Verdict> {
  return new Map(report.claims.map((claim) => [claim.name, claim.verdict]));
}
