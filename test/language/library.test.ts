// The library's specifications applied to OpenZeppelin's contracts: what a user who writes `apply` gets to read.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, runSurety } from '../examples/surety-run.js';

const folder = join(root, 'test/language/library');

/** Claims of a file that are not proved, with the verdict: counting what one owner has is beyond the counts that are kept. */
const OPEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'erc20.surety': {},
  'erc721.surety': { 'art.counted': 'unknown' },
  'access.surety': {},
};

describe('the library on contracts of OpenZeppelin', () => {
  for (const [file, open] of Object.entries(OPEN)) {
    it(file, async () => {
      const { report } = await runSurety(folder, file);
      const others = report.claims.filter(({ verdict }) => verdict.kind !== 'proved');
      expect(Object.fromEntries(others.map(({ name, verdict }) => [name, verdict.kind]))).toEqual(open);
      expect(report.claims.length).toBeGreaterThan(5);
    });
  }
});
