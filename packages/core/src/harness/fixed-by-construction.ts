// What the constructor fixes: storage that no code writes after it, immutables among it, has in every later state the value
// that the constructor gave it. So an arbitrary state takes these values from one symbolic run of the constructor with
// arbitrary inputs, and what that run required is a fact.
//
// Why that is sound. Any deployed instance went through one run of its constructor that did not revert; choose the inputs of
// the symbolic run to be those of it. Then the values are the real ones and the facts hold, and both stay so: whatever may
// write a leaf (also on paths that cannot be taken) is counted as a write, code that is not modeled or not known writes
// everything, and transient storage is never fixed. Nothing of a run with a part that is not modeled is used. Unknown code
// that the constructor calls may change everything but the storage of its caller, whose code is not there yet. Obligations
// about constructors themselves must neither start from such a state nor assume these facts: see `Session.beforeAny`.
import { freeSymbols, substitute, type Term, visitTerms } from '@surety/solvers';
import type { TypedSpec } from '@surety/spec-lang';
import { GHOST } from '@surety/spec-lang';
import { leavesOf } from '../encode/leaves.js';
import { mayWrite, writesAfterConstruction } from '../ir/storage-writes.js';
import { withInitialGhosts } from '../spec/ghosts.js';
import { afterGenesis, CLOCK, CLOCK_KEYS } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import {
  arbitraryState,
  freshBalances,
  freshLeaf,
  type Instance,
  type UnknownCode,
  type World,
} from '../symbolic/world.js';
import { type ConstructorRun, construct } from './construct.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender } from './transaction.js';
import { linkedLeaves, parameterFacts } from './world-of-spec.js';

/** What the constructors of a world leave behind for good. */
export interface FixedByConstruction {
  /** Storage by leaf key, and totals by id, with the values that they keep. */
  readonly storage: ReadonlyMap<string, Term>;
  readonly totals: ReadonlyMap<string, Term>;
  /** All storage and totals right after deployment, of instances where that is known. */
  readonly initial: Pick<State, 'storage' | 'totals'>;
  /** What the constructors required, and when they ran. */
  readonly facts: readonly Term[];
}

/** Runs the constructors once; `now` is the arbitrary state whose time is not before them. */
export function fixedByConstruction(world: World, spec: TypedSpec, now: State): FixedByConstruction {
  const storage = new Map<string, Term>();
  const totals = new Map<string, Term>();
  const initial = { storage: new Map<string, Term>(), totals: new Map<string, Term>() };
  const facts: Term[] = [];
  const past = pastOf(world);
  const runs = world.instances.map((instance) => ({ instance, run: pastRun(world, spec, past, instance) }));
  const alone = runs.every(({ run }) => run !== undefined && isQuiet(world, past, run));
  const [one, ...others] = world.instances.filter((instance) => instance.model === undefined);
  const only = others.length === 0 ? one : undefined;
  for (const { instance, run } of runs) {
    const keys = fixedLeaves(instance);
    // What a model's deployment stands for happened before anything else: only what never changes is taken from it.
    const whole = (alone || instance === only) && instance.model === undefined;
    if (run?.post === undefined || (keys.length === 0 && !whole)) continue;
    const linked = withLinkedInputs(world, spec, instance, run);
    const looped = run.effects.incomplete.length > 0;
    const kept = new Set(keys);
    for (const key of world.leaves.keys()) {
      const value = key.startsWith(`${instance.alias}/`) ? linked.storage.get(key) : undefined;
      // Variables of the specification follow the deployments in their order, which is known where there is only one.
      const isGhost = key.startsWith(`${GHOST}/`) && !CLOCK_KEYS.has(key);
      if (isGhost && whole && instance === only) initial.storage.set(key, linked.storage.get(key) as Term);
      if (value === undefined) continue;
      const known = kept.has(key) && looped && hasCases(value) ? now.storage.get(key) : value;
      if (known === undefined) continue;
      if (kept.has(key)) storage.set(key, known);
      if (whole) initial.storage.set(key, known);
    }
    for (const { id, leaf } of world.sums) {
      const value = leaf.key.startsWith(`${instance.alias}/`) ? linked.totals.get(id) : undefined;
      if (leaf.key.startsWith(`${GHOST}/`) && whole && instance === only)
        initial.totals.set(id, linked.totals.get(id) as Term);
      if (value === undefined) continue;
      const known = kept.has(leaf.key) && looped && hasCases(value) ? now.totals.get(id) : value;
      if (known === undefined) continue;
      if (kept.has(leaf.key)) totals.set(id, known);
      if (whole) initial.totals.set(id, known);
    }
    facts.push(...linked.facts, ...notAfter(world, now, run));
  }
  const seen = [
    ...storage.values(),
    ...totals.values(),
    ...initial.storage.values(),
    ...initial.totals.values(),
  ];
  return { storage, totals, initial, facts: connected(world, facts, seen) };
}

