// `surety prove Foo.sol`: assertions and panics of Solidity files without a spec.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Report } from '@surety/core';
import { BANK, BANK_SPEC, project, surety } from './surety-process.js';

const GOOD = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

contract Good {
    function half(uint256 n) external pure returns (uint256 h) {
        h = n / 2;
        assert(h <= n);
    }
}
`;
const MIXED = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import "./Good.sol";

library Half {
    function once(uint256 n) internal pure returns (uint256) {
        assert(n != 12);
        return n / 2;
    }
}

contract Base {
    uint256 internal n;

    modifier bounded() {
        _;
        assert(n < 3);
    }

    function up() external bounded {
        n++;
    }
}

contract Derived is Base {
    function get(uint256[] calldata list, uint256 i) external pure returns (uint256) {
        return Half.once(list[i]);
    }
}

abstract contract Unfinished {
    function f() external pure {
        assert(false);
    }
}
`;

const { folder, write, remove } = project({
  'Good.sol': GOOD,
  'Mixed.sol': MIXED,
  'Bank.sol': BANK,
  'bank.surety': BANK_SPEC,
});
afterAll(remove);

const run = (...words: string[]) => surety(['prove', ...words], folder);
const reportsOf = (stdout: string): readonly Report[] => {
  const read = JSON.parse(stdout) as Report | readonly Report[];
  return Array.isArray(read) ? (read as readonly Report[]) : [read as Report];
};
const words = (report: Report | undefined): readonly string[] =>
  (report?.claims ?? []).map((claim) => `${claim.name} ${claim.verdict.kind}`);

describe('a Solidity file', () => {
  it('whose assertions hold is proved', async () => {
    const ended = await run('Good.sol');
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain('proved         Good.half.assert#1');
    expect(ended.stdout).toContain('assert(h <= n)');
    expect(ended.code).toBe(0);
  });

  it('gives a replayed run for each assertion that can fail, in libraries and modifiers of bases too', async () => {
    const ended = await run('Mixed.sol', '--json', '-');
    const [report] = reportsOf(ended.stdout);
    expect(report?.spec).toBe('Mixed.sol');
    expect(words(report)).toEqual([
      'Base.bounded.assert#1 violated',
      'Derived/Half.once.assert#1 violated',
      'Derived/Base.bounded.assert#1 violated',
    ]);
    const [first] = report?.claims ?? [];
    const trace = first?.verdict.kind === 'violated' ? first.verdict.trace : undefined;
    expect(trace?.replayed).toBe(true);
    expect(trace?.steps.map((step) => step.function)).toEqual(['constructor', 'up()', 'up()', 'up()']);
    expect(trace?.steps.at(-1)?.outcome).toEqual({ kind: 'revert', reason: 'panic 0x01, assertion failed' });
    expect(first?.kind).toBe('failure');
    expect(ended.code).toBe(1);
  });

  it('with --panics is claimed not to panic at all', async () => {
    const ended = await run('--panics', '--contract', 'Derived', 'Mixed.sol', '--json', '-');
    expect(words(reportsOf(ended.stdout)[0])).toEqual([
      'Derived/Half.once.assert#1 violated',
      'Derived/Base.bounded.assert#1 violated',
      'Derived/Base.up.overflow#1 notInductive',
      'Derived.get.index#1 violated',
    ]);
  });

  it('may be named beside specs', async () => {
    const ended = await run('bank.surety', 'Good.sol', '--json', '-');
    expect(reportsOf(ended.stdout).flatMap(words)).toEqual(['solvent proved', 'Good.half.assert#1 proved']);
    expect(ended.stderr).toContain('2 claims in 2 files: 2 proved');
    expect(ended.code).toBe(0);
  });

  it('can be asked for one claim', async () => {
    const ended = await run('Mixed.sol', '--claim', 'Derived/Half.once.assert#1', '--json', '-');
    expect(words(reportsOf(ended.stdout)[0])).toEqual(['Derived/Half.once.assert#1 violated']);
  });
});

describe('refuses', () => {
  beforeAll(() => write('Wrong.sol', 'contract Wrong { function f() external { uint8 x = 300; } }\n'));

  it.each([
    { why: 'a file without assertions', given: ['Bank.sol'], code: 'CLI042' },
    { why: 'a contract that is not there', given: ['Good.sol', '--contract', 'God'], code: 'CLI043' },
    { why: 'an abstract contract', given: ['Mixed.sol', '--contract', 'Unfinished'], code: 'CLI043' },
    { why: 'options of Solidity files for specs', given: ['bank.surety', '--panics'], code: 'CLI044' },
    { why: 'a claim that is not there', given: ['Good.sol', '--claim', 'x'], code: 'CLI040' },
    { why: 'a file with errors', given: ['Wrong.sol'], code: 'error' },
  ])('$why', async ({ given, code }) => {
    const ended = await run(...given);
    expect(ended.stderr).toContain(code);
    expect(ended.code).toBe(2);
  });
});
