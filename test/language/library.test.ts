// The library's specifications on contracts; the slow ones are left to `library-report.mjs`.
import { describe, expect, it } from '@jest/globals';
import { LIBRARY, runCase } from './library-run.js';

describe('the library on contracts', () => {
  it.each(LIBRARY.filter(({ nightly }) => nightly !== true).map((one) => [one.file, one] as const))(
    '%s',
    async (_file, one) => {
      const { others, claims } = await runCase(one);
      expect(others).toEqual(one.others);
      expect(claims).toBeGreaterThan(0);
    },
    120_000,
  );
});
