// The chain of a proof and of a search: transactions are executed symbolically; facts, havocs and limits are collected.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import type { EntryPoint } from '../ir/ir.js';
import { givenIn } from '../spec/given.js';
import { isInBlock, tick } from '../symbolic/clock.js';
import { joinStates } from '../symbolic/join.js';
import { extendPath } from '../symbolic/path-condition.js';
import type { State } from '../symbolic/state.js';
import type {
  CallOut,
  Incompleteness,
  Instance,
  TransactionContext,
  UnknownCode,
  World,
} from '../symbolic/world.js';
import type { AdvanceRequest, Chain, TransactOutcome, TransactRequest } from './claim-run.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  senderFacts,
  type TransactionRun,
  WAITED_BITS,
} from './transaction.js';
import { withoutTransient } from './transient.js';

/** One of the transactions that a step may be, chosen by `pick`. */
export interface StepChoice {
  /** True when the step is this run. */
  readonly chosen: Term;
  readonly run: TransactionRun;
}

/** A transaction of a chain. */
export interface RecordedStep {
  readonly choices: readonly StepChoice[];
  readonly backTo?: number;
}

/** What a symbolic chain has seen; grows with every transaction. */
export interface ChainRecord {
  readonly facts: Term[];
  readonly incomplete: Incompleteness[];
  readonly callOuts: CallOut[];
  /** One entry a transaction, in order; `backTo`: before it the chain went back to how it was after that many of them. */
  readonly steps: RecordedStep[];
  /** How many steps there were when states were kept, by name. */
  readonly kept: Map<string, number>;
  /** Where the chain went back to since the last step. */
  backTo: number | undefined;
  /** States after any number of transactions. */
  readonly advanced: { readonly before: State; readonly after: State; readonly request: AdvanceRequest }[];
  last: TransactionContext | undefined;
  /** What the block of the next transaction must satisfy. */
  wait: ((block: TransactionContext) => Term) | undefined;
  /** Whether time was let pass. */
  waited: boolean;
}

/** An empty record. */
export function newRecord(last?: TransactionContext): ChainRecord {
  return {
    facts: [],
    incomplete: [],
    callOuts: [],
    steps: [],
    kept: new Map(),
    backTo: undefined,
    advanced: [],
    last,
    wait: undefined,
    waited: false,
  };
}

/**
 * A chain that executes symbolically, with `unknownCode` for what is outside the scope and `advance` for `any*`.
 * `anywhere`: an `any` that comes first may be a later call of its transaction, for whoever claims that no call does a thing
 * speaks of those too; they meet transient storage as earlier calls left it.
 */
export function symbolicChain(
  world: World,
  record: ChainRecord,
  unknownCode: UnknownCode,
  advance: Chain['advance'],
  anywhere = false,
): Chain {
  return {
    transact: (request) => transact(world, record, unknownCode, request, anywhere),
    advance(asked) {
      const { request, block } = opened(world, asked, record.facts, record.last);
      record.last = block;
      const state = advance(request);
      record.advanced.push({ before: request.state, after: state, request });
      return state;
    },
    wait(condition) {
      record.wait = condition;
    },
    kept(name) {
      record.kept.set(name, record.backTo ?? record.steps.length);
    },
    wentBack(name) {
      record.backTo = record.kept.get(name);
    },
  };
}

/** What is asked for in a block that lets it begin, and that block; the last one where nothing is asked of it. */
export function opened(
  world: World,
  request: AdvanceRequest,
  facts: Term[],
  last: TransactionContext | undefined,
): { readonly request: AdvanceRequest; readonly block: TransactionContext | undefined } {
  const { opens, ...rest } = request;
  if (opens === undefined) return { request, block: last };
  const block = arbitraryContext(world, facts, last);
  const state = restricted(world, tick(world, request.state, block), opens(block));
  return { request: { ...rest, state }, block };
}

