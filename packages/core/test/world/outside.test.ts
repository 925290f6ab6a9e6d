// What is taken as given of outside functions and of arithmetic: used in proofs, printed, and met by replayed runs.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed, run } from './replay.js';

afterAll(disposeSolver);

const oracle = `interface IOracle { function price() external view returns (uint256); function at(uint k) external view returns (uint256); }
contract C {
  IOracle oracle; IOracle other; uint public last; uint public limit; uint public seen;
  constructor(IOracle o, IOracle p) { oracle = o; other = p; }
  function poke() external { last = oracle.price(); }
  function peek() external { limit = other.price(); }
  function look(uint k) external { seen = oracle.at(k); }
}`;

describe('answers of outside functions', () => {
  it('lie in a range for that receiver only', async () => {
    const spec = `assume oracle.price() in 5 .. 10;
      invariant ranged: last == 0 || last in 5 .. 10; invariant wrong: last == 0 || last in 5 .. 9; invariant another: limit <= 10;`;
    expect(await replayed(spec, oracle)).toEqual({
      ranged: 'proved',
      wrong: 'violated',
      another: 'violated',
    });
  });

  it('move slowly from block to block', async () => {
    const spec = `assume oracle.price() in 100 .. 1000; assume oracle.price() moves at most 10% per block;
      rule near(address a) { poke() by a at t; uint first = last; poke() by a at u; assume u.number <= t.number + 1; assert last * 10 <= first * 11; }
      rule far(address a) { poke() by a at t; uint first = last; poke() by a at u; assume u.number == t.number + 2; assert last * 10 <= first * 11; }`;
    expect(await replayed(spec, oracle)).toMatchObject({ near: 'proved' });
    expect((await replayed(spec, oracle)).far).not.toBe('proved');
  });

  it('are what a summary says', async () => {
    const spec = `trust oracle.at(k) returns k * 2; function look(uint k) { ensures twice: seen == k * 2; ensures wrong: seen == k; }`;
    expect(await replayed(spec, oracle)).toEqual({ 'look.twice': 'proved', 'look.wrong': 'violated' });
  });
});

const maths = `contract C {
  uint public x; uint public y;
  function half(uint a) internal pure returns (uint) { return a / 2; }
  function scaled(uint a, uint b) public pure returns (uint) { return a * b / 10; }
  function bad(uint a) public pure returns (uint) { return a > 7 ? a + 1 : a; }
  function set(uint a) external { x = half(a); y = scaled(a, 10); }
  function split(uint a) external { x = a / 4; y = a; }
  function grow(uint8 a) external { uint8 b = a + 200; x = b; }
  function lazy(uint a) external { x = a % 2 == 0 ? a / 2 : 0; y = a; }
}`;

describe('summaries of own functions', () => {
  it('are checked against the code, and are no assumption then', async () => {
    const spec = `trust half(a) returns a / 2; trust scaled(a, b) returns floor(a * b / 10);
      function set(uint a) { ensures halved: x == a / 2; ensures same: y == a; }`;
    const result = await run(spec, maths);
    if (result.kind === 'rejected') throw new Error(result.diagnostics.map((d) => d.message).join());
    const { claims } = result.report;
    expect(Object.fromEntries(claims.map((c) => [c.name, c.verdict.kind]))).toEqual({
      'trust half': 'proved',
      'trust scaled': 'proved',
      'set.halved': 'proved',
      'set.same': 'proved',
    });
    expect(claims.flatMap((c) => c.assumptions.filter((a) => a.text.startsWith('trust')))).toEqual([]);
  });

  it('are refuted and named where they are wrong', async () => {
    const result = await run('trust bad(a) returns a; invariant fine: x >= 0;', maths);
    if (result.kind === 'rejected') throw new Error(result.diagnostics.map((d) => d.message).join());
    const [trust, fine] = result.report.claims;
    expect(trust?.verdict.kind).toBe('violated');
    expect(fine?.assumptions.some((a) => a.text.startsWith('trust bad'))).toBe(true);
  });
});

describe('assumptions about arithmetic', () => {
  it('make divisions exact where the code divides', async () => {
    const claims = `function split(uint a) { ensures exact: x * 4 == a; }
      function lazy(uint a) { ensures half: x * 2 == y; }`;
    expect(await replayed(`assume exact division; ${claims}`, maths)).toEqual({
      'split.exact': 'proved',
      'lazy.half': 'violated',
    });
    expect(await replayed(claims, maths)).toMatchObject({ 'split.exact': 'violated' });
  });

  it('leave overflow out', async () => {
    const claims = 'function grow(uint8 a) { succeeds if value == 0; ensures small: x >= 200; }';
    expect(await replayed(`assume no overflow; ${claims}`, maths)).toEqual({
      'grow.succeedsIf#1': 'proved',
      'grow.small': 'proved',
    });
    expect(await replayed(claims, maths)).toMatchObject({ 'grow.succeedsIf#1': 'violated' });
  });
});
