// Real contracts under random transactions: the model against solc's bytecode on the EVM.
import { describe, expect, it } from '@jest/globals';
import { seeded } from './random.js';
import { prepareReal, REAL_CONTRACTS, runReal } from './real-contracts.js';
import { newTally } from './tally.js';

describe('real contracts', () => {
  it.each(REAL_CONTRACTS.map((real) => [real.name, real] as const))('%s', async (_name, real) => {
    const tally = newTally();
    await runReal(tally, await prepareReal(real), seeded(20261121), 40);
    expect(tally.disagreements).toEqual([]);
    expect(tally.transactions).toBe(41);
    expect(tally.successes).toBeGreaterThan(8);
  });
});
