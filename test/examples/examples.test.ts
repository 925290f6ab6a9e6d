// Every example keeps what its `expected.txt` promises, and a small mistake in a correct one is found out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exampleNames, examplesFolder, expectationsOf, specsOf } from './expectations.js';
import { mutations, withMutation } from './mutations.js';
import { runSurety, verdictsOf } from './surety-run.js';

const oneSpec = 180_000;

describe.each(exampleNames())('example %s', (example) => {
  const folder = join(examplesFolder, example);
  const expectations = expectationsOf(example);

  it.each(specsOf(example))(
    '%s has the expected verdicts',
    async (spec) => {
      const { report, code } = await runSurety(folder, spec);
      const expected = expectations.filter((each) => each.spec === spec);
      const verdicts = verdictsOf(report);
      const found = expected.map(({ claim }) => `${claim} ${verdicts.get(claim)?.kind ?? 'is missing'}`);
      expect(found).toEqual(expected.map(({ claim, verdict }) => `${claim} ${verdict}`));
      const violated = expected.some(({ verdict }) => verdict === 'violated');
      expect(code).toBe(violated ? 1 : 0);
      // A correct version promises a verdict for each of its claims.
      if (!violated) expect([...verdicts.keys()].sort()).toEqual(expected.map(({ claim }) => claim).sort());
    },
    oneSpec,
  );

  it('has a correct and a buggy version with the same claims', () => {
    const claims = new Set(specsOf(example).map((spec) => claimsText(join(folder, spec))));
    expect(claims.size).toBe(1);
    const verdicts = new Map(specsOf(example).map((spec) => [spec, new Set<string>()]));
    for (const { spec, verdict } of expectations) verdicts.get(spec)?.add(verdict);
    const buggy = [...verdicts.values()].filter((each) => each.has('violated'));
    expect(buggy).toHaveLength(1);
    expect(verdicts.size).toBeGreaterThan(1);
  });
});

describe('a violation', () => {
  it(
    'comes with a run that was replayed',
    async () => {
      const { report } = await runSurety(join(examplesFolder, 'bank'), 'bank-buggy.surety', ['solvent']);
      const verdict = verdictsOf(report).get('solvent');
      if (verdict?.kind !== 'violated') throw new Error(`solvent is ${verdict?.kind}`);
      const { trace } = verdict;
      expect(trace.replayed).toBe(true);
      expect(trace.steps[0]?.kind).toBe('deploy');
      // Re-entrancy: the thief's code calls the bank while it is being paid.
      expect(
        trace.steps.some((step) => step.callbacks.some((callback) => callback.includes('withdraw'))),
      ).toBe(true);
    },
    oneSpec,
  );
});

describe('a claim that rests on a violated lemma', () => {
  it.each([
    ['bank', 'bank-buggy.surety'],
    ['weth', 'weth-buggy.surety'],
  ])(
    '%s: withdraw.covered is not proved by %s',
    async (example, spec) => {
      const { report } = await runSurety(join(examplesFolder, example), spec, ['withdraw.covered']);
      expect(verdictsOf(report).get('withdraw.covered')?.kind).toMatch(/violated|notInductive|unknown/);
    },
    oneSpec,
  );
});

describe('mutations of the correct versions', () => {
  it('there are at least two for each example', () => {
    for (const example of exampleNames()) {
      expect(mutations.filter((mutation) => mutation.example === example).length).toBeGreaterThanOrEqual(2);
    }
  });

  it.each(mutations)('$example with $what: its place is there', async (mutation) => {
    await expect(withMutation(mutation, async () => mutation.spec)).resolves.toBe(mutation.spec);
  });

  it.each(mutations)(
    '$example with $what: $claim is violated',
    async (mutation) => {
      const verdict = await withMutation(mutation, async (folder) => {
        const { report } = await runSurety(folder, mutation.spec, [mutation.claim]);
        return verdictsOf(report).get(mutation.claim);
      });
      expect(verdict?.kind).toBe('violated');
      expect(verdict?.kind === 'violated' && verdict.trace.replayed).toBe(true);
    },
    oneSpec,
  );
});

/** A spec without the lines that bind it to a contract. */
function claimsText(path: string): string {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('contract '))
    .join('\n');
}
