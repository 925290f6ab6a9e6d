// Loads what proving needs, and only then: the verifier, a solver, the replayer.
import { availableParallelism } from 'node:os';
import type { Replayer, verify } from '@surety/core';
import type { SolverBackend } from '@surety/solvers';
import type { Diagnostic } from '@surety/spec-lang';
import type { ProveOptions, SolverName } from '../arguments.js';
import { cliError } from '../diagnostics.js';
import { createReplayer } from '../replay/replayer.js';
import { bugReport, type Printer } from './printer.js';

/** What one run shares between its specs. */
export interface Engine {
  readonly verify: typeof verify;
  readonly solver: SolverBackend;
  readonly replayer: Replayer;
  /** Queries under way at once. */
  readonly workers: number;
  /** Ends every worker and child process. */
  readonly dispose: () => Promise<void>;
}

/** More workers than this help little and cost 100 MB each. */
const MOST_WORKERS = 4;

/** The engine for these options, or why there is none (already printed when `diagnostic` is absent). */
export async function loadEngine(
  options: ProveOptions,
  printer: Printer,
): Promise<
  | { readonly kind: 'ready'; readonly engine: Engine }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic | undefined }
> {
  try {
    const workers = options.workers ?? Math.max(1, Math.min(MOST_WORKERS, availableParallelism()));
    const [core, solver] = await Promise.all([import('@surety/core'), createSolver(options.solver, workers)]);
    if ('diagnostic' in solver) return { kind: 'failed', diagnostic: solver.diagnostic };
    const engine: Engine = {
      verify: core.verify,
      solver: solver.backend,
      replayer: createReplayer(),
      workers,
      dispose: () => solver.backend.dispose(),
    };
    return { kind: 'ready', engine };
  } catch (error) {
    printer.text(bugReport(error, 'starting', process.env.SURETY_DEBUG === '1'));
    return { kind: 'failed', diagnostic: undefined };
  }
}

async function createSolver(
  name: SolverName,
  workers: number,
): Promise<{ readonly backend: SolverBackend } | { readonly diagnostic: Diagnostic }> {
  const { createNativeSolver, createZ3Wasm, detectSolvers } = await import('@surety/solvers');
  if (name === 'z3-wasm') return { backend: createZ3Wasm({ workers }) };
  const installed = await detectSolvers();
  const found = installed.find((solver) => solver.name === name);
  if (found !== undefined) return { backend: createNativeSolver(name, found.path, workers) };
  const notes = ['surety brings its own solver: leave --solver out, or say --solver z3-wasm'];
  return { diagnostic: cliError('CLI020', `solver '${name}' was not found on the PATH`, { notes }) };
}
