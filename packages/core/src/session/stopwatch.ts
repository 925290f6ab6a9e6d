// Time and work of those who ask a solver, without the time they wait for a free worker: other work that goes on at the
// same time must not use up their patience.
import type { SolverBackend } from '@surety/solvers';

/** A solver that is watched, and what its user spent since then. */
export interface Stopwatch {
  readonly solver: SolverBackend;
  /** Milliseconds in which it did not wait in a queue. */
  readonly milliseconds: () => number;
  /** Work in units of `rlimit`, the same on every machine and under any load: what was asked, and what answers took. */
  readonly work: () => number;
}

/** Work that goes with every question: to write it down and to read it. */
const WORK_OF_A_QUESTION = 200_000;
/** For solvers that do not tell what they spend; Z3 in WASM does about as much. */
const WORK_OF_A_MILLISECOND = 3_000;

/** Starts to watch a user of a solver that asks one question at a time. */
export function startStopwatch(solver: SolverBackend): Stopwatch {
  const started = performance.now();
  let waited = 0;
  let work = 0;
  return {
    solver: {
      ...solver,
      check: async (script, limits, signal) => {
        const asked = performance.now();
        const result = await solver.check(script, limits, signal);
        waited += Math.max(0, performance.now() - asked - result.milliseconds);
        work += WORK_OF_A_QUESTION + (result.spent ?? result.milliseconds * WORK_OF_A_MILLISECOND);
        return result;
      },
    },
    milliseconds: () => performance.now() - started - waited,
    work: () => work,
  };
}

/** The same stopwatch after a pause: what passed since it showed `milliseconds` does not count. */
export function resumed(watch: Stopwatch, milliseconds: number): Stopwatch {
  const pause = watch.milliseconds() - milliseconds;
  return { ...watch, milliseconds: () => watch.milliseconds() - pause };
}

/** What someone may spend: work decides, the clock only protects. */
export interface Patience {
  readonly work: number;
  readonly milliseconds: number;
}

/** Whether a budget is used up. */
export function isSpent({ work, milliseconds }: Stopwatch, patience: Patience): boolean {
  return work() > patience.work || milliseconds() > patience.milliseconds;
}
