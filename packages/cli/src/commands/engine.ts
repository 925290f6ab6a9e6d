// Loads what proving needs, and only then: the verifier, a solver, the replayer.
import { availableParallelism } from 'node:os';
import type { Replayer, verify, verifySource } from '@surety/core';
import type { SolverBackend } from '@surety/solvers';
import type { Diagnostic } from '@surety/spec-lang';
import type { ProveOptions } from '../arguments.js';
import { createReplayer } from '../replay/replayer.js';
import { bugReport, type Printer } from './printer.js';
import { createSolver, remembers } from './solver.js';

/** What one run shares between its specs. */
export interface Engine {
  readonly verify: typeof verify;
  readonly verifySource: typeof verifySource;
  readonly solver: SolverBackend;
  readonly replayer: Replayer;
  /** Queries under way at once. */
  readonly workers: number;
  /** Says what a cross-check found; false when two solvers contradict each other. */
  readonly conclude: () => boolean;
  /** Ends every worker and child process. */
  readonly dispose: () => Promise<void>;
}

/** More workers than this help little and cost 100 MB each. */
const MOST_WORKERS = 4;

/** The engine for these options, or why there is none (already printed when `diagnostic` is absent). */
export async function loadEngine(
  options: ProveOptions,
  folder: string,
  printer: Printer,
): Promise<
  | { readonly kind: 'ready'; readonly engine: Engine }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic | undefined }
> {
  try {
    const workers = options.workers ?? Math.max(1, Math.min(MOST_WORKERS, availableParallelism()));
    const [core, solver] = await Promise.all([
      import('@surety/core'),
      createSolver(options, workers, folder, printer).then((made) => {
        // It starts on a thread of its own while the front end is loaded and reads; a run that has answers may not need it.
        if ('backend' in made && !remembers(options, folder)) made.backend.warm?.();
        return made;
      }),
    ]);
    if ('diagnostic' in solver) return { kind: 'failed', diagnostic: solver.diagnostic };
    const engine: Engine = {
      verify: core.verify,
      verifySource: core.verifySource,
      solver: solver.backend,
      replayer: createReplayer(),
      workers,
      conclude: solver.conclude,
      dispose: () => solver.backend.dispose(),
    };
    return { kind: 'ready', engine };
  } catch (error) {
    printer.text(bugReport(error, 'starting', process.env.SURETY_DEBUG === '1'));
    return { kind: 'failed', diagnostic: undefined };
  }
}
