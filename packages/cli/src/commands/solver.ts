// The solver of a run by its options: which one, what it remembers, who checks it, what is written down.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AnswerStore, CrossCheck, SolverBackend } from '@surety/solvers';
import type { Diagnostic } from '@surety/spec-lang';
import type { ProveOptions, SolverName } from '../arguments.js';
import { cliError } from '../diagnostics.js';
import { count } from '../output/layout.js';
import type { Printer } from './printer.js';

/** A solver with what is to be said at the end of a run. */
export interface SolverOfRun {
  readonly backend: SolverBackend;
  /** Prints what a cross-check found; false when two solvers contradict each other. */
  readonly conclude: () => boolean;
}

/** Folder for what the command remembers, in the project or the working directory. */
const FOLDER = '.surety';

/** Whether a run with these options may find answers of an earlier one. */
export function remembers(options: ProveOptions, folder: string): boolean {
  return options.cache && existsSync(cacheFolder(folder));
}

function cacheFolder(folder: string): string {
  return join(folder, FOLDER, 'cache');
}

/** The solver for these options, or why there is none. */
export async function createSolver(
  options: ProveOptions,
  workers: number,
  folder: string,
  printer: Printer,
): Promise<SolverOfRun | { readonly diagnostic: Diagnostic }> {
  const { createFileStore, crossChecked, dumped } = await import('@surety/solvers');
  const cache = options.cache
    ? createFileStore(cacheFolder(folder), { onWarning: (message) => printer.line(message) })
    : undefined;
  const main = await backendOf(options.solver, workers, cache);
  if ('diagnostic' in main) return main;
  let { backend } = main;
  // Reports for tools tell what each proof rests on; for people the second run would only cost time.
  if (options.json !== undefined) backend = { ...backend, explains: true };
  let check: CrossCheck | undefined;
  if (options.crossCheck !== undefined) {
    if (options.crossCheck === options.solver)
      return { diagnostic: cliError('CLI021', `'${options.crossCheck}' cannot check itself`) };
    const other = await backendOf(options.crossCheck, workers, cache);
    if ('diagnostic' in other) return other;
    check = crossChecked(backend, other.backend);
    ({ backend } = check);
  }
  if (options.dump !== undefined) {
    const target = options.dump;
    backend = dumped(backend, resolve(folder, target), (message) =>
      printer.line(`cannot write to '${target}': ${message}`),
    );
  }
  const conclude = (): boolean => check === undefined || concludeCrossCheck(check, options, folder, printer);
  return { backend, conclude };
}

async function backendOf(
  name: SolverName,
  workers: number,
  cache: AnswerStore | undefined,
): Promise<{ readonly backend: SolverBackend } | { readonly diagnostic: Diagnostic }> {
  const { createNativeSolver, createZ3Wasm, detectSolvers } = await import('@surety/solvers');
  const remembering = cache === undefined ? {} : { cache };
  if (name === 'z3-wasm') return { backend: createZ3Wasm({ workers, ...remembering }) };
  const found = (await detectSolvers()).find((solver) => solver.name === name);
  if (found !== undefined) {
    const { path, version } = found;
    return { backend: createNativeSolver(name, { path, version, processes: workers, ...remembering }) };
  }
  const notes = ['surety brings its own solver: leave --solver out, or say --solver z3-wasm'];
  return { diagnostic: cliError('CLI020', `solver '${name}' was not found on the PATH`, { notes }) };
}

function concludeCrossCheck(
  check: CrossCheck,
  options: ProveOptions,
  folder: string,
  printer: Printer,
): boolean {
  const all = check.confirmed() + check.undecided() + check.disagreements().length;
  const undecided = check.undecided() === 0 ? '' : `, ${check.undecided()} not decided`;
  printer.line(
    `cross-check by ${options.crossCheck}: ${check.confirmed()} of ${count(all, 'proof')} confirmed${undecided}`,
  );
  for (const [i, { question, first, second, script }] of check.disagreements().entries()) {
    const notes = [`${first.solver}: ${first.answer}; ${second.solver}: ${second.answer}`];
    try {
      const target = join(folder, FOLDER, 'disagreements');
      mkdirSync(target, { recursive: true });
      for (const side of [first, second]) {
        const file = join(target, `${i + 1}-${side.solver}.smt2`);
        writeFileSync(file, `; ${side.solver} answers ${side.answer}\n${script}`);
        notes.push(`script: ${file}`);
      }
    } catch (error) {
      notes.push(`its scripts cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
    printer.error(cliError('CLI022', `two solvers contradict each other: ${question}`, { notes }));
  }
  return check.disagreements().length === 0;
}
