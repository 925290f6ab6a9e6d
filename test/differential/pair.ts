// Both sides side by side: contracts on the EVM and in the model, one transaction after the other, everything compared.
import { type AbiValue, type CompiledContract, createChain, decodeOutput, findFunction } from '@surety/evm';
import type { EntryPoint } from '../../packages/core/dist/ir/ir.js';
import { emptyPath } from '../../packages/core/dist/symbolic/path-condition.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import type { Instance } from '../../packages/core/dist/symbolic/world.js';
import { compareOutcomes, type Real, realState, valuesOf } from './differences.js';
import {
  deployConcrete,
  emptyState,
  type Inputs,
  instantiate,
  stateOf,
  summarize,
  transactConcrete,
  worldOf,
} from './model.js';
import type { Outcome } from './outcome.js';
import {
  ACTORS,
  type Call,
  type Deployable,
  type Faults,
  hexAddress,
  type Pair,
  type Party,
  partyAddress,
} from './parties.js';
import { type Plain, parseAbiType, plainOfAbi } from './plain.js';
import type { Tally } from './tally.js';

const WEALTH = 1n << 100n;
const FIRST_TIME = 1_000_000n;
const FIRST_BLOCK = 100n;

/** Deploys one contract after the other, the last one first; undefined when a constructor reverts on both sides or leaves the model. */
export async function deployPair(
  tally: Tally,
  contracts: readonly Deployable[],
  faults: Faults = {},
): Promise<Pair | undefined> {
  const chain = await createChain({ timestamp: FIRST_TIME, number: FIRST_BLOCK, maxJumps: 50_000 });
  for (const actor of ACTORS) chain.setBalance(hexAddress(actor), WEALTH);
  const change = faults.contract ?? ((contract) => contract);
  const world = worldOf(
    contracts.map(({ model }, i) => ({ contract: change(model.contract), address: partyAddress(i) })),
  );
  const parties = contracts.map(
    ({ name, compiled }, i): Party => ({
      name,
      compiled,
      instance: world.instances[i] as Instance,
      address: partyAddress(i),
    }),
  );
  const pair: Pair = {
    chain,
    world,
    parties,
    accounts: [...ACTORS, ...parties.map((p) => p.address)],
    summaries: new Map(),
    faults,
    state: emptyState(world, new Map(ACTORS.map((actor) => [actor, WEALTH] as const))),
    clock: FIRST_TIME,
  };
  for (let i = contracts.length - 1; i >= 0; i--)
    if (!(await deploy(tally, pair, i, contracts[i] as Deployable))) return undefined;
  return pair;
}

async function deploy(tally: Tally, pair: Pair, index: number, contract: Deployable): Promise<boolean> {
  const { compiled, name } = contract;
  const { instance, address } = pair.parties[index] as Party;
  const sender = ACTORS[0] as bigint;
  const value = contract.value ?? 0n;
  const inputs: Inputs = {
    sender,
    value,
    timestamp: FIRST_TIME,
    number: FIRST_BLOCK,
    arguments: plainArguments(compiled, undefined, contract.arguments),
  };
  const real = await pair.chain.deploy({
    contract: compiled,
    from: hexAddress(sender),
    value,
    args: contract.arguments,
    address: hexAddress(address),
  });
  const ours = deployConcrete(pair.world, instance, pair.state, inputs);
  tally.transactions++;
  const adopted = new Set<string>();
  const subject = {
    side: 'concrete',
    what: `deployment of ${name}`,
    where: `${name}.constructor`,
    entry: undefined,
  } as const;
  const same = compareOutcomes(tally, pair, subject, ours, real, () => [], adopted);
  if (!same || !real.success || ours.post === undefined) return false;
  pair.state = adopt(pair, ours.post, adopted);
  return true;
}

