// The library's specifications applied to contracts of OpenZeppelin and to plain ones, and to such with a fault: what a user
// who writes `apply` gets to read.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, runSurety } from '../examples/surety-run.js';

const folder = join(root, 'test/language/library');

/** Claims of a file that are not proved, with the verdict: counting what one owner has is beyond the counts that are kept. */
const OPEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'erc20.surety': {},
  'erc721.surety': { 'art.counted': 'unknown' },
  'access.surety': {},
  'payment-splitter.surety': {},
};

/** A claim for each contract with a fault, and that it is violated by a replayed run. */
const FAULTY: readonly (readonly [file: string, claim: string])[] = [
  ['payment-splitter-faulty.surety', 'splitter.released_total'],
];

describe('the library on contracts of OpenZeppelin, and on plain ones', () => {
  for (const [file, open] of Object.entries(OPEN)) {
    it(file, async () => {
      const { report } = await runSurety(folder, file);
      const others = report.claims.filter(({ verdict }) => verdict.kind !== 'proved');
      expect(Object.fromEntries(others.map(({ name, verdict }) => [name, verdict.kind]))).toEqual(open);
      expect(report.claims.length).toBeGreaterThan(5);
    });
  }

  it.each(FAULTY)(
    '%s',
    async (file, claim) => {
      const { report } = await runSurety(folder, file, [claim]);
      const { verdict } = report.claims.find(({ name }) => name === claim) ?? {};
      expect(verdict?.kind).toBe('violated');
    },
    120_000,
  );
});
