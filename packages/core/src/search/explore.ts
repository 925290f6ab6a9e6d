// States that are reached by a few concrete transactions with small numbers, found by trying: every entry point is executed
// symbolically once, from any state; then its terms are evaluated, exactly, for states and arguments drawn at random (always
// the same ones). What solvers find hard, several transactions with products and quotients of their inputs, is easy here.
// A state is known by the transactions that lead to it; they are executed again before anyone believes it.
import {
  createLazyEvaluator,
  type Model,
  type Symbol_,
  type Term,
  TermBank,
  type Value,
  visitTerms,
} from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import type { Leaf } from '../encode/leaves.js';
import { isScalar } from '../encode/sorts.js';
import { attackCode } from '../harness/attack-code.js';
import { fixedLeaves } from '../harness/fixed-by-construction.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from '../harness/transaction.js';
import { worldOfSpec } from '../harness/world-of-spec.js';
import { hasQuotients, usesBuiltin } from '../ir/uses.js';
import type { Session } from '../session/session.js';
import { CLOCK } from '../symbolic/clock.js';
import { emptyPath } from '../symbolic/path-condition.js';
import type { State } from '../symbolic/state.js';
import { arbitraryState, freshScalar, type TransactionContext, type World } from '../symbolic/world.js';
import { createDraws, type Given, knownNumbers, ownNames } from './draws.js';
import { modelOfDeployment } from './explore-deployment.js';
import { partiesIn } from './parties.js';
import { type Deployed, deploy, type Frontier, type SearchOptions, type SearchStep } from './search.js';
import { emptiness, keyOf, roundingOf, variety } from './state-shape.js';

/** Calls that are tried until claims look at what was reached, and until they look again. */
const TRIES = { dividing: [3_000, 12_000, 40_000, 100_000], other: [4_000, 20_000, 50_000, 100_000] };
/** How often they look. */
export const STAGES = 4;
/** States that are kept for each sequence of functions; transactions before a state; states in all. */
const KEPT_ALIKE = 6;
const MOST_OUTSIDE = 1;
const MOST_LIKED = 4;
/** How often runs of each length are continued. */
const LENGTHS = [0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4];
const MOST_TRANSACTIONS = 5;
const MOST_STATES = 5000;
const SHARES = Array.from({ length: 8 }, (_, i) => i);
/** A guard only: what decides is how many calls are tried. */
const MILLISECONDS = 20_000;

/** Values of the symbols of `any`, of one reached state. */
export interface ReachedState {
  readonly values: ReadonlyMap<string, Value>;
  readonly steps: readonly ConcreteCall[];
  /** What ran, and how it rounded. */
  readonly names: readonly string[];
  /** Numbers that lie in it. */
  readonly numbers: readonly bigint[];
  /** Which leaves hold something, and how much there is. */
  readonly filled: string;
}

/** A call with everything it takes. */
interface ConcreteCall {
  readonly entry: ExploredEntry;
  readonly inputs: ReadonlyMap<string, Value>;
}

interface ExploredEntry {
  readonly run: TransactionRun;
  readonly inputs: readonly Symbol_[];
  /** Quotients that it may compute. */
  readonly quotients: readonly Term[];
  /** New values of symbols of the arbitrary state that the run may change. */
  readonly changes: readonly { readonly symbol: string; readonly term: Term }[];
}

/** What trying led to. */
export interface Explored {
  readonly world: World;
  readonly deployed: Deployed;
  /** The state that terms speak of; its symbols have values in each reached state. */
  readonly any: State;
  /** The last block of that state. */
  readonly last: TransactionContext;
  /** Values of the deployments' symbols, and of functions. */
  readonly model: Model;
  /** More come with later stages. */
  readonly states: readonly ReachedState[];
  /** Who made calls that did something, and what these were given as addresses. */
  readonly addresses: readonly Value[];
  /** What constructors wrote. */
  readonly given: Given;
}

/** What is under way or done for a session, and how many claims wait for it. */
interface Shared {
  /** What was reached at the end of each stage that was begun. */
  readonly stages: Promise<Explored | undefined>[];
  readonly next: () => Promise<Explored | undefined>;
  readonly controller: AbortController;
  waiting: number;
}

const known = new WeakMap<World, Shared>();

