// One transaction on the symbolic chain: any sender that is not a contract of the scope, any value it has, any
// arguments, a block not before the last one.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import type { EntryPoint, Local } from '../ir/ir.js';
import { tick } from '../symbolic/clock.js';
import { runEntry } from '../symbolic/execute.js';
import { moveEther } from '../symbolic/external-call.js';
import { conditionSince, extendPath } from '../symbolic/path-condition.js';
import type { LocalValue, State } from '../symbolic/state.js';
import {
  type Effects,
  type Frame,
  freshScalar,
  type Instance,
  noEffects,
  type TransactionContext,
  type UnknownCode,
  type World,
} from '../symbolic/world.js';
import { transientFor, withoutTransient } from './transient.js';
import { arbitraryArguments, withinModel } from './within-model.js';

/** Everything about one symbolic transaction. */
export interface TransactionRun {
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly sender: Term;
  readonly value: Term;
  readonly context: TransactionContext;
  readonly arguments: readonly { readonly local: Local; readonly value: LocalValue }[];
  /** Before the ether moved, under the assumptions about sender and value. */
  readonly pre: State;
  /** Undefined when it always reverts. */
  readonly post: State | undefined;
  readonly results: readonly LocalValue[];
  readonly effects: Effects;
}

export interface TransactionRequest {
  readonly state: State;
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly sender: Term;
  readonly value: Term;
  readonly context: TransactionContext;
  /** Undefined: arbitrary arguments. */
  readonly arguments?: readonly (LocalValue | undefined)[];
  readonly unknownCode: UnknownCode;
  /** Activations below this one, for a call made by unknown code inside a transaction. */
  readonly stack?: readonly string[];
  /** A contract may have made other calls in the same transaction: transient storage is as they left it. */
  readonly afterOthers?: boolean;
}

/** Runs a transaction. */
export function runTransaction(world: World, request: TransactionRequest): TransactionRun {
  const { instance, entry, sender, value, context } = request;
  const fn = instance.contract.functions.get(entry.function);
  if (fn === undefined) throw new Error(`no function ${entry.function}`);
  const begun =
    request.afterOthers === true
      ? transientFor(world, request.state, sender)
      : withoutTransient(world, request.state);
  const start =
    request.stack === undefined ? signed(world, tick(world, begun, context), sender, context) : request.state;
  const possible = assumePayable(world, start, sender, value);
  const effects = noEffects();
  const frame: Frame = {
    world,
    instance,
    sender,
    value,
    transaction: context,
    effects,
    stack: request.stack ?? [],
    readonly: false,
    unknownCode: request.unknownCode,
  };
  const ran = withinModel(effects, possible, fn.span, () => {
    const { state: pre, given } = arbitraryArguments(world, possible, fn, request.arguments);
    const moved = moveEther(frame, pre, sender, instance.address, value);
    const values = given.map((a) => a.value);
    return { pre, given, ...runEntry(frame, moved, entry, values) };
  });
  const post = ran?.normal === undefined ? undefined : { ...ran.normal, locals: request.state.locals };
  const made = { pre: ran?.pre ?? possible, arguments: ran?.given ?? [], results: ran?.results ?? [] };
  return { instance, entry, sender, value, context, ...made, post, effects };
}

/** A plain account signs every transaction, and is the first sender in it exactly when it is a plain account. */
export function signed(world: World, state: State, sender: Term, context: TransactionContext): State {
  if (!world.tellsEoasApart) return state;
  const { bank } = world;
  const { origin } = context;
  const fact = bank.and(
    bank.call(IS_EOA, [origin]),
    bank.eq(bank.call(IS_EOA, [sender]), bank.eq(sender, origin)),
  );
  const path = extendPath(bank, state.path, fact);
  return path === undefined ? state : { ...state, path };
}

/** A transaction is possible only when the sender has the value it sends. */
export function assumePayable(world: World, state: State, sender: Term, value: Term): State {
  const { bank } = world;
  const path = extendPath(bank, state.path, bank.le(value, bank.select(state.balances, sender)));
  return path === undefined ? state : { ...state, path };
}

/** An arbitrary sender; `facts` receives what is assumed of it. */
export function arbitrarySender(world: World, facts: Term[], name = 'sender'): Term {
  const sender = freshScalar(world, name, { kind: 'address' });
  facts.push(...senderFacts(world, sender));
  return sender;
}

/** A sender is a user: not the zero address, not a contract of the scope. */
export function senderFacts(world: World, sender: Term): readonly Term[] {
  const { bank } = world;
  world.outsiders.add(sender);
  return [
    bank.not(bank.eq(sender, bank.int(0n))),
    ...world.instances.map((i) => bank.not(bank.eq(sender, i.address))),
  ];
}

/** Numbers and timestamps of blocks are far beyond any chain, */
const TIME_BITS = 48;
/** with room above for whoever waits: what has not come by then never comes. */
export const WAITED_BITS = TIME_BITS + 1;

/** Chain data of a transaction after another one. */
export function arbitraryContext(
  world: World,
  facts: Term[],
  after?: TransactionContext,
  bits = TIME_BITS,
): TransactionContext {
  const time = { kind: 'int', signed: false, bits } as const;
  const context: TransactionContext = {
    origin: freshScalar(world, 'origin', { kind: 'address' }),
    timestamp: freshScalar(world, 'timestamp', time),
    number: freshScalar(world, 'number', time),
  };
  if (after !== undefined) {
    facts.push(
      world.bank.le(after.timestamp, context.timestamp),
      world.bank.le(after.number, context.number),
    );
  }
  return context;
}

/** An arbitrary amount of wei. */
export function arbitraryAmount(world: World, name: string): Term {
  return freshScalar(world, name, { kind: 'int', signed: false, bits: 256 });
}

/** Condition, relative to the pre-state, under which a run succeeds. */
export function successCondition(world: World, run: TransactionRun): Term {
  return run.post === undefined ? world.bank.false_ : conditionSince(world.bank, run.post.path, run.pre.path);
}
