// What one verification knows of its world: the contract instances, their storage leaves, the types of fresh symbols
// (facts are drawn from them when a query is built), and how unknown code behaves.
import { arraySort, INT, type Symbol_, type Term, type TermBank } from '@surety/solvers';
import { contractLeaves, type Leaf } from '../encode/leaves.js';
import { constantNestedArray, nestedArraySort, sortOf, zeroOf } from '../encode/sorts.js';
import type { Span } from '../frontend/typed-program.js';
import type { EntryPoint, Failure, IrContract, IrType, Local } from '../ir/ir.js';
import { emptyPath } from './path-condition.js';
import type { LocalValue, State } from './state.js';

/** A deployed contract of the scope. */
export interface Instance {
  readonly index: number;
  /** Name in the spec. */
  readonly alias: string;
  readonly contract: IrContract;
  readonly address: Term;
  /** Name of the model that it is an instance of: of what the model lacks, nothing is known. */
  readonly model?: string;
  /** Of delegated code: where its variables lie, by id. Without it they lie below the alias. */
  readonly places?: ReadonlyMap<string, { readonly instance: number; readonly prefix: string }>;
}

/** A total over some keys of a leaf, kept at every write (`sum(m)`, `sum(m[t][a] for a)`). */
export interface TrackedSum {
  readonly id: string;
  readonly leaf: Leaf;
  /** Which dimensions are summed over; the others stay keys of the total. */
  readonly summed: readonly boolean[];
  /** What an entry counts for: 0 for an empty one, never negative; the entry itself when left out. */
  readonly weight?: (world: World, entry: Term) => Term;
}

/** What a free symbol stands for: a scalar, or (with dimensions) all scalars of a leaf. */
export interface SymbolMeaning {
  readonly dimensions: readonly IrType[];
  readonly type: IrType;
  /** Inclusive upper bound tighter than the type's, e.g. for balances. */
  readonly maximum?: bigint;
}

/** A fresh total and the fresh leaf contents it totals: `total >= every partial sum` holds for unsigned values. */
export interface TotalFact {
  readonly total: Term;
  readonly contents: Term;
  readonly sum: Pick<TrackedSum, 'summed' | 'weight'> & { readonly leaf: Pick<Leaf, 'dimensions' | 'type'> };
}

export interface World {
  readonly bank: TermBank;
  readonly instances: readonly Instance[];
  /** Ghost variables as the storage of a contract that nobody can call. */
  readonly ghosts: Instance | undefined;
  /** What the specification does when entry points are called and storage is written. */
  readonly hooks: GhostHooks;
  /** State after deployment, for `init(e)`; set by whoever knows it. */
  initial: State | undefined;
  readonly leaves: ReadonlyMap<string, Leaf>;
  readonly sums: readonly TrackedSum[];
  /** Iterations and nested calls explored before a path is cut off and reported. */
  readonly unroll: number;
  /**
   * Whether no round of a loop whose end is not decided is executed by itself: one stands for all, and what rounds keep is
   * tried. Else `unroll` rounds are, and one stands for those beyond.
   */
  readonly coarse: boolean;
  /** Whether an arbitrary round stands for those beyond, and any call for one with data that is not known: in proofs, not in searches. */
  readonly standIns: boolean;
  readonly meanings: Map<Term, SymbolMeaning>;
  readonly totalFacts: TotalFact[];
  /** Whether some claim or assumption speaks of plain accounts, so that calls to them are told apart. */
  readonly tellsEoasApart: boolean;
  /** Symbols for what ghost variables hold where nothing is known of it: no replayed run shows them. */
  readonly unsettled: Set<Term>;
  /** Addresses known to be none of the instances (senders of transactions). */
  readonly outsiders: Set<Term>;
  /** What is claimed of the heads of loops, by instance alias and loop id. */
  readonly loops: ReadonlyMap<string, readonly LoopInvariant[]>;
  /** Immutables (and constants that became some) with a range; what nothing assigns is arbitrary from the start. */
  readonly parameters: readonly {
    readonly key: string;
    readonly name: string;
    readonly type: IrType;
    readonly low: bigint;
    readonly high: bigint;
    readonly assigned: boolean;
  }[];
  /** Fixed slots that a specification links: in the storage of which instance, at which leaf, and what they hold once set. */
  readonly linkedSlots?: readonly {
    readonly instance: number;
    readonly key: string;
    readonly target: Term;
  }[];
  readonly answers: Answers | undefined;
  /** What a specification assumes of an answer, put on any value: the value itself, or one that the assumption allows. */
  readonly limitAnswer?: ((state: State, target: Term, signature: string, value: Term) => Term) | undefined;
  /** Used instead of the code of own functions, by instance alias and function id. */
  readonly summaries: ReadonlyMap<string, Summary>;
  /** What is assumed of all arithmetic of the code. */
  readonly arithmetic: { readonly exactDivision: boolean; readonly noOverflow: boolean };
  /** Collects, while a statement is executed, that its divisions are exact. */
  divisions: Term[] | undefined;
  /** Told the state after every write to storage. */
  onWrite: ((state: State, leaf: string) => void) | undefined;
  /** The innermost call of an instance that is being executed; undefined in what no call does. */
  running: Running | undefined;
  /** Told from which address ether moves, at every move. */
  onMove: ((from: Term) => void) | undefined;
  /** What is known of the heads of loops, looked at where their symbols are in sight. */
  readonly roundFacts: RoundFact[];
  /** Arrays that the code does not have, with the types of their keys: a key by which one is read is in sight. */
  readonly ownArrays: Map<Term, readonly IrType[]>;
  /** Heads of last rounds, by instance alias and loop id: the same loop from the same state ends in the same round. */
  readonly roundMemos: Map<string, readonly RoundMemo[]>;
  /** Whether rounds are only run to see what they change. */
  lookingAhead: boolean;
  /** Chosen where a question is about rounds executed aside: what came back from calls in them is known only then. */
  aside: Term;
  /** Next memory object. */
  nextObject: bigint;
}

