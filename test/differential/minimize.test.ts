// The minimizer at work: a deliberate mistake of the model is found in a generated program and reduced to a few lines, which
// written to a litmus file and read back still show it.
import { describe, expect, it } from '@jest/globals';
import { confuseOperators } from './faults.js';
import { parseLitmus, printLitmus, reduceDisagreement } from './litmus-file.js';
import { generateProgram } from './program-generator.js';
import { type ProgramOptions, replayScenario, runProgram } from './program-run.js';
import { seeded } from './random.js';
import { newTally } from './tally.js';

const faulty: ProgramOptions = {
  faults: { contract: (contract) => confuseOperators(contract, 'bitXor', 'bitOr') },
};

describe('the minimizer', () => {
  it('finds a wrong operator and reduces its program', async () => {
    const scenario = await firstDisagreement();
    const reduced = await reduceDisagreement(scenario, faulty, { seconds: 180 });
    if (reduced === undefined) throw new Error('the scenario agrees when it is run again');
    const { text, calls } = reduced.scenario;
    expect(text.trim().split('\n').length).toBeLessThan(15);
    expect(text).toContain('^');
    expect(calls.length).toBeLessThan(4);

    const file = printLitmus(reduced);
    expect(file).toMatch(/^\/\/ disagreement: /);
    const again = parseLitmus(file);
    expect(await replayScenario(again, faulty)).toMatchObject({
      disagreements: expect.arrayContaining([reduced.disagreement]),
    });
    expect(await replayScenario(again)).toMatchObject({ disagreements: [] });
  });
});

async function firstDisagreement(): Promise<Parameters<typeof reduceDisagreement>[0]> {
  for (let seed = 1; seed < 40; seed++) {
    const choices = seeded(seed);
    const tally = newTally();
    const run = await runProgram(tally, generateProgram(choices, new Set()), choices, 12, faulty);
    if (run.kind === 'ran' && tally.disagreements.length > 0) return run.scenario;
  }
  throw new Error('no program shows the mistake');
}
