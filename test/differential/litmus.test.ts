// The corners where models of Solidity usually go wrong, one small program each, and the disagreements that were found and
// repaired: tuple targets whose index the same assignment changes, mappings below deleted arrays, typed calls to a contract
// under construction.
import { describe, expect, it } from '@jest/globals';
import { LITMUS } from './litmus-programs.js';
import { runProgram } from './program-run.js';
import { seeded } from './random.js';
import { newTally } from './tally.js';

describe('corners of the language', () => {
  it.each(LITMUS)('%s', async (_name, text) => {
    const tally = newTally();
    expect(await runProgram(tally, text, seeded(1), 40)).toMatchObject({ kind: 'ran' });
    expect(tally.disagreements).toEqual([]);
    expect(tally.successes).toBeGreaterThan(5);
  });
});
