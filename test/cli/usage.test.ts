// Help, version and wrong command lines: what a stranger types first.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BANK, BANK_SPEC, project, root, surety } from './surety-process.js';

const bank = project({ 'Bank.sol': BANK, 'bank.surety': BANK_SPEC });
const { folder } = bank;
afterAll(bank.remove);

/** What V8 writes of a process for `NODE_V8_COVERAGE`: the scripts that it loaded. */
interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Some 20 are loaded: the command line's own, its parser's, no more. */
const MODULES_OF_HELP = 40;

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
    // How fast is a benchmark's matter; what is loaded is not, and V8's coverage lists it.
    const covered = await surety(['--help'], folder, { NODE_V8_COVERAGE: join(folder, 'coverage') });
    const reports = readdirSync(join(folder, 'coverage')).map(
      (name) => JSON.parse(readFileSync(join(folder, 'coverage', name), 'utf8')) as Coverage,
    );
    const loaded = reports.flatMap((report) => report.result.map((script) => script.url));
    expect(covered.code).toBe(0);
    expect(loaded.some((url) => url.endsWith('packages/cli/dist/main.js'))).toBe(true);
    expect(loaded.filter((url) => /z3-solver|solidity-parser|ethereumjs|\/solc\//.test(url))).toEqual([]);
    expect(loaded.filter((url) => url.startsWith('file:')).length).toBeLessThan(MODULES_OF_HELP);
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
