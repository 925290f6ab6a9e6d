// Both sides side by side: a contract on the EVM and in the model, one transaction after the other, everything compared.

import type { ReplayState } from '@surety/core';
import {
  type AbiValue,
  type Chain,
  type CompiledContract,
  createChain,
  decodeOutput,
  findFunction,
  type Revert,
} from '@surety/evm';
import { createEvaluator, type Sort, type Value, valueKey, valuesEqual } from '@surety/solvers';
import { decodedVariables } from '../../packages/cli/dist/replay/decoded-state.js';
import type { EntryPoint, Failure } from '../../packages/core/dist/ir/ir.js';
import { emptyPath } from '../../packages/core/dist/symbolic/path-condition.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import type { Instance, World } from '../../packages/core/dist/symbolic/world.js';
import {
  deployConcrete,
  type Inputs,
  instantiate,
  type Judged,
  type ModelContract,
  type Outcome,
  PLAIN_WORLD,
  type Summary,
  stateOf,
  summarize,
  transactConcrete,
  worldOf,
} from './model.js';
import { type Plain, parseAbiType, plainOfAbi, showPlain } from './plain.js';

/** What a comparison has seen so far. */
export interface Tally {
  transactions: number;
  successes: number;
  symbolic: number;
  /** Transactions the model declares outside itself, by reason. */
  readonly unknown: Map<string, number>;
  /** Parts with no known value in the model (uninterpreted functions). */
  opaque: number;
  readonly reverts: Map<string, number>;
  readonly disagreements: string[];
}

/** An empty tally. */
export function newTally(): Tally {
  return {
    transactions: 0,
    successes: 0,
    symbolic: 0,
    unknown: new Map(),
    opaque: 0,
    reverts: new Map(),
    disagreements: [],
  };
}

/** One transaction to try. */
export interface Call {
  readonly signature: string;
  readonly arguments: readonly AbiValue[];
  readonly sender: bigint;
  readonly value: bigint;
}

/** A contract deployed on both sides. */
export interface Pair {
  readonly chain: Chain;
  readonly compiled: CompiledContract;
  readonly model: ModelContract;
  readonly world: World;
  readonly instance: Instance;
  readonly address: bigint;
  readonly accounts: readonly bigint[];
  readonly summaries: Map<string, Summary>;
  readonly name: string;
  /** The model's own state, carried from transaction to transaction. */
  state: State;
  clock: bigint;
}

/** Accounts that send transactions; each has 2^100 wei at the start. */
export const ACTORS: readonly bigint[] = [
  0xa11ce00000000000000000000000000000000001n,
  0xb0b0000000000000000000000000000000000002n,
  0xca401000000000000000000000000000000003n,
];

const ADDRESS = 0x5ec0000000000000000000000000000000000001n;
const WEALTH = 1n << 100n;

/** An address as the EVM side writes it. */
export function hexAddress(address: bigint): string {
  return `0x${address.toString(16).padStart(40, '0')}`;
}

/** Deploys on both sides and compares; undefined when the constructor reverts on both sides or leaves the model. */
export async function deployPair(
  tally: Tally,
  name: string,
  compiled: CompiledContract,
  model: ModelContract,
  deployment: { readonly arguments: readonly AbiValue[]; readonly value: bigint },
): Promise<Pair | undefined> {
  const chain = await createChain({ timestamp: 1_000_000n, number: 100n, maxJumps: 50_000 });
  for (const actor of ACTORS) chain.setBalance(hexAddress(actor), WEALTH);
  const { world, instance } = worldOf(model.contract, ADDRESS);
  const sender = ACTORS[0] as bigint;
  const inputs: Inputs = {
    sender,
    value: deployment.value,
    timestamp: 1_000_000n,
    number: 100n,
    arguments: plainArguments(compiled, undefined, deployment.arguments),
  };
  const balances = new Map(ACTORS.map((actor) => [actor, WEALTH] as const));
  const real = await chain.deploy({
    contract: compiled,
    from: hexAddress(sender),
    value: deployment.value,
    args: deployment.arguments,
    address: hexAddress(ADDRESS),
  });
  const ours = deployConcrete(world, instance, balances, inputs);
  tally.transactions++;
  const pair: Pair = {
    chain,
    compiled,
    model,
    world,
    instance,
    address: ADDRESS,
    accounts: [...ACTORS, ADDRESS],
    summaries: new Map(),
    name,
    state: ours.post as State,
    clock: 1_000_000n,
  };
  const adopted = new Set<string>();
  const same = compareOutcomes(tally, pair, `deployment of ${name}`, ours, real, () => [], adopted);
  if (!same || !real.success || ours.post === undefined) return undefined;
  pair.state = adopt(pair, ours.post, adopted);
  return pair;
}

