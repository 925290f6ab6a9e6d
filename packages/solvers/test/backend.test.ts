// Z3 in WASM through the backend interface: answers, limits, cancellation, isolation of queries, exit of the process.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type CheckResult, createZ3Wasm, INT, type Script, TermBank } from '@surety/solvers';

const solver = createZ3Wasm({ workers: 2 });
afterAll(() => solver.dispose());

const bank = new TermBank();
const [x, y, z] = [bank.symbol('x', INT), bank.symbol('y', INT), bank.symbol('z', INT)];
const cube = (t: typeof x) => bank.mul(t, t, t);
/** Nobody finds these cubes soon. */
const hard: Script = {
  assertions: [
    { term: bank.eq(bank.add(cube(x), cube(y), cube(z)), bank.int(114)) },
    { term: bank.gt(x, bank.int(1_000_000)) },
  ],
};
const easy: Script = { assertions: [{ term: bank.gt(x, bank.int(41)) }] };
const contradiction: Script = {
  assertions: [
    { term: bank.lt(x, y), name: 'x below y' },
    { term: bank.lt(y, bank.int(50)), name: 'bound' },
    { term: bank.lt(y, x), name: 'y below x' },
  ],
};
const short = ({ milliseconds: _milliseconds, solver: _solver, spent: _spent, ...rest }: CheckResult) => rest;

describe('answers', () => {
  it('says sat with a model, unsat, and names an unsat core only when asked', async () => {
    const sat = await solver.check(easy, {});
    expect(sat.kind === 'sat' && (sat.model.symbols.get('x') as bigint) > 41n).toBe(true);
    expect(sat.milliseconds).toBeGreaterThan(0);
    expect(short(await solver.check(contradiction, {}))).toEqual({ kind: 'unsat' });
    const core = await solver.check(contradiction, { wantCore: true });
    expect(core.kind === 'unsat' && [...(core.core ?? [])].sort()).toEqual(['x below y', 'y below x']);
    const without = await solver.check(easy, { wantModel: false });
    expect(without.kind === 'sat' && without.model.symbols.size).toBe(0);
  });
  it('takes texts too, with or without their own check', async () => {
    const text = '(declare-const v Int)\n(assert (= v (- 3)))\n';
    for (const script of [text, `${text}(check-sat)\n(get-model)\n`]) {
      const result = await solver.check(script, {});
      expect(result.kind === 'sat' && result.model.symbols.get('v')).toBe(-3n);
    }
  });
  it('is an error, never a verdict, when part of the text is refused', async () => {
    const result = await solver.check('(declare-const v Int)(assert (> w 1))(assert false)', {});
    expect(result).toMatchObject({ kind: 'error' });
    expect(result.kind === 'error' && result.message).toContain('unknown constant w');
    expect((await solver.check(easy, { options: { 'no.such.option': '1' } })).kind).toBe('error');
    expect((await solver.check(easy, { tactic: 'no-such-tactic' })).kind).toBe('error');
  });
  it('runs tactics', async () => {
    expect((await solver.check(contradiction, { tactic: '(then simplify smt)' })).kind).toBe('unsat');
    expect((await solver.check(easy, { tactic: 'smt', options: { 'smt.arith.solver': '6' } })).kind).toBe(
      'sat',
    );
  });
});