/** The state with what is fixed in place. */
export function withFixed(state: State, fixed: Pick<State, 'storage' | 'totals'>): State {
  if (fixed.storage.size === 0) return state;
  return {
    ...state,
    storage: new Map([...state.storage].map(([key, term]) => [key, fixed.storage.get(key) ?? term])),
    totals: new Map([...state.totals].map(([id, term]) => [id, fixed.totals.get(id) ?? term])),
  };
}

/**
 * Whether a value is told by cases. After a loop with a bound there is one for each number of rounds, and one that says
 * nothing. Such a value keeps the name that it has in the arbitrary state, and no more is known of it: a product with all
 * these cases is more than a solver can do.
 */
function hasCases(value: Term): boolean {
  let found = false;
  visitTerms([value], (term) => {
    found ||= term.kind === 'ite';
  });
  return found;
}

/** Leaves that only the constructor of an instance writes. */
export function fixedLeaves({ alias, contract }: Instance): readonly string[] {
  const writes = writesAfterConstruction(contract);
  return contract.variables.flatMap((variable) => {
    if (variable.mutability === 'transient') return [];
    const leaves = leavesOf(variable.id, variable.type, variable.id).map((leaf) => leaf.key);
    const keys = leaves.map((leaf) => `${alias}/${leaf}`);
    // Part of the code: nothing that runs can write there.
    if (variable.mutability === 'immutable') return keys;
    // Slots that code picks by itself are left alone.
    if (variable.slot !== undefined || variable.declaredIn === '') return [];
    return keys.filter((_, i) => !mayWrite(writes, leaves[i] as string));
  });
}

/** Some state before an instance was deployed; the instances share it, what differs between them is not looked at. */
function pastOf(world: World): State {
  return arbitraryState(world);
}

/** A run of the constructor in some past; undefined when it always reverts or when some of it is not modeled. */
function pastRun(world: World, spec: TypedSpec, past: State, instance: Instance): ConstructorRun | undefined {
  const facts: Term[] = [];
  const { onWrite, onMove } = world;
  world.onWrite = undefined;
  world.onMove = undefined;
  const context = arbitraryContext(world, facts);
  facts.push(afterGenesis(world, context));
  const run = construct(world, {
    state: instance === world.instances[0] ? withInitialGhosts(world, spec, past) : past,
    instance,
    sender: arbitrarySender(world, facts, 'deployer'),
    value: instance.contract.constructorPayable ? arbitraryAmount(world, 'value') : world.bank.int(0n),
    context,
    unknownCode: changesAllBut(instance),
  });
  world.onWrite = onWrite;
  world.onMove = onMove;
  if (run.post === undefined || run.effects.incomplete.some((gap) => gap.beyond === undefined))
    return undefined;
  const { path } = run.post;
  return { ...run, post: { ...run.post, path: { ...path, all: world.bank.and(path.all, ...facts) } } };
}

