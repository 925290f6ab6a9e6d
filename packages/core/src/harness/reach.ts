// What the outside can change: every entry point is run once from an arbitrary state, and what it wrote, sent and
// required is noted. A held lock needs no name: an entry whose success condition folds to false for the values that the
// storage holds during a call cannot be called then.
import { freeSymbols, substitute, type Term, type TermBank, visitTerms } from '@surety/solvers';
import type { EntryPoint } from '../ir/ir.js';
import type { State } from '../symbolic/state.js';
import {
  freshBalances,
  freshLeaf,
  freshTotal,
  type Instance,
  type TransactionContext,
  type UnknownCode,
  type World,
} from '../symbolic/world.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from './transaction.js';
import { withFreshTransient } from './transient.js';

/** What one entry point may do by itself. */
export interface EntryReach {
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly sender: Term;
  /** Whether it calls unknown code, which may then call anything. */
  readonly callsOut: boolean;
  readonly writes: ReadonlySet<string>;
  /** Instances (by index) out of which it may move ether. */
  readonly sendsEther: ReadonlySet<number>;
  /** Condition on the arbitrary state under which it may end without reverting. */
  readonly callable: Term;
  readonly context: TransactionContext;
  /** What of it speaks of storage and the block only: whoever calls with whatever arguments, it must hold to succeed. */
  readonly needed: Term;
}

/** What callers from outside can change. */
export interface Reach {
  readonly world: World;
  /** The state over whose symbols the conditions are. */
  readonly state: State;
  readonly entries: readonly EntryReach[];
  /** Leaves that no code writes after its constructor, whatever of it is modeled. */
  readonly fixed: ReadonlySet<string>;
}

/** Unknown code that changes what entry points can write, and balances. */
function changing(writable: ReadonlySet<string>): UnknownCode {
  return {
    run({ world }, state) {
      const storage = new Map(state.storage);
      const totals = new Map(state.totals);
      for (const key of writable) {
        const leaf = world.leaves.get(key);
        if (leaf === undefined) continue;
        const contents = freshLeaf(world, key, leaf);
        storage.set(key, contents);
        for (const sum of world.sums)
          if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
      }
      return { ...state, storage, totals, balances: freshBalances(world) };
    },
    runStarved: ({ world }, state) => withFreshTransient(world, state),
  };
}

/** Runs every entry point from `state`, until nothing is written that unknown code was not taken to write. */
export function reachOf(world: World, state: State, fixed: ReadonlySet<string> = new Set()): Reach {
  let writable: ReadonlySet<string> = new Set();
  for (;;) {
    const entries = entriesFrom(world, state, fixed, changing(writable));
    const written = new Set(entries.flatMap((entry) => [...entry.writes]));
    // Without calls that come back, nobody writes while an entry point runs.
    const alone = entries.every((entry) => !entry.callsOut);
    if (alone || [...written].every((key) => writable.has(key))) return { world, state, entries, fixed };
    writable = new Set([...writable, ...written]);
  }
}

function entriesFrom(
  world: World,
  state: State,
  fixed: ReadonlySet<string>,
  unknownCode: UnknownCode,
): readonly EntryReach[] {
  const facts: Term[] = [];
  const entries: EntryReach[] = [];
  const { onWrite, onMove } = world;
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      // Also what is put back before the end, for others may look at it in between.
      const writes = new Set<string>();
      const payers = new Set<Term>();
      world.onWrite = (_state, leaf) => writes.add(leaf);
      world.onMove = (from) => payers.add(from);
      const run = runTransaction(world, {
        state,
        instance,
        entry,
        sender: arbitrarySender(world, facts),
        value: entry.payable ? arbitraryAmount(world, 'value') : world.bank.int(0n),
        context: arbitraryContext(world, facts),
        unknownCode,
        // Inside a transaction: transient storage keeps its value.
        stack: ['reach'],
      });
      entries.push(entryReach(world, state, run, fixed, writes, payers));
    }
  }
  world.onWrite = onWrite;
  world.onMove = onMove;
  return entries;
}

/** Leaves that may be written, and instances that may lose ether, by code that runs in `current`. */
export function reachFrom(
  reach: Reach,
  current: State,
  allowed: (entry: EntryReach) => Term = () => reach.world.bank.true_,
): { readonly writable: ReadonlySet<string>; readonly sendsEther: ReadonlySet<number> } {
  const { bank } = reach.world;
  let held = heldValues(reach, current);
  for (;;) {
    const map = new Map([...held].map(([key, value]) => [reach.state.storage.get(key) as Term, value]));
    const callable = (entry: EntryReach, asked: Term): boolean =>
      !contradicts(bank, substitute(bank, bank.and(entry.callable, asked), map));
    let open = reach.entries.filter((entry) => callable(entry, allowed(entry)));
    // Whoever is called may call on, as anyone.
    if (open.some((entry) => entry.callsOut)) open = reach.entries.filter((e) => callable(e, bank.true_));
    const writable = new Set(open.flatMap((entry) => [...entry.writes]));
    const kept = new Map([...held].filter(([key]) => !writable.has(key)));
    // A value that callable code can change blocks nothing: look again without it.
    if (kept.size === held.size)
      return { writable, sendsEther: new Set(open.flatMap((entry) => [...entry.sendsEther])) };
    held = kept;
  }
}

