// A short sample of the hunt for false verdicts (`test/bench/soundness-fuzz.mjs` goes on for hours), and what the hunter is
// worth: it finds mistakes that it is shown.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileSolidity } from '@surety/evm';
import { seeded } from '../differential/random.js';
import { claimsFor } from './claims.js';
import { type ContractText, type FunctionText, print } from './contract-text.js';
import { type FuzzEngine, newFuzzTally, startFuzz } from './fuzz.js';
import { generateContract } from './generate.js';
import { refute } from './refuter.js';

let engine: FuzzEngine;

beforeAll(() => {
  engine = startFuzz();
});

afterAll(() => engine.dispose());

const withdraw = (lines: readonly string[], modifiers: readonly string[] = []): FunctionText => ({
  name: 'withdraw',
  parameters: [{ type: 'uint256', name: 'a' }],
  head: 'external',
  modifiers,
  lines,
});

async function brokenBy(
  functions: readonly FunctionText[],
  extra: Partial<ContractText> = {},
): Promise<readonly string[]> {
  const base = generateContract(seeded(1));
  const deposit = base.functions.find((fn) => fn.name === 'deposit') as FunctionText;
  const own = base.state.filter((line) => !line.includes('locked') && !line.includes('status'));
  const text: ContractText = {
    ...base,
    state: [...own, ...(extra.state ?? [])],
    modifiers: extra.modifiers ?? [],
    functions: [{ ...deposit, modifiers: [] }, ...functions],
  };
  const compiled = await compileSolidity([{ path: 'c.sol', text: print(text) }]);
  const contract = compiled.ok ? compiled.contracts.get('c.sol:C') : undefined;
  if (contract === undefined) throw new Error(`solc refuses\n${print(text)}`);
  const found = await refute(contract, claimsFor(text), seeded(7), { runs: 120, length: 10 });
  return found.map((f) => f.claim);
}

const checks = 'require(credits[msg.sender] >= a);';
const effects = ['unchecked { credits[msg.sender] -= a; total -= a; }'];
const call = ['(bool ok,) = msg.sender.call{value: a}("");', 'require(ok);'];

describe('random runs', () => {
  it('find re-entrancy', async () => {
    expect(await brokenBy([withdraw([checks, ...call, ...effects])])).toContain('solvent_between');
  });

  it('find nothing where effects come first', async () => {
    const broken = await brokenBy([withdraw([checks, ...effects, ...call])]);
    for (const claim of ['solvent', 'solvent_between', 'covered', 'exact'])
      expect(broken).not.toContain(claim);
  });

  it('find that a lock does not help at the call itself', async () => {
    const guard = 'modifier guard() { require(!locked); locked = true; _; locked = false; }';
    const broken = await brokenBy([withdraw([checks, ...call, ...effects], ['guard'])], {
      state: ['bool locked;'],
      modifiers: [guard],
    });
    expect(broken).toContain('solvent');
    expect(broken).not.toContain('unlocked_between');
  });
});

describe('what is proved of generated contracts', () => {
  // Contracts whose functions loop take minutes: `test/bench/soundness-fuzz.mjs --loops`.
  it('survives random runs', async () => {
    const tally = newFuzzTally();
    const options = {
      subject: 'money',
      claims: 3,
      mutants: 1,
      refuter: { runs: 25, length: 10 },
      thorough: false,
      timeout: 10_000,
    } as const;
    for (let seed = 1; seed <= 2; seed++) await engine.step(tally, seed, options);
    expect(tally.disagreements).toEqual([]);
    expect(tally.tried).toBeGreaterThan(3);
  }, 600_000);
});