/** Unknown code that leaves nothing as it was but the storage of the contract under construction. */
function changesAllBut(instance: Instance): UnknownCode {
  return {
    run({ world }, state) {
      const storage = new Map(state.storage);
      for (const [key, leaf] of world.leaves)
        if (!key.startsWith(`${instance.alias}/`)) storage.set(key, freshLeaf(world, key, leaf));
      // Totals of others are looked at by nothing that is taken from this run.
      return { ...state, storage, balances: freshBalances(world) };
    },
  };
}

/** Whether a constructor calls nobody and writes nothing but its own storage, so that what others find is what it left. */
function isQuiet(world: World, past: State, { instance, effects, post }: ConstructorRun): boolean {
  if (effects.callOuts.length > 0 || post === undefined) return false;
  return [...world.leaves.keys()].every(
    (key) =>
      key.startsWith(`${instance.alias}/`) ||
      key.startsWith(`${GHOST}/`) ||
      post.storage.get(key) === past.storage.get(key),
  );
}

/**
 * Storage, totals and requirements of a run where every linked variable holds what the specification says that the
 * constructor stored there. A constructor argument that it holds is replaced, so that copies of it are known as well.
 */
function withLinkedInputs(
  world: World,
  spec: TypedSpec,
  { alias }: Instance,
  run: ConstructorRun,
): Pick<State, 'storage' | 'totals'> & { readonly facts: readonly Term[] } {
  const { bank } = world;
  const post = run.post as State;
  const inputs = new Set(run.arguments.map(({ value }) => value));
  const same = new Map<Term, Term>();
  const facts = [post.path.all, ...parameterFacts(world, post)];
  for (const { key, target } of linkedLeaves(world, spec)) {
    const value = key.startsWith(`${alias}/`) ? post.storage.get(key) : undefined;
    if (value === undefined) continue;
    if (inputs.has(value) && !same.has(value)) same.set(value, target);
    facts.push(bank.eq(value, target));
  }
  const put = (term: Term): Term => (same.size === 0 ? term : substitute(bank, term, same));
  return {
    storage: new Map([...post.storage].map(([key, term]) => [key, put(term)])),
    totals: new Map([...post.totals].map(([id, term]) => [id, put(term)])),
    facts: facts.map(put),
  };
}

/** The constructor ran no later than now. */
function notAfter(world: World, now: State, { context }: ConstructorRun): readonly Term[] {
  return (['number', 'timestamp'] as const).flatMap((part) => {
    const clock = now.storage.get(`${GHOST}/${CLOCK[part]}`);
    return clock === undefined ? [] : [world.bank.le(context[part], clock)];
  });
}

/** The facts that say something about what is seen: leaving facts out is always sound, and most are about the past alone. */
function connected(world: World, facts: readonly Term[], seen: readonly Term[]): readonly Term[] {
  const places = new Set<Term>(world.instances.map((i) => i.address));
  const symbolsOf = (term: Term): readonly Term[] =>
    [...freeSymbols([term])].filter((symbol) => !places.has(symbol));
  const known = new Set(seen.flatMap(symbolsOf));
  let open = facts
    .flatMap((fact) => (fact.kind === 'apply' && fact.op === 'and' ? fact.args : [fact]))
    .filter((fact) => fact !== world.bank.true_)
    .map((fact) => ({ fact, symbols: symbolsOf(fact) }))
    // Balances of the past are those of no other state.
    .filter(({ symbols }) => symbols.every((s) => (world.meanings.get(s)?.maximum ?? 0n) === 0n));
  const kept: Term[] = [];
  for (let grown = true; grown; ) {
    grown = false;
    for (const { fact, symbols } of open) {
      if (symbols.length > 0 && !symbols.some((symbol) => known.has(symbol))) continue;
      kept.push(fact);
      for (const symbol of symbols) known.add(symbol);
      grown = true;
    }
    open = open.filter(({ fact }) => !kept.includes(fact));
  }
  return kept;
}
