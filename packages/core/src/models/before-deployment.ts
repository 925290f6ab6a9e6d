// What the models know of an address before a contract is deployed there.
import { arraySort, BOOL, INT } from '@surety/solvers';
import type { State } from '../symbolic/state.js';
import type { Instance, World } from '../symbolic/world.js';

/** What each model lets only the holder write, by holder and other party. */
const OWN: ReadonlyMap<string, { readonly variable: string; readonly of: 'numbers' | 'conditions' }> =
  new Map([
    ['ERC20', { variable: 'allowance', of: 'numbers' }],
    ['WETH', { variable: 'allowance', of: 'numbers' }],
    ['ERC721', { variable: 'isApprovedForAll', of: 'conditions' }],
  ]);

/**
 * The state before a contract is deployed, as far as the models know it: who never acted has allowed nobody anything
 * (only `approve` and `setApprovalForAll` by the owner, and the deployment for the deployer, write there).
 */
export function beforeDeployment(world: World, state: State, instance: Instance): State {
  const { bank } = world;
  const storage = new Map(state.storage);
  for (const { alias, model } of world.instances) {
    const known = model === undefined ? undefined : OWN.get(model);
    const key = `${alias}/${known?.variable}[][]`;
    const all = storage.get(key);
    if (known === undefined || all === undefined || instance.alias === alias) continue;
    const none =
      known.of === 'numbers'
        ? bank.constArray(arraySort(INT, INT), bank.int(0n))
        : bank.constArray(arraySort(INT, BOOL), bank.false_);
    storage.set(key, bank.store(all, instance.address, none));
  }
  return { ...state, storage };
}
