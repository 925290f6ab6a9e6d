// Writes every question as SMT-LIB that any solver reads, with where it comes from and how it was answered.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult, SolverBackend } from '../backend/backend.js';
import { emitScript } from '../smtlib/emit.js';
import type { Script } from '../smtlib/script.js';

/** `solver`, with each question and its answer written to a file in `folder`; `onProblem` is told once if that fails. */
export function dumped(
  solver: SolverBackend,
  folder: string,
  onProblem: (message: string) => void,
): SolverBackend {
  const names = new Map<string, number>();
  let failed = false;
  return {
    ...solver,
    audit: async (script, result, signal) => {
      const audited = (await solver.audit?.(script, result, signal)) ?? result;
      if (audited.kind === 'cancelled' || failed) return audited;
      const name = fileName(script, names);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, name), dumpText(script, audited));
      } catch (error) {
        if (!failed) onProblem(error instanceof Error ? error.message : String(error));
        failed = true;
      }
      return audited;
    },
  };
}

/** The text of a dump. `unsat` is what a proof needs; the answer we got is checked by solvers that read `:status`. */
export function dumpText(script: Script, result: CheckResult): string {
  const rung = result.rung === undefined ? '' : ` (${result.rung})`;
  const milliseconds = Math.round(result.milliseconds);
  const comments = [
    ...(script.comments ?? []),
    `answered ${result.kind} by ${result.solver}${rung} in ${milliseconds} ms`,
    'unsat: there is no run that breaks the claim. Named assertions are hypotheses of the specification.',
  ];
  const text = emitScript({ ...script, logic: 'ALL', comments });
  if (result.kind !== 'sat' && result.kind !== 'unsat') return text;
  return text.replace('(set-logic ALL)\n', `(set-logic ALL)\n(set-info :status ${result.kind})\n`);
}

function fileName(script: Script, names: Map<string, number>): string {
  const [id = 'question'] = script.comments ?? [];
  const base = id.replace(/[^A-Za-z0-9_.,()-]+/g, '_').slice(0, 120);
  const count = (names.get(base) ?? 0) + 1;
  names.set(base, count);
  return count === 1 ? `${base}.smt2` : `${base}.${count}.smt2`;
}
