// Everything a user can get wrong about files, specs and contracts: exit code 2, a clear text, nothing half-written.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BANK, BANK_SPEC, type Ended, project, surety } from './surety-process.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const remove of open.splice(0)) remove();
});

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs `surety prove …words --json out.json` on these files and checks what holds for every refusal. */
async function refuse(files: Files, words: readonly string[] = ['.']): Promise<Ended> {
  const { folder, remove } = project(files);
  open.push(remove);
  const run = await surety(['prove', ...words, '--json', 'out.json'], folder);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/(^|: )error [A-Z]+\d+: /m);
  expect(run.stderr).not.toContain('bug in surety');
  expect(run.stdout).toBe('');
  expect(existsSync(join(folder, 'out.json'))).toBe(false);
  return run;
}

/** A spec about the correct bank with these lines after the binding. */
const withSpec = (...lines: readonly string[]): Files => ({
  'Bank.sol': BANK,
  'bank.surety': ['contract Bank from "./Bank.sol";', ...lines, ''].join('\n'),
});

describe('paths', () => {
  it('that do not exist', async () => {
    const run = await refuse({ 'Bank.sol': BANK, 'bank.surety': BANK_SPEC }, ['bnak.surety']);
    expect(run.stderr).toContain("error CLI001: 'bnak.surety' does not exist");
    expect(run.stderr).toContain("did you mean 'bank.surety'?");
  });

  it('in a folder with a similar name', async () => {
    const run = await refuse({ 'specs/bank.surety': BANK_SPEC }, ['spec/bank.surety']);
    expect(run.stderr).toContain("did you mean 'specs/bank.surety'?");
  });

  it('of something that is neither a spec nor Solidity', async () => {
    const run = await refuse({ 'Bank.txt': BANK }, ['Bank.txt']);
    expect(run.stderr).toContain("error CLI002: 'Bank.txt' is neither a *.surety nor a *.sol file");
  });

  it('of a directory without specs, where only hidden places have some', async () => {
    const files = {
      'node_modules/x/a.surety': BANK_SPEC,
      '.git/b.surety': BANK_SPEC,
      'dist/c.surety': BANK_SPEC,
    };
    const run = await refuse({ ...files, 'Bank.sol': BANK });
    expect(run.stderr).toContain("error CLI003: no *.surety file in directory '.'");
  });

  it('of a spec that is not text', async () => {
    const run = await refuse({ 'bank.surety': Uint8Array.from([0xff, 0xfe, 0x00, 0x80]) });
    expect(run.stderr).toContain("error CLI005: 'bank.surety' is not a UTF-8 text file");
  });

  it('several at once, each reported', async () => {
    const run = await refuse({ 'Bank.txt': BANK }, ['a.surety', 'Bank.txt']);
    expect(run.stderr).toContain("CLI001: 'a.surety'");
    expect(run.stderr).toContain("CLI002: 'Bank.txt'");
  });
});