/** What holds at the head of a loop for all values of some variables: `guard => body`. */
export interface RoundFact {
  readonly name: string;
  /** It says nothing where this does not occur. */
  readonly symbol: Term;
  /** Whether its guard has a condition that is tried. */
  readonly tried: boolean;
  /** Whether its variables are the keys by which `symbol` is read, and it is of use there only. */
  readonly whereRead?: boolean;
  readonly guard: Term;
  /** `at`: values at which it is of use wherever it is, beside those at which something is read or written. */
  readonly variables: readonly {
    readonly symbol: Symbol_;
    readonly type: IrType;
    readonly at?: readonly Term[];
  }[];
  readonly body: Term;
}

/** The last round of a run of a loop, and the run: where it began, and what each round does as terms over its own head. */
export interface RoundMemo {
  /** Names of what rounds change. */
  readonly keys: string;
  readonly own: readonly Term[];
  readonly from: readonly Term[];
  readonly shape: readonly Term[];
  readonly head: State;
}

/** The heads of a loop whose end is not decided. */
export interface LoopRounds {
  readonly loop: string;
  /** When the loop is entered. */
  readonly first: State;
  /** Heads at which what is kept by rounds may be assumed. */
  readonly heads: readonly State[];
  /** After an arbitrary round from one of these heads; undefined when every round is the last. */
  readonly next: State | undefined;
  /** Chosen where the question is about this round. */
  readonly about: Term;
  /** What was assumed of the heads already. */
  readonly tried: readonly TriedInvariant[];
}

/** Something assumed where `given` holds: nothing rests on it unless `fails` is shown to be impossible. */
export interface TriedInvariant {
  readonly given: Term;
  /** It does not hold when the loop is entered, or not after a round from a head where it did. */
  readonly fails: Term;
}

/** What is assumed of an answer of unknown code: the state after it, under what is then known; undefined: no such answer. */
export type Answers = (
  frame: Frame,
  call: {
    readonly before: State;
    readonly target: Term;
    readonly signature: string;
    readonly args: readonly Term[];
  },
  result: Term,
  after: State,
) => State | undefined;

/** The result of a function as a term, and when there is one. */
export type Summary = (
  frame: Frame,
  state: State,
  args: readonly Term[],
) => { readonly term: Term; readonly defined: Term };

/** A claim about the head of a loop. */
export interface LoopInvariant {
  readonly text: string;
  readonly holds: (frame: Frame, state: State) => Term;
  /** The condition under which it does not hold, with fresh values for what it says of all. */
  readonly fails: (frame: Frame, state: State) => Term;
}

/** A call under way: a constructor has no entry point. */
export interface Running {
  readonly frame: Frame;
  readonly entry: EntryPoint | undefined;
  /** Its state at the start, with its ether moved. */
  readonly start: State;
}

/** Updates of ghost state, run at the moments they are declared for. */
export interface GhostHooks {
  /** Aliases of instances whose ether flows are recorded (`sent`, `received`). */
  readonly flows: ReadonlySet<string>;
  /** Before or after (with results) a successful call of an entry point from outside the instance. */
  atCall(
    moment: 'before' | 'after',
    frame: Frame,
    state: State,
    entry: EntryPoint,
    args: readonly LocalValue[],
    results: readonly LocalValue[],
    /** In the memory of this state the arguments are as they were given. */
    given: State,
  ): State;
  /** Leaves whose writes are observed. */
  readonly watched: ReadonlySet<string>;
  /** After a scalar was written at `keys` of a watched leaf. */
  atWrite(frame: World, state: State, leaf: string, keys: readonly Term[], from: Term, to: Term): State;
}

