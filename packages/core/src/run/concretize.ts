// From a candidate's model to a concrete plan: who is deployed with what, who sends which transaction, and what the
// attacker's contracts do when they are called.
import { evaluate, type Model, type Term, type Value } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import { isScalar } from '../encode/sorts.js';
import { selectorOf } from '../frontend/selector.js';
import type { StepChoice } from '../harness/symbolic-chain.js';
import { encodeAbi, shapeOf } from '../ir/abi.js';
import type { IrType, Local } from '../ir/ir.js';
import { readElement, readField, readLength } from '../symbolic/memory.js';
import type { LocalValue, State } from '../symbolic/state.js';
import type { CallOut, Forwarding, Instance } from '../symbolic/world.js';
import { FORCE, type PuppetBehavior, type ReplayPlan, type ReplayStep, type ReplayValue } from './options.js';
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

/** Reads a model as a concrete run. */
export function concretize(candidate: Candidate): ConcreteRun {
  const { model, world } = candidate;
  const read = (term: Term): Value => evaluate(term, model);
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
    arguments: d.arguments.map((a) => replayValue(candidate, model, a.value, a.local.type, undefined)),
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
    const from = account(run.sender);
    // Where nothing looks at the origin it is the sender.
    const origin = world.tellsEoasApart ? integer(read(run.context.origin)) : from;
    for (const call of run.effects.callOuts) behave(candidate, holds, read, call, puppets, account, notes);
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
    if (forced > 0n)
      planned.push({
        kind: 'forceEther',
        to: integer(read((world.instances[0] as Instance).address)),
        amount: forced,
      });
    positions.push(planned.length);
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
    });
    steps.push({ choice, sender: from, origin, value, arguments: args, block, forced, callbacks: notes });
  }
  return {
    plan: {
      deployments,
      balances: [...balances].map(([address, amount]) => ({ address, amount })),
      puppets: [...puppets].map(([address, { behaviors, replies }]) => ({
        address,
        behaviors,
        replies: [...replies].map(([signature, returnData]) => ({ function: signature, returnData })),
      })),
      steps: planned,
    },
    order,
    steps,
    positions,
  };
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

/** What each contract of the attacker does on incoming calls, in order, and what it answers to static ones. */
type Puppets = Map<bigint, { readonly behaviors: PuppetBehavior[]; readonly replies: Map<string, string> }>;

/** Appends what the callee of an outgoing call does, in order of time. */
function behave(
  candidate: Candidate,
  holds: (term: Term) => boolean,
  read: (term: Term) => Value,
  call: CallOut,
  puppets: Puppets,
  account: (address: Term) => bigint,
  notes: string[],
): void {
  if (holds(call.refusal)) {
    const at = account(call.target);
    puppetAt(puppets, at).behaviors.push({ kind: 'revert' });
    notes.push(`${hex(at)} refuses the call`);
    return;
  }
  if (!holds(call.condition)) return;
  const at = account(call.target);
  // A plain account has no code to play a part with: it just accepts.
  if (at === 0n || holds(candidate.world.bank.call(IS_EOA, [call.target]))) return;
  const wei = integer(read(call.value));
  const returnData = call.returns.map((r) => encodeWord(read(r.term), r.type)).join('');
  const puppet = puppetAt(puppets, at);
  if (call.asks !== undefined) {
    puppet.replies.set(call.asks, returnData);
    notes.push(`${hex(at)} answers ${call.returns.map((r) => show(read(r.term) as ReplayValue)).join(', ')}`);
    return;
  }
  const chosen = call.callbacks.find((callback) => holds(callback.chosen));
  const passes = call.passes.flatMap(({ to, amount, forced }) => {
    const sent = integer(read(amount));
    if (sent === 0n) return [];
    const receiver = account(to);
    notes.push(
      `${hex(at)} ${forced ? 'forces' : 'passes on'} ${sent} wei ${forced ? 'into' : 'to'} ${hex(receiver)}`,
    );
    return [{ to: receiver, value: sent, function: forced ? FORCE : 'receive()', arguments: [] }];
  });
  if (chosen === undefined) {
    puppet.behaviors.push(
      passes.length === 0 ? { kind: 'accept', returnData } : { kind: 'reenter', calls: passes, returnData },
    );
    notes.push(`${hex(at)} accepts ${wei} wei`);
    return;
  }
  const args = chosen.arguments.map((a) =>
    replayValue(candidate, candidate.model, a.value, a.local.type, undefined),
  );
  const nested = {
    to: integer(read(chosen.instance.address)),
    value: integer(read(chosen.value)),
    function: chosen.entry.signature,
    arguments: args,
  };
  const caller = account(chosen.caller);
  const what = `${chosen.entry.name}(${args.map(show).join(', ')})`;
  if (caller === at) {
    puppet.behaviors.push({ kind: 'reenter', calls: [nested, ...passes], returnData });
    notes.push(`${hex(at)} accepts ${wei} wei and calls ${what} again`);
  } else {
    const relay = { to: caller, value: 0n, function: 'receive()', arguments: [] };
    puppet.behaviors.push({ kind: 'reenter', calls: [relay, ...passes], returnData });
    puppetAt(puppets, caller).behaviors.push({ kind: 'reenter', calls: [nested], returnData: '' });
    notes.push(`${hex(at)} accepts ${wei} wei and makes ${hex(caller)} call ${what}`);
  }
  for (const inner of chosen.callOuts) behave(candidate, holds, read, inner, puppets, account, notes);
}

function puppetAt(
  puppets: Puppets,
  address: bigint,
): { behaviors: PuppetBehavior[]; replies: Map<string, string> } {
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
  if (isScalar(type)) return scalar(evaluate(value, model), type);
  if (state === undefined) throw new NotConcrete('a struct or array argument here');
  if (type.kind === 'struct') {
    return type.fields.map((f) =>
      replayValue(candidate, model, readField(world, state, type, value, f.name, f.type), f.type, state),
    );
  }
  if (type.kind !== 'array') throw new NotConcrete(`an argument of kind ${type.kind}`);
  const length = integer(evaluate(readLength(world, state, value), model));
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
