// What stands beside a verdict: an assertion whose condition never holds is proved, and the reader is told.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { project, surety } from './surety-process.js';

const SALE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Sale {
    uint256 public sold;
    uint256 public immutable end;
    constructor(uint256 e) { end = e; }
    function buy(uint256 n) external {
        require(block.timestamp <= end && n < 10);
        sold = n;
    }
}
`;

const SPEC = `contract Sale from "Sale.sol";
rule late() {
    buy(1) at t;
    assert t.timestamp > end => sold == 5;
}
rule some(uint n) {
    buy(n);
    assert n > 5 => sold > 5;
}
rule half(uint n) {
    buy(n);
    assert sold == n && (n > 50 => sold == 0);
}
function buy(uint n) {
    ensures n > 20 => sold == 3;
    ensures n > 2 => sold == n;
}
only buy may increase sold;
end never changes;
`;

describe('notes beside verdicts', () => {
  it('tells which assertions say nothing', async () => {
    const { folder, remove } = project({ 'Sale.sol': SALE, 'sale.surety': SPEC });
    try {
      const run = await surety(['prove', '--no-color', '--json', 'out.json'], folder);
      const { claims } = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as {
        readonly claims: readonly { name: string; verdict: { kind: string }; notes?: readonly string[] }[];
      };
      expect(claims.map((c) => [c.name, c.verdict.kind, c.notes?.length ?? 0])).toEqual([
        ['late', 'proved', 1],
        ['some', 'proved', 0],
        ['half', 'proved', 1],
        ['buy.ensures#1', 'proved', 1],
        ['buy.ensures#2', 'proved', 0],
        ['sold.only#1', 'proved', 0],
        ['end.never#1', 'proved', 0],
      ]);
      expect(run.stdout).toMatch(/warning: in `assert t\.timestamp > end => sold == 5;`, what stands before/);
      expect(run.code).toBe(0);
    } finally {
      remove();
    }
  });
});
