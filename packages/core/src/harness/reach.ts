// What the outside can change: every entry point is run once from an arbitrary state, and what it wrote is noted.
import type { Term } from '@surety/solvers';
import type { State } from '../symbolic/state.js';
import type { Instance, World } from '../symbolic/world.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender, runTransaction, type TransactionRun } from './transaction.js';
import { changedLeaves, INERT_CODE, type Reach } from './unknown-code.js';

/** Runs every entry point from `state` with inert unknown code and collects what they may write and send. */
export function reachOf(world: World, state: State): Reach {
  const writable = new Set<string>();
  const sendsEther = new Set<number>();
  const facts: Term[] = [];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      const value = entry.payable ? arbitraryAmount(world, 'value') : world.bank.int(0n);
      const run = runTransaction(world, {
        state,
        instance,
        entry,
        sender: arbitrarySender(world, facts),
        value,
        context: arbitraryContext(world, facts),
        unknownCode: INERT_CODE,
      });
      noteReach(world, run, writable, sendsEther);
    }
  }
  return { writable, sendsEther };
}

function noteReach(world: World, run: TransactionRun, writable: Set<string>, sendsEther: Set<number>): void {
  if (run.effects.incomplete.length > 0) {
    // What lies behind a cut is not known: anything may be written there.
    for (const key of world.leaves.keys()) writable.add(key);
    for (const instance of world.instances) sendsEther.add(instance.index);
  }
  if (run.post !== undefined) for (const key of changedLeaves(world, run.pre, run.post)) writable.add(key);
  if (run.effects.callOuts.some((c) => c.value !== world.bank.int(0n))) {
    for (const callOut of run.effects.callOuts) sendsEther.add(callOut.from.index);
  }
  for (const instance of world.instances) if (mayLoseEther(world, run, instance)) sendsEther.add(instance.index);
}

/** Whether an instance's balance may end below what it was (selfdestruct, ether sent to linked code). */
function mayLoseEther(world: World, run: TransactionRun, instance: Instance): boolean {
  if (run.post === undefined) return false;
  const { bank } = world;
  const before = bank.select(run.pre.balances, instance.address);
  const after = bank.select(run.post.balances, instance.address);
  return after !== before && !(instance === run.instance && after === bank.add(before, run.value));
}
