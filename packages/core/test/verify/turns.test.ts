// Searches leave a worker to what goes first; with one worker they wait.
import { describe, expect, it } from '@jest/globals';
import type { SolverBackend } from '@surety/solvers';
import { createTurns } from '../../src/run/turns.js';

/** A solver that notes what it is asked, and answers at once. */
function noting(workers: number): { solver: SolverBackend; asked: string[] } {
  const asked: string[] = [];
  const solver: SolverBackend = {
    name: 'noting',
    workers,
    check: async (script) => {
      asked.push(String(script));
      return { kind: 'unsat', solver: 'noting', milliseconds: 0 };
    },
    dispose: async () => undefined,
  };
  return { solver, asked };
}

/** Work that ends when it is told to. */
function endless(): { work: () => Promise<void>; end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns at the workers of a solver', () => {
  it('with one worker a search waits until what goes first has ended', async () => {
    const { solver, asked } = noting(1);
    const turns = createTurns(solver);
    const { work, end } = endless();
    const first = turns.first(work);
    const answer = turns.givingWay(solver).check('search', { wallMilliseconds: 1000 });
    await pause();
    expect(asked).toEqual([]);
    end();
    await first;
    expect((await answer).kind).toBe('unsat');
    expect(asked).toEqual(['search']);
  });

  it('with two workers one of them is left', async () => {
    const { solver, asked } = noting(2);
    const turns = createTurns(solver);
    const { work, end } = endless();
    const first = turns.first(work);
    const polite = turns.givingWay({
      ...solver,
      check: async (script, limits, signal) => {
        const answer = await solver.check(script, limits, signal);
        await first;
        return answer;
      },
    });
    const answers = [
      polite.check('one', { wallMilliseconds: 1000 }),
      polite.check('two', { wallMilliseconds: 1000 }),
    ];
    await pause();
    expect(asked).toEqual(['one']);
    end();
    await Promise.all(answers);
    expect(asked).toEqual(['one', 'two']);
  });

  it('what is given up while it waits is cancelled without being asked', async () => {
    const { solver, asked } = noting(1);
    const turns = createTurns(solver);
    const { work, end } = endless();
    const first = turns.first(work);
    const given = new AbortController();
    const answer = turns.givingWay(solver).check('search', { wallMilliseconds: 1000 }, given.signal);
    await pause();
    given.abort();
    expect((await answer).kind).toBe('cancelled');
    end();
    await first;
    expect(asked).toEqual([]);
  });

  it('what goes first lets others go on when it fails', async () => {
    const { solver } = noting(1);
    const turns = createTurns(solver);
    await expect(turns.first(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await turns.givingWay(solver).check('search', { wallMilliseconds: 1000 })).kind).toBe('unsat');
  });
});