/** No ghost state. */
export const NO_HOOKS: GhostHooks = {
  flows: new Set(),
  atCall: (_moment, _frame, state) => state,
  watched: new Set(),
  atWrite: (_world, state) => state,
};

/** A way in which an execution reverts, under `condition` (path included). */
export interface Revert {
  readonly condition: Term;
  readonly failure: Failure;
  readonly span: Span;
}

/** A way in which an execution leaves what is modeled or bounded. */
export interface Incompleteness {
  readonly kind: 'unsupported' | 'bound';
  readonly condition: Term;
  readonly code: string;
  readonly what: string;
  readonly span: Span;
  /** What was assumed behind it, as a condition of its own: a proof may do without. */
  readonly given?: Term;
  /** Holds on paths that stand for all that was left out: what is shown with them needs no bound. */
  readonly beyond?: Term;
  /** Of a loop whose later rounds something stands for: what may be tried of them. */
  readonly rounds?: LoopRounds;
}

/** An outgoing call to unknown code, seen at the moment the callee starts. */
export interface CallOut {
  /** Path on which the callee accepts the call. */
  readonly condition: Term;
  /** Path on which it fails. */
  readonly refusal: Term;
  /** With the value moved already. */
  readonly state: State;
  readonly from: Instance;
  readonly target: Term;
  readonly value: Term;
  /** Whether the callee can change state (not a static call, not 2300 gas). */
  readonly reentrant: boolean;
  /** Whether the callee gets no more gas than the 2300 of `transfer` and `send`. */
  readonly stipend: boolean;
  /** A call without data: who accepts ether does not refuse it. */
  readonly receipt?: boolean;
  /** Signature of the function that a static call asks. */
  readonly asks?: string;
  readonly span: Span;
  /** What it returns to a typed call: terms by result type; filled when it returns. */
  readonly returns: { readonly term: Term; readonly type: IrType }[];
  /** What it may do before it returns, in a search for attacks: at most one of each round is chosen. */
  readonly callbacks: Callback[];
  /** Ether that it passes on or forces into a contract before it returns, in a search for attacks. */
  readonly passes: { readonly to: Term; readonly amount: Term; readonly forced: boolean }[];
}

/** A transaction-like call that unknown code makes while it is being called. */
export interface Callback {
  readonly chosen: Term;
  /** Its place among the calls that are made one after the other, from 0. */
  readonly round: number;
  /** The contract that makes the call: the one that was called, or an accomplice of it. */
  readonly caller: Term;
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly value: Term;
  readonly arguments: readonly { readonly local: Local; readonly value: LocalValue }[];
  readonly callOuts: readonly CallOut[];
}

/** An event that is emitted under `condition`, unless the transaction reverts later. */
export interface EmittedEvent {
  readonly condition: Term;
  readonly emitter: Instance;
  /** Name without the parameter types. */
  readonly event: string;
  /** In order of declaration; undefined when the model cannot express them. */
  readonly arguments: readonly { readonly term: Term; readonly type: IrType }[] | undefined;
  /** For arguments that refer to memory. */
  readonly memory: State['memory'];
  readonly span: Span;
}

/** The code that a fallback hands the data of its call to. */
export interface Forwarding {
  /** Path on which this entry point is the one that runs. */
  readonly condition: Term;
  readonly entry: EntryPoint;
  readonly arguments: readonly { readonly local: Local; readonly value: LocalValue }[];
  /** For arguments that refer to memory. */
  readonly state: State;
}

/** What happens in an execution beside its final state. */
export interface Effects {
  readonly reverts: Revert[];
  /** Reverts of nested calls that the caller survives (`try`, low-level calls). */
  readonly caught: Revert[];
  readonly incomplete: Incompleteness[];
  readonly callOuts: CallOut[];
  /** In program order: those whose conditions hold are the log. Events of unknown code are not among them. */
  readonly events: EmittedEvent[];
  /** What delegated code the fallback of a transaction may run: at most one. */
  readonly forwarded: Forwarding[];
}

/** Chain data of one transaction. */
export interface TransactionContext {
  readonly origin: Term;
  readonly timestamp: Term;
  readonly number: Term;
}

