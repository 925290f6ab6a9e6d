// `count(a in m where p)`: kept at every write like a sum, read back in replays.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed } from './replay.js';

afterAll(disposeSolver);

const code = (leave: string): string => `contract C {
  enum Role { None, Member, Admin }
  struct Position { uint debt; uint paid; }
  mapping(address => uint) credits; mapping(address => Role) roles; mapping(address => Position) positions;
  mapping(uint => mapping(address => bool)) voted; mapping(uint => uint) votes; uint holders; uint members; uint debtors;
  function add(uint x) external { if (credits[msg.sender] == 0 && x > 0) holders += 1; credits[msg.sender] += x; }
  function leave() external { ${leave} credits[msg.sender] = 0; }
  function join() external { require(roles[msg.sender] == Role.None); roles[msg.sender] = Role.Member; members++; }
  function promote(address a) external { require(roles[a] == Role.Member); roles[a] = Role.Admin; members--; }
  function borrow() external { require(positions[msg.sender].debt < 100); positions[msg.sender].debt += 100; debtors++; }
  function vote(uint n) external { require(!voted[n][msg.sender]); voted[n][msg.sender] = true; votes[n]++; }
}`;
const spec = `
  invariant holders: holders == count(a in credits where credits[a] > 0);
  invariant members: members == count(a in roles where roles[a] == Member);
  invariant debtors: debtors == count(a in positions where positions[a].debt >= 100);
  invariant votes(uint n): votes[n] == count(a in voted[n] where voted[n][a]);`;

describe('counts of keys', () => {
  it('are proved', async () => {
    expect(await replayed(spec, code('if (credits[msg.sender] > 0) holders -= 1;'))).toEqual({
      holders: 'proved',
      members: 'proved',
      debtors: 'proved',
      votes: 'proved',
    });
  });

  it('are violated where one is forgotten, with what the EVM holds', async () => {
    expect(await replayed(spec, code(''))).toMatchObject({ holders: 'violated', members: 'proved' });
  });
});