describe('the report file', () => {
  it.each([
    { target: 'nowhere/report.json', reason: 'its directory does not exist' },
    { target: 'folder', reason: 'it is a directory' },
    { target: 'folder/', reason: 'it is a directory' },
    { target: 'Bank.sol/report.json', reason: 'its parent is not a directory' },
    { target: '', reason: 'the name is empty' },
  ])('cannot be "$target"', async ({ target, reason }) => {
    const { folder, remove } = project({ 'Bank.sol': BANK, 'bank.surety': BANK_SPEC });
    open.push(remove);
    mkdirSync(join(folder, 'folder'));
    const before = readdirSync(folder, { recursive: true }).sort();
    const run = await surety(['prove', '--json', target], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`error CLI030: cannot write '${target}': ${reason}`);
    expect(run.stdout).toBe('');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });

  it('keeps its old contents when the spec is refused', async () => {
    const { folder, remove } = project({ 'bank.surety': BANK_SPEC, 'out.json': 'old' });
    open.push(remove);
    const run = await surety(['prove', '--json', 'out.json'], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("'out.json' not written");
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe('old');
  });
});

describe('a spec', () => {
  it('whose contract file is missing', async () => {
    const run = await refuse({
      'contracts/Bank.sol': BANK,
      'bank.surety': BANK_SPEC.replace('./Bank', './contracts/Bnak'),
    });
    expect(run.stderr).toContain('bank.surety:1:');
    expect(run.stderr).toContain("did you mean './contracts/Bank.sol'?");
  });

  it('whose contract file is a directory', async () => {
    const run = await refuse({ 'Bank.sol/x.txt': '', 'bank.surety': BANK_SPEC });
    expect(run.stderr).toContain("cannot read 'Bank.sol': it is a directory");
  });

  it('whose contract file is not text', async () => {
    const run = await refuse({ 'Bank.sol': Uint8Array.from([0xc3, 0x28]), 'bank.surety': BANK_SPEC });
    expect(run.stderr).toContain("'Bank.sol' is not a UTF-8 text file");
  });

  it('whose contract imports what is not there', async () => {
    const sol = BANK.replace('contract Bank', 'import "@openzeppelin/contracts/Nothing.sol";\ncontract Bank');
    const run = await refuse({ 'Bank.sol': sol, 'bank.surety': BANK_SPEC });
    expect(run.stderr).toContain('Bank.sol:4:');
    expect(run.stderr).toContain('@openzeppelin/contracts/Nothing.sol');
    expect(run.stderr).toContain('searched node_modules upward');
  });

  it('whose contract imports a directory', async () => {
    const sol = BANK.replace('contract Bank', 'import "./lib";\ncontract Bank');
    const run = await refuse({ 'Bank.sol': sol, 'lib/x.txt': '', 'bank.surety': BANK_SPEC });
    expect(run.stderr).toContain("cannot read 'lib': it is a directory");
  });

  it('whose contract has a syntax error', async () => {
    const run = await refuse({ 'Bank.sol': BANK.replace('payable {', 'payable'), 'bank.surety': BANK_SPEC });
    expect(run.stderr).toMatch(/Bank\.sol:\d+:\d+: error SOL1\d\d: /);
  });

  it('with a syntax error', async () => {
    const run = await refuse(withSpec('invariant solvent balance(this) >= 0;'));
    expect(run.stderr).toMatch(/^bank\.surety:2:\d+: error SPEC1\d\d: /m);
    expect(run.stderr).toContain('~');
  });

  it('that is empty', async () => {
    const run = await refuse({ 'bank.surety': '' });
    expect(run.stderr).toContain('SPEC218');
  });

  it('that claims nothing', async () => {
    const run = await refuse(withSpec());
    expect(run.stderr).toContain('SPEC218');
  });

  it.each([
    {
      what: 'an unknown contract',
      spec: 'contract Bnak from "./Bank.sol";\ninvariant a: 1 > 0;',
      code: 'SPEC202',
      hint: 'Bank',
    },
  ])('about $what', async ({ spec, code, hint }) => {
    const run = await refuse({ 'Bank.sol': BANK, 'bank.surety': spec });
    expect(run.stderr).toContain(`error ${code}: `);
    expect(run.stderr).toContain(hint);
  });

  it.each([
    { what: 'an unknown name', line: 'invariant a: credit[this] >= 0;', code: 'SPEC209', hint: 'credits' },
    {
      what: 'an unknown function',
      line: 'function withdrw(uint a) { reverts if a == 0; }',
      code: 'SPEC211',
      hint: 'withdraw',
    },
    {
      what: 'an unknown overload',
      line: 'function withdraw(bool a) { reverts if a; }',
      code: 'SPEC',
      hint: 'withdraw(uint256)',
    },
    { what: 'a wrong type', line: 'invariant a: credits[this];', code: 'SPEC301', hint: 'condition' },
    {
      what: 'operands that do not fit',
      line: 'invariant a: balance(this) >= true;',
      code: 'SPEC30',
      hint: 'bool',
    },
    {
      what: 'a circular using',
      line: 'invariant a: balance(this) >= 0 using b;\ninvariant b: balance(this) >= 0 using a;',
      code: 'SPEC216',
      hint: 'a',
    },
    {
      what: 'an unknown lemma',
      line: 'invariant a: balance(this) >= 0 using other;',
      code: 'SPEC215',
      hint: 'other',
    },
  ])('with $what', async ({ line, code, hint }) => {
    const run = await refuse(withSpec(line));
    expect(run.stderr).toMatch(new RegExp(`bank\\.surety:\\d+:\\d+: error ${code}`));
    expect(run.stderr).toContain(hint);
  });

  it('about an abstract contract', async () => {
    const run = await refuse({
      'Bank.sol': BANK.replace('contract Bank', 'abstract contract Bank'),
      'bank.surety': BANK_SPEC,
    });
    expect(run.stderr).toContain('error SPEC204: ');
  });
});
