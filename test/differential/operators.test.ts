// Operators and conversions of every width, checked and unchecked, on boundary values: the model against solc and the EVM.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type OperatorSubjects, prepareOperators, runOperators } from './operator-run.js';

describe('operators', () => {
  let subjects: OperatorSubjects;
  beforeAll(async () => {
    subjects = await prepareOperators();
  });

  it('agree with the EVM, concretely and symbolically', async () => {
    const { tally, evaluations, diagnostics } = await runOperators(subjects, 20261121, 16);
    expect(tally.disagreements).toEqual([]);
    expect(diagnostics).toEqual([]);
    expect(evaluations).toBeGreaterThan(15_000);
    // Only powers too large to write down have no value in the model.
    const given = [...tally.unknown.values()].reduce((sum, n) => sum + n, 0);
    expect(given).toBeLessThan(evaluations / 50);
    for (const kind of ['panic 17', 'panic 18', 'panic 33', 'panic 50'])
      expect(tally.reverts.get(kind) ?? 0).toBeGreaterThan(20);
  });
});
