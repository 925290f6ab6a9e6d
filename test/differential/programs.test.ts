// Generated programs and random transactions: the model, executed on literals and instantiated from its symbolic summary,
// against solc's bytecode on the EVM. Fixed seeds; `long-run.mjs` runs as many as wanted.
import { describe, expect, it } from '@jest/globals';
import { generateProgram } from './program-generator.js';
import { runProgram } from './program-run.js';
import { seeded } from './random.js';
import { newTally } from './tally.js';

const PROGRAMS = 16;
const TRANSACTIONS = 20;

describe('generated programs', () => {
  it('agree with the EVM', async () => {
    const tally = newTally();
    const kinds = new Map<string, number>();
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const choices = seeded(20261121 + seed);
      const run = await runProgram(tally, generateProgram(choices), choices, TRANSACTIONS);
      kinds.set(run.kind, (kinds.get(run.kind) ?? 0) + 1);
      if (run.kind === 'refused') throw new Error(`seed ${seed}: ${run.message}`);
    }
    expect(tally.disagreements).toEqual([]);
    expect(kinds.get('ran')).toBeGreaterThan(PROGRAMS * 0.8);
    expect(tally.successes).toBeGreaterThan(PROGRAMS * 5);
    expect(tally.events).toBeGreaterThan(PROGRAMS);
  });
});