function transact(
  world: World,
  record: ChainRecord,
  unknownCode: UnknownCode,
  request: TransactRequest,
  anywhere: boolean,
): TransactOutcome {
  const { bank } = world;
  const afterOthers =
    anywhere && request.entry === undefined && record.steps.length === 0 && record.advanced.length === 0;
  if (record.wait !== undefined) record.waited = true;
  const context = arbitraryContext(
    world,
    record.facts,
    record.last,
    ...(record.waited ? ([WAITED_BITS] as const) : []),
  );
  record.last = context;
  let { state } = request;
  if (record.wait !== undefined) state = restricted(world, state, record.wait(context));
  record.wait = undefined;
  let { sender } = request;
  if (sender === undefined) {
    sender = arbitrarySender(world, record.facts);
    if (request.senderCondition !== undefined)
      state = restricted(world, state, request.senderCondition(sender));
  } else if (isClaimVariable(world, sender)) record.facts.push(...senderFacts(world, sender));
  else {
    const user = bank.and(
      bank.not(bank.eq(sender, bank.int(0n))),
      ...world.instances.map((i) => bank.not(bank.eq(sender as Term, i.address))),
    );
    state = restricted(world, state, user);
  }
  if (request.inside) {
    state = restricted(world, state, notSigner(world, sender, context));
    // The transaction under way began in its own block, which is that of all its calls.
    if (record.steps.length === 0) state = restricted(world, state, isInBlock(world, request.state, context));
  }
  const value = request.value ?? arbitraryAmount(world, 'value');
  const ended = (post: State): State => (request.inside ? post : withoutTransient(world, post));
  const make = (
    entry: EntryPoint,
    from: State,
    args: TransactRequest['arguments'],
    amount: Term,
  ): TransactionRun =>
    runTransaction(world, {
      state: from,
      instance: request.instance,
      entry,
      sender: sender as Term,
      value: amount,
      context,
      ...(args === undefined ? {} : { arguments: args }),
      ...(request.inside ? { stack: ['inside'] } : {}),
      unknownCode,
      afterOthers,
    });
  if (request.entry !== undefined) {
    const run = make(request.entry, state, request.arguments, value);
    note(record, [{ chosen: bank.true_, run }]);
    return {
      pre: run.pre,
      success: run.post === undefined ? undefined : ended(run.post),
      reverts: bank.or(...run.effects.reverts.map((r) => r.condition)),
      ...givenTo(run),
      sender,
      value,
      context,
      calls: (signature) => bank.bool(signature === run.entry.signature),
      events: run.effects.events,
    };
  }
  const choices = anyEntry(
    world,
    request.instance,
    state,
    (entry, from) => make(entry, from, undefined, entry.payable ? value : bank.int(0n)),
    request.allowed,
  );
  note(record, choices);
  const paid = bank.ite(
    bank.or(...choices.filter((c) => c.run.entry.payable).map((c) => c.chosen)),
    value,
    bank.int(0n),
  );
  return {
    pre: state,
    success: joinStates(
      bank,
      state.path,
      choices.flatMap((c) => (c.run.post === undefined ? [] : [ended(c.run.post)])),
    ),
    reverts: bank.or(...choices.flatMap((c) => c.run.effects.reverts.map((r) => r.condition))),
    results: [],
    arguments: [],
    sender,
    value: paid,
    context,
    calls: (signature) =>
      bank.or(...choices.filter((c) => c.run.entry.signature === signature).map((c) => c.chosen)),
    events: choices.flatMap((c) => c.run.effects.events),
  };
}

/** Arguments and results of a transaction. */
export function givenTo(run: TransactionRun): Pick<TransactOutcome, 'arguments' | 'results'> {
  const fn = run.instance.contract.functions.get(run.entry.function);
  const { post } = run;
  return {
    arguments: givenIn(
      run.pre,
      run.arguments.map((a) => a.local),
      run.arguments.map((a) => a.value),
    ),
    results: post === undefined ? [] : givenIn(post, fn?.results ?? [], run.results),
  };
}

/** A variable of the claim itself: what is assumed of it holds throughout. What lies in storage is only restricted on its path. */
function isClaimVariable(world: World, term: Term): boolean {
  return term.kind === 'symbol' && !world.meanings.has(term);
}

/** One run for every entry point of an instance, each on its own side of a choice. */
export function anyEntry(
  world: World,
  instance: Instance,
  state: State,
  make: (entry: EntryPoint, from: State) => TransactionRun,
  allowed: (entry: EntryPoint) => boolean = () => true,
): readonly StepChoice[] {
  const { bank } = world;
  const pick = bank.fresh('pick', bank.int(0n).sort);
  return instance.contract.entries.filter(allowed).map((entry, i) => {
    const chosen = bank.eq(pick, bank.int(BigInt(i)));
    return { chosen, run: make(entry, restricted(world, state, chosen)) };
  });
}

/** Who calls while a transaction is under way is a contract, and the transaction was signed by a plain account. */
function notSigner(world: World, sender: Term, { origin }: TransactionContext): Term {
  if (!world.tellsEoasApart) return world.bank.true_;
  const { bank } = world;
  const isEoa = (address: Term): Term => bank.call(IS_EOA, [address]);
  return bank.and(isEoa(origin), bank.not(isEoa(sender)), bank.not(bank.eq(sender, origin)));
}

function note(record: ChainRecord, choices: readonly StepChoice[]): void {
  for (const { run } of choices) {
    record.incomplete.push(...run.effects.incomplete);
    record.callOuts.push(...run.effects.callOuts);
  }
  appendSteps(record, [{ choices }]);
}

/** Adds steps to what a chain has seen; the first comes after what the chain went back to. */
export function appendSteps(record: ChainRecord, steps: readonly RecordedStep[]): void {
  const [first, ...rest] = steps;
  if (first === undefined) return;
  const { backTo } = record;
  record.steps.push(backTo === undefined ? first : { ...first, backTo }, ...rest);
  record.backTo = undefined;
}

/** The state under a condition; a dead path stays as an unsatisfiable one. */
export function restricted(world: World, state: State, condition: Term): State {
  const path = extendPath(world.bank, state.path, condition);
  return {
    ...state,
    path: path ?? { parent: state.path, condition: world.bank.false_, all: world.bank.false_ },
  };
}
