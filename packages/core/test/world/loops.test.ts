// Loop invariants: unbounded proofs where without them there is only a bound; wrong ones are not believed.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed } from './replay.js';

afterAll(disposeSolver);

const code = `contract C {
  uint[] list; uint total; uint found; mapping(uint => uint) paid; mapping(address => uint) credits; uint public sumOfCredits;
  function push(uint x) external { require(x <= 10); list.push(x); }
  function count() external { uint t = 0; for (uint i = 0; i < list.length; i++) { t += list[i]; } total = t; }
  function search(uint x) external { found = list.length;
    for (uint i = 0; i < list.length; i++) { if (list[i] == x) { found = i; break; } } }
  function raise() external { for (uint i = 0; i < list.length; i++) { if (list[i] < 5) list[i] = 5; } }
  function highest(uint[] calldata xs) external returns (uint h) { uint i = 0;
    while (i < xs.length) { if (xs[i] > h) { h = xs[i]; } i++; } }
  function give(address[] memory to, uint each) external { for (uint i = 0; i < to.length; i++) { credits[to[i]] += each; sumOfCredits += each; } }
}`;

describe('loops with invariants', () => {
  it('are proved for any number of rounds', async () => {
    const spec = `
      loop C.count#1 invariant i <= list.length && t <= 10 * i;
      loop C.search#1 invariant i <= list.length && found == list.length && forall (uint j) j < i => list[j] != x;
      loop C.raise#1 invariant i <= list.length && (forall (uint j) j < i => list[j] >= 5) && forall (uint j) j < list.length => list[j] <= 10;
      loop C.highest#1 invariant i <= xs.length && forall (uint j) j < i => xs[j] <= h;
      loop C.give#1 invariant i <= to.length && sumOfCredits == sum(credits);
      invariant small: forall (uint j) j < list.length => list[j] <= 10;
      invariant credited: sumOfCredits == sum(credits);
      function count() { ensures low: total <= 10 * list.length; ensures wrong: total <= 9 * list.length; using small; }
      function search(uint x) { ensures right: found < list.length => list[found] == x; ensures none: found == list.length => forall (uint j) j < list.length => list[j] != x; }
      function raise() { ensures five: forall (uint j) j < list.length => list[j] >= 5; using small; }
      function highest(uint[] xs) returns (uint h) { ensures bound: h >= 0; }`;
    expect(await replayed(spec, code)).toEqual({
      small: 'proved',
      credited: 'proved',
      'count.low': 'proved',
      'count.wrong': 'violated',
      'search.right': 'proved',
      'search.none': 'proved',
      'raise.five': 'proved',
      'highest.bound': 'proved',
    });
  });

  it('are not proved by invariants that are wrong', async () => {
    const spec = `
      loop C.search#1 invariant found < 7;
      loop C.count#1 invariant t == 0;
      loop C.raise#1 invariant false;
      function search(uint x) { ensures entry: found < 7; }
      function count() { ensures kept: total == 0; }
      function raise() { ensures nothing: list.length == 77; }`;
    expect(await replayed(spec, code)).toEqual({
      'search.entry': 'unknown',
      'count.kept': 'violated',
      'raise.nothing': 'violated',
    });
  });
});
