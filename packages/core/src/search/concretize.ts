// From a candidate's model to a concrete plan: who is deployed with what, who sends which transaction, and what the
// attacker's contracts do when they are called.
import { type Model, type Term, tryEvaluate, type Value } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import { isScalar } from '../encode/sorts.js';
import { selectorOf } from '../frontend/selector.js';
import type { StepChoice } from '../harness/symbolic-chain.js';
import { encodeAbi, shapeOf } from '../ir/abi.js';
import type { IrType, Local } from '../ir/ir.js';
import {
  FORCE,
  type PuppetBehavior,
  type ReplayPlan,
  type ReplayStep,
  type ReplayValue,
} from '../result/replay.js';
import { readElement, readField, readLength } from '../symbolic/memory.js';
import type { LocalValue, State } from '../symbolic/state.js';
import type { CallOut, Forwarding, Instance } from '../symbolic/world.js';
import type { Candidate } from './search.js';

/** A step with what the model chose. */
export interface ChosenStep {
  readonly choice: StepChoice;
  readonly sender: bigint;
  /** Who signed the transaction. */
  readonly origin: bigint;
  readonly value: bigint;
  readonly arguments: readonly { readonly local: Local; readonly value: ReplayValue }[];
  readonly block: { readonly number: bigint; readonly timestamp: bigint };
  readonly forced: bigint;
  readonly callbacks: readonly string[];
}

export interface ConcreteRun {
  readonly plan: Omit<ReplayPlan, 'files' | 'resolutions'>;
  readonly order: readonly Instance[];
  readonly steps: readonly ChosenStep[];
  /** For each chosen step, the index of its transaction in `plan.steps`. */
  readonly positions: readonly number[];
}

/** Thrown when a model says something that cannot be replayed (an opaque value, an unchosen step). */
export class NotConcrete extends Error {}

/** The value of a term of a run; a run in which it has none cannot be replayed. */
function concreteValue(term: Term, model: Model): Value {
  const value = tryEvaluate(term, model);
  if (value === undefined) throw new NotConcrete('a part of the run has no value');
  return value;
}

/**
 * When contracts of the attacker get their code: from the start; before the first step in which they play a part (until then
 * they look like plain accounts, as all contracts do before their constructors end); or so, but senders that play none
 * before the last step.
 */
export type CodeAppears = 'from the start' | 'when needed' | 'at the end';