/** Runs one transaction on both sides, concretely and through the symbolic summary. False: stop, the sides differ or the model gave up. */
export async function transactPair(
  tally: Tally,
  pair: Pair,
  call: Call,
  symbolic: boolean,
): Promise<boolean> {
  const { chain, compiled } = pair;
  const entry = pair.model.contract.entries.find((e) => e.signature === call.signature);
  const what = `${pair.name}.${call.signature} (${call.arguments.map(showAbi).join(', ')}) value ${call.value} from ${hexAddress(call.sender)}`;
  if (entry === undefined) {
    tally.disagreements.push(`${what}: the model has no such entry point`);
    return false;
  }
  pair.clock += 7n;
  const block = { timestamp: pair.clock, number: 100n + pair.clock - 1_000_000n };
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
    to: hexAddress(pair.address),
    value: call.value,
    block,
    ...(entry.kind === 'function'
      ? { function: call.signature, args: call.arguments }
      : { data: entry.kind === 'fallback' ? '0xfa11bac0' : '0x' }),
  });
  tally.transactions++;
  if (real.success) tally.successes++;
  const ours = transactConcrete(pair.world, pair.instance, entry, pair.state, inputs);
  const expected = (): readonly Plain[] => expectedResults(compiled, entry, real.returnData);
  const adopted = new Set<string>();
  let good = compareOutcomes(tally, pair, `${what} concrete`, ours, real, expected, adopted, entry);
  if (symbolic) good = compareSummary(tally, pair, entry, what, inputs, pre, real, expected) && good;
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
  entry: EntryPoint,
  what: string,
  inputs: Inputs,
  pre: Pick<Outcome, 'storage' | 'totals' | 'balances'>,
  real: Real,
  expected: () => readonly Plain[],
): boolean {
  let summary = pair.summaries.get(entry.signature);
  if (summary === undefined) {
    summary = summarize(pair.model.contract, entry);
    pair.summaries.set(entry.signature, summary);
  }
  const theirs = instantiate(summary, pair.address, inputs, pre);
  tally.symbolic++;
  return compareOutcomes(tally, pair, `${what} symbolic`, theirs, real, expected, new Set(), entry);
}

interface Real {
  readonly success: boolean;
  readonly revert?: Revert;
}