/**
 * The states of a session that trying reaches up to a stage; tried once. Undefined where no deployment was found. A claim that
 * is given up does not wait, and when none does any more this ends too.
 */
export function explore(
  session: Session,
  options: SearchOptions,
  stage: number,
): Promise<Explored | undefined> {
  const { world } = session;
  const shared = known.get(world) ?? begin(session, options);
  const explored = upTo(shared, stage);
  explored.catch(() => {
    if (known.get(world) === shared) known.delete(world);
  });
  shared.waiting++;
  const { signal } = options;
  return new Promise((resolve, reject) => {
    let here = true;
    const leave = (): void => {
      if (here) shared.waiting--;
      here = false;
      signal?.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      leave();
      if (shared.waiting === 0) {
        if (known.get(world) === shared) known.delete(world);
        shared.controller.abort(signal?.reason);
      }
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    explored.then(resolve, reject).finally(leave);
  });
}

/** What was reached at the end of a stage; stages follow each other. */
function upTo(shared: Shared, stage: number): Promise<Explored | undefined> {
  const { stages } = shared;
  while (stages.length <= stage) {
    const before = stages[stages.length - 1];
    stages.push(before === undefined ? shared.next() : before.then(shared.next));
  }
  return stages[stage] as Promise<Explored | undefined>;
}

function begin(session: Session, options: SearchOptions): Shared {
  const controller = new AbortController();
  const trying = tryOut(session, { ...options, signal: controller.signal });
  let last: Explored | undefined;
  const next = async (): Promise<Explored | undefined> => {
    const { value, done } = await trying.next();
    if (done !== true) last = value;
    return last;
  };
  const shared: Shared = { stages: [], next, controller, waiting: 0 };
  known.set(session.world, shared);
  return shared;
}

/** What was reached, at the end of each stage. */
async function* tryOut(session: Session, options: SearchOptions): AsyncGenerator<Explored> {
  const world = worldOfSpec(new TermBank(), session.spec, session.contracts, 'fixed');
  const deployed = deploy(session, world);
  const model = await modelOfDeployment(session, world, deployed, options);
  if (model === undefined || deployed.frontier === undefined) return;
  const { frontier } = deployed;
  const value = createLazyEvaluator(model);
  const any = arbitraryAfter(world, frontier.state, value);
  const last = arbitraryContext(world, []);
  const first = stateValues(any, last, frontier, value);
  if (first === undefined) return;
  const entries = entriesFrom(world, any, last);
  const own = entries.filter(({ run }) => run.instance.model === undefined);
  const models = entries.filter(({ run }) => run.instance.model !== undefined);
  const isOwn = ownNames(world);
  const stored = [...world.leaves.values()].flatMap((leaf): (readonly [Leaf, Value])[] => {
    const term = isOwn(leaf.key) ? frontier.state.storage.get(leaf.key) : undefined;
    const held = term === undefined ? undefined : value(term);
    return held === undefined ? [] : [[leaf, held]];
  });
  const given: Given = { numbers: fixedNumbers(world, any, isOwn), parties: partiesIn(stored) };
  const draws = createDraws(world, model, session.contracts, given);
  // Neither totals nor what models and clocks hold: claims and contracts speak of it through numbers of their own.
  const contents = new Map(
    symbolsOf(any).flatMap(({ symbol }) => {
      const meaning = isOwn(symbol.name) ? world.meanings.get(symbol) : undefined;
      return meaning === undefined ? [] : [[symbol.name, meaning] as const];
    }),
  );
  const numbersIn = (values: ReadonlyMap<string, Value>): readonly bigint[] =>
    knownNumbers(values, (name) => contents.get(name));
  const start: ReachedState = {
    values: first,
    steps: [],
    names: [],
    numbers: numbersIn(first),
    filled: emptiness(first, isOwn),
  };
  const states = [start];
  const byLength = Array.from(
    { length: MOST_TRANSACTIONS },
    (_, i) => new Map<string, readonly ReachedState[]>(i === 0 ? [['', [start]]] : []),
  );
  // Which addresses a parameter was given in calls that did something.
  const liked = new Map<string, readonly Value[]>();
  const alike = new Map<string, number>();
  // What differs in time and in the number of calls only is the same state.
  const timed = new Set([last.number, last.timestamp, last.origin, ...clocks(any)]);
  const seen = new Set([keyOf(first, timed)]);
  const visits = new Map<ReachedState, number>();
  const divides = [...session.contracts.values()].some(hasQuotients);
  const stages = TRIES[divides ? 'dividing' : 'other'];
  const tries = stages[stages.length - 1] as number;
  const parameters = new Set(own.flatMap(({ run }) => [run.sender, ...run.arguments.map((a) => a.value)]));
  const reached = (): Explored => {
    const addresses = own.flatMap(({ inputs }) =>
      inputs.flatMap((symbol) =>
        parameters.has(symbol) && world.meanings.get(symbol)?.type.kind === 'address'
          ? (liked.get(symbol.name) ?? [])
          : [],
      ),
    );
    return { world, deployed, any, last, model, states, addresses: [...new Set(addresses)], given };
  };
  let spent = 0;
  let began = performance.now();
  for (let i = 0; i < tries && own.length > 0 && states.length < MOST_STATES; i++) {
    if (i % 100 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      if (spent + performance.now() - began > MILLISECONDS) break;
      if (stages.includes(i)) {
        spent += performance.now() - began;
        yield reached();
        began = performance.now();
      }
    }
    // Short runs are few, and all others begin with them; of those as long, what is left of what tells them apart.
    const ofLength = byLength[draws.oneOf(LENGTHS)] as ReadonlyMap<string, readonly ReachedState[]>;
    const from =
      ofLength.size === 0
        ? undefined
        : draws.least(draws.oneOf([...ofLength.values()]), (s) => visits.get(s) ?? 0);
    if (from === undefined) continue;
    visits.set(from, (visits.get(from) ?? 0) + 1);
    // Models stand for outside contracts: what is called there matters now and then.
    const entry = draws.oneOf(models.length > 0 && i % 4 === 3 && draws.oneOf(SHARES) === 0 ? models : own);
    const isOutside = (one: ExploredEntry): boolean => one.run.instance.model !== undefined;
    if (isOutside(entry) && from.steps.filter((step) => isOutside(step.entry)).length >= MOST_OUTSIDE)
      continue;
    const inputs = draws.inputs(entry.inputs, from.numbers, clockOf(from, last), undefined, (symbol) =>
      liked.get(symbol.name),
    );
    const call: ConcreteCall = { entry, inputs };
    const made = valuesAfter(model, from, call, last);
    if (made === undefined) continue;
    const after = made.values;
    const steps = [...from.steps, call];
    // What ran in which order and how it rounded, without what ran again at once.
    const name = `${entry.run.instance.alias}.${entry.run.entry.signature} ${made.rounding}`;
    const names = from.names[from.names.length - 1] === name ? from.names : [...from.names, name];
    const filled = emptiness(after, isOwn);
    const various = variety(after, isOwn);
    const shape = `${filled} ${divides ? made.rounding : various}`;
    // Nothing follows on the longest: how one got there does not matter.
    const kin = steps.length === MOST_TRANSACTIONS ? shape : `${names.join(' | ')} | ${shape}`;
    const count = alike.get(kin) ?? 0;
    if (count >= KEPT_ALIKE) continue;
    const key = keyOf(after, timed);
    if (seen.has(key)) continue;
    seen.add(key);
    alike.set(kin, count + 1);
    for (const [name, value] of inputs) {
      const before = liked.get(name) ?? [];
      if (before.length < MOST_LIKED && !before.includes(value)) liked.set(name, [...before, value]);
    }
    const numbers = numbersIn(after);
    const state: ReachedState = { values: after, steps, names, numbers, filled };
    states.push(state);
    const group = byLength[steps.length];
    group?.set(shape, [...(group.get(shape) ?? []), state]);
  }
  yield reached();
}

/** Any state that the deployments may lead to: what only constructors write as they left it. */
function arbitraryAfter(world: World, state: State, value: (term: Term) => Value | undefined): State {
  const any = arbitraryState(world);
  const fixed = new Set(
    world.instances.flatMap((i) => fixedLeaves(i).filter((key) => world.leaves.has(key))),
  );
  const storage = new Map(any.storage);
  for (const key of fixed) {
    const term = state.storage.get(key);
    const known = term === undefined ? undefined : value(term);
    if (term === undefined || known === undefined) continue;
    const literal = literalOf(world, known, term);
    if (literal !== undefined) storage.set(key, literal);
  }
  world.initial = {
    ...any,
    storage: new Map([...state.storage].map(([k, t]) => [k, literalAt(world, t, value)])),
    totals: new Map([...state.totals].map(([k, t]) => [k, literalAt(world, t, value)])),
  };
  return { ...any, storage, path: emptyPath(world.bank) };
}

/** Numbers that lie where only constructors write, and so are no symbols of a state: prices, dates. */
function fixedNumbers(world: World, any: State, isOwn: (name: string) => boolean): readonly bigint[] {
  return [...any.storage].flatMap(([key, term]) => {
    const isNumber = isOwn(key) && world.leaves.get(key)?.type.kind === 'int';
    const value = isNumber && term.kind === 'literal' ? term.value : undefined;
    return typeof value === 'bigint' && value > 1n && value < HUGE ? [value] : [];
  });
}

/** Numbers that are no amounts. */
const HUGE = 1n << 100n;

function literalAt(world: World, term: Term, value: (term: Term) => Value | undefined): Term {
  const known = value(term);
  return (known === undefined ? undefined : literalOf(world, known, term)) ?? term;
}

/** A value as a term of the sort of `like`; undefined where it has no literal. */
export function literalOf(
  { bank }: World,
  value: Value,
  like: { readonly sort: Term['sort'] },
): Term | undefined {
  if (typeof value === 'boolean') return bank.bool(value);
  if (typeof value === 'bigint') return like.sort.kind === 'int' ? bank.int(value) : undefined;
  if (typeof value === 'string') return bank.bytes(value);
  const { sort } = like;
  if (value.kind === 'opaque' || value.compute !== undefined || sort.kind !== 'array') return undefined;
  const element = literalOf({ bank } as World, value.default, { sort: sort.element });
  if (element === undefined) return undefined;
  let array: Term = bank.constArray(sort, element);
  for (const { key, value: entry } of value.entries.values()) {
    const at = literalOf({ bank } as World, key, { sort: sort.index });
    const put = literalOf({ bank } as World, entry, { sort: sort.element });
    if (at === undefined || put === undefined) return undefined;
    array = bank.store(array, at, put);
  }
  return array;
}

/** The symbols of the arbitrary state beside what they hold: storage, totals, balances. */
function symbolsOf(
  any: State,
): readonly { readonly symbol: Symbol_; readonly of: (state: State) => Term | undefined }[] {
  const found: { readonly symbol: Symbol_; readonly of: (state: State) => Term | undefined }[] = [];
  for (const [key, symbol] of any.storage)
    if (symbol.kind === 'symbol') found.push({ symbol, of: (s) => s.storage.get(key) });
  for (const [key, symbol] of any.totals)
    if (symbol.kind === 'symbol') found.push({ symbol, of: (s) => s.totals.get(key) });
  if (any.balances.kind === 'symbol') found.push({ symbol: any.balances, of: (s) => s.balances });
  return found;
}

/** Values of the symbols of the arbitrary state right after deployment; undefined where some has none. */
function stateValues(
  any: State,
  last: TransactionContext,
  { state, last: block }: Frontier,
  value: (term: Term) => Value | undefined,
): ReadonlyMap<string, Value> | undefined {
  const values = new Map<string, Value>();
  for (const { symbol, of } of symbolsOf(any)) {
    const term = of(state);
    const now = term === undefined ? undefined : value(term);
    if (now === undefined) return undefined;
    values.set(symbol.name, now);
  }
  for (const part of ['number', 'timestamp', 'origin'] as const) {
    const symbol = last[part];
    const now = block === undefined ? 1n : value(block[part]);
    if (symbol.kind !== 'symbol' || now === undefined) return undefined;
    values.set(symbol.name, now);
  }
  return values;
}

/** Runs of all entry points that can change something, with scalar arguments. */
function entriesFrom(world: World, any: State, last: TransactionContext): readonly ExploredEntry[] {
  const { bank } = world;
  const entries: ExploredEntry[] = [];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      const fn = instance.contract.functions.get(entry.function);
      if (fn === undefined || fn.parameters.some((p) => !isScalar(p.type) || p.type.kind === 'bytes'))
        continue;
      const facts: Term[] = [];
      const context = arbitraryContext(world, facts, last);
      const sender = arbitrarySender(world, facts);
      const run = runTransaction(world, {
        state: { ...any, path: emptyPath(bank) },
        instance,
        entry,
        sender,
        value: entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n),
        context,
        unknownCode: attackCode({ depth: 0 }),
      });
      const { post } = run;
      if (post === undefined) continue;
      const changes = symbolsOf(any).flatMap(({ symbol, of }) => {
        const term = of(post);
        return term === undefined || term === symbol ? [] : [{ symbol: symbol.name, term }];
      });
      const given = run.arguments.map((a) => a.value);
      const inputs = [sender, run.value, context.number, context.timestamp, context.origin, ...given].filter(
        (t): t is Symbol_ => t.kind === 'symbol',
      );
      const quotients: Term[] = [];
      visitTerms([post.path.all, ...changes.map(({ term }) => term)], (term) => {
        if (term.kind === 'apply' && term.op === 'div') quotients.push(term);
      });
      entries.push({ run, inputs, changes, quotients });
    }
  }
  return entries;
}