/** Reads a model as a concrete run; `code` says when accounts have code, where the contracts look for it. */
export function concretize(candidate: Candidate, code?: CodeAppears): ConcreteRun {
  const { model, world } = candidate;
  const read = (term: Term): Value => concreteValue(term, model);
  const holds = (term: Term): boolean => read(term) === true;
  const balances = new Map<bigint, bigint>();
  const puppets: Puppets = new Map();
  const account = (address: Term): bigint => {
    const at = integer(read(address));
    const initial = integer(read(world.bank.select(candidate.afterDeployment.balances, world.bank.int(at))));
    if (!world.instances.some((i) => read(i.address) === at)) balances.set(at, initial);
    return at;
  };
  // Whoever is to move may have had no part in the run, but ether all the same.
  if (candidate.now !== undefined)
    for (const [{ type }, term] of candidate.values) if (type.kind === 'address') account(term);
  const order = candidate.deployments.map((d) => d.instance);
  const deployments = candidate.deployments.map((d) => ({
    contract: { path: d.instance.contract.path, name: d.instance.contract.name },
    address: integer(read(d.instance.address)),
    from: integer(read(d.sender)),
    value: integer(read(d.value)),
    arguments: d.arguments.map((a) => replayValue(candidate, model, a.value, a.local.type, d.pre)),
    block: { number: integer(read(d.context.number)), timestamp: integer(read(d.context.timestamp)) },
  }));
  const steps: ChosenStep[] = [];
  const planned: ReplayStep[] = [];
  const positions: number[] = [];
  for (const step of candidate.steps) {
    const choice = step.choices.find((c) => holds(c.chosen));
    if (choice === undefined) throw new NotConcrete('no choice of a step is taken');
    const { run } = choice;
    const notes: string[] = [];
    const scripts = [...puppets].flatMap(([address, { behaviors }]) =>
      behaviors.length === 0 ? [] : [{ address, next: behaviors.length }],
    );
    const stipends: Stipends = { accepted: new Set(), refused: new Set() };
    const part: Part = { candidate, holds, read, puppets, account, notes, stipends };
    const from = account(run.sender);
    // Where nothing looks at the origin it is the sender.
    const origin = world.tellsEoasApart ? integer(read(run.context.origin)) : from;
    if (origin !== from) notes.push(`signed by ${hex(origin)}`);
    for (const call of run.effects.callOuts) behave(part, call);
    if ([...stipends.refused].some((one) => stipends.accepted.has(one)))
      throw new NotConcrete('an account that takes a transfer and refuses another in one transaction');
    const args = run.arguments.map((a) => ({
      local: a.local,
      value: replayValue(candidate, model, a.value, a.local.type, run.pre),
    }));
    const block = {
      number: integer(read(run.context.number)),
      timestamp: integer(read(run.context.timestamp)),
    };
    const forced = step.forced === undefined ? 0n : integer(read(step.forced));
    const value = integer(read(run.value));
    const backTo = step.backTo === undefined ? undefined : planPosition(positions, step.backTo);
    if (forced > 0n && backTo !== undefined)
      throw new NotConcrete('ether that is forced in after going back');
    if (forced > 0n)
      planned.push({
        kind: 'forceEther',
        to: integer(read((world.instances[0] as Instance).address)),
        amount: forced,
      });
    positions.push(planned.length);
    for (const [address, puppet] of puppets)
      if (puppet.behaviors.length + puppet.replies.size > 0 || stipends.refused.has(address))
        puppet.first ??= planned.length;
    const forwarded = run.effects.forwarded.find((f) => holds(f.condition));
    const data = forwarded === undefined ? undefined : forwardedData(candidate, model, forwarded, notes);
    planned.push({
      kind: 'transaction',
      from,
      ...(origin === from ? {} : { origin }),
      to: integer(read(run.instance.address)),
      value,
      function: run.entry.signature,
      arguments: args.map((a) => a.value),
      data,
      block,
      ...(scripts.length > 0 && steps.length > 0 ? { scripts } : {}),
      ...(backTo === undefined ? {} : { backTo }),
      ...(stipends.refused.size === 0 ? {} : { refuses: [...stipends.refused] }),
      ...(candidate.atWrite === true && step === candidate.steps[candidate.steps.length - 1]
        ? { observeWrites: true }
        : {}),
      ...(candidate.inside === true && step === candidate.steps[candidate.steps.length - 1]
        ? { observeInnerCalls: true }
        : {}),
    });
    steps.push({ choice, sender: from, origin, value, arguments: args, block, forced, callbacks: notes });
  }
  if (code === 'from the start' || code === 'at the end')
    for (const { sender } of steps) {
      if (puppets.has(sender) || holds(world.bank.call(IS_EOA, [world.bank.int(sender)]))) continue;
      puppetAt(puppets, sender).first = planned.length - 1;
    }
  const late = code === 'when needed' || code === 'at the end';
  return {
    plan: {
      deployments,
      balances: [...balances].map(([address, amount]) => ({ address, amount })),
      puppets: [...puppets].map(([address, { behaviors, replies, first }]) => ({
        address,
        behaviors,
        ...(late && first !== undefined ? { appears: first } : {}),
        replies: [...replies].map(([signature, returnData]) => ({ function: signature, returnData })),
      })),
      steps: planned,
    },
    order,
    steps,
    positions,
  };
}

/** The number of planned steps up to the end of so many chosen ones. */
function planPosition(positions: readonly number[], steps: number): number {
  const last = steps === 0 ? undefined : positions[steps - 1];
  return last === undefined ? 0 : last + 1;
}