/** Compares one outcome with what the EVM did; records a disagreement. `adopted` receives leaves the model has no value for. */
function compareOutcomes(
  tally: Tally,
  pair: Pair,
  what: string,
  judged: Judged,
  real: Real,
  expectedOf: () => readonly Plain[],
  adopted: Set<string>,
  entry?: EntryPoint,
): boolean {
  const { outcome } = judged;
  if (outcome.end === 'unknown' && !outcome.why.startsWith('ENDS')) {
    count(tally.unknown, outcome.why);
    return true;
  }
  // A loop that does not end: gas is not modeled.
  if (real.revert?.kind === 'other' && real.revert.reason === 'step budget exceeded') {
    count(tally.unknown, 'the EVM does not come to an end');
    return true;
  }
  const problem = endDifference(outcome, real);
  const parts =
    problem !== undefined || outcome.end !== 'success'
      ? []
      : partDifferences(pair, outcome, expectedOf, entry);
  if (problem === undefined && parts.length === 0) {
    if (outcome.failure !== undefined)
      count(
        tally.reverts,
        outcome.failure.kind === 'panic' ? `panic ${outcome.failure.code}` : outcome.failure.kind,
      );
    return true;
  }
  const other = judged.alternative();
  const where = `${pair.name}.${entry?.name ?? 'constructor'}`;
  if (problem !== undefined) {
    if (describe(other) === describe(outcome)) {
      tally.disagreements.push(`${what}: ${problem}`);
      return false;
    }
    count(tally.unknown, `opaque value decides ${where}`);
    return true;
  }
  let good = true;
  for (const part of parts) {
    if (part.of(other) === part.of(outcome)) {
      tally.disagreements.push(`${what}: ${part.text}`);
      good = false;
      continue;
    }
    tally.opaque++;
    count(tally.unknown, `opaque value in ${where}`);
    if (part.leaf !== undefined) adopted.add(part.leaf);
  }
  return good;
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** A part of a successful outcome that differs, and how to read the same part of another outcome. */
interface PartDifference {
  readonly text: string;
  readonly of: (outcome: Outcome) => string;
  readonly leaf?: string;
}

function endDifference(outcome: Outcome, real: Real): string | undefined {
  if (outcome.end === 'unknown') return outcome.why;
  if (outcome.end === 'revert')
    return real.success
      ? `the model reverts with ${showFailure(outcome.failure)}, the EVM succeeds`
      : failureDifference(outcome.failure as Failure, real.revert);
  return real.success ? undefined : `the model succeeds, the EVM reverts: ${showRevert(real.revert)}`;
}

function partDifferences(
  pair: Pair,
  outcome: Outcome,
  expectedOf: () => readonly Plain[],
  entry: EntryPoint | undefined,
): readonly PartDifference[] {
  const found: PartDifference[] = [];
  const expected = entry?.kind === 'function' ? expectedOf() : [];
  expected.forEach((wanted, i) => {
    if (showPlain(outcome.results[i]) !== showPlain(wanted))
      found.push({
        text: `result ${i} is ${showPlain(outcome.results[i])} in the model, ${showPlain(wanted)} on the EVM`,
        of: (o) => showPlain(o.results[i]),
      });
  });
  const now = realState(pair);
  const { storage, totals } = valuesOf(stateOf(pair.world, now));
  const text = (value: Value | undefined): string =>
    value === undefined ? 'without value' : valueKey(value);
  for (const [key, value] of outcome.storage) {
    const wanted = slotOf(pair, key) ?? storage.get(key);
    const variable = pair.world.leaves.get(key)?.variable;
    const { mutability } = pair.instance.contract.variables.find((v) => v.id === variable) ?? {};
    const sort = leafSort(pair, key);
    // What is transient is gone when the EVM is looked at.
    if (wanted === undefined || sort === undefined || mutability === 'transient') continue;
    if (hidesEntries(pair, key)) continue;
    // An internal function value is a place in the code there, a number of ours here.
    if (pair.world.leaves.get(key)?.type.kind === 'functionValue') continue;
    if (value === undefined || valuesEqual(value, wanted, sort) !== true)
      found.push({
        text: `storage ${key} is ${text(value)} in the model, ${valueKey(wanted)} on the EVM`,
        of: (o) => text(o.storage.get(key)),
        leaf: key,
      });
  }
  for (const [key, value] of outcome.totals) {
    const wanted = totals.get(key);
    if (text(value) !== text(wanted))
      found.push({
        text: `total ${key} is ${text(value)} in the model, ${text(wanted)} by the EVM's storage`,
        of: (o) => text(o.totals.get(key)),
      });
  }
  for (const [address, amount] of now.balances) {
    const held = balanceIn(outcome, address);
    if (held !== text(amount))
      found.push({
        text: `balance of ${hexAddress(address)} is ${held} in the model, ${amount} on the EVM`,
        of: (o) => balanceIn(o, address),
      });
  }
  return found;
}

/** Whether entries of a mapping lie below array elements: those of popped elements stay, and the decoder does not see them. */
function hidesEntries(pair: Pair, key: string): boolean {
  const variable = pair.world.leaves.get(key)?.variable;
  let type = pair.instance.contract.variables.find((v) => v.id === variable)?.type;
  let seen = false;
  for (const part of key.slice(key.indexOf('/') + 1).match(/\[\]|\.\w+/g) ?? []) {
    if (type?.kind === 'mapping') {
      if (seen) return true;
      type = type.value;
    } else if (type?.kind === 'array') {
      seen ||= type.length === undefined;
      type = type.element;
    } else if (type?.kind === 'struct') type = type.fields.find((f) => `.${f.name}` === part)?.type;
  }
  return false;
}

/** Words that a contract keeps at a slot of its own choice (ERC-1967 and the like) are read as they are. */
function slotOf(pair: Pair, key: string): bigint | boolean | undefined {
  const slot = /\/slot:(0x[0-9a-f]+)/.exec(key)?.[1];
  if (slot === undefined) return undefined;
  const word = pair.chain.readStorage(hexAddress(pair.address), BigInt(slot));
  return pair.world.leaves.get(key)?.type.kind === 'bool' ? word !== 0n : word;
}

function balanceIn(outcome: Outcome, address: bigint): string {
  const { balances } = outcome;
  if (typeof balances !== 'object' || balances.kind !== 'array') return 'without value';
  return valueKey(balances.entries.get(`${address}`)?.value ?? balances.default);
}

const sorts = new WeakMap<World, Map<string, Sort>>();

function leafSort(pair: Pair, key: string): Sort | undefined {
  let known = sorts.get(pair.world);
  if (known === undefined) {
    known = new Map([...pair.state.storage].map(([k, term]) => [k, term.sort] as const));
    sorts.set(pair.world, known);
  }
  return known.get(key);
}

/** State variables and balances as the EVM has them. */
function realState(pair: Pair): ReplayState {
  const decoded = pair.chain.decodeStorage(hexAddress(pair.address), pair.compiled);
  return {
    contracts: [{ variables: decodedVariables(decoded) }],
    balances: new Map(pair.accounts.map((a) => [a, pair.chain.balanceOf(hexAddress(a))] as const)),
  };
}

/** Literal contents of a state as values. */
function valuesOf(state: State): Pick<Outcome, 'storage' | 'totals' | 'balances'> {
  const read = createEvaluator(PLAIN_WORLD);
  return {
    storage: new Map([...state.storage].map(([key, term]) => [key, read(term)] as const)),
    totals: new Map([...state.totals].map(([key, term]) => [key, read(term)] as const)),
    balances: read(state.balances),
  };
}

function failureDifference(failure: Failure, revert: Revert | undefined): string | undefined {
  const told = `the model fails with ${showFailure(failure)}, the EVM with ${showRevert(revert)}`;
  if (revert === undefined) return told;
  // Before 0.8 a panic was an invalid opcode; it is the same failure.
  const invalid = revert.kind === 'other' && revert.reason === 'invalid opcode';
  if (invalid && (failure.kind === 'panic' || failure.kind === 'empty')) return undefined;
  switch (failure.kind) {
    case 'panic':
      return revert.kind === 'panic' && revert.code === BigInt(failure.code) ? undefined : told;
    case 'error':
      return revert.kind === 'error' && (failure.message === undefined || revert.reason === failure.message)
        ? undefined
        : told;
    case 'custom':
      return revert.kind === 'custom' && revert.name === failure.name.split('.').at(-1) ? undefined : told;
    case 'empty':
      return revert.kind === 'empty' ? undefined : told;
    case 'bubble':
      return undefined;
    default:
      return failure satisfies never;
  }
}

function showFailure(failure: Failure | undefined): string {
  if (failure?.kind === 'panic') return `Panic(0x${failure.code.toString(16)})`;
  if (failure?.kind === 'error') return `Error(${failure.message})`;
  return failure?.kind === 'custom' ? failure.name : String(failure?.kind);
}

function showRevert(revert: Revert | undefined): string {
  if (revert?.kind === 'panic') return `Panic(0x${revert.code.toString(16)})`;
  if (revert?.kind === 'error') return `Error(${revert.reason})`;
  return revert?.kind === 'custom' ? revert.name : `${revert?.kind} ${revert?.data}`;
}

function describe(outcome: Outcome): string {
  const values = (map: ReadonlyMap<string, Value | undefined>): string =>
    [...map].map(([k, v]) => `${k}=${v === undefined ? '?' : valueKey(v)}`).join();
  return [
    outcome.end,
    outcome.why,
    showFailure(outcome.failure),
    outcome.results.map(showPlain).join(),
    values(outcome.storage),
    values(outcome.totals),
  ].join('|');
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
