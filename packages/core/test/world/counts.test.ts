// `count(a in m where p)`: kept at every write like a sum, read back in replays. `sum(m[a] for a where p)` and counts by more than
// one value are functions of what is read.
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

const orders = (cancel: string, close: string): string => `contract C {
  enum State { None, Open, Closed }
  struct Order { address maker; uint96 amount; State state; }
  mapping(uint => Order) orders; mapping(address => uint) owed; mapping(address => bool) barred; Order[] bids;
  uint next; uint bid; uint least = 10; address owner = msg.sender; uint kept; int total; mapping(address => int) debts;
  function open(uint96 amount) external {
    require(amount > 0);
    orders[next++] = Order(msg.sender, amount, State.Open);
    kept += amount;
  }
  function cancel(uint id) external {
    Order storage order = orders[id];
    require(order.state == State.Open);
    ${cancel}
    kept -= order.amount;
    owed[order.maker] += order.amount;
  }
  function bar(address a, bool b) external { require(owed[a] == 0); barred[a] = b; }
  function place(uint96 amount) external { bids.push(Order(msg.sender, amount, State.Open)); bid += amount; }
  function close(uint i) external { require(bids[i].state == State.Open); bids[i].state = State.Closed; ${close} }
  function lend(int x) external { if (!barred[msg.sender]) { debts[msg.sender] += x; total += x; } }
}`;
const sums = `
  invariant kept: kept == sum(orders[i].amount for i where orders[i].state == Open);
  invariant some(address a): orders[7].state == Open => sum(orders[i].amount for i where orders[i].state == Open) >= orders[7].amount;
  invariant number: count(i in orders where orders[i].state == Open && orders[i].amount > 5) >= (orders[7].state == Open && orders[7].amount > 6 ? 1 : 0);
  invariant part: sum(owed[a] for a where !barred[a]) >= 0;
  invariant bids: bid == sum(bids[i].amount for i where bids[i].state == Open);
  rule richer(address a) {
    assume a != owner && orders[3].state == Open && orders[3].maker == a && !barred[a] && owed[a] == least;
    uint before = sum(owed[x] for x where owed[x] > least && x != owner);
    uint holders = count(x in owed where owed[x] > least && x != owner);
    uint gained = orders[3].amount;
    assume gained > 0;
    cancel(3);
    assert sum(owed[x] for x where owed[x] > least && x != owner) == before + least + gained;
    assert count(x in owed where owed[x] > least && x != owner) == holders + 1;
    assert count(x in owed where owed[x] >= least && x != owner) >= 1;
  }
  rule signed(address a, int x) { int before = sum(debts[u] for u where !barred[u]); lend(x) by a; assert sum(debts[u] for u where !barred[u]) == before + (barred[a] ? 0 : x); }`;

const right = {
  kept: 'proved',
  some: 'proved',
  number: 'proved',
  part: 'proved',
  bids: 'proved',
  richer: 'proved',
  signed: 'proved',
};

describe('sums with a condition', () => {
  it('are proved', async () => {
    const code = orders('order.state = State.Closed;', 'bid -= bids[i].amount;');
    expect(await replayed(sums, code)).toEqual(right);
  });

  it('are violated where the code forgets what they depend on', async () => {
    expect(await replayed(sums, orders('', ''))).toEqual({ ...right, kept: 'violated', bids: 'violated' });
  });

  it('must have an end', async () => {
    const result = await replayed(
      `invariant one: count(a in owed where owed[a] < least && a == owner) <= 1;
       invariant endless: count(a in owed where owed[a] < least && a != owner) <= next + 1000;
       invariant unclear: count(a in owed where owed[a] < least && a > owner) <= next + 1000;
       invariant ended: least > 0 => count(a in owed where owed[a] >= least && a > owner) >= 0;`,
      orders('order.state = State.Closed;', 'bid -= bids[i].amount;'),
    );
    expect(result).toEqual({ one: 'proved', endless: 'violated', unclear: 'unknown', ended: 'proved' });
  });
});