/** The data that a fallback hands on: the call of a function, or nothing. */
function forwardedData(candidate: Candidate, model: Model, forwarded: Forwarding, notes: string[]): string {
  const { entry, state } = forwarded;
  if (entry.kind !== 'function') return '';
  const shapes = forwarded.arguments.map((a) => shapeOf(a.local.type));
  const values = forwarded.arguments.map((a) => replayValue(candidate, model, a.value, a.local.type, state));
  notes.push(`the data calls ${entry.name}(${values.map(show).join(', ')})`);
  return (
    selectorOf(entry.signature) +
    encodeAbi(
      shapes.filter((shape) => shape !== undefined),
      values,
    )
  );
}

/** What a contract of the attacker does on incoming calls, in order, and what it answers to static ones. */
interface Puppet {
  readonly behaviors: PuppetBehavior[];
  readonly replies: Map<string, string>;
  /** The planned step in which it plays its first part. */
  first?: number;
}

type Puppets = Map<bigint, Puppet>;

/** Who takes, and who refuses, calls with no more gas than the stipend in one transaction. */
interface Stipends {
  readonly accepted: Set<bigint>;
  readonly refused: Set<bigint>;
}

/** What the parts of the attacker in one transaction are written with. */
interface Part {
  readonly candidate: Candidate;
  readonly holds: (term: Term) => boolean;
  readonly read: (term: Term) => Value;
  readonly puppets: Puppets;
  readonly account: (address: Term) => bigint;
  readonly notes: string[];
  readonly stipends: Stipends;
}

/** Appends what the callee of an outgoing call does, in order of time. */
function behave(part: Part, call: CallOut): void {
  const { candidate, holds, read, puppets, account, notes, stipends } = part;
  if (holds(call.refusal)) {
    const at = account(call.target);
    const puppet = puppetAt(puppets, at);
    if (call.stipend) stipends.refused.add(at);
    else puppet.behaviors.push({ kind: 'revert' });
    notes.push(`${hex(at)} refuses the call`);
    return;
  }
  if (!holds(call.condition)) return;
  const at = account(call.target);
  // A plain account has no code to play a part with: it just accepts. Where nobody asks who is one, the model does not say.
  const { bank, tellsEoasApart } = candidate.world;
  if (at === 0n || (tellsEoasApart && holds(bank.call(IS_EOA, [call.target])))) return;
  const wei = integer(read(call.value));
  if (call.stipend) {
    // Too little gas for a script to go on: it is not even counted.
    stipends.accepted.add(at);
    notes.push(`${hex(at)} accepts ${wei} wei`);
    return;
  }
  const returnData = call.returns.map((r) => encodeWord(read(r.term), r.type)).join('');
  const puppet = puppetAt(puppets, at);
  if (call.asks !== undefined) {
    puppet.replies.set(call.asks, returnData);
    notes.push(`${hex(at)} answers ${call.returns.map((r) => show(read(r.term) as ReplayValue)).join(', ')}`);
    return;
  }
  const chosen = call.callbacks
    .filter((callback) => holds(callback.chosen))
    .toSorted((a, b) => a.round - b.round);
  const passes = call.passes.flatMap(({ to, amount, forced }) => {
    const sent = integer(read(amount));
    if (sent === 0n) return [];
    const receiver = account(to);
    notes.push(
      `${hex(at)} ${forced ? 'forces' : 'passes on'} ${sent} wei ${forced ? 'into' : 'to'} ${hex(receiver)}`,
    );
    return [{ to: receiver, value: sent, function: forced ? FORCE : 'receive()', arguments: [] }];
  });
  if (chosen.length === 0) {
    puppet.behaviors.push(
      passes.length === 0 ? { kind: 'accept', returnData } : { kind: 'reenter', calls: passes, returnData },
    );
    notes.push(`${hex(at)} accepts ${wei} wei`);
    return;
  }
  const calls: PuppetCall[] = [];
  // Its own entry comes first, those of accomplices and inner calls as they are reached.
  puppet.behaviors.push({ kind: 'reenter', calls, returnData });
  chosen.forEach((callback, i) => {
    const args = callback.arguments.map((a) =>
      replayValue(candidate, candidate.model, a.value, a.local.type, undefined),
    );
    const nested: PuppetCall = {
      to: integer(read(callback.instance.address)),
      value: integer(read(callback.value)),
      function: callback.entry.signature,
      arguments: args,
    };
    const caller = account(callback.caller);
    const what = `${callback.entry.name}(${args.map(show).join(', ')})`;
    const begins = i === 0 ? `${hex(at)} accepts ${wei} wei and` : `${hex(at)} then`;
    if (caller === at) {
      calls.push(nested);
      notes.push(`${begins} calls ${what}${i === 0 ? ' again' : ''}`);
    } else {
      calls.push({ to: caller, value: 0n, function: 'receive()', arguments: [] });
      puppetAt(puppets, caller).behaviors.push({ kind: 'reenter', calls: [nested], returnData: '' });
      notes.push(`${begins} makes ${hex(caller)} call ${what}`);
    }
    for (const inner of callback.callOuts) behave(part, inner);
  });
  calls.push(...passes);
}

