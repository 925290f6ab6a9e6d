// Second opinions and dumps, with scripted solvers and with the native ones where they are installed.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  arraySort,
  type CheckResult,
  climb,
  createNativeSolver,
  createZ3Wasm,
  crossChecked,
  detectSolvers,
  dumped,
  INT,
  type Script,
  type SolverBackend,
  TermBank,
} from '@surety/solvers';

const bank = new TermBank();
const [x, y] = [bank.symbol('x', INT), bank.symbol('y', INT)];
const m = bank.symbol('m', arraySort(INT, INT));
const wrong: Script = {
  assertions: [
    { term: bank.le(bank.int(1), x), name: 'x is positive' },
    { term: bank.le(x, y), name: 'y is larger' },
    { term: bank.lt(bank.mul(x, y), y) },
    { term: bank.eq(bank.select(m, x), bank.int(3)) },
  ],
  comments: ['claim/Contract.f(uint256)/kept', 'kept by f'],
};
const limits = { rlimit: 5_000_000, wallMilliseconds: 20_000 };

const scripted = (kind: 'sat' | 'unsat' | 'timeout'): SolverBackend => ({
  name: `always-${kind}`,
  check: async (): Promise<CheckResult> => {
    const base = { solver: `always-${kind}`, milliseconds: 0 };
    return kind === 'sat'
      ? { kind, model: { symbols: new Map(), functions: new Map() }, ...base }
      : { kind, ...base };
  },
  dispose: async () => {},
});

const question = async (solver: SolverBackend): Promise<CheckResult> => {
  const result = await climb(solver, wrong, limits);
  return (await solver.audit?.(wrong, result)) ?? result;
};

describe('cross-check', () => {
  it('counts what the other solver confirms and cannot decide', async () => {
    const check = crossChecked(scripted('unsat'), scripted('unsat'));
    expect((await question(check.backend)).kind).toBe('unsat');
    expect([check.confirmed(), check.undecided()]).toEqual([1, 0]);
    const shy = crossChecked(scripted('unsat'), scripted('timeout'));
    expect((await question(shy.backend)).kind).toBe('unsat');
    expect([shy.confirmed(), shy.undecided()]).toEqual([0, 1]);
  });

  it('makes a contradiction an error, with the script', async () => {
    const check = crossChecked(scripted('unsat'), scripted('sat'));
    expect(await question(check.backend)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('always-sat'),
    });
    const [found] = check.disagreements();
    expect(found?.question).toContain('kept by f');
    expect(found?.script).toContain('(check-sat)');
  });

  it('leaves everything but proofs alone', async () => {
    const check = crossChecked(scripted('timeout'), scripted('sat'));
    expect((await question(check.backend)).kind).toBe('timeout');
    expect(check.disagreements()).toEqual([]);
  });
});

describe('dump', () => {
  it('writes what every solver reads, and they agree', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'surety-dump-'));
    const wasm = createZ3Wasm({ workers: 1 });
    const problems: string[] = [];
    expect((await question(dumped(wasm, folder, (message) => problems.push(message)))).kind).toBe('unsat');
    await wasm.dispose();
    expect(problems).toEqual([]);
    const [name = ''] = await readdir(folder);
    expect(name).toBe('claim_Contract.f(uint256)_kept.smt2');
    const text = await readFile(join(folder, name), 'utf8');
    expect(text).toContain('(set-info :status unsat)');
    expect(text).toContain('y is larger');
    for (const { name: solver, path } of await detectSolvers()) {
      if (solver === 'bitwuzla' || solver === 'yices') continue;
      const args = solver === 'cvc5' ? ['--lang=smt2', join(folder, name)] : [join(folder, name)];
      expect(execFileSync(path, args, { encoding: 'utf8' }).trim()).toBe('unsat');
    }
    await rm(folder, { recursive: true });
  });

  it('says once when it cannot write', async () => {
    const problems: string[] = [];
    const solver = dumped(scripted('unsat'), '/dev/null/nowhere', (message) => problems.push(message));
    await question(solver);
    await question(solver);
    expect(problems).toHaveLength(1);
  });
});

describe('native solvers', () => {
  const solvers: SolverBackend[] = [];
  afterAll(() => Promise.all(solvers.map((solver) => solver.dispose())));

  it('agree with Z3 in WASM where they are installed', async () => {
    for (const { name, path, version } of await detectSolvers()) {
      if (name !== 'z3' && name !== 'cvc5') continue;
      const native = createNativeSolver(name, { path, version });
      solvers.push(native);
      const result = await climb(native, wrong, { ...limits, wantCore: true });
      expect(result).toMatchObject({ kind: 'unsat', solver: `${name}-${version}` });
      const possible: Script = { assertions: wrong.assertions.slice(0, 2) };
      expect((await climb(native, possible, limits)).kind).toBe('sat');
    }
  });
});
