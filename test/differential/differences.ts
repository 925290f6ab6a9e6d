// One outcome of the model beside what the EVM did: end, results, storage, totals, balances and events.
import type { ReplayState } from '@surety/core';
import type { EngineLog, Revert } from '@surety/evm';
import { createEvaluator, type Sort, type Value, valueKey, valuesEqual } from '@surety/solvers';
import { decodedVariables } from '../../packages/cli/dist/replay/decoded-state.js';
import type { EntryPoint, Failure, StorageVariable } from '../../packages/core/dist/ir/ir.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import type { World } from '../../packages/core/dist/symbolic/world.js';
import { eventDifference, showEvents } from './events.js';
import { stateOf } from './model.js';
import { type Judged, type Outcome, PLAIN_WORLD } from './outcome.js';
import { hexAddress, type Pair, type Party } from './parties.js';
import { type Plain, showPlain } from './plain.js';
import { count, type Disagreement, type Tally } from './tally.js';

/** What the EVM did. */
export interface Real {
  readonly success: boolean;
  readonly revert?: Revert;
  readonly logs: readonly EngineLog[];
}

/** What is being compared: which execution, of which entry point, described for people. */
export interface Subject {
  readonly side: Disagreement['side'];
  readonly what: string;
  /** `Contract.function`, for counting. */
  readonly where: string;
  readonly entry: EntryPoint | undefined;
}

/** Compares one outcome with what the EVM did; records a disagreement. `adopted` receives leaves the model has no value for. */
export function compareOutcomes(
  tally: Tally,
  pair: Pair,
  subject: Subject,
  judged: Judged,
  real: Real,
  expectedOf: () => readonly Plain[],
  adopted: Set<string>,
): boolean {
  const { side, what, where, entry } = subject;
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
      : partDifferences(pair, outcome, real, expectedOf, entry);
  if (problem === undefined && parts.length === 0) {
    if (outcome.failure !== undefined)
      count(
        tally.reverts,
        outcome.failure.kind === 'panic' ? `panic ${outcome.failure.code}` : outcome.failure.kind,
      );
    return true;
  }
  const others = judged.alternatives();
  if (problem !== undefined) {
    if (others.every((other) => endOf(other) === endOf(outcome))) {
      tally.disagreements.push({ side, part: 'end', text: `${what}: ${problem}` });
      return false;
    }
    count(tally.unknown, `opaque value decides ${where}`);
    return true;
  }
  let good = true;
  for (const part of parts) {
    if (others.every((other) => part.of(other) === part.of(outcome))) {
      tally.disagreements.push({ side, part: part.part, text: `${what}: ${part.text}` });
      good = false;
      continue;
    }
    tally.opaque++;
    count(tally.unknown, `opaque value in ${where}`);
    if (part.leaf !== undefined) adopted.add(part.leaf);
  }
  return good;
}

/** A part of a successful outcome that differs, and how to read the same part of another outcome. */
interface PartDifference {
  readonly part: Disagreement['part'];
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
  real: Real,
  expectedOf: () => readonly Plain[],
  entry: EntryPoint | undefined,
): readonly PartDifference[] {
  const found: PartDifference[] = [];
  const expected = entry?.kind === 'function' ? expectedOf() : [];
  expected.forEach((wanted, i) => {
    if (showPlain(outcome.results[i]) !== showPlain(wanted))
      found.push({
        part: 'result',
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
    const { mutability } = variableOf(pair, key) ?? {};
    const sort = leafSort(pair, key);
    // What is transient is gone when the EVM is looked at.
    if (wanted === undefined || sort === undefined || mutability === 'transient') continue;
    if (hidesEntries(pair, key)) continue;
    // An internal function value is a place in the code there, a number of ours here.
    if (pair.world.leaves.get(key)?.type.kind === 'functionValue') continue;
    if (value === undefined || valuesEqual(value, wanted, sort) !== true)
      found.push({
        part: 'storage',
        text: `storage ${key} is ${text(value)} in the model, ${valueKey(wanted)} on the EVM`,
        of: (o) => text(o.storage.get(key)),
        leaf: key,
      });
  }
  for (const [key, value] of outcome.totals) {
    const wanted = totals.get(key);
    if (text(value) !== text(wanted))
      found.push({
        part: 'total',
        text: `total ${key} is ${text(value)} in the model, ${text(wanted)} by the EVM's storage`,
        of: (o) => text(o.totals.get(key)),
      });
  }
  for (const [address, amount] of now.balances) {
    const held = balanceIn(outcome, address);
    if (held !== text(amount))
      found.push({
        part: 'balance',
        text: `balance of ${hexAddress(address)} is ${held} in the model, ${amount} on the EVM`,
        of: (o) => balanceIn(o, address),
      });
  }
  const emitters = pair.parties.map(({ address, compiled }) => ({
    address: hexAddress(address),
    abis: [compiled.abi, ...[...compiled.siblings.values()].map((c) => c.abi)],
  }));
  const events = eventDifference(outcome.events, emitters, real.logs);
  if (events !== undefined) found.push({ part: 'event', text: events, of: (o) => showEvents(o.events) });
  return found;
}

/** Whether entries of a mapping lie below array elements: those of popped elements stay, and the decoder does not see them. */
function hidesEntries(pair: Pair, key: string): boolean {
  let type = variableOf(pair, key)?.type;
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

/** The state variable that a leaf belongs to. */
function variableOf(pair: Pair, key: string): StorageVariable | undefined {
  const id = pair.world.leaves.get(key)?.variable;
  return partyOf(pair, key)?.instance.contract.variables.find((v) => v.id === id);
}

function partyOf(pair: Pair, key: string): Party | undefined {
  return pair.parties.find((party) => key.startsWith(`${party.instance.alias}/`));
}

/** Words that a contract keeps at a slot of its own choice (ERC-1967 and the like) are read as they are. */
function slotOf(pair: Pair, key: string): bigint | boolean | undefined {
  const slot = /\/slot:(0x[0-9a-f]+)/.exec(key)?.[1];
  const party = partyOf(pair, key);
  if (slot === undefined || party === undefined) return undefined;
  const word = pair.chain.readStorage(hexAddress(party.address), BigInt(slot));
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

/** State variables of all contracts and balances as the EVM has them. */
export function realState(pair: Pair): ReplayState {
  const { chain } = pair;
  return {
    contracts: pair.parties.map(({ address, compiled }) => {
      const at = hexAddress(address);
      const deployed = chain.codeOf(at) !== '0x';
      return { variables: deployed ? decodedVariables(chain.decodeStorage(at, compiled)) : [] };
    }),
    balances: new Map(pair.accounts.map((a) => [a, chain.balanceOf(hexAddress(a))] as const)),
  };
}

/** Literal contents of a state as values. */
export function valuesOf(state: State): Pick<Outcome, 'storage' | 'totals' | 'balances'> {
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

function endOf(outcome: Outcome): string {
  return `${outcome.end} ${outcome.why} ${showFailure(outcome.failure)}`;
}
