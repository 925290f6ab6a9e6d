// What `--dump` writes is what was asked: every file of a run is read again by all solvers that are there (Z3 in WASM always,
// native ones where installed), and none contradicts another or the answer that the file tells of.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createNativeSolver, createZ3Wasm, detectSolvers, type SolverBackend } from '@surety/solvers';
import { BANK_SPEC, LEAKY_BANK, project, root, surety } from '../cli/surety-process.js';

const solvers: SolverBackend[] = [];
beforeAll(async () => {
  solvers.push(createZ3Wasm({ workers: 2 }));
  for (const { name, path, version } of await detectSolvers())
    if (name === 'z3' || name === 'cvc5')
      solvers.push(createNativeSolver(name, { path, version, processes: 2 }));
});
afterAll(async () => {
  for (const solver of solvers) await solver.dispose();
});

const LIMITS = { rlimit: 20_000_000, wallMilliseconds: 20_000, wantModel: false };

/** Answers that say something, by who gave them; a text that a solver refuses counts as contradiction. */
async function contradictions(text: string): Promise<readonly string[]> {
  const answers = [['the dump', /^; answered (\w+)/m.exec(text)?.[1] ?? 'nothing'] as const];
  for (const solver of solvers) {
    const result = await solver.check(text, LIMITS);
    if (result.kind === 'error') return [`${solver.name} refuses it: ${result.message}`];
    answers.push([solver.name, result.kind]);
  }
  const told = answers.filter(([, answer]) => answer === 'sat' || answer === 'unsat');
  return new Set(told.map(([, answer]) => answer)).size === 1
    ? []
    : [answers.map(([who, answer]) => `${who}: ${answer}`).join(', ')];
}

async function dumpsOf(folder: string, spec: string): Promise<readonly string[]> {
  await surety(['prove', '--no-cache', '--dump', 'dump', spec], folder);
  return readdirSync(join(folder, 'dump')).map((file) => readFileSync(join(folder, 'dump', file), 'utf8'));
}

describe('dumped questions', () => {
  it('have the same answer from every solver', async () => {
    const { folder, remove } = project({
      'Bank.sol': readFileSync(join(root, 'examples/bank/Bank.sol'), 'utf8'),
      'bank.surety': readFileSync(join(root, 'examples/bank/bank.surety'), 'utf8'),
    });
    const texts = await dumpsOf(folder, 'bank.surety');
    remove();
    const wrong = await Promise.all(texts.map(contradictions));
    expect(wrong.flat()).toEqual([]);
    for (const answer of ['sat', 'unsat'])
      expect(texts.filter((text) => text.includes(`; answered ${answer}`)).length).toBeGreaterThan(1);
  });

  it('are told apart when an answer is wrong or a text is damaged', async () => {
    const { folder, remove } = project({ 'Bank.sol': LEAKY_BANK, 'bank.surety': BANK_SPEC });
    const texts = await dumpsOf(folder, 'bank.surety');
    remove();
    const proof = texts.find((text) => text.includes('; answered unsat')) ?? '';
    expect(await contradictions(proof)).toEqual([]);
    // The goal is the first assertion: without it there is nothing left to refute.
    const withoutGoal = proof.replace(/^\(assert [\s\S]*?(?=^\(assert)/m, '');
    expect(withoutGoal).not.toBe(proof);
    expect(await contradictions(withoutGoal)).toHaveLength(1);
    expect(await contradictions(proof.replace('(assert', '(asert'))).toHaveLength(1);
  });
});
