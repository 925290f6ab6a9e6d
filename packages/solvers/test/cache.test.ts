// Remembered answers: by content, whole or not at all, never what the clock decided; a broken store is no store.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cachedQueue,
  createFileStore,
  createZ3Wasm,
  INT,
  type Job,
  type JobAnswer,
  type JobQueue,
  nameJob,
  TermBank,
} from '@surety/solvers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'surety-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const job = (text: string, rlimit?: number): Job =>
  nameJob({
    solver: 'fake-1',
    text,
    wantModel: false,
    budgets: { ...(rlimit === undefined ? {} : { rlimit }), wallMilliseconds: 1000 },
    origin: '',
  });

function scripted(answer: JobAnswer): JobQueue & { readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    submit: async () => {
      asked++;
      return { answer, milliseconds: 5, cached: false };
    },
    dispose: async () => {},
  };
}

const files = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));

describe('cache', () => {
  it('answers again what was answered, also in another run', async () => {
    const queue = scripted({ kind: 'done', output: 'unsat' });
    await cachedQueue(queue, createFileStore(folder)).submit(job('a'));
    const again = await cachedQueue(queue, createFileStore(folder)).submit(job('a'));
    expect(again).toEqual({ answer: { kind: 'done', output: 'unsat' }, milliseconds: 0, cached: true });
    expect(queue.asked()).toBe(1);
    await cachedQueue(queue, createFileStore(folder)).submit(job('b'));
    expect(queue.asked()).toBe(2);
  });

  it('remembers a proof whose core was beyond its budget, not one whose core the clock cut short', async () => {
    const explained = nameJob({ ...job('c'), coreText: 'c with names' });
    const beyond = scripted({ kind: 'done', output: 'unsat', followUp: '' });
    await cachedQueue(beyond, createFileStore(folder)).submit(explained);
    expect((await cachedQueue(beyond, createFileStore(folder)).submit(explained)).cached).toBe(true);
    const other = nameJob({ ...job('d'), coreText: 'd with names' });
    const cut = scripted({ kind: 'done', output: 'unsat' });
    await cachedQueue(cut, createFileStore(folder)).submit(other);
    expect((await cachedQueue(cut, createFileStore(folder)).submit(other)).cached).toBe(false);
  });

  it('names jobs by solver, text and budget, not by the wall clock', () => {
    expect(job('a').hash).toBe(nameJob({ ...job('a'), budgets: { wallMilliseconds: 5 } }).hash);
    expect(job('a').hash).not.toBe(job('a', 7).hash);
    expect(job('a').hash).not.toBe(nameJob({ ...job('a'), solver: 'fake-2' }).hash);
  });

  it.each<readonly [string, JobAnswer, number | undefined, boolean]>([
    ['a time-out', { kind: 'timeout' }, 9, false],
    ['a death', { kind: 'failed', message: 'dead', outOfMemory: false }, 9, false],
    ['an error', { kind: 'done', output: '(error "line 1")\nunsat' }, 9, false],
    [
      'exhausted memory',
      { kind: 'done', output: 'unknown', followUp: '(:reason-unknown "memout")' },
      9,
      false,
    ],
    [
      "the solver's own time-out",
      { kind: 'done', output: 'unknown', followUp: '(:reason-unknown "timeout")' },
      9,
      false,
    ],
    [
      'giving up without a budget',
      { kind: 'done', output: 'unknown', followUp: '(:reason-unknown "incomplete")' },
      undefined,
      false,
    ],
    [
      'a spent budget',
      { kind: 'done', output: 'unknown', followUp: '(:reason-unknown "max. resource limit exceeded")' },
      9,
      true,
    ],
    ['sat', { kind: 'done', output: 'sat' }, 9, true],
  ])('of %s', async (_name, answer, rlimit, remembered) => {
    const queue = cachedQueue(scripted(answer), createFileStore(folder));
    await queue.submit(job('a', rlimit));
    expect((await queue.submit(job('a', rlimit))).cached).toBe(remembered);
  });

  it('ignores entries that were cut, changed or moved', async () => {
    const queue = scripted({ kind: 'done', output: 'sat' });
    const cached = cachedQueue(queue, createFileStore(folder));
    await cached.submit(job('a'));
    const [file = ''] = await files();
    const text = await readFile(file, 'utf8');
    for (const broken of [
      '',
      '{',
      text.slice(0, -9),
      text.replace('sat', 'unsat'),
      '[]',
      'null',
      '{"output":1}',
    ]) {
      await writeFile(file, broken);
      expect((await cached.submit(job('a'))).cached).toBe(false);
      expect((await cached.submit(job('a'))).cached).toBe(true);
    }
    const other = job('b').hash;
    await mkdir(join(folder, other.slice(0, 2)), { recursive: true });
    await writeFile(join(folder, other.slice(0, 2), `${other}.json`), text);
    expect((await cached.submit(job('b'))).cached).toBe(false);
  });

  it('says once that it cannot write, and goes on', async () => {
    const place = join(folder, 'file');
    await writeFile(place, 'no folder');
    const warnings: string[] = [];
    const store = createFileStore(place, { onWarning: (message) => warnings.push(message) });
    const queue = cachedQueue(scripted({ kind: 'done', output: 'sat' }), store);
    const results = await Promise.all(['a', 'b', 'c'].map((text) => queue.submit(job(text))));
    expect(results.map(({ answer }) => answer.kind)).toEqual(['done', 'done', 'done']);
    expect(warnings).toHaveLength(1);
    await queue.dispose();
  });

  it('keeps to its bound, dropping what was used least recently', async () => {
    const store = createFileStore(folder, { maximumBytes: 3000 });
    const queue = cachedQueue(scripted({ kind: 'done', output: 'sat', followUp: 'm'.repeat(500) }), store);
    for (let i = 0; i < 10; i++) await queue.submit(job(`${i}`));
    await queue.dispose();
    expect((await files()).length).toBeGreaterThan(0);
    expect((await files()).length).toBeLessThan(5);
  });

  it('may be shared by runs at the same time', async () => {
    const runs = Array.from({ length: 8 }, () =>
      cachedQueue(scripted({ kind: 'done', output: 'unsat' }), createFileStore(folder)),
    );
    const results = await Promise.all(
      runs.flatMap((queue) => Array.from({ length: 20 }, (_, i) => queue.submit(job(`${i % 5}`)))),
    );
    expect(results.every(({ answer }) => answer.kind === 'done' && answer.output === 'unsat')).toBe(true);
    expect(await files()).toHaveLength(5);
    expect(await readdir(folder)).not.toContainEqual(expect.stringMatching(/\.tmp$/));
  });

  it('gives back models of Z3 as they were, whatever fresh symbols are called', async () => {
    const ask = async (before: number) => {
      const bank = new TermBank();
      for (let i = 0; i < before; i++) bank.fresh('x', INT);
      const x = bank.fresh('x', INT);
      const solver = createZ3Wasm({ workers: 1, cache: createFileStore(folder) });
      const result = await solver.check(
        { assertions: [{ term: bank.eq(x, bank.int(41)) }] },
        { rlimit: 100_000 },
      );
      await solver.dispose();
      return {
        cached: result.cached,
        value: result.kind === 'sat' ? result.model.symbols.get(x.name) : undefined,
      };
    };
    expect(await ask(0)).toEqual({ cached: undefined, value: 41n });
    expect(await ask(7)).toEqual({ cached: true, value: 41n });
  });
});