describe('limits', () => {
  it('stops at the same point for the same rlimit, whatever ran before', async () => {
    const spent = { kind: 'unknown', reason: 'resource limit' };
    expect(short(await solver.check(hard, { rlimit: 50_000 }))).toEqual(spent);
    // A budget that leaked from one query to the next would stop this one.
    expect((await solver.check(easy, {})).kind).toBe('sat');
    const medium: Script = {
      assertions: [
        { term: bank.eq(bank.mul(x, y), bank.int(10_403)) },
        { term: bank.gt(x, bank.int(1)) },
        { term: bank.gt(y, x) },
      ],
    };
    const fresh = createZ3Wasm({ workers: 1 });
    const answers: string[] = [];
    for (const backend of [fresh, fresh, solver, solver])
      for (const rlimit of [2_000, 10_000, 300_000])
        answers.push(
          `${rlimit} ${JSON.stringify(short(await backend.check(medium, { rlimit, wantModel: false })), (_key, value) => (value instanceof Map ? [...value] : value))}`,
        );
    await fresh.dispose();
    expect(new Set(answers).size).toBe(3);
  });
  it('keeps options of one query from the next', async () => {
    await solver.check(easy, { options: { 'smt.arith.solver': '2', 'smt.random_seed': '17' } });
    await solver.check(easy, { options: { 'smt.arith.solver': '2', 'smt.random_seed': '17' } });
    const one = createZ3Wasm({ workers: 1 });
    await one.check(easy, { options: { 'smt.random_seed': '17' } });
    const result = await one.check('(get-option :smt.random_seed)\n', {});
    await one.dispose();
    expect(result.kind).toBe('sat');
  });
  it('kills a query at the wall clock, and others are not disturbed', async () => {
    const [slow, ...others] = await Promise.all([
      solver.check(hard, { wallMilliseconds: 200 }),
      ...Array.from({ length: 20 }, (_, i) =>
        solver.check({ assertions: [{ term: bank.eq(x, bank.int(i)) }] }, {}),
      ),
    ]);
    expect(short(slow as CheckResult)).toEqual({ kind: 'timeout' });
    expect(others.map((result) => result.kind === 'sat' && result.model.symbols.get('x'))).toEqual(
      others.map((_, i) => BigInt(i)),
    );
  });
  it('cancels running, waiting and not yet started queries', async () => {
    const controller = new AbortController();
    const pending = Array.from({ length: 4 }, () => solver.check(hard, {}, controller.signal));
    setTimeout(() => controller.abort(), 100);
    const results = await Promise.all([...pending, solver.check(easy, {}, AbortSignal.abort())]);
    expect(results.map((result) => result.kind)).toEqual(Array(5).fill('cancelled'));
    expect((await solver.check(easy, {})).kind).toBe('sat');
  });
  it('reports exhausted memory, and goes on with a new instance', async () => {
    const memory = 'memory_max_size';
    const [heavy, light] = await Promise.all([
      solver.check(hard, { options: { [memory]: '1' }, wallMilliseconds: 20_000 }),
      solver.check(easy, {}),
    ]);
    expect(heavy).toMatchObject({ kind: 'error', outOfMemory: true });
    expect(light.kind).toBe('sat');
    expect((await solver.check(easy, {})).kind).toBe('sat');
  });
  it('answers pending queries when disposed of, and refuses later ones', async () => {
    const short_lived = createZ3Wasm({ workers: 1 });
    const pending = [short_lived.check(hard, {}), short_lived.check(easy, {})];
    await short_lived.dispose();
    const results = await Promise.all([...pending, short_lived.check(easy, {})]);
    expect(results.map((result) => result.kind)).toEqual(Array(3).fill('cancelled'));
  });
});

describe('the process', () => {
  const run = (code: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const module = createRequire(import.meta.url).resolve('@surety/solvers');
      const program = `import { createZ3Wasm } from ${JSON.stringify(module)};\n${code}`;
      execFile(
        process.execPath,
        ['--input-type=module', '-e', program],
        { timeout: 20_000, env: { ...process.env, NODE_OPTIONS: '' } },
        (error, output) => (error === null ? resolve(output.trim()) : reject(error)),
      );
    });
  const check = `const z = createZ3Wasm({ workers: 2 });
    const r = await z.check('(declare-const v Int)(assert (> v 1))', {});
    console.log(r.kind);`;
  it('ends by itself after dispose, and also with idle workers', async () => {
    expect(await Promise.all([run(`${check} await z.dispose();`), run(check)])).toEqual(['sat', 'sat']);
  });
  it('stays while a query is pending, and loads nothing before the first', async () => {
    const pending = `const z = createZ3Wasm({ workers: 1 });
      z.check('(declare-const v Int)(assert (> v 1))', {}).then((r) => console.log(r.kind));`;
    const idle = `createZ3Wasm({ workers: 8 }); console.log(process.memoryUsage().rss < 120e6);`;
    expect(await Promise.all([run(pending), run(idle)])).toEqual(['sat', 'true']);
  });
});
