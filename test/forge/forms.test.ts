// Runs of every form that a replay knows: the trace is written, reproduces, and fails as a Foundry test.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { surety } from '../historic/historic.js';
import { type ForgeTest, findForge, makeProject, runForge } from './forge-run.js';

const cases = resolve(import.meta.dirname, '../adversary/cases');
const forge = findForge();

/** Claims that are violated in one form of run each, with what their Foundry tests must contain. */
const forms = [
  {
    name: 'additive',
    contract: 'Lossy',
    claim: `rule additive(address a, uint x, uint y) {
      state start = here;
      deposit{value: x}() by a;
      deposit{value: y}() by a;
      state twice = here;
      restore start;
      deposit{value: x + y}() by a;
      assert same(credits, twice);
    }`,
    text: ['vm.snapshotState()', 'vm.revertToState(kept0)'],
  },
  {
    name: 'paid',
    contract: 'Stipend',
    claim: 'rule paid(address a) { deposit{value: 3}() by a; try withdraw() by a; assert succeeded; }',
    text: ['suretyRefuse(true)', 'if (gasleft() < 20_000) require(!refusing);'],
  },
  {
    name: 'called',
    contract: 'Plain',
    claim: 'rule called { call(); call(); assert count == old(count) + 1; }',
    text: ['vm.etch('],
  },
  {
    name: 'unpaid',
    contract: 'Door',
    claim: 'invariant unpaid: paid == 0;',
    text: ['abi.encodeWithSignature("unlock()")', 'abi.encodeWithSignature("take()")'],
  },
] as const;

const momentary = 'invariant kept inside transactions: key == init(key);';

let folder = '';
let output = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'surety-forms-'));
  cpSync(join(cases, 'replays.sol'), join(folder, 'replays.sol'));
  makeProject(folder);
  for (const { name, contract, claim } of [...forms, { name: 'kept', contract: 'Swap', claim: momentary }]) {
    writeFileSync(join(folder, `${name}.surety`), `contract ${contract} from "./replays.sol";\n${claim}\n`);
    output += (await surety(folder, ['prove', `${name}.surety`, '--traces', 'attacks'])).output;
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a trace', () => {
  it.each([...forms.map(({ name }) => name), 'kept'])('of %s reproduces', async (name) => {
    const { code, output: said } = await surety(folder, ['replay', `attacks/${name}.trace.json`]);
    expect(`${code} ${said}`).toMatch(/^0 [\s\S]*\nreproduces\n$/);
  });

  it.each(forms)('of $name is a test that does what it must', ({ name, text }) => {
    const test = readFileSync(join(folder, `attacks/${name}.t.sol`), 'utf8');
    for (const part of text) expect(test).toContain(part);
  });

  it('of a moment inside a transaction is no test', () => {
    expect(output).toContain(
      'no Foundry test of kept: nothing is called at the moment when the claim is false',
    );
  });

  // forge is a native program: where it is not installed for this platform, the replays above are the evidence.
  if (forge !== undefined)
    it('fails as a Foundry test', async () => {
      const tests = await runForge(forge, folder);
      const outcome = (test: ForgeTest): string => `${test.name} ${test.passed ? 'passes' : test.reason}`;
      expect(tests.map(outcome).sort()).toEqual(
        forms.map(({ name }) => `test_${name}() ${name} does not hold`).sort(),
      );
    });
});
