// Claims about the generated contracts, each with a predicate of its own on what the EVM shows: the verifier has no part
// in judging them.
import type { ContractText } from './contract-text.js';

/** What a claim can see at one moment. */
export interface View {
  readonly balance: bigint;
  readonly number: (name: string) => bigint;
  readonly flag: (name: string) => boolean;
  /** By account; absent ones are zero. */
  readonly map: (name: string) => ReadonlyMap<bigint, bigint>;
}

/** A call from outside that succeeded, with nothing before it in its transaction. */
export interface Step {
  readonly before: View;
  readonly after: View;
  readonly fn: string;
  readonly sender: bigint;
  readonly value: bigint;
  readonly arguments: readonly bigint[];
}

/** A claim: its text in the language, and when it is broken. */
export interface TestedClaim {
  readonly name: string;
  readonly text: string;
  readonly needs: readonly string[];
  readonly holds:
    | { readonly kind: 'state'; readonly always: boolean; readonly test: (view: View, init: View) => boolean }
    | { readonly kind: 'step'; readonly test: (step: Step) => boolean }
    /** From any moment to any later one, while none of the senders of calls is `account`. */
    | {
        readonly kind: 'history';
        readonly test: (start: View, now: View, account: bigint) => boolean;
      };
}

const sum = (map: ReadonlyMap<bigint, bigint>): bigint => [...map.values()].reduce((a, b) => a + b, 0n);

function state(
  name: string,
  condition: string,
  test: (view: View, init: View) => boolean,
  needs: readonly string[] = [],
): readonly TestedClaim[] {
  const [head, rest] = condition.startsWith('(') ? splitHead(condition) : ['', condition];
  return [true, false].map((always) => ({
    name: always ? name : `${name}_between`,
    text: `invariant ${always ? name : `${name}_between`}${head}${always ? '' : ' between transactions'}: ${rest};`,
    needs,
    holds: { kind: 'state', always, test },
  }));
}

function splitHead(condition: string): readonly [string, string] {
  const end = condition.indexOf(')') + 1;
  return [condition.slice(0, end), condition.slice(end).trim()];
}

const step = (
  name: string,
  text: string,
  test: (step: Step) => boolean,
  needs: readonly string[] = [],
): TestedClaim => ({ name, text, needs, holds: { kind: 'step', test } });

const credit = (view: View, account: bigint): bigint => view.map('credits').get(account) ?? 0n;