/** Runs one transaction on both sides, concretely and through the symbolic summary. False: stop, the sides differ or the model gave up. */
export async function transactPair(
  tally: Tally,
  pair: Pair,
  call: Call,
  symbolic: boolean,
): Promise<boolean> {
  const { chain } = pair;
  const index = call.to ?? 0;
  const { compiled, instance, name, address } = pair.parties[index] as Party;
  const entry = instance.contract.entries.find((e) => e.signature === call.signature);
  const what = `${name}.${call.signature} (${call.arguments.map(showAbi).join(', ')}) value ${call.value} from ${hexAddress(call.sender)}`;
  if (entry === undefined) {
    const text = `${what}: the model has no such entry point`;
    tally.disagreements.push({ side: 'concrete', part: 'end', text });
    return false;
  }
  pair.clock += 7n;
  const block = { timestamp: pair.clock, number: FIRST_BLOCK + pair.clock - FIRST_TIME };
  const inputs: Inputs = {
    sender: call.sender,
    value: call.value,
    ...block,
    arguments: entry.kind === 'function' ? plainArguments(compiled, entry.signature, call.arguments) : [],
  };
  const pre = valuesOf(pair.state);
  const before = chain.snapshot();
  const real = await chain.transact({
    from: hexAddress(call.sender),
    to: hexAddress(address),
    value: call.value,
    block,
    ...(entry.kind === 'function'
      ? { function: call.signature, args: call.arguments }
      : { data: entry.kind === 'fallback' ? '0xfa11bac0' : '0x' }),
  });
  tally.transactions++;
  if (real.success) tally.successes++;
  if (real.success) tally.events += real.logs.length;
  const ours = transactConcrete(pair.world, instance, entry, pair.state, inputs);
  const expected = (): readonly Plain[] => expectedResults(compiled, entry, real.returnData);
  const adopted = new Set<string>();
  const subject = {
    side: 'concrete',
    what: `${what} concrete`,
    where: `${name}.${entry.name}`,
    entry,
  } as const;
  let good = compareOutcomes(tally, pair, subject, ours, real, expected, adopted);
  if (symbolic) good = compareSummary(tally, pair, index, entry, what, inputs, pre, real, expected) && good;
  if (!good || (ours.outcome.end === 'success') !== real.success) {
    chain.revertTo(before);
    return good;
  }
  if (ours.outcome.end === 'success' && ours.post !== undefined) pair.state = adopt(pair, ours.post, adopted);
  return good;
}

/** The state carried on; what the model has no value for is taken from the EVM. */
function adopt(pair: Pair, post: State, leaves: ReadonlySet<string>): State {
  const state: State = { ...post, path: emptyPath(pair.world.bank), memory: new Map() };
  if (leaves.size === 0) return state;
  const real = stateOf(pair.world, realState(pair));
  return {
    ...state,
    storage: new Map([...state.storage].map(([k, t]) => [k, leaves.has(k) ? (real.storage.get(k) ?? t) : t])),
  };
}

function compareSummary(
  tally: Tally,
  pair: Pair,
  index: number,
  entry: EntryPoint,
  what: string,
  inputs: Inputs,
  pre: Pick<Outcome, 'storage' | 'totals' | 'balances'>,
  real: Real,
  expected: () => readonly Plain[],
): boolean {
  const { name } = pair.parties[index] as Party;
  const key = `${index} ${entry.signature}`;
  let summary = pair.summaries.get(key);
  if (summary === undefined) {
    const contracts = pair.parties.map((p) => p.instance.contract);
    summary = (pair.faults.summary ?? ((s) => s))(summarize(contracts, index, entry));
    pair.summaries.set(key, summary);
  }
  const addresses = pair.parties.map((p) => p.address);
  const theirs = instantiate(summary, addresses, inputs, pre);
  tally.symbolic++;
  const subject = {
    side: 'symbolic',
    what: `${what} symbolic`,
    where: `${name}.${entry.name}`,
    entry,
  } as const;
  return compareOutcomes(tally, pair, subject, theirs, real, expected, new Set());
}

function plainArguments(
  compiled: CompiledContract,
  signature: string | undefined,
  args: readonly AbiValue[],
): readonly Plain[] {
  const item =
    signature === undefined
      ? compiled.abi.find((i) => i.type === 'constructor')
      : findFunction(compiled.abi, signature);
  return (item?.inputs ?? []).map((input, i) => plainOfAbi(parseAbiType(input), args[i] as AbiValue));
}

function expectedResults(
  compiled: CompiledContract,
  entry: EntryPoint,
  returnData: string,
): readonly Plain[] {
  const outputs = findFunction(compiled.abi, entry.signature).outputs ?? [];
  const values = decodeOutput(compiled.abi, entry.signature, returnData);
  return outputs.map((output, i) => plainOfAbi(parseAbiType(output), values[i] as AbiValue));
}

function showAbi(value: AbiValue): string {
  return Array.isArray(value) ? `[${value.map(showAbi).join(', ')}]` : String(value);
}
