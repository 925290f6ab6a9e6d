// Ether flows (`sent`, `received`) of a replayed run: what really moved on the EVM stands in place of the model's ghosts.
import type { Term } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import type { Statement } from '../ir/ir.js';
import { statementParts } from '../ir/visit.js';
import type { ReplayResult, ReplayStep, ReplayTransfer } from '../result/replay.js';
import { flowVariable } from '../symbolic/ether-flow.js';
import type { State } from '../symbolic/state.js';
import type { Instance, World } from '../symbolic/world.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

/**
 * What moved until the end of a planned step, from the deployments on; undefined: until the deployments ended. Steps that
 * the chain went back over do not count.
 */
export function transfersUntil(
  steps: readonly ReplayStep[],
  replay: Ran,
  position: number | undefined,
): readonly ReplayTransfer[] {
  const counted: number[] = [];
  for (let at = position ?? -1; at >= 0; at = positionBefore(steps, at) ?? -1) counted.unshift(at);
  return [...replay.deploymentTransfers, ...counted.flatMap((at) => replay.steps[at]?.transfers ?? [])];
}

/** The planned step whose end is the beginning of another; undefined: the deployments. */
export function positionBefore(steps: readonly ReplayStep[], position: number): number | undefined {
  const step = steps[position];
  const count = step?.kind === 'transaction' ? (step.backTo ?? position) : position;
  return count === 0 ? undefined : count - 1;
}

/**
 * A replayed state with the flows that these transfers make. What a contract of the scope passes on by destroying itself
 * is no transfer of a call: where one can, the flows stay those of the model.
 */
export function withTransfers(world: World, state: State, transfers: readonly ReplayTransfer[]): State {
  const { bank } = world;
  const storage = new Map(state.storage);
  for (const alias of world.hooks.flows) {
    const own = world.instances.find((i) => i.alias === alias);
    if (own?.address.kind !== 'literal' || destroysItself(own)) continue;
    for (const direction of ['sent', 'received'] as const) {
      const perParty = new Map<bigint, bigint>();
      let total = 0n;
      for (const { from, to, value } of transfers) {
        const [party, other] = direction === 'sent' ? [from, to] : [to, from];
        if (party !== own.address.value) continue;
        perParty.set(other, (perParty.get(other) ?? 0n) + value);
        total += value;
      }
      const each = `${GHOST}/${flowVariable(alias, direction, false)}[]`;
      const known = storage.get(each);
      if (known?.sort.kind !== 'array') continue;
      let flows: Term = bank.constArray(known.sort, bank.int(0n));
      for (const [other, value] of perParty) flows = bank.store(flows, bank.int(other), bank.int(value));
      storage.set(each, flows);
      storage.set(`${GHOST}/${flowVariable(alias, direction, true)}`, bank.int(total));
    }
  }
  return { ...state, storage };
}

function destroysItself(instance: Instance): boolean {
  const found = (statements: readonly Statement[]): boolean =>
    statements.some((s) => s.kind === 'selfdestruct' || statementParts(s).blocks.some(found));
  return [...instance.contract.functions.values()].some((fn) => found(fn.body));
}