const CLAIMS: readonly TestedClaim[] = [
  ...state('covered', 'total <= balance(this)', (v) => v.number('total') <= v.balance),
  ...state('solvent', 'sum(credits) <= balance(this)', (v) => sum(v.map('credits')) <= v.balance),
  ...state('exact', 'total == sum(credits)', (v) => v.number('total') === sum(v.map('credits'))),
  ...state('at_most', 'sum(credits) <= total', (v) => sum(v.map('credits')) <= v.number('total')),
  ...state('each', '(address u) credits[u] <= total', (v) =>
    [...v.map('credits').values()].every((c) => c <= v.number('total')),
  ),
  ...state('few', 'count <= cap', (v) => v.number('count') <= 3n),
  ...state('unpaid', 'paid <= count', (v) => v.number('paid') <= v.number('count')),
  ...state('owned', 'owner != address(0)', (v) => v.number('owner') !== 0n),
  ...state('same_owner', 'owner == init(owner)', (v, init) => v.number('owner') === init.number('owner')),
  ...state('short', 'members.length <= cap', (v) => v.number('members.length') <= 3n),
  ...state(
    'done',
    'phase == Done => deadline == init(deadline)',
    (v, init) => v.number('phase') !== 2n || v.number('deadline') === init.number('deadline'),
  ),
  ...state('open_until', 'paused => phase == Open', (v) => !v.flag('paused') || v.number('phase') === 0n),
  ...state('unnoted', 'noted == 0', (v) => v.number('noted') === 0n, ['uint256 noted;']),
  ...state('unlocked', '!locked', (v) => !v.flag('locked'), ['bool locked;']),
  ...state('status_one', 'status == 1', (v) => v.number('status') === 1n, ['uint256 status = 1;']),
  step(
    'total_up',
    'total_up: total never decreases;',
    (s) => s.after.number('total') >= s.before.number('total'),
  ),
  step(
    'count_up',
    'count_up: count never decreases;',
    (s) => s.after.number('count') >= s.before.number('count'),
  ),
  step(
    'phase_moves',
    'phase_moves: phase moves Open -> Closed, Closed -> Done, * -> same;',
    ({ before, after }) => {
      const [a, b] = [before.number('phase'), after.number('phase')];
      return a === b || b === a + 1n;
    },
  ),
  step(
    'owner_only',
    'owner_only: only owner may change owner;',
    (s) => s.after.number('owner') === s.before.number('owner') || s.sender === s.before.number('owner'),
  ),
  step(
    'pause_only',
    'pause_only: only owner may change paused;',
    (s) => s.after.flag('paused') === s.before.flag('paused') || s.sender === s.before.number('owner'),
  ),
  step(
    'mine_only',
    'rule mine_only(address u) { any at t; assert credits[u] < old(credits[u]) => t.sender == u; }',
    ({ before, after, sender }) =>
      [...before.map('credits')].every(([u, c]) => credit(after, u) >= c || sender === u),
  ),
  step(
    'money_back',
    'rule money_back { any at t; assert balance(this) < old(balance(this)) => total < old(total) || t.sender == old(owner); }',
    ({ before, after, sender }) =>
      after.balance >= before.balance ||
      after.number('total') < before.number('total') ||
      sender === before.number('owner'),
  ),
  step(
    'counted',
    'function deposit() { ensures counted: credits[sender] >= old(credits[sender]) + value; }',
    (s) => s.fn !== 'deposit' || credit(s.after, s.sender) >= credit(s.before, s.sender) + s.value,
  ),
  step(
    'taken',
    'function withdraw(uint a) { ensures taken: credits[sender] <= old(credits[sender]) - a || total <= old(total) - a; }',
    (s) =>
      s.fn !== 'withdraw' ||
      credit(s.after, s.sender) <= credit(s.before, s.sender) - (s.arguments[0] ?? 0n) ||
      s.after.number('total') <= s.before.number('total') - (s.arguments[0] ?? 0n),
    ['withdraw'],
  ),
  step(
    'moved',
    'function move(address to, uint a) { ensures moved: to != sender => credits[to] == old(credits[to]) + a; ensures kept: sum(credits) == old(sum(credits)); }',
    (s) => {
      if (s.fn !== 'move') return true;
      const [to = 0n, a = 0n] = s.arguments;
      return to === s.sender || credit(s.after, to) === credit(s.before, to) + a;
    },
    ['move'],
  ),
  {
    name: 'safe',
    text: 'rule safe(address u) { any* by s where s != u; assert credits[u] >= old(credits[u]); }',
    needs: [],
    holds: { kind: 'history', test: (start, now, u) => credit(now, u) >= credit(start, u) },
  },
  {
    name: 'never_done_back',
    text: 'rule never_done_back { any*; assert old(phase) == Done => phase == Done; }',
    needs: [],
    holds: {
      kind: 'history',
      test: (start, now) => start.number('phase') !== 2n || now.number('phase') === 2n,
    },
  },
  {
    name: 'stays_joined',
    text: 'rule stays_joined(address u) { assume joined[u]; any*; assert joined[u] && members.length >= old(members.length); }',
    needs: [],
    holds: {
      kind: 'history',
      test: (start, now) =>
        [...start.map('joined')].every(([u, j]) => j === 0n || now.map('joined').get(u) === 1n) &&
        now.number('members.length') >= start.number('members.length'),
    },
  },
];

/** The claims that make sense of a contract. */
export function claimsFor(contract: ContractText): readonly TestedClaim[] {
  const has = (need: string): boolean =>
    contract.state.includes(need) || contract.functions.some((fn) => fn.name === need);
  return CLAIMS.filter((claim) => claim.needs.every(has));
}

/** The specification with some claims. */
export function specification(claims: readonly Pick<TestedClaim, 'text'>[]): string {
  return ['contract C from "c.sol";', ...claims.map((c) => c.text), ''].join('\n');
}
