// The world a specification speaks of: its contract instances at their addresses, the sums it names.
import { INT, type Term, type TermBank } from '@surety/solvers';
import type { TypedSpec } from '@surety/spec-lang';
import { ACCEPTS_ETHER, IS_EOA } from '../encode/functions.js';
import { contractLeaves } from '../encode/leaves.js';
import type { IrContract } from '../ir/ir.js';
import { usesBuiltin } from '../ir/uses.js';
import { noteProducts } from '../spec/entrywise.js';
import { ghostHooks, ghostInstance } from '../spec/ghosts.js';
import { loopInvariants } from '../spec/loops.js';
import { addressInSlot } from '../spec/named-slots.js';
import { answerLimits, outsideAnswers, ownSummaries } from '../spec/outside.js';
import { trackedSums } from '../spec/tracked-sums.js';
import { visitSpecExpressions } from '../spec/visit-spec.js';
import { withDelegatedStorage } from '../symbolic/delegated.js';
import type { State } from '../symbolic/state.js';
import { type Instance, NO_HOOKS, type World } from '../symbolic/world.js';

/** Iterations and re-entries explored unless the spec says otherwise. */
export const DEFAULT_UNROLL = 4;

/** Where instances live in a search for a run: any fixed distinct addresses outside the precompiled contracts. */
const FIRST_ADDRESS = 0x5ec0000000000000000000000000000000000001n;

/**
 * Builds the world. `addresses` 'arbitrary': each instance has a symbolic address (a proof holds for all);
 * 'fixed': literal ones (a search for a run that is then replayed).
 */
export function worldOfSpec(
  bank: TermBank,
  spec: TypedSpec,
  given: ReadonlyMap<string, IrContract>,
  addresses: 'arbitrary' | 'fixed',
): World {
  const contracts = withDelegatedStorage(given);
  const instances = spec.contracts
    .filter((binding) => contracts.has(binding.alias))
    .map((binding, index): Instance => {
      const contract = contracts.get(binding.alias) as IrContract;
      const address =
        addresses === 'fixed'
          ? bank.int(FIRST_ADDRESS + BigInt(index))
          : bank.symbol(`address of ${binding.alias}`, INT);
      const model = spec.links.find((link) => link.target === binding.alias)?.model;
      return { index, alias: binding.alias, contract, address, ...(model === undefined ? {} : { model }) };
    });
  let tellsEoasApart = spec.assumptions.some((a) => a.kind === 'isEoa');
  visitSpecExpressions(spec, (e) => {
    if (e.kind === 'isEoa') tellsEoasApart = true;
  });
  if (spec.claims.some((c) => c.kind === 'reach')) tellsEoasApart = true;
  if (instances.some((i) => usesBuiltin(i.contract, 'tx.origin'))) tellsEoasApart = true;
  const ghosts = ghostInstance(
    spec,
    instances.map((i) => i.contract),
    bank.int(0n),
  );
  const holders = ghosts === undefined ? instances : [...instances, ghosts];
  const leaves = new Map(
    holders.flatMap((i) => contractLeaves(i.alias, i.contract).map((leaf) => [leaf.key, leaf] as const)),
  );
  const world: World = {
    bank,
    instances,
    ghosts,
    hooks: ghosts === undefined ? NO_HOOKS : ghostHooks(spec, leaves),
    initial: undefined,
    // A search runs loops as they are.
    loops: addresses === 'arbitrary' ? loopInvariants(spec) : new Map(),
    parameters: parametersOf(spec, instances),
    linkedSlots: linkedSlots({ instances }, spec),
    answers: outsideAnswers(spec),
    limitAnswer: answerLimits(spec)(() => world),
    // A search runs functions as they are.
    summaries: addresses === 'arbitrary' ? ownSummaries(spec, instances) : new Map(),
    arithmetic: {
      exactDivision: spec.assumptions.some((a) => a.kind === 'exactDivision'),
      noOverflow: spec.assumptions.some((a) => a.kind === 'noOverflow'),
    },
    divisions: undefined,
    onWrite: undefined,
    running: undefined,
    onMove: undefined,
    leaves,
    sums: trackedSums(spec, holders, addresses === 'arbitrary'),
    unroll: spec.unroll ?? DEFAULT_UNROLL,
    standIns: addresses === 'arbitrary',
    meanings: new Map(),
    totalFacts: [],
    coarse: false,
    roundFacts: [],
    ownArrays: new Map(),
    roundMemos: new Map(),
    lookingAhead: false,
    aside: bank.true_,
    unsettled: new Set(),
    outsiders: new Set(),
    tellsEoasApart,
    nextObject: 1n,
  };
  noteProducts(world, spec);
  for (const instance of instances) {
    if (instance.address.kind === 'symbol')
      world.meanings.set(instance.address, { dimensions: [], type: { kind: 'address' } });
  }
  return world;
}

