// What unknown code does when our contracts call it, in a proof: it may re-enter any public function of the scope, as
// anyone, any number of times, and move ether as it likes. So after the call everything that callable code can write is
// arbitrary, except that the assumed invariants hold again (they are asserted before the call).
import type { Term } from '@surety/solvers';
import { restrict } from '../symbolic/flow.js';
import type { State } from '../symbolic/state.js';
import {
  type CallOut,
  freshBalances,
  freshLeaf,
  freshTotal,
  type Instance,
  type TransactionContext,
  type UnknownCode,
  type World,
} from '../symbolic/world.js';
import { type Reach, reachFrom } from './reach.js';
import { withFreshTransient } from './transient.js';

/** A point at which unknown code ran and the state became arbitrary within reach. */
export interface Havoc {
  readonly call: CallOut;
  /** Path condition up to the call. */
  readonly guard: Term;
  /** In a round of a loop that is executed aside: the guard says that the question is about it. */
  readonly aside: boolean;
  /** The state when the callee begins, the ether moved already. */
  readonly before: State;
  /** The state when the callee returns. */
  readonly state: State;
  /** What is known of the balances when it returns; part of the path. */
  readonly known: Term;
  /** The instance under construction: its code cannot be called yet. */
  readonly constructing: Instance | undefined;
  /** The transaction, whose block all calls inside it share. */
  readonly transaction: TransactionContext;
}

/** Unknown code of a proof; each havoc is recorded so that invariants can be assumed there. */
export function havocCode(reach: Reach, havocs: Havoc[], constructing?: Instance): UnknownCode {
  return {
    run(frame, state, call) {
      const { world } = frame;
      const storage = new Map(state.storage);
      const totals = new Map(state.totals);
      const { writable, sendsEther } = reachFrom(reach, state);
      for (const key of writable) {
        if (constructing !== undefined && key.startsWith(`${constructing.alias}/`)) continue;
        const leaf = world.leaves.get(key);
        if (leaf === undefined) continue;
        const contents = freshLeaf(world, key, leaf);
        storage.set(key, contents);
        for (const sum of world.sums)
          if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
      }
      const changed: State = { ...state, storage, totals, balances: freshBalances(world) };
      const known = keptBalances(world, changed, state, sendsEther, constructing);
      const after = restrict(frame, changed, known) ?? changed;
      const { transaction } = frame;
      // Rounds that only show what they change are no part of any run.
      if (world.lookingAhead) return after;
      havocs.push({
        call,
        guard: world.bank.and(world.aside, state.path.all),
        aside: world.aside !== world.bank.true_,
        before: state,
        state: after,
        known,
        constructing,
        transaction,
      });
      return after;
    },
    // Nothing is assumed afterwards: the claims were not asked about at this call.
    runStarved({ world }, state) {
      return withFreshTransient(world, state, reachFrom(reach, state).writable);
    },
  };
}

/** Ether leaves an instance only by its own code. */
function keptBalances(
  world: World,
  after: State,
  before: State,
  sendsEther: ReadonlySet<number>,
  constructing: Instance | undefined,
): Term {
  const { bank } = world;
  const kept = world.instances
    .filter((instance) => instance === constructing || !sendsEther.has(instance.index))
    .map((instance) =>
      bank.le(bank.select(before.balances, instance.address), bank.select(after.balances, instance.address)),
    );
  return bank.and(...kept);
}
