// What unknown code does when our contracts call it, in a proof: it may re-enter any public function of the scope, as
// anyone, any number of times, and move ether as it likes. So after the call everything that some public function can
// write is arbitrary, except that the assumed invariants hold again (they are asserted before the call).
import type { Term } from '@surety/solvers';
import type { State } from '../symbolic/state.js';
import { freshBalances, freshLeaf, freshTotal, type Frame, type Instance, type UnknownCode, type World } from '../symbolic/world.js';
import { restrict } from '../symbolic/execute.js';

/** What callers from outside can change, found by running every entry point once (see `reachOf`). */
export interface Reach {
  /** Leaf keys that some entry point writes. */
  readonly writable: ReadonlySet<string>;
  /** Instances (by index) out of which some entry point may move ether. */
  readonly sendsEther: ReadonlySet<number>;
}

/** A point at which unknown code ran and the state became arbitrary within reach. */
export interface Havoc {
  /** Path condition up to the call. */
  readonly guard: Term;
  /** The state when the callee returns. */
  readonly state: State;
  /** Instances under construction: their code cannot be called yet. */
  readonly constructing: Instance | undefined;
}

/** Unknown code of a proof; each havoc is recorded so that invariants can be assumed there. */
export function havocCode(reach: Reach, havocs: Havoc[], constructing?: Instance): UnknownCode {
  return {
    run(frame, state) {
      const { world } = frame;
      const storage = new Map(state.storage);
      const totals = new Map(state.totals);
      for (const key of reach.writable) {
        if (constructing !== undefined && key.startsWith(`${constructing.alias}/`)) continue;
        const leaf = world.leaves.get(key);
        if (leaf === undefined) continue;
        const contents = freshLeaf(world, key, leaf);
        storage.set(key, contents);
        for (const sum of world.sums) if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
      }
      const balances = freshBalances(world);
      const after = keepBalances(frame, { ...state, storage, totals, balances }, state, reach, constructing);
      havocs.push({ guard: state.path.all, state: after, constructing });
      return after;
    },
  };
}

/** Ether leaves an instance only by its own code. */
function keepBalances(frame: Frame, after: State, before: State, reach: Reach, constructing: Instance | undefined): State {
  const { world } = frame;
  const { bank } = world;
  const kept = world.instances
    .filter((instance) => instance === constructing || !reach.sendsEther.has(instance.index))
    .map((instance) => bank.le(bank.select(before.balances, instance.address), bank.select(after.balances, instance.address)));
  return restrict(frame, after, bank.and(...kept)) ?? after;
}

/** Unknown code that changes nothing: used to find out what an entry point writes by itself. */
export const INERT_CODE: UnknownCode = { run: (_frame, state) => state };

/** Leaves whose term differs between two states. */
export function changedLeaves(world: World, before: State, after: State): readonly string[] {
  return [...world.leaves.keys()].filter((key) => before.storage.get(key) !== after.storage.get(key));
}
