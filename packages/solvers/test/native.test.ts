// Native solvers: the protocol with a scripted stand-in, and the real ones when they are on PATH.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type CheckResult,
  createNativeSolver,
  detectSolvers,
  evaluate,
  INT,
  TermBank,
} from '@surety/solvers';

const fake = fileURLToPath(new URL('./support/fake-solver.mjs', import.meta.url));
const solver = createNativeSolver('z3', { path: fake });
afterAll(() => solver.dispose());

const bank = new TermBank();
const x = bank.symbol('x', INT);
const script = (behavior: string) => ({
  assertions: [
    { term: bank.lt(x, bank.int(0)), name: 'one' },
    { term: bank.true_, name: `fake-${behavior}` },
  ],
});
const short = ({ milliseconds: _milliseconds, solver: _solver, ...rest }: CheckResult) => rest;
const check = async (behavior: string, limits = {}) => short(await solver.check(script(behavior), limits));

describe('protocol', () => {
  it('reads verdicts, models, cores and reasons', async () => {
    const sat = await check('sat');
    expect(sat.kind === 'sat' && sat.model.symbols.get('x')).toBe(-4n);
    expect(await check('unsat')).toEqual({ kind: 'unsat' });
    expect(await check('unsat', { wantCore: true })).toEqual({ kind: 'unsat', core: ['one'] });
    expect(await check('flaky', { wantCore: true })).toEqual({ kind: 'unsat' });
    expect(await check('unknown')).toEqual({ kind: 'unknown', reason: '(incomplete (theory arithmetic))' });
    expect(await check('spent', { rlimit: 5 })).toEqual({ kind: 'unknown', reason: 'resource limit' });
  });
  it('takes no verdict from a run with errors', async () => {
    expect(await check('error')).toEqual({ kind: 'error', message: 'line 1: unknown constant y' });
    expect((await check('garbage')).kind).toBe('error');
    expect((await check('none')).kind).toBe('error');
    expect((await check('model')).kind).toBe('unknown');
    expect((await check('crash')).kind).toBe('error');
    expect(await check('memory')).toMatchObject({ kind: 'error', outOfMemory: true });
    const missing = createNativeSolver('z3', { path: '/nowhere/z3' });
    expect(await missing.check(script('sat'), {})).toMatchObject({ kind: 'error', solver: 'z3' });
  });
  it('kills at the wall clock and on abort', async () => {
    expect(await check('hang', { wallMilliseconds: 300 })).toEqual({ kind: 'timeout' });
    const cancelled = solver.check(script('hang'), {}, AbortSignal.timeout(100));
    expect((await cancelled).kind).toBe('cancelled');
    const other = createNativeSolver('z3', { path: fake });
    const pending = other.check(script('hang'), {});
    await other.dispose();
    expect((await pending).kind).toBe('cancelled');
  });
  it('sends cvc5 its logic and none of the options of Z3', async () => {
    const cvc5 = createNativeSolver('cvc5', { path: fake });
    const result = await cvc5.check(script('echo'), {
      options: { 'smt.arith.solver': '6' },
      tactic: 'smt',
      rlimit: 9,
    });
    const sent = result.kind === 'unknown' ? result.reason : '';
    expect(sent).toContain('(set-logic ALL)');
    expect(sent).toContain('(check-sat)');
    expect(sent).not.toMatch(/arith|using|rlimit/);
  });
});

describe('detection', () => {
  it('finds executables on a path and asks for their version', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'surety-'));
    try {
      await writeFile(join(folder, 'z3'), '#!/bin/sh\necho "Z3 version 4.99.1 - 64 bit"\n', { mode: 0o755 });
      await writeFile(join(folder, 'cvc5'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      const found = await detectSolvers(`/nowhere:${folder}`);
      expect(found).toEqual([{ name: 'z3', path: join(folder, 'z3'), version: '4.99.1' }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
  it('runs whatever is on PATH here', async () => {
    for (const { name, path, version } of await detectSolvers()) {
      expect(version).toMatch(/^[0-9]/);
      const native = createNativeSolver(name, path);
      const term = bank.lt(bank.mul(x, x), bank.add(x, bank.int(1)));
      const result = await native.check({ assertions: [{ term }] }, {});
      await native.dispose();
      expect(result.kind === 'sat' && evaluate(term, result.model)).toBe(true);
    }
  });
});
