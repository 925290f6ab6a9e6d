// The model of data against the EVM: programs run on literals and through their symbolic summaries, as solc's bytecode does.
import { describe, expect, it } from '@jest/globals';
import { runProgram } from '../../../../test/differential/program-run.js';
import { seeded } from '../../../../test/differential/random.js';
import { newTally } from '../../../../test/differential/tally.js';
import { DATA_PROGRAMS } from './data-programs.js';

const TRANSACTIONS = 40;

describe('data in the model and on the EVM', () => {
  it.each(DATA_PROGRAMS)('$about', async ({ text, refused = [] }) => {
    const tally = newTally();
    const run = await runProgram(tally, text, seeded(20261121), TRANSACTIONS);
    if ('message' in run) throw new Error(run.message);
    expect(tally.disagreements).toEqual([]);
    const reasons = [...tally.unknown.keys()].filter((reason) => reason.startsWith('MODEL'));
    expect(reasons.filter((reason) => !refused.some((code) => reason.startsWith(code)))).toEqual([]);
    expect(tally.successes).toBeGreaterThan(TRANSACTIONS / 4);
  });
});
