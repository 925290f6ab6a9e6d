// What the models know of an address before a contract is deployed there.
import { arraySort, INT } from '@surety/solvers';
import type { State } from '../symbolic/state.js';
import type { Instance, World } from '../symbolic/world.js';

/**
 * The state before a contract is deployed, as far as the models know it: who never acted has allowed nobody anything
 * (only `approve` by the owner, and the deployment for the deployer, write there).
 */
export function beforeDeployment(world: World, state: State, instance: Instance): State {
  const storage = new Map(state.storage);
  for (const { alias, model } of world.instances) {
    const key = `${alias}/allowance[][]`;
    const allowances = storage.get(key);
    if (model !== 'ERC20' || allowances === undefined || instance.alias === alias) continue;
    const none = world.bank.constArray(arraySort(INT, INT), world.bank.int(0n));
    storage.set(key, world.bank.store(allowances, instance.address, none));
  }
  return { ...state, storage };
}
