// Deliberate mistakes of the model: with them tests show that the comparison finds what it should find.
import type { Term } from '@surety/solvers';
import type { BinaryOperator, Expression, IrContract } from '../../packages/core/dist/ir/ir.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import type { Effects } from '../../packages/core/dist/symbolic/world.js';
import type { Summary } from './model.js';
import type { Disagreement } from './tally.js';

/** A contract in which one operator means another. */
export function confuseOperators(contract: IrContract, from: BinaryOperator, to: BinaryOperator): IrContract {
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const parts = value.map(change);
      return parts.every((part, i) => part === value[i]) ? value : parts;
    }
    if (typeof value !== 'object' || value === null) return value;
    // Whatever contains no such operator stays the same object: locals are known by identity.
    const entries = Object.entries(value).map(([key, part]) => [key, change(part)] as const);
    const kept = entries.every(([key, part]) => part === (value as Record<string, unknown>)[key]);
    const made: unknown = kept ? value : Object.fromEntries(entries);
    const expression = made as Expression;
    return expression.kind === 'binary' && expression.operator === from
      ? { ...expression, operator: to }
      : made;
  };
  return {
    ...contract,
    functions: new Map(
      [...contract.functions].map(([id, fn]) => [id, { ...fn, body: change(fn.body) as typeof fn.body }]),
    ),
  };
}

type Distort = (summary: Summary) => Summary;

function withPost(summary: Summary, change: (post: State) => State): Summary {
  const { post } = summary.run;
  return post === undefined ? summary : { ...summary, run: { ...summary.run, post: change(post) } };
}

function withEffects(summary: Summary, change: (effects: Effects) => Partial<Effects>): Summary {
  const { effects } = summary.run;
  return { ...summary, run: { ...summary.run, effects: { ...effects, ...change(effects) } } };
}

function withLeaf(leaf: string, change: (summary: Summary, term: Term) => Term): Distort {
  return (summary) =>
    withPost(summary, (post) => {
      const term = post.storage.get(leaf);
      if (term === undefined) throw new Error(`no leaf ${leaf}`);
      return { ...post, storage: new Map(post.storage).set(leaf, change(summary, term)) };
    });
}

/** Wrong summaries of the program in `comparison.test.ts`, with the part in which the difference shows. */
export const SUMMARY_FAULTS: readonly (readonly [string, Disagreement['part'], Distort])[] = [
  [
    'a variable off by one',
    'storage',
    withLeaf('C/small', (s, t) => s.world.bank.add(t, s.world.bank.int(1n))),
  ],
  ['a lost write', 'storage', withLeaf('C/small', (s) => s.before.storage.get('C/small') as Term)],
  [
    'a lost write below a key',
    'storage',
    withLeaf('C/book[].a', (s) => s.before.storage.get('C/book[].a') as Term),
  ],
  [
    'a write too many',
    'storage',
    withLeaf('C/paid[]', (s, t) => s.world.bank.store(t, s.world.bank.int(5n), s.world.bank.int(1n))),
  ],
  [
    'the sides of a join exchanged',
    'storage',
    withLeaf('C/list.length', ({ world: { bank }, before }, term) => {
      const old = before.storage.get('C/list.length') as Term;
      return bank.ite(bank.eq(term, old), bank.add(old, bank.int(1n)), old);
    }),
  ],
  [
    'a total off by one',
    'total',
    (s) =>
      withPost(s, (post) => ({
        ...post,
        totals: new Map([...post.totals].map(([k, t]) => [k, s.world.bank.add(t, s.world.bank.int(1n))])),
      })),
  ],
  [
    'ether from nowhere',
    'balance',
    (s) =>
      withPost(s, (post) => {
        const { bank } = s.world;
        const more = bank.add(bank.select(post.balances, s.instance.address), bank.int(1n));
        return { ...post, balances: bank.store(post.balances, s.instance.address, more) };
      }),
  ],
  [
    'a result off by one',
    'result',
    (s) => ({
      ...s,
      run: {
        ...s.run,
        results: s.run.results.map((r) =>
          r.kind === 'path' || r.kind === 'choice' ? r : s.world.bank.add(r, s.world.bank.int(1n)),
        ),
      },
    }),
  ],
  ['a revert forgotten', 'end', (s) => withEffects(s, ({ reverts }) => ({ reverts: reverts.slice(1) }))],
  [
    'a revert for another reason',
    'end',
    (s) =>
      withEffects(s, ({ reverts }) => ({
        reverts: reverts.map((r) => ({ ...r, failure: { kind: 'panic', code: 0x01 } })),
      })),
  ],
  [
    'a revert that also succeeds',
    'end',
    (s) => withPost(s, (post) => ({ ...post, path: { ...post.path, all: s.world.bank.true_ } })),
  ],
  [
    'success ruled out',
    'end',
    (s) => withPost(s, (post) => ({ ...post, path: { ...post.path, all: s.world.bank.false_ } })),
  ],
  ['an event forgotten', 'event', (s) => withEffects(s, ({ events }) => ({ events: events.slice(1) }))],
  [
    'an event on a path that has none',
    'event',
    (s) =>
      withEffects(s, ({ events }) => ({
        events: events.map((e) => ({ ...e, condition: s.world.bank.true_ })),
      })),
  ],
  [
    'events in another order',
    'event',
    (s) => withEffects(s, ({ events }) => ({ events: [...events].reverse() })),
  ],
];
