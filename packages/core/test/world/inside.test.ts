// `x never changes inside transactions`: at every write, not only at the end.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed } from './replay.js';

afterAll(disposeSolver);

const code = `contract C { address owner; uint x; uint y; bool busy; mapping(address => uint) m;
  constructor() { owner = msg.sender; }
  function quiet() external { x += 1; m[msg.sender] += 1; }
  function swap(uint n) external { uint old = y; y = n; x = 3; y = old; }
  function give(address a) external { require(msg.sender == owner); owner = a; }
  function call() external { (bool ok,) = msg.sender.call(""); require(ok); x += 2; }
  function undone() external { busy = true; require(!busy); }
}`;

describe('an invariant inside transactions', () => {
  it('is looked at after every write, of runs that succeed', async () => {
    const spec = `y never changes inside transactions; owner never changes inside transactions;
      busy never changes inside transactions; x never decreases inside transactions except swap;
      m[a] never decreases inside transactions;`;
    expect(await replayed(spec, code)).toEqual({
      'y.never#1': 'violated',
      'owner.never#1': 'violated',
      'busy.never#1': 'proved',
      'x.never#1': 'provedUpTo',
      'm.never#1': 'proved',
    });
  });
});
