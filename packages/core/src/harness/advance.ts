// Any number of transactions, in a proof: everything that the allowed entry points can write is arbitrary afterwards.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import { later } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { freshBalances, freshLeaf, freshTotal } from '../symbolic/world.js';
import type { AdvanceRequest } from './claim-run.js';
import { type Reach, reachFrom } from './reach.js';
import { restricted } from './symbolic-chain.js';

/** A state that any number of transactions may lead to; what is known of its balances restricts its path. */
export function anyStateAfter(reach: Reach, request: AdvanceRequest): State {
  const { state, known } = arbitraryStateAfter(reach, request);
  return restricted(reach.world, state, known);
}

/** The same with what is known of it beside it. */
export function arbitraryStateAfter(
  reach: Reach,
  request: AdvanceRequest,
): { readonly state: State; readonly known: Term } {
  const { world } = reach;
  const { bank } = world;
  const { state, senderCondition } = request;
  const { writable, own, sendsEther } = reachFrom(reach, state, ({ entry, instance, sender }): Term => {
    if (instance === request.instance && !request.allowed(entry)) return bank.false_;
    return senderCondition === undefined ? bank.true_ : senderCondition(sender, reach.state);
  });
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const key of writable) {
    const leaf = world.leaves.get(key);
    if (leaf === undefined) continue;
    const contents = freshLeaf(world, key, leaf);
    storage.set(key, contents);
    for (const sum of world.sums)
      if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
  }
  const time = later(world, { ...state, storage, totals });
  const after: State = { ...time.state, balances: freshBalances(world) };
  const kept = world.instances
    .filter((instance) => !sendsEther.has(instance.index))
    .map((i) => bank.le(bank.select(state.balances, i.address), bank.select(after.balances, i.address)));
  return { state: after, known: bank.and(time.known, ...kept, ...untouched(reach, request, after, own)) };
}

/**
 * Entries of accounts that may not act, in mappings that everyone writes by their own key only. Such a plain account
 * does not send these transactions and runs no code inside those of others, so nobody calls as it: its entries stay.
 */
function untouched(
  reach: Reach,
  { state, senderCondition, accounts }: AdvanceRequest,
  after: State,
  own: ReadonlySet<string>,
): readonly Term[] {
  const { world } = reach;
  const { bank } = world;
  if (senderCondition === undefined || accounts === undefined || !world.tellsEoasApart) return [];
  // Refused in a state of which nothing is known: refused in every state.
  const idle = accounts.filter((account) => senderCondition(account, reach.state) === bank.false_);
  return [...own].flatMap((key) => {
    const [before, now] = [state.storage.get(key), after.storage.get(key)];
    if (before === undefined || now === undefined || before.sort.kind !== 'array') return [];
    if (before.sort.element.kind === 'array') return [];
    return idle.map((account) =>
      bank.implies(
        bank.call(IS_EOA, [account]),
        bank.eq(bank.select(before, account), bank.select(now, account)),
      ),
    );
  });
}
