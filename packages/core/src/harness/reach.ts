// What the outside can change: every entry point is run once from an arbitrary state, and what it wrote, sent and
// required is noted. A held lock needs no name: an entry whose success condition folds to false for the values that the
// storage holds during a call cannot be called then.
import { substitute, type Term, type TermBank } from '@surety/solvers';
import type { EntryPoint } from '../ir/ir.js';
import type { State } from '../symbolic/state.js';
import type { Instance, UnknownCode, World } from '../symbolic/world.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from './transaction.js';

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
}

/** What callers from outside can change. */
export interface Reach {
  readonly world: World;
  /** The state over whose symbols the conditions are. */
  readonly state: State;
  readonly entries: readonly EntryReach[];
}

/** Unknown code that changes nothing: finds out what an entry point writes by itself. */
const INERT_CODE: UnknownCode = { run: (_frame, state) => state };

/** Runs every entry point from `state`. */
export function reachOf(world: World, state: State): Reach {
  const facts: Term[] = [];
  const entries: EntryReach[] = [];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      const run = runTransaction(world, {
        state,
        instance,
        entry,
        sender: arbitrarySender(world, facts),
        value: entry.payable ? arbitraryAmount(world, 'value') : world.bank.int(0n),
        context: arbitraryContext(world, facts),
        unknownCode: INERT_CODE,
        // Inside a transaction: transient storage keeps its value.
        stack: ['reach'],
      });
      entries.push(entryReach(world, run));
    }
  }
  return { world, state, entries };
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
    if (term.kind === 'literal' && reach.state.storage.get(key)?.kind === 'symbol') held.set(key, term);
  }
  return held;
}

function entryReach(world: World, run: TransactionRun): EntryReach {
  const { bank } = world;
  const { post, pre, effects, instance, entry, sender } = run;
  const common = { instance, entry, sender, callsOut: effects.callOuts.some((c) => c.reentrant) };
  if (effects.incomplete.length > 0) {
    // What lies behind a cut is not known: anything may be written and sent there.
    const callable = bank.or(post?.path.all ?? bank.false_, ...effects.incomplete.map((i) => i.condition));
    return {
      ...common,
      callsOut: true,
      writes: new Set(world.leaves.keys()),
      sendsEther: new Set(world.instances.map((i) => i.index)),
      callable,
    };
  }
  const writes = new Set(
    post === undefined
      ? []
      : [...world.leaves.keys()].filter((key) => pre.storage.get(key) !== post.storage.get(key)),
  );
  const sends = new Set(effects.callOuts.filter((c) => c.value !== bank.int(0n)).map((c) => c.from.index));
  for (const holder of world.instances) if (mayLoseEther(world, run, holder)) sends.add(holder.index);
  return { ...common, writes, sendsEther: sends, callable: post?.path.all ?? bank.false_ };
}

/** Whether an instance's balance may end below what it was (selfdestruct, ether sent to linked code). */
function mayLoseEther(world: World, run: TransactionRun, instance: Instance): boolean {
  if (run.post === undefined) return false;
  const { bank } = world;
  const before = bank.select(run.pre.balances, instance.address);
  const after = bank.select(run.post.balances, instance.address);
  return after !== before && !(instance === run.instance && after === bank.add(before, run.value));
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
