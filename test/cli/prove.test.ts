// The whole way through the command: verdicts, exit codes, the report file, imports, and Ctrl-C.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Report } from '@surety/core';
import { BANK, BANK_SPEC, LEAKY_BANK, project, root, start, surety } from './surety-process.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const remove of open.splice(0)) remove();
});

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const { folder, remove } = project(files);
  open.push(remove);
  return folder;
}

const good = { 'Bank.sol': BANK, 'bank.surety': BANK_SPEC };
const leaky = { 'Bank.sol': LEAKY_BANK, 'bank.surety': BANK_SPEC };

describe('surety prove', () => {
  it('proves the correct bank and lists what the proof rests on', async () => {
    const run = await surety(['prove'], folderWith(good));
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^bank\.surety {2}Bank$/m);
    expect(run.stdout).toMatch(/^ {2}proved +solvent +[\d.]+ m?s$/m);
    expect(run.stdout).toContain('balance(this) >= sum(credits)');
    expect(run.stdout).toMatch(/^ {2}assumptions/m);
    expect(run.stdout).toMatch(/^1 claim: 1 proved {2}/m);
    expect(run.stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('shows the run that breaks the leaky bank, and writes the report', async () => {
    const folder = folderWith(leaky);
    const run = await surety(['prove', '--json', 'report.json'], folder);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^ {2}violated +solvent/m);
    expect(run.stdout).toContain('1. deploy Bank()');
    expect(run.stdout).toContain('Bank.withdraw(');
    expect(run.stdout).toContain('solvent does not hold while the last transaction calls unknown code');
    expect(run.stdout).toContain('Replayed on an EVM running the compiled bytecode.');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    expect(report).toMatchObject({
      schema: 'surety-report/1',
      spec: 'bank.surety',
      tool: { name: 'surety' },
    });
    expect(report.claims.map((claim) => claim.verdict.kind)).toEqual(['violated']);
    expect(readdirSync(folder).sort()).toEqual(['.surety', 'Bank.sol', 'bank.surety', 'report.json']);
  });

  it('keeps stdout for the report with --json -', async () => {
    const run = await surety(['prove', 'bank.surety', '--json', '-'], folderWith(good));
    expect(run.code).toBe(0);
    expect((JSON.parse(run.stdout) as Report).claims[0]?.verdict.kind).toBe('proved');
    expect(run.stderr).toContain('1 claim: 1 proved');
  });

  it('lets a violation outrank a proof, and an error outrank both', async () => {
    const folder = folderWith({
      'a/Bank.sol': BANK,
      'a/bank.surety': BANK_SPEC,
      'b/Bank.sol': LEAKY_BANK,
      'b/bank.surety': BANK_SPEC,
    });
    const both = await surety(['prove', '--json', '-'], folder);
    expect(both.code).toBe(1);
    expect((JSON.parse(both.stdout) as readonly Report[]).map((report) => report.spec)).toEqual([
      'a/bank.surety',
      'b/bank.surety',
    ]);
    expect(both.stderr).toContain('2 claims in 2 files: 1 proved, 1 violated');
    const wrong = await surety(['prove', 'a', 'b', 'c'], folder);
    expect(wrong.code).toBe(2);
  });

  it('proves only the claims asked for, and knows when there is none', async () => {
    const files = {
      ...good,
      'bank.surety': `${BANK_SPEC}invariant bounded(address a): credits[a] <= sum(credits);\n`,
    };
    const folder = folderWith(files);
    const one = await surety(['prove', '--claim', 'bounded'], folder);
    expect(one.stdout).toMatch(/^ {2}proved +bounded/m);
    expect(one.stdout).not.toMatch(/proved +solvent/);
    const none = await surety(['prove', '--claim', 'solvant'], folder);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("error CLI040: no claim is named 'solvant'");
    expect(none.stderr).toContain("did you mean 'solvent'?");
  });

  it('gives a row per obligation with --verbose', async () => {
    const run = await surety(['prove', '--verbose'], folderWith(good));
    expect(run.stdout).toMatch(/^ +proved +\S.*withdraw\(uint256\)/m);
  });

  it('colors only when asked for', async () => {
    const folder = folderWith(good);
    const escapeCode = String.fromCharCode(27);
    expect((await surety(['prove'], folder)).stdout).not.toContain(escapeCode);
    expect((await surety(['prove'], folder, { FORCE_COLOR: '1' })).stdout).toContain(`${escapeCode}[32m`);
    expect((await surety(['prove', '--no-color'], folder, { FORCE_COLOR: '1' })).stdout).not.toContain(
      escapeCode,
    );
  });
});

describe('imports', () => {
  const vault = (from: string): string =>
    `pragma solidity ^0.8.20;\nimport {Bank} from "${from}";\ncontract Vault is Bank {}\n`;
  const spec = BANK_SPEC.replace('contract Bank from "./Bank.sol"', 'contract Vault from "src/Vault.sol"');

  it.each([
    { how: 'relative', from: '../base/Bank.sol', at: 'base/Bank.sol', more: {} },
    { how: 'node_modules', from: '@bank/base/Bank.sol', at: 'node_modules/@bank/base/Bank.sol', more: {} },
    {
      how: 'remappings.txt',
      from: '@bank/Bank.sol',
      at: 'deps/bank/src/Bank.sol',
      more: { 'remappings.txt': '@bank/=deps/bank/src/\n' },
    },
    {
      how: 'foundry.toml',
      from: '@bank/Bank.sol',
      at: 'deps/bank/Bank.sol',
      more: {
        'foundry.toml':
          '[profile.default]\nsrc = "src"\nremappings = [\n  # ours\n  "@bank/=deps/bank/",\n]\n',
      },
    },
    {
      how: 'lib',
      from: 'bank/Bank.sol',
      at: 'lib/bank/src/Bank.sol',
      more: { 'foundry.toml': '[profile.default]\n' },
    },
  ])('are found by $how', async ({ from, at, more }) => {
    const folder = folderWith({ 'src/Vault.sol': vault(from), [at]: BANK, 'vault.surety': spec, ...more });
    const run = await surety(['prove'], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
  });
});

describe('Ctrl-C', () => {
  /** Children of a process, by the kernel's table. */
  const childrenOf = (pid: number): readonly string[] => {
    const path = `/proc/${pid}/task/${pid}/children`;
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split(' ')
          .filter((one) => one !== '')
      : [];
  };

  it.each(['SIGINT', 'SIGTERM'] as const)('ends a run in order (%s)', async (name) => {
    const folder = folderWith({});
    const running = start(['prove', join(root, 'examples'), '--json', 'report.json'], folder);
    await sleep(1200);
    const children = childrenOf(running.pid);
    running.kill(name);
    const run = await running.ended;
    expect(run.code).toBe(130);
    expect(run.stderr).toContain("surety: interrupted; 'report.json' not written");
    expect(readdirSync(folder).filter((entry) => entry !== '.surety')).toEqual([]);
    for (const child of children) expect(existsSync(`/proc/${child}`)).toBe(false);
  });

  it('shows what was decided by then', async () => {
    const cubes = 'require(a > 1 && b > 1 && a * a * a + b * b * b == c * c * c);';
    const hard = `pragma solidity ^0.8.0;
contract C {
    uint256 x;
    uint256 y;
    function f(uint256 a, uint256 b, uint256 c) external { ${cubes} x = a; }
    function g() external { y = 1; }
}
`;
    const spec = 'contract C from "C.sol";\ninvariant quick: y <= 1;\ninvariant hard: x == 0;\n';
    const running = start(['prove', '--timeout', '300'], folderWith({ 'C.sol': hard, 'c.surety': spec }));
    await sleep(10_000);
    running.kill('SIGINT');
    const run = await running.ended;
    expect(run.code).toBe(130);
    expect(run.stdout).toMatch(/^ {2}proved +quick/m);
    expect(run.stdout).not.toContain('hard');
    expect(run.stderr).toContain('surety: interrupted');
  });

  it('ends at once when pressed twice', async () => {
    const running = start(['prove', join(root, 'examples')], folderWith({}));
    await sleep(1200);
    running.kill('SIGINT');
    await sleep(400);
    running.kill('SIGINT');
    // The second signal may meet a process that has just taken its handlers down: a shell shows 130 either way.
    const { code, signal } = await running.ended;
    expect(signal ?? code).toEqual(signal === null ? 130 : 'SIGINT');
  });
});
