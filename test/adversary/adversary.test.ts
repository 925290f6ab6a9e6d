// Every claim about a program that an adversary runs against comes out as it says; each `violated` is a run replayed on
// the EVM. Slow ones are left to `node test/adversary/run.mjs`.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdversaryEngine, adversaryCases, startAdversary } from './adversary-run.js';

const cases = adversaryCases().filter((one) => !one.nightly);
let engine: AdversaryEngine;
let claims = 0;

beforeAll(() => {
  engine = startAdversary();
});
afterAll(() => engine.dispose());

describe('against an adversary', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const outcome = await engine.run(one);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.claims).toBeGreaterThan(0);
    claims += outcome.claims;
  });

  it('are many', () => {
    expect(claims).toBeGreaterThanOrEqual(120);
  });
});