/** The block of a reached state. */
export function clockOf(
  { values }: ReachedState,
  last: TransactionContext,
): { number: bigint; timestamp: bigint } {
  const read = (term: Term): bigint => {
    const value = term.kind === 'symbol' ? values.get(term.name) : undefined;
    return typeof value === 'bigint' ? value : 1n;
  };
  return { number: read(last.number), timestamp: read(last.timestamp) };
}

/** The state after a call; undefined where it fails or cannot be computed. */
function valuesAfter(
  model: Model,
  from: ReachedState,
  { entry, inputs }: ConcreteCall,
  last: TransactionContext,
): { readonly values: ReadonlyMap<string, Value>; readonly rounding: string } | undefined {
  const looked = new Map<Term, Value | undefined>();
  const value = createLazyEvaluator({ ...model, symbols: new Map([...from.values, ...inputs]) }, looked);
  const { post, context } = entry.run;
  if (post === undefined || value(post.path.all) !== true) return undefined;
  const values = new Map(from.values);
  for (const { symbol, term } of entry.changes) {
    const now = value(term);
    if (now === undefined) return undefined;
    values.set(symbol, now);
  }
  for (const part of ['number', 'timestamp'] as const) {
    const symbol = last[part];
    const now = value(context[part]);
    if (symbol.kind === 'symbol' && now !== undefined) values.set(symbol.name, now);
  }
  return { values, rounding: roundingOf(entry.quotients, looked) };
}

