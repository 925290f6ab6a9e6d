// The pool with threads that die on demand: replacement, retries and answers in hand.
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createWorkerPool, type WorkerPool } from '../dist/backend/worker-pool.js';

const file = fileURLToPath(new URL('./support/fake-worker.mjs', import.meta.url));
let pool: WorkerPool;
let spawned = 0;

function start(size: number): WorkerPool {
  spawned = 0;
  const attempts = new SharedArrayBuffer(4);
  pool = createWorkerPool({
    size,
    spawn: async () => {
      spawned++;
      return new Worker(file, { workerData: { attempts }, execArgv: [] });
    },
  });
  return pool;
}

const run = async (text: string, wall?: number) =>
  (await pool.run({ text, wantModel: false }, wall, undefined)).result;

describe('worker pool', () => {
  afterEach(() => pool.dispose());

  it('starts no more threads than needed or allowed', async () => {
    start(2);
    expect(spawned).toBe(0);
    expect(await run('a')).toEqual({ kind: 'done', output: 'a' });
    expect(await run('b')).toEqual({ kind: 'done', output: 'b' });
    expect(spawned).toBe(1);
    const many = await Promise.all(Array.from({ length: 30 }, (_, i) => run(`${i}`)));
    expect(many).toEqual(Array.from({ length: 30 }, (_, i) => ({ kind: 'done', output: `${i}` })));
    expect(spawned).toBe(2);
  });

  it('uses the thread that was warmed up, and warms up no second one', async () => {
    start(2);
    pool.warm();
    pool.warm();
    expect(await run('a')).toEqual({ kind: 'done', output: 'a' });
    pool.warm();
    expect(spawned).toBe(1);
    await Promise.all([run('b'), run('c')]);
    expect(spawned).toBe(2);
  });

  it('ends a thread that was warmed up for nothing', async () => {
    start(1);
    pool.warm();
    await pool.dispose();
    expect(await run('a')).toEqual({ kind: 'cancelled' });
  });

  it('retries once on a fresh thread when a thread dies, then gives up', async () => {
    start(1);
    expect(await run('die-once')).toEqual({ kind: 'done', output: 'die-once' });
    expect(spawned).toBe(2);
    expect(await run('die')).toEqual({ kind: 'failed', message: 'instance died', outOfMemory: false });
    expect(spawned).toBe(3);
    expect(await run('exit')).toMatchObject({
      kind: 'failed',
      message: 'the solver thread ended with code 3',
    });
  });

  it('does not retry exhausted memory on a thread that had served nothing else', async () => {
    start(1);
    expect(await run('memory')).toMatchObject({ kind: 'failed', outOfMemory: true });
    expect(spawned).toBe(1);
    await run('a');
    expect(await run('memory')).toMatchObject({ kind: 'failed', outOfMemory: true });
    expect(spawned).toBe(3);
  });

  it('keeps the queue when threads die or are killed', async () => {
    start(2);
    const results = await Promise.all([
      run('die'),
      run('spin', 150),
      run('prove', 150),
      ...['a', 'b', 'c'].map((text) => run(text)),
    ]);
    expect(results.map(({ kind }) => kind)).toEqual(['failed', 'timeout', 'done', 'done', 'done', 'done']);
    // The proof was in hand when the search for its core was stopped.
    expect(results[2]).toEqual({ kind: 'done', output: 'unsat' });
  });

  it('fails the query when threads cannot be made', async () => {
    pool = createWorkerPool({ size: 1, spawn: () => Promise.reject(new Error('no threads')) });
    expect(await run('a')).toEqual({ kind: 'failed', message: 'no threads', outOfMemory: false });
  });
});
