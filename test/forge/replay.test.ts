// `surety replay` on files that are no traces, on sources that changed, and on sources that are gone.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { surety } from '../historic/historic.js';

const examples = resolve(import.meta.dirname, '../../examples');
const solvent = 'attacks/solvent.trace.json';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'surety-replay-'));
  cpSync(join(examples, 'bank'), folder, { recursive: true });
  const words = ['prove', 'bank-buggy.surety', '--claim', 'solvent', '--traces', 'attacks'];
  const { code, output } = await surety(folder, words);
  expect(`${code} ${output}`).toMatch(/^1 [\s\S]*wrote attacks\/solvent\.t\.sol/);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replay = async (...words: readonly string[]): Promise<string> => {
  const { code, output } = await surety(folder, ['replay', ...words]);
  return `${code}\n${output}`;
};

describe('a file that is no trace', () => {
  it.each([
    ['missing.json', undefined, 'CLI001'],
    ['text.json', 'hello', 'it is not JSON'],
    ['empty.json', '{}', 'it is not a trace file'],
    ['other.json', '{"schema": "surety-trace/99"}', "its format is 'surety-trace/99'"],
    ['bare.json', '{"schema": "surety-trace/1"}', "it lacks 'claim'"],
  ])('%s is refused', async (name, text, message) => {
    if (text !== undefined) writeFileSync(join(folder, name), text);
    const output = await replay(name);
    expect(output).toMatch(/^2\n/);
    expect(output).toContain(message);
  });

  it('a damaged part is named', async () => {
    const trace = JSON.parse(readFileSync(join(folder, solvent), 'utf8')) as { plan: { steps: unknown } };
    trace.plan.steps = [{ kind: 'transaction', from: 'nobody' }];
    writeFileSync(join(folder, 'damaged.json'), JSON.stringify(trace));
    expect(await replay('damaged.json')).toContain('its plan has wrong steps');
  });
});

describe('a trace', () => {
  it('reproduces, also from another folder', async () => {
    expect(await replay(solvent)).toMatch(/^0\n[\s\S]*re?enters|calls withdraw[\s\S]*\nreproduces\n$/);
    const { code } = await surety(join(folder, 'attacks'), ['replay', 'solvent.trace.json']);
    expect(code).toBe(0);
  });

  it('no longer reproduces on a fixed contract, and still does as recorded', async () => {
    const path = join(folder, 'BankBuggy.sol');
    const before = readFileSync(path, 'utf8');
    const fixed = readFileSync(join(examples, 'bank/Bank.sol'), 'utf8').replace(
      'contract Bank ',
      'contract BankBuggy ',
    );
    writeFileSync(path, fixed);
    const output = await replay(solvent);
    const recorded = await replay(solvent, '--recorded');
    writeFileSync(path, before);
    expect(output).toMatch(
      /^1\n[\s\S]*Changed since the trace was written: BankBuggy\.sol\.\nno longer reproduces: /,
    );
    expect(recorded).toMatch(/^0\n/);
  });

  it('cannot be judged when a function is gone, and is run as recorded when the file is', async () => {
    const path = join(folder, 'BankBuggy.sol');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace('function withdraw(', 'function take('));
    const renamed = await replay(solvent);
    rmSync(path);
    const gone = await replay(solvent);
    writeFileSync(path, before);
    expect(renamed).toMatch(/^2\n[\s\S]*CLI071/);
    expect(gone).toMatch(/^0\n/);
  });
});
