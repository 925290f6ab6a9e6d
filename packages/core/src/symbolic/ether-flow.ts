// Ether flows of the instances that a specification asks about (`sent`, `received`), recorded as ghost variables.
import type { Term } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import type { State, StoragePath } from './state.js';
import { writeStorage } from './storage.js';
import type { World } from './world.js';

/** Name of the ghost variable that records an ether flow of an instance; with `Total` that to or from anyone. */
export function flowVariable(alias: string, direction: 'sent' | 'received', total: boolean): string {
  return `${direction}${total ? 'Total' : ''}:${alias}`;
}

/** Records that ether moved between two addresses. */
export function withFlow(world: World, state: State, from: Term, to: Term, amount: Term): State {
  const { bank } = world;
  let current = state;
  for (const alias of world.hooks.flows) {
    const instance = world.instances.find((i) => i.alias === alias);
    if (instance === undefined) continue;
    const add = (direction: 'sent' | 'received', party: Term, counterpart: Term): void => {
      const involved = bank.ite(bank.eq(party, instance.address), amount, bank.int(0n));
      if (involved === bank.int(0n)) return;
      for (const keys of [[counterpart], []]) {
        const prefix = `${GHOST}/${flowVariable(alias, direction, keys.length === 0)}${keys.length === 0 ? '' : '[]'}`;
        const path: StoragePath = { kind: 'path', instance: -1, prefix, keys };
        const before = keys.reduce<Term>(
          (t, key) => bank.select(t, key),
          current.storage.get(prefix) as Term,
        );
        current = writeStorage(world, current, path, bank.add(before, involved));
      }
    };
    add('sent', from, to);
    add('received', to, from);
  }
  return current;
}
