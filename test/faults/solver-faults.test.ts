// Solver threads that die, run out of memory or are killed at random: in the end every question has the answer it has in peace.
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { climb, createZ3Wasm, INT, type Script, type SolverBackend, TermBank } from '@surety/solvers';

const open: SolverBackend[] = [];
afterEach(async () => {
  for (const solver of open.splice(0)) await solver.dispose();
});
const LIMITS = { rlimit: 20_000_000, wallMilliseconds: 60_000 };

/** Questions of some ten to a hundred milliseconds, every second one refuted. */
function question(n: number): { readonly script: Script; readonly expected: 'sat' | 'unsat' } {
  const bank = new TermBank();
  const [x, y, a] = ['x', 'y', 'a'].map((name) => bank.symbol(name, INT)) as [never, never, never];
  const fee = bank.int(900 + n);
  const paid = bank.mul(a, fee);
  const out = bank.div(bank.mul(paid, y), bank.add(bank.mul(x, bank.int(1000)), paid));
  const before = bank.mul(x, y);
  const after = bank.mul(bank.add(x, a), bank.sub(y, out));
  const positive = bank.and(bank.le(bank.int(1), x), bank.le(bank.int(1), y), bank.le(bank.int(0), a));
  // With a fee of zero or more the product never falls; some trade keeps it where it was.
  const goal = n % 2 === 0 ? bank.lt(after, before) : bank.eq(after, before);
  return {
    script: { assertions: [{ term: positive }, { term: goal }] },
    expected: n % 2 === 0 ? 'unsat' : 'sat',
  };
}

/** Needs more memory than any instance has: a product of words of 4096 bits. */
function enormous(): Script {
  const bank = new TermBank();
  const width = 4096;
  const [u, v] = [bank.symbol('u', bank.bitvec(0, width).sort), bank.symbol('v', bank.bitvec(0, width).sort)];
  const one = bank.bitvec(1, width);
  return {
    assertions: [
      { term: bank.eq(bank.bvmul(u, v), bank.bitvec((1n << 4000n) + 9n, width)) },
      { term: bank.bvult(one, u) },
      { term: bank.bvult(one, v) },
    ],
  };
}

describe('faults of solver threads', () => {
  it('gives every answer although threads are killed fifty times', async () => {
    const alive: Worker[] = [];
    const solver = createZ3Wasm({
      workers: 2,
      onWorker: (worker) => {
        alive.push(worker);
        worker.on('exit', () => alive.splice(alive.indexOf(worker), 1));
      },
    });
    open.push(solver);
    let kills = 0;
    const killer = setInterval(() => {
      const victim = alive[kills % Math.max(1, alive.length)];
      if (victim === undefined || kills >= 50) return;
      kills++;
      void victim.terminate();
    }, 110);
    const wrong: string[] = [];
    let asked = 0;
    const work = async (): Promise<void> => {
      while (kills < 50 || asked < 20) {
        const { script, expected } = question(asked++ % 90);
        const result = await climb(solver, script, LIMITS);
        if (result.kind !== expected) wrong.push(`${expected} became ${JSON.stringify(result)}`);
      }
    };
    await Promise.all([work(), work(), work()]);
    clearInterval(killer);
    expect(kills).toBe(50);
    expect(wrong).toEqual([]);
  });

  it('survives exhausted memory beside other questions', async () => {
    const solver = createZ3Wasm({ workers: 2, memoryMegabytes: 300 });
    open.push(solver);
    const others = Array.from({ length: 8 }, (_, n) => question(n));
    const [big, ...rest] = await Promise.all([
      climb(solver, enormous(), LIMITS),
      ...others.map(({ script }) => climb(solver, script, LIMITS)),
    ]);
    expect(big).toMatchObject({ kind: 'error', outOfMemory: true });
    expect(rest.map((result) => result?.kind)).toEqual(others.map(({ expected }) => expected));
    expect((await climb(solver, question(1).script, LIMITS)).kind).toBe('sat');
  });

  it('ends a question that hangs at the wall clock, and nothing else', async () => {
    const solver = createZ3Wasm({ workers: 2 });
    open.push(solver);
    const hangs = solver.check(enormous(), { wallMilliseconds: 400 });
    const others = Array.from({ length: 6 }, (_, n) => question(n));
    const results = await Promise.all(others.map(({ script }) => climb(solver, script, LIMITS)));
    expect((await hangs).kind).toBe('timeout');
    expect(results.map(({ kind }) => kind)).toEqual(others.map(({ expected }) => expected));
  });
});