/** A call that a contract of the attacker makes. */
type PuppetCall = Extract<PuppetBehavior, { kind: 'reenter' }>['calls'][number];

function puppetAt(puppets: Puppets, address: bigint): Puppet {
  const known = puppets.get(address) ?? { behaviors: [], replies: new Map<string, string>() };
  puppets.set(address, known);
  return known;
}

function replayValue(
  candidate: Candidate,
  model: Model,
  value: LocalValue,
  type: IrType,
  state: State | undefined,
): ReplayValue {
  if (value.kind === 'path' || value.kind === 'choice')
    throw new NotConcrete('a storage pointer as argument');
  const { world } = candidate;
  if (isScalar(type)) return scalar(concreteValue(value, model), type);
  if (state === undefined) throw new NotConcrete('a struct or array argument here');
  if (type.kind === 'struct') {
    return type.fields.map((f) =>
      replayValue(candidate, model, readField(world, state, type, value, f.name, f.type), f.type, state),
    );
  }
  if (type.kind !== 'array') throw new NotConcrete(`an argument of kind ${type.kind}`);
  const length = integer(concreteValue(readLength(world, state, value), model));
  if (length > 1000n) throw new NotConcrete('an array argument too long to replay');
  return Array.from({ length: Number(length) }, (_, i) =>
    replayValue(
      candidate,
      model,
      readElement(world, state, type, value, world.bank.int(BigInt(i))),
      type.element,
      state,
    ),
  );
}

function scalar(value: Value, type: IrType): ReplayValue {
  if (typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (type.kind !== 'bytes') throw new NotConcrete('an opaque value');
  // An unconstrained byte string: any contents do, told apart by the solver's name for it.
  if (typeof value === 'string') return value;
  return value.kind === 'opaque' ? Buffer.from(value.name, 'utf8').toString('hex') : '';
}

function encodeWord(value: Value, type: IrType): string {
  if (!isScalar(type) || type.kind === 'bytes')
    throw new NotConcrete('a returned value that is not one word');
  const n = typeof value === 'boolean' ? (value ? 1n : 0n) : integer(value);
  const positive = n < 0n ? n + (1n << 256n) : n;
  const word = positive.toString(16).padStart(64, '0');
  return type.kind === 'fixedBytes' ? word.slice(64 - 2 * type.size).padEnd(64, '0') : word;
}

function integer(value: Value): bigint {
  if (typeof value !== 'bigint') throw new NotConcrete('an integer has no value in the model');
  return value;
}

function hex(address: bigint): string {
  return `0x${address.toString(16).padStart(40, '0')}`;
}

function show(value: ReplayValue): string {
  return Array.isArray(value) ? `[${value.map(show).join(', ')}]` : String(value);
}
