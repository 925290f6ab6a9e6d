// Any number of transactions, in a proof: everything that the allowed entry points can write is arbitrary afterwards.
import type { Term } from '@surety/solvers';
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
  const { writable, sendsEther } = reachFrom(reach, state, ({ entry, instance, sender }): Term => {
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
  return { state: after, known: bank.and(time.known, ...kept) };
}