function clocks(any: State): readonly Term[] {
  return Object.values(CLOCK).flatMap((name) => any.storage.get(`${GHOST}/${name}`) ?? []);
}

/**
 * The transactions that lead to a state, executed again with their inputs as literals. `origins` says who signed them: those
 * that trying took, or anyone, so that senders may be contracts; code that asks for the origin gets what it got.
 */
export function stepsTo(
  { world, deployed }: Explored,
  reached: ReachedState,
  origins: 'as tried' | 'any' = 'as tried',
): readonly SearchStep[] {
  const { bank } = world;
  const asked = world.instances.some(({ contract }) => usesBuiltin(contract, 'tx.origin'));
  let state = deployed.frontier?.state as State;
  return reached.steps.map(({ entry, inputs }): SearchStep => {
    const put = (term: Term): Term => {
      const value = term.kind === 'symbol' ? inputs.get(term.name) : undefined;
      return value === undefined ? term : (literalOf(world, value, term) ?? term);
    };
    const { run } = entry;
    const anyone = origins === 'any' && !asked;
    const context: TransactionContext = {
      origin: anyone ? freshScalar(world, 'origin', { kind: 'address' }) : put(run.context.origin),
      number: put(run.context.number),
      timestamp: put(run.context.timestamp),
    };
    const again = runTransaction(world, {
      state: { ...state, path: emptyPath(bank) },
      instance: run.instance,
      entry: run.entry,
      sender: put(run.sender),
      value: put(run.value),
      context,
      arguments: run.arguments.map((a) => put(a.value as Term)),
      unknownCode: attackCode({ depth: 0 }),
    });
    if (again.post !== undefined) state = again.post;
    return { choices: [{ chosen: bank.true_, run: again }], forced: undefined };
  });
}
