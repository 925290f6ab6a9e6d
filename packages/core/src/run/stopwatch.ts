// Time of work that asks a solver, without the time it waits for a free worker: other work that goes on at the same time
// must not use up its patience.
import type { SolverBackend } from '@surety/solvers';

/** A solver that is watched, and the milliseconds since then that its user did not wait in a queue. */
export interface Stopwatch {
  readonly solver: SolverBackend;
  readonly milliseconds: () => number;
}

/** Starts to watch a user of a solver that asks one question at a time. */
export function startStopwatch(solver: SolverBackend): Stopwatch {
  const started = performance.now();
  let waited = 0;
  return {
    solver: {
      ...solver,
      check: async (script, limits, signal) => {
        const asked = performance.now();
        const result = await solver.check(script, limits, signal);
        waited += Math.max(0, performance.now() - asked - result.milliseconds);
        return result;
      },
    },
    milliseconds: () => performance.now() - started - waited,
  };
}