/** Scalar leaves with a literal value now and a symbol in the arbitrary state. */
function heldValues(reach: Reach, current: State): ReadonlyMap<string, Term> {
  const held = new Map<string, Term>();
  for (const [key, term] of current.storage) {
    if (reach.fixed.has(key)) continue;
    if (term.kind === 'literal' && reach.state.storage.get(key)?.kind === 'symbol') held.set(key, term);
  }
  return held;
}

function entryReach(
  world: World,
  state: State,
  run: TransactionRun,
  fixed: ReadonlySet<string>,
  writes: ReadonlySet<string>,
  payers: ReadonlySet<Term>,
): EntryReach {
  const { bank } = world;
  const { post, effects, instance, entry, sender, context } = run;
  const callsOut = effects.callOuts.some((c) => c.reentrant);
  // Behind a cut, and where a loop is known by its invariant, nothing is needed for sure.
  const needed = effects.incomplete.length > 0 ? bank.true_ : neededOf(world, state, fixed, run);
  const common = { instance, entry, sender, context, callsOut, needed };
  // Without what a loop invariant gives, rounds of the loop still write no more than they write; so do rounds beyond a bound.
  if (effects.incomplete.some((gap) => gap.given === undefined && gap.beyond === undefined)) {
    // What lies behind a cut is not known: anything that some code writes may be written, and sent, there.
    const callable = bank.or(post?.path.all ?? bank.false_, ...effects.incomplete.map((i) => i.condition));
    return {
      ...common,
      callsOut: true,
      writes: new Set([...world.leaves.keys()].filter((key) => !fixed.has(key))),
      sendsEther: new Set(world.instances.map((i) => i.index)),
      callable,
    };
  }
  const sendsEther = new Set(world.instances.filter((i) => payers.has(i.address)).map((i) => i.index));
  return { ...common, writes, sendsEther, callable: post?.path.all ?? bank.false_ };
}

/** The conjuncts of the success condition over the storage of `state` and the block alone. */
function neededOf(
  world: World,
  state: State,
  fixed: ReadonlySet<string>,
  { post, context }: TransactionRun,
): Term {
  const { bank } = world;
  const condition = post?.path.all ?? bank.false_;
  // Inputs of constructors that what they left is made of are the same in every state.
  const left = [...fixed].flatMap((key) => state.storage.get(key) ?? []);
  const known = new Set<Term>([
    ...storageSymbols(world, state).values(),
    ...freeSymbols(left),
    context.number,
    context.timestamp,
  ]);
  const parts = condition.kind === 'apply' && condition.op === 'and' ? condition.args : [condition];
  const isKnown = (part: Term): boolean => {
    let all = true;
    visitTerms([part], (term) => {
      if (term.kind === 'call' || (term.kind === 'symbol' && !known.has(term))) all = false;
    });
    return all;
  };
  return bank.and(...parts.filter(isKnown));
}

/** The symbols of the leaves of an arbitrary state; what is linked is the same in every state. */
function storageSymbols(world: World, state: State): ReadonlyMap<string, Term> {
  const linked = new Set(world.instances.map((i) => i.address));
  return new Map([...state.storage].filter(([, term]) => term.kind === 'symbol' && !linked.has(term)));
}

/** That an entry point must revert when it is called in `at`, a state of a transaction in the given block. */
export function isBlocked(reach: Reach, entry: EntryReach, at: State, block: TransactionContext): Term {
  const { bank } = reach.world;
  const map = new Map<Term, Term>([
    [entry.context.number, block.number],
    [entry.context.timestamp, block.timestamp],
  ]);
  for (const [key, symbol] of storageSymbols(reach.world, reach.state))
    map.set(symbol, at.storage.get(key) as Term);
  return bank.not(substitute(bank, entry.needed, map));
}

const MAXIMUM_ROUNDS = 4;

/** Whether a conjunction is refuted by its own literals: each is put into the other parts (unit propagation). */
function contradicts(bank: TermBank, term: Term): boolean {
  let current = term;
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const parts = current.kind === 'apply' && current.op === 'and' ? current.args : [current];
    const known = new Map<Term, Term>();
    for (const part of parts) {
      if (part.kind === 'symbol' || part.kind === 'call') known.set(part, bank.true_);
      else if (part.kind !== 'apply') continue;
      else if (part.op === 'not') known.set(part.args[0] as Term, bank.false_);
      else if (part.op === 'eq') known.set(part, bank.true_);
    }
    const literals = new Set(
      [...known].flatMap(([atom, value]) => [atom, value === bank.false_ ? bank.not(atom) : atom]),
    );
    const next = bank.and(
      ...parts.map((part) => (literals.has(part) ? part : substitute(bank, part, known))),
    );
    if (next === bank.false_) return true;
    if (next === current) return false;
    current = next;
  }
  return false;
}