/** One activation of a contract: who called it with what. */
export interface Frame {
  readonly world: World;
  readonly instance: Instance;
  readonly sender: Term;
  readonly value: Term;
  readonly transaction: TransactionContext;
  readonly effects: Effects;
  /** Functions under way in this activation and those that called it, outermost first. */
  readonly stack: readonly string[];
  /** In a static call: no state change. */
  readonly readonly: boolean;
  readonly unknownCode: UnknownCode;
}

/** How a call to unknown code may go on; the policy of a proof differs from that of a search for attacks. */
export interface UnknownCode {
  /**
   * States after the callee ran and returned (value already moved in `state`), with the effects of whatever it did
   * recorded in `frame.effects`. The failing outcome is made by the caller from its own pre-state.
   */
  run(frame: Frame, state: State, call: CallOut): State | undefined;
  /**
   * The same for a callee with 2300 gas. It can neither write storage nor send ether (EIP-2200), but a warm call and a
   * write to transient storage cost 100 each (EIP-1153): it may re-enter what touches nothing else. Absent: it returns.
   */
  runStarved?(frame: Frame, state: State): State | undefined;
}

/** No effects yet. */
export function noEffects(): Effects {
  return { reverts: [], caught: [], incomplete: [], callOuts: [], events: [], forwarded: [] };
}

/** Executes a call, the innermost one meanwhile. */
export function whileRunning<T>(running: Running, execute: () => T): T {
  const { world } = running.frame;
  const outer = world.running;
  world.running = running;
  try {
    return execute();
  } finally {
    world.running = outer;
  }
}

/** A fresh scalar whose range is known to queries. */
export function freshScalar(world: World, name: string, type: IrType): Term {
  const symbol = world.bank.fresh(name, sortOf(type));
  world.meanings.set(symbol, { dimensions: [], type });
  return symbol;
}

/** A fresh symbol for all contents of a leaf. */
export function freshLeaf(world: World, name: string, leaf: Pick<Leaf, 'dimensions' | 'type'>): Term {
  const symbol = world.bank.fresh(name, nestedArraySort(leaf.dimensions, sortOf(leaf.type)));
  world.meanings.set(symbol, { dimensions: leaf.dimensions, type: leaf.type });
  return symbol;
}

/** A fresh total for fresh contents of the sum's leaf. */
export function freshTotal(world: World, sum: TrackedSum, contents: Term): Term {
  const kept = sum.leaf.dimensions.filter((_, i) => sum.summed[i] !== true);
  const total = world.bank.fresh(`sum ${sum.id}`, nestedArraySort(kept, INT));
  world.totalFacts.push({ total, contents, sum });
  return total;
}

/** Ether in existence never exceeds this (a stated assumption); balances are below it. */
export const MAXIMUM_ETHER = (1n << 128n) - 1n;

/** Fresh balances of all addresses, their total bounded by `MAXIMUM_ETHER`. */
export function freshBalances(world: World): Term {
  const address: IrType = { kind: 'address' };
  const wei: IrType = { kind: 'int', signed: false, bits: 256 };
  const balances = world.bank.fresh('balances', arraySort(INT, INT));
  world.meanings.set(balances, { dimensions: [address], type: wei, maximum: MAXIMUM_ETHER });
  const total = world.bank.fresh('ether', INT);
  world.meanings.set(total, { dimensions: [], type: wei, maximum: MAXIMUM_ETHER });
  world.totalFacts.push({
    total,
    contents: balances,
    sum: { summed: [true], leaf: { dimensions: [address], type: wei } },
  });
  return balances;
}

/** A state in which everything is arbitrary. */
export function arbitraryState(world: World): State {
  const storage = new Map<string, Term>();
  for (const leaf of world.leaves.values()) storage.set(leaf.key, freshLeaf(world, leaf.key, leaf));
  const totals = new Map(
    world.sums.map((sum) => [sum.id, freshTotal(world, sum, storage.get(sum.leaf.key) as Term)]),
  );
  return {
    path: emptyPath(world.bank),
    storage,
    totals,
    balances: freshBalances(world),
    memory: new Map(),
    locals: new Map(),
  };
}

/** `state` with the storage of one instance as it is before its constructor runs: all zero. */
export function withZeroStorage(world: World, state: State, instance: Instance): State {
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const leaf of contractLeaves(instance.alias, instance.contract)) {
    storage.set(leaf.key, constantNestedArray(world.bank, leaf.dimensions, zeroOf(world.bank, leaf.type)));
  }
  for (const sum of world.sums) {
    if (!sum.leaf.key.startsWith(`${instance.alias}/`)) continue;
    const kept = sum.leaf.dimensions.filter((_, i) => sum.summed[i] !== true);
    totals.set(sum.id, constantNestedArray(world.bank, kept, world.bank.int(0n)));
  }
  return { ...state, storage, totals };
}
