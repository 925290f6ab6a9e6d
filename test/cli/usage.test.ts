// Help, version and wrong command lines: what a stranger types first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BANK, BANK_SPEC, project, root, surety } from './surety-process.js';

const bank = project({ 'Bank.sol': BANK, 'bank.surety': BANK_SPEC });
const { folder } = bank;
afterAll(bank.remove);

describe('surety', () => {
  it('prints help with examples and exit codes', async () => {
    const run = await surety(['--help'], folder);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('surety prove --json report.json');
    expect(run.stdout).toMatch(/^ {2}1 {4}at least one claim is violated$/m);
    expect(run.stdout).toMatch(/^ {2}130 {2}interrupted$/m);
    expect(run.stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('prints the options of prove', async () => {
    const run = await surety(['prove', '--help'], folder);
    expect(run.code).toBe(0);
    for (const option of [
      '--claim',
      '--json',
      '--timeout',
      '--workers',
      '--solver',
      '--verbose',
      '--no-color',
    ]) {
      expect(run.stdout).toContain(option);
    }
  });

  it('prints its version and nothing else', async () => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as {
      version: string;
    };
    for (const option of ['--version', '-V']) {
      expect(await surety([option], folder)).toMatchObject({
        code: 0,
        stdout: `${manifest.version}\n`,
        stderr: '',
      });
    }
  });

  it('starts fast: help loads no solver, no parser and no EVM', async () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) times.push((await surety(['--help'], folder)).milliseconds);
    // The promise is 150 ms on an idle machine; the fastest of five allows for one that is busy with other tests.
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it.each([
    { words: [], text: 'no command given' },
    { words: ['prov'], text: "unknown command 'prov'", help: "did you mean 'prove'?" },
    {
      words: ['bank.surety'],
      text: "unknown command 'bank.surety'",
      help: "did you mean 'surety prove bank.surety'?",
    },
    { words: ['prove', '--jsn', 'x'], text: "unknown option '--jsn'", help: "did you mean '--json'?" },
    { words: ['prove', '--json'], text: "option '--json <file>' argument missing" },
    { words: ['prove', '--timeout', 'soon'], text: 'expected a number of seconds' },
    { words: ['prove', '--timeout', '0'], text: 'expected a number of seconds' },
    { words: ['prove', '--timeout', '-3'], text: 'expected a number of seconds' },
    { words: ['prove', '--workers', '0'], text: 'expected a whole number from 1 to 64' },
    { words: ['prove', '--workers', '1.5'], text: 'expected a whole number from 1 to 64' },
    { words: ['prove', '--solver', 'mathsat'], text: 'Allowed choices are z3-wasm, z3, cvc5' },
  ])('refuses $words', async ({ words, text, help }) => {
    const run = await surety(words, folder);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^error CLI050: /);
    expect(run.stderr).toContain(text);
    expect(run.stderr).toContain("run 'surety --help' for usage");
    if (help !== undefined) expect(run.stderr).toContain(help);
  });

  it('says when a solver is not installed', async () => {
    const run = await surety(['prove', '--solver', 'cvc5'], folder, { PATH: folder });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("error CLI020: solver 'cvc5' was not found on the PATH");
    expect(run.stderr).toContain('--solver z3-wasm');
  });
});
