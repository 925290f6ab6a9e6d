// Where the time of a run goes, by the wall clock: the front end, solvers, replays, and our own work while none of these runs.
import type { SolverBackend } from '@surety/solvers';
import type { RunTimes } from '../result/report.js';
import type { VerifyOptions } from './options.js';

/** Options of a run whose solver and replayer are watched. */
export interface TimedRun {
  readonly options: VerifyOptions;
  /** Ends the loading of sources. */
  readonly loaded: () => void;
  readonly times: () => RunTimes;
}

/** Starts to watch a run. */
export function timedRun(options: VerifyOptions): TimedRun {
  const started = performance.now();
  let loading = 0;
  const solving: Interval[] = [];
  const replaying: Interval[] = [];
  const { solver, replayer } = options;
  const watched: VerifyOptions = {
    ...options,
    solver: {
      ...solver,
      check: async (script, limits, signal) => {
        const result = await solver.check(script, limits, signal);
        // The time in the queue, before, is not the solver's.
        const end = performance.now();
        if (result.milliseconds > 0) solving.push([end - result.milliseconds, end]);
        return result;
      },
    },
    ...(replayer === undefined
      ? {}
      : {
          replayer: {
            run: async (plan, signal) => {
              const begin = performance.now();
              try {
                return await replayer.run(plan, signal);
              } finally {
                replaying.push([begin, performance.now()]);
              }
            },
          },
        }),
  };
  return {
    options: watched,
    loaded: () => {
      loading = performance.now() - started;
    },
    times: () => {
      const total = performance.now() - started;
      const others = length([[started, started + loading], ...solving, ...replaying]);
      return { loading, solving: length(solving), replaying: length(replaying), own: total - others };
    },
  };
}

/** A backend that adds up the milliseconds of its answers. */
export function summed(solver: SolverBackend): {
  readonly solver: SolverBackend;
  readonly milliseconds: () => number;
} {
  let milliseconds = 0;
  return {
    solver: {
      ...solver,
      check: async (script, limits, signal) => {
        const result = await solver.check(script, limits, signal);
        milliseconds += result.milliseconds;
        return result;
      },
    },
    milliseconds: () => milliseconds,
  };
}

type Interval = readonly [begin: number, end: number];

/** Length of a union of intervals. */
function length(intervals: readonly Interval[]): number {
  let sum = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [begin, end] of [...intervals].sort(([a], [b]) => a - b)) {
    if (end <= until) continue;
    sum += end - Math.max(begin, until);
    until = end;
  }
  return sum;
}