/** Facts about the instances' addresses: distinct, nonzero, not plain accounts. */
export function addressFacts(world: World): readonly Term[] {
  const { bank } = world;
  const addresses = world.instances.map((i) => i.address);
  return [
    ...(addresses.length > 1 ? [bank.distinct(...addresses)] : []),
    ...addresses.map((address) => bank.not(bank.eq(address, bank.int(0n)))),
    ...addresses.map((address) => bank.not(bank.call(IS_EOA, [address]))),
    // A contract without `receive` and a payable `fallback` refuses.
    ...world.instances
      .filter((i) => i.contract.entries.every((e) => e.kind === 'function' || !e.payable))
      .map((i) => bank.not(bank.call(ACCEPTS_ETHER, [i.address]))),
    // Nothing lies at the zero address: it takes ether and runs no code.
    bank.call(IS_EOA, [bank.int(0n)]),
  ].filter((fact) => fact !== bank.true_);
}

/** `state` with every linked variable holding the address of the instance it is linked to. */
export function withLinks(world: World, spec: TypedSpec, state: State): State {
  if (spec.links.length === 0) return state;
  const storage = new Map(state.storage);
  for (const { key, target } of linkedLeaves(world, spec)) storage.set(key, target);
  return { ...state, storage };
}

/** The leaves that links fix, with the address each must hold. */
export function linkedLeaves(
  world: Pick<World, 'instances'>,
  spec: TypedSpec,
): readonly { readonly key: string; readonly target: Term }[] {
  return spec.links.map((link) => {
    const source = world.instances.find((i) => i.alias === link.contract);
    const target = world.instances.find((i) => i.alias === link.target);
    const variable = source?.contract.variables.find(
      (v) => v.name === link.variable.name && v.declaredIn === link.variable.declaredIn,
    );
    if (source === undefined || target === undefined || variable === undefined)
      throw new Error(`link ${link.contract}.${link.variable.name} to ${link.target}`);
    const { suffix } = link.variable.slot === undefined ? { suffix: '' } : addressInSlot(variable);
    return { key: `${source.alias}/${variable.id}${suffix}`, target: target.address };
  });
}

function linkedSlots(world: Pick<World, 'instances'>, spec: TypedSpec): NonNullable<World['linkedSlots']> {
  const links = spec.links.filter((link) => link.variable.slot !== undefined);
  const leaves = linkedLeaves(world, { ...spec, links });
  return links.flatMap((link, i) => {
    const instance = world.instances.findIndex(({ alias }) => alias === link.contract);
    const leaf = leaves[i];
    return leaf === undefined ? [] : [{ instance, ...leaf }];
  });
}

/** Where the parameters of a specification lie. */
function parametersOf(spec: TypedSpec, instances: readonly Instance[]): World['parameters'] {
  return spec.parameters.flatMap(({ contract, variable, low, high }) => {
    const found = instances
      .find((i) => i.alias === contract)
      ?.contract.variables.find((v) => v.name === variable.name && v.declaredIn === variable.declaredIn);
    if (found === undefined) return [];
    const { id, name, type } = found;
    const assigned = variable.mutability !== 'constant';
    return [{ key: `${contract}/${id}`, name, type, low, high, assigned }];
  });
}

/** What is taken of parameters in a state. */
export function parameterFacts(world: World, state: State): readonly Term[] {
  const { bank } = world;
  return world.parameters.map(({ key, low, high }) => {
    const value = state.storage.get(key) as Term;
    return bank.implies(
      state.path.all,
      bank.and(bank.le(bank.int(low), value), bank.le(value, bank.int(high))),
    );
  });
}
