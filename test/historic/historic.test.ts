// Every historic bug is found, its trace reproduces on the buggy contract and no longer on the fixed one, its Foundry test
// fails on the one and passes on the other, and the fixed contract is proved.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ForgeTest, findForge, makeProject, runForge } from '../forge/forge-run.js';
import { type HistoricCase, historicNames, prepareCase, proveCase, surety, tracesOf } from './historic.js';

const oneCase = 300_000;
const forge = findForge();

describe.each(historicNames())('%s', (name) => {
  let one: HistoricCase;
  beforeAll(() => {
    one = prepareCase(name);
  });
  afterAll(() => one.dispose());

  it(
    'is violated while buggy, with a trace that reproduces',
    async () => {
      one.use('buggy');
      const report = await proveCase(one, true);
      expect(report.claims.map((claim) => claim.verdict.kind)).toContain('violated');
      const violated = report.claims.filter((claim) => claim.verdict.kind === 'violated');
      expect(tracesOf(one)).toHaveLength(violated.length);
      for (const trace of tracesOf(one)) {
        const { code, output } = await surety(one.folder, ['replay', trace]);
        expect(`${trace} ${code} ${output}`).toMatch(/ 0 [\s\S]*\nreproduces\n$/);
      }
    },
    oneCase,
  );

  it(
    'is proved when fixed, and the trace no longer reproduces',
    async () => {
      one.use('fixed');
      const report = await proveCase(one, false);
      expect(report.claims.map((claim) => `${claim.name} ${claim.verdict.kind}`)).toEqual(
        report.claims.map((claim) => `${claim.name} proved`),
      );
      for (const trace of tracesOf(one)) {
        const { code, output } = await surety(one.folder, ['replay', trace]);
        expect(`${trace} ${code} ${output}`).toMatch(/ 1 [\s\S]*\nno longer reproduces: .*\n$/);
      }
    },
    oneCase,
  );

  // forge is a native program: where it is not installed for this platform, the two replays above are the evidence.
  if (forge !== undefined)
    it(
      'has a Foundry test that fails while buggy and passes when fixed',
      async () => {
        makeProject(one.folder);
        const outcome = (tests: readonly ForgeTest[]): readonly string[] =>
          tests.map((test) => `${test.name} ${test.passed ? 'passes' : test.reason}`);
        one.use('buggy');
        const buggy = await runForge(forge, one.folder);
        expect(buggy).toHaveLength(tracesOf(one).length);
        for (const words of outcome(buggy)) expect(words).toMatch(/ does not hold$/);
        one.use('fixed');
        const fixed = await runForge(forge, one.folder);
        expect(outcome(fixed)).toEqual(buggy.map((test) => `${test.name} passes`));
      },
      oneCase,
    );
});
