// A sample of the corpus judged by solc; `node test/oracle/run.mjs` does all of it.
import { describe, expect, it } from '@jest/globals';
import { loadProgram, lowerContract } from '@surety/core';
import { corpusHost, filesBelow, readSource } from './corpus.mjs';
import { judge } from './judge.mjs';
import { breakMany } from './mutate.mjs';

describe('the front end agrees with solc on', () => {
  it.each([
    { name: '@morpho-org/morpho-blue', types: 2400, variables: 25, selectors: 130 },
    { name: 'erc721a', types: 1300, variables: 40, selectors: 120 },
    { name: '@openzeppelin/contracts-v4/utils/escrow', types: 100, variables: 8, selectors: 20 },
    { name: '@openzeppelin/contracts/finance', types: 150, variables: 2, selectors: 10 },
  ])('$name', ({ name, types, variables, selectors }) => {
    const result = judge(filesBelow(name));
    expect(result.refused).toEqual(new Map());
    expect(result.falseErrors).toEqual([]);
    expect(result.differences).toEqual([]);
    expect(result.counts.types).toBeGreaterThan(types);
    expect(result.counts.variables).toBeGreaterThanOrEqual(variables);
    expect(result.counts.selectors).toBeGreaterThan(selectors);
  });

  it('code of 2017 to 2020, but for the names of types that changed since', () => {
    const folders = [
      'canonical-weth',
      '@uniswap/v2-core',
      '@uniswap/lib',
      'openzeppelin-solidity/contracts/math',
    ];
    for (const name of folders) {
      const result = judge(filesBelow(name));
      expect(result.refused).toEqual(new Map());
      expect(result.falseErrors).toEqual([]);
      expect(result.differences.filter((d: { kind: string }) => d.kind !== 'type')).toEqual([]);
      // `type` was printed in another way.
      expect(result.differences.length).toBeLessThanOrEqual(1);
    }
  });
});

describe('broken files', () => {
  it('give coded diagnostics, never an exception or a hang', () => {
    const files = ['@uniswap/v2-core', 'canonical-weth', '@morpho-org/morpho-blue/src', 'erc721a/contracts']
      .flatMap(filesBelow)
      .map(readSource);
    // How long a file may take is asked by the whole run (run.mjs) on a machine that does nothing else.
    const result = breakMany(
      files,
      corpusHost,
      { loadProgram, lowerContract },
      40,
      1,
      Number.POSITIVE_INFINITY,
    );
    expect(result.problems).toEqual([]);
    expect(result.withErrors).toBeGreaterThan(30);
  });
});
