// `parameter P in lo .. hi` makes constants and immutables free; `region` finds where a claim holds.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed, run } from './replay.js';

afterAll(disposeSolver);

const code = `contract C {
  uint256 public constant LTV = 800; uint256 immutable fee; uint256 constant ONE = 1000;
  mapping(address => uint) collateral; mapping(address => uint) debt; uint taken;
  constructor(uint f) { fee = f; }
  function put(uint a) external { require(a < 1e30); collateral[msg.sender] = a; debt[msg.sender] = 0; }
  function borrow(uint a) external { require(a * ONE <= collateral[msg.sender] * LTV); debt[msg.sender] = a; }
  function charge() external { taken = fee * 2; }
}`;
const covered = 'invariant covered(address u): debt[u] <= collateral[u];';

describe('parameters', () => {
  it('stand for all their values', async () => {
    expect(await replayed(`parameter LTV in 0 .. 1000; ${covered}`, code)).toEqual({ covered: 'proved' });
    expect(await replayed(`parameter LTV in 0 .. 1001; ${covered}`, code)).toEqual({ covered: 'violated' });
    expect(
      await replayed(
        'parameter fee in 0 .. 50; invariant low: taken <= 100; invariant lower: taken <= 99;',
        code,
      ),
    ).toEqual({ low: 'proved', lower: 'violated' });
  });

  it('have regions in which a claim holds', async () => {
    const result = await run(
      `parameter LTV in 0 .. 1_000_000; parameter fee in 0 .. 500; ${covered} region safe: covered over LTV;
       invariant least: taken == 0 || taken >= 200; region high: least over fee;`,
      code,
    );
    if (result.kind === 'rejected') throw new Error(result.diagnostics.map((d) => d.message).join());
    const bound = (name: string): string | undefined => {
      const verdict = result.report.claims.find((c) => c.name === name)?.verdict;
      return verdict?.kind === 'provedUpTo' ? verdict.bound : verdict?.kind;
    };
    expect(bound('safe')).toBe('holds for LTV in [0, 1000]; fails at 1001');
    expect(bound('high')).toBe('holds for fee in [0, 0] and [100, 500]; fails at 1');
  });
});
