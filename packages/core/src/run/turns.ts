// Who asks first where workers are few: a search asks questions of seconds, one after the other, and lemmas are hundreds of
// short questions. With one worker each of these would wait for one of those.
import type { CheckResult, SolverBackend } from '@surety/solvers';

/** Work that goes first, and a solver for those who give way to it. */
export interface Turns {
  /** While this goes on, others leave it a worker. */
  readonly first: <T>(work: () => Promise<T>) => Promise<T>;
  /** The same solver for work that gives way; time spent waiting is not in its answers. */
  readonly givingWay: (solver: SolverBackend) => SolverBackend;
}

/** Workers of a solver that does not tell. */
const SOME_WORKERS = 2;

/** Turns at the workers of one solver. */
export function createTurns({ workers = SOME_WORKERS }: SolverBackend): Turns {
  let ahead = 0;
  let asking = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  const turn = async (signal: AbortSignal | undefined): Promise<boolean> => {
    while (ahead > 0 && asking >= workers - 1 && signal?.aborted !== true) {
      let go: () => void = () => undefined;
      const woken = new Promise<void>((resolve) => {
        go = resolve;
      });
      waiting.push(go);
      signal?.addEventListener('abort', go, { once: true });
      await woken;
      signal?.removeEventListener('abort', go);
    }
    if (signal?.aborted === true) return false;
    // Here and not later: others that were woken look at it next.
    asking++;
    return true;
  };
  return {
    first: async (work) => {
      ahead++;
      try {
        return await work();
      } finally {
        ahead--;
        wake();
      }
    },
    givingWay: (solver) => ({
      ...solver,
      check: async (script, limits, signal): Promise<CheckResult> => {
        if (!(await turn(signal))) return { kind: 'cancelled', solver: solver.name, milliseconds: 0 };
        try {
          return await solver.check(script, limits, signal);
        } finally {
          asking--;
          wake();
        }
      },
    }),
  };
}
