// What stands for the rounds of a loop beyond its bound in a proof, and what is known of it without a word from the user:
// what a round keeps (tried as an invariant of the loop), and what the counter of a loop says of the rounds before.
//
// A run that takes more rounds leaves the loop in one of them (by its test, a jump or a revert). `later` is that one, or any
// that calls out: at its head all that rounds change is arbitrary. `any` is an arbitrary round from the entry of the loop on,
// executed aside: its head is where candidates are assumed and its end where they must hold again. The two have symbols of
// their own, so that what is said of the last round never limits the round that must keep a candidate.
import { BOOL, freeSymbols, type Symbol_, substitute, type Term, visitTerms } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';
import { inRangeTerm, sortOf } from '../encode/sorts.js';
import type { Expression, IrType, Local } from '../ir/ir.js';
import { type Direction, directionOf } from './direction.js';
import { evaluate } from './evaluate.js';
import { restrict } from './flow.js';
import {
  anyRound,
  type Changed,
  changedByRounds,
  type ExecuteAll,
  type LookedAhead,
  type LoopStatement,
  oneRound,
  type Round,
} from './loop-invariant.js';
import { conditionSince } from './path-condition.js';
import { isPointer, type State } from './state.js';
import {
  type Frame,
  type LoopRounds,
  noEffects,
  type RoundMemo,
  type TriedInvariant,
  type World,
} from './world.js';
import { steppingLocal, writtenOnce } from './written-once.js';

/** The way out of a loop beyond its bound. */
export interface LaterRounds {
  readonly exits: Round['exits'];
  readonly outer: Round['outer'];
  readonly beyond: Term;
  readonly rounds: LoopRounds | undefined;
}

/**
 * What stands for all rounds from `entered` on; `first` is the head when the loop was entered. On its paths `beyond` holds,
 * so that a proof may also do without them. Undefined when it cannot be said what rounds change.
 */
export function laterRounds(
  frame: Frame,
  loop: LoopStatement,
  first: State,
  entered: State,
  executeAll: ExecuteAll,
): LaterRounds | undefined {
  const { world } = frame;
  const { bank } = world;
  const looked = changedByRounds(frame, loop, entered, executeAll);
  if (looked === undefined) return undefined;
  const { changed } = looked;
  const beyond = bank.fresh(`beyond ${loop.id}`, BOOL);
  const known = world.lookingAhead ? undefined : lookAtAny(frame, loop, looked, first, executeAll);
  const shared = known?.shape === undefined ? undefined : sharedHead(frame, loop, changed, entered, known);
  const head = shared ?? anyRound(frame, entered, changed);
  if (head === undefined) return undefined;
  if (known?.shape !== undefined && shared === undefined)
    remember(frame, loop, changed, entered, head, known, known.shape);
  const taken = restrict(frame, head, beyond);
  const assumed = taken === undefined ? undefined : assume(frame, taken, known?.candidates ?? []);
  if (assumed === undefined) return undefined;
  if (known?.counter !== undefined) noteEarlier(frame, loop, first, assumed, known.counter);
  const { exits, outer } = oneRound(frame, loop, assumed, executeAll);
  const rounds: LoopRounds | undefined =
    known === undefined
      ? undefined
      : {
          loop: loop.id,
          first,
          heads: [assumed, known.head],
          next: known.next,
          about: known.about,
          tried: known.tried,
        };
  return { exits, outer, beyond, rounds };
}

// ------------------------------------------------------------------------------------------------ the arbitrary round

/** Something that may hold at the head of every round. */
interface Candidate {
  readonly text: string;
  readonly given: Term;
  readonly holds: (state: State) => Term;
  readonly fails: (state: State) => Term;
  /** What it says of all entries of a leaf, or of all numbers of rounds. */
  readonly all?: All;
}

/** Something that is said of all values of some variables, of use where the contents of a leaf are in sight. */
interface All {
  readonly leaf: Leaf;
  readonly types: readonly IrType[];
  /** Whether the variables are the keys by which the leaf is read. */
  readonly whereRead: boolean;
  readonly holds: (state: State, values: readonly Term[]) => Term;
}

/** A local that is one more (or less) after every round, and what every round that goes on to the next has met. */
interface Counter {
  readonly local: Local;
  readonly symbol: Symbol_;
  readonly step: 1n | -1n;
  /** Holds where rounds really count: `true`, or what is tried. */
  readonly given: Term;
  readonly met: readonly Term[];
}

interface KnownRound {
  readonly head: State;
  readonly next: State | undefined;
  readonly about: Term;
  readonly candidates: readonly Candidate[];
  readonly tried: readonly TriedInvariant[];
  readonly counter: Counter | undefined;
  /** What a round does, as terms over its head: only where it does nothing else. */
  readonly shape: readonly Term[] | undefined;
}

/** Executes an arbitrary round aside: nothing that it does is done. */
function lookAtAny(
  frame: Frame,
  loop: LoopStatement,
  looked: LookedAhead,
  first: State,
  executeAll: ExecuteAll,
): KnownRound | undefined {
  const { world } = frame;
  const { changed } = looked;
  const { bank } = world;
  const before = bank.size;
  const start = anyRound(frame, first, changed);
  if (start === undefined) return undefined;
  const { onWrite, onMove, aside } = world;
  const about = bank.and(aside, bank.fresh(`aside ${loop.id}`, BOOL));
  // Without it what is assumed of this head would limit the state in which the loop is entered, of which it is to be shown.
  const chosen = restrict(frame, start, about);
  if (chosen === undefined) return undefined;
  const candidates = world.coarse ? candidatesOf(frame, loop, looked, first, executeAll) : [];
  const head = assume(frame, chosen, candidates);
  if (head === undefined) return undefined;
  const effects = noEffects();
  world.onWrite = undefined;
  world.onMove = undefined;
  world.aside = about;
  const round = oneRound({ ...frame, effects }, loop, head, executeAll);
  world.onWrite = onWrite;
  world.onMove = onMove;
  world.aside = aside;
  // Loops inside were looked at in this round: what is tried of them belongs to it.
  frame.effects.incomplete.push(...effects.incomplete.filter((gap) => gap.rounds !== undefined));
  const { next } = round;
  const failing = (candidate: Pick<Candidate, 'fails'>): Term =>
    bank.or(
      bank.and(first.path.all, candidate.fails(first)),
      next === undefined ? bank.false_ : bank.and(about, next.path.all, candidate.fails(next)),
    );
  const open = candidates.filter((candidate) => candidate.given !== bank.true_);
  const tried: TriedInvariant[] = open.map((candidate) => ({
    given: candidate.given,
    fails: failing(candidate),
  }));
  if (next === undefined)
    return { head, next, about, candidates, tried, counter: undefined, shape: undefined };
  const met = conjuncts(conditionSince(bank, next.path, head.path));
  const counter = counterOf(frame, loop, changed, head, next, met, before);
  if (counter !== undefined && counter.given !== bank.true_)
    tried.push({
      given: counter.given,
      fails: bank.and(about, next.path.all, bank.not(counts(frame, counter, next))),
    });
  if (counter !== undefined) noteEarlier(frame, loop, first, head, counter);
  const quiet = effects.callOuts.length === 0 && effects.events.length === 0 && world.onWrite === undefined;
  const shape = quiet ? shapeOf(frame, changed, head, next, before) : undefined;
  return { head, next, about, candidates, tried, counter, shape };
}

function conjuncts(term: Term): readonly Term[] {
  return term.kind === 'apply' && term.op === 'and' ? term.args : [term];
}

/** The head under its candidates, where these are given. */
function assume(frame: Frame, head: State, candidates: readonly Candidate[]): State | undefined {
  const { world } = frame;
  const { bank } = world;
  const known = bank.and(...candidates.map((c) => bank.implies(c.given, c.holds(head))));
  const state = restrict(frame, head, known);
  if (state === undefined) return undefined;
  for (const { text, given, all } of candidates) {
    if (all === undefined) continue;
    const symbol = head.storage.get(all.leaf.key);
    if (symbol?.kind !== 'symbol') continue;
    const { symbols, inRange } = arbitraryValues(frame, all.types);
    world.roundFacts.push({
      name: text,
      symbol,
      tried: true,
      whereRead: all.whereRead,
      guard: bank.and(state.path.all, given),
      variables: symbols.map((value, i) => ({ symbol: value, type: all.types[i] as IrType })),
      body: bank.implies(inRange, all.holds(state, symbols)),
    });
  }
  return state;
}

function arbitraryValues(
  { world: { bank } }: Frame,
  types: readonly IrType[],
): { readonly symbols: readonly Symbol_[]; readonly inRange: Term } {
  const symbols = types.map((type, i) => bank.fresh(`key${i}`, sortOf(type)));
  return {
    symbols,
    inRange: bank.and(...symbols.map((key, i) => inRangeTerm(bank, key, types[i] as IrType))),
  };
}

/** Things that rounds often keep: numbers and entries that only grow or only fall, and an index that is in bounds. */
function candidatesOf(
  frame: Frame,
  loop: LoopStatement,
  { changed, round, before }: LookedAhead,
  first: State,
  executeAll: ExecuteAll,
): readonly Candidate[] {
  const { world } = frame;
  const { bank } = world;
  const found: Candidate[] = [];
  const add = (text: string, given: Term, holds: (state: State) => Term): void => {
    const fails = (state: State): Term => bank.not(holds(state));
    found.push({ text: `${text} in ${loop.id}`, given, holds, fails });
  };
  const addAll = (text: string, given: Term, all: All): void => {
    const fails = (state: State): Term => {
      const { symbols, inRange } = arbitraryValues(frame, all.types);
      return bank.and(inRange, bank.not(all.holds(state, symbols)));
    };
    found.push({ text: `${text} in ${loop.id}`, given, holds: () => bank.true_, fails, all });
  };
  const entriesOf = (leaf: Leaf, holds: All['holds']): All => ({
    leaf,
    types: leaf.dimensions,
    whereRead: true,
    holds,
  });
  const trial = (): Term => bank.fresh(`tried in ${loop.id}`, BOOL);
  const numbers: Counted[] = [];
  /** That a number is never below, or never above, what it was: known where the shape of a round tells, tried else. */
  const addOrders = (name: string, valueIn: (state: State) => Term | undefined, isLocal = false): void => {
    const was = valueIn(first);
    if (was === undefined) return;
    numbers.push({ name, valueIn, was, isLocal });
    const shown = shownDirection(world, round, valueIn, 0);
    const compared =
      (order: (now: Term) => Term): ((state: State) => Term) =>
      (state) => {
        const now = valueIn(state);
        return now === undefined ? bank.true_ : order(now);
      };
    const given = (): Term => (shown === undefined ? trial() : bank.true_);
    if (shown !== 'down')
      add(
        `${name} does not fall`,
        given(),
        compared((now) => bank.le(was, now)),
      );
    if (shown !== 'up')
      add(
        `${name} does not rise`,
        given(),
        compared((now) => bank.le(now, was)),
      );
  };
  for (const local of changed.locals)
    if (local.holds === 'value' && local.type.kind === 'int')
      addOrders(
        local.name,
        (state) => {
          const value = state.locals.get(local);
          return value === undefined || isPointer(value) ? undefined : value;
        },
        true,
      );
  const stepping = round && steppingLocal(world, changed.locals, round.head, round.next);
  for (const key of changed.storage) {
    const leaf = world.leaves.get(key);
    if (leaf === undefined || leaf.dimensions.length === 0) continue;
    const entries = stepping && writtenOnce(world, leaf, stepping, round, first, before);
    if (entries === undefined) continue;
    const { written, valued, noted } = entries;
    addAll(`who writes ${key}`, trial(), entriesOf(leaf, written));
    if (valued !== undefined) addAll(`what is written to ${key}`, trial(), entriesOf(leaf, valued));
    const holds = (state: State, [number]: readonly Term[]): Term => noted(state, number as Term);
    addAll(`all rounds write ${key}`, trial(), { leaf, types: [UINT256], whereRead: false, holds });
  }
  for (const key of changed.storage) {
    const leaf = world.leaves.get(key);
    if (leaf?.type.kind !== 'int') continue;
    const contents = (state: State): Term => state.storage.get(key) as Term;
    const shown = shownDirection(world, round, contents, leaf.dimensions.length);
    if (leaf.dimensions.length === 0) addOrders(key, contents);
    // Tried for all entries of all mappings it would cost more than it is good for.
    else if (shown !== undefined) {
      const read = (state: State, keys: readonly Term[]): Term =>
        keys.reduce((term, k) => bank.select(term, k), contents(state));
      const holds = (state: State, keys: readonly Term[]): Term =>
        shown === 'up'
          ? bank.le(read(first, keys), read(state, keys))
          : bank.le(read(state, keys), read(first, keys));
      addAll(`${key} goes ${shown}`, bank.true_, entriesOf(leaf, holds));
    }
  }
  // Of flags too: what is counted is a sum.
  for (const sum of world.sums)
    if (changed.storage.has(sum.leaf.key) && sum.summed.every((s) => s))
      addOrders(`sum ${sum.id}`, (s) => s.totals.get(sum.id));
  for (const [left, right] of boundsIn(loop.condition))
    add('the test is met or just not', trial(), (state) => {
      const aside: Frame = { ...frame, effects: noEffects() };
      const ready = executeAll(aside, loop.setup, state).normal;
      if (ready === undefined) return bank.true_;
      const site = { frame: aside, state: ready, span: loop.span };
      return bank.le(evaluate(site, left), evaluate(site, right));
    });
  for (const [a, b] of pairsCounted(numbers))
    add(`${a.name} and ${b.name} change alike`, trial(), (state) => {
      const [x, y] = [a.valueIn(state), b.valueIn(state)];
      if (x === undefined || y === undefined) return bank.true_;
      return bank.eq(bank.add(x, b.was), bank.add(y, a.was));
    });
  return found.slice(0, MOST_CANDIDATES);
}

/** A number that rounds change, and what it was at first. */
interface Counted {
  readonly name: string;
  readonly valueIn: (state: State) => Term | undefined;
  readonly was: Term;
  readonly isLocal: boolean;
}

/** Numbers that may count the same, such as a local and the total of what is filled: not two locals. */
function pairsCounted(numbers: readonly Counted[]): readonly (readonly [Counted, Counted])[] {
  return numbers
    .flatMap((a, i) => numbers.slice(i + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => !a.isLocal || !b.isLocal)
    .slice(0, MOST_PAIRS);
}

const MOST_PAIRS = 12;

/** What a round does to a value, where the shape of an arbitrary one tells. */
function shownDirection(
  world: World,
  round: LookedAhead['round'],
  valueIn: (state: State) => Term | undefined,
  dimensions: number,
): Direction | undefined {
  const [from, to] = round === undefined ? [] : [valueIn(round.head), valueIn(round.next)];
  if (from === undefined || to === undefined) return undefined;
  return directionOf(world, from, to, dimensions);
}

/** `a < b` and `a != b` in what a loop tests: a round may leave `a` at `b`, and not beyond. */
function boundsIn(condition: Expression): readonly (readonly [Expression, Expression])[] {
  if (condition.kind === 'unary' && condition.operator === 'not') {
    const { operand } = condition;
    if (operand.kind !== 'binary' || operand.operator !== 'eq' || operand.left.type.kind !== 'int') return [];
    return [
      [operand.left, operand.right],
      [operand.right, operand.left],
    ];
  }
  if (condition.kind !== 'binary') return [];
  const { operator, left, right } = condition;
  if (operator === 'and') return [...boundsIn(left), ...boundsIn(right)];
  return operator === 'lt' ? [[left, right]] : [];
}

const MOST_CANDIDATES = 40;
const UINT256: IrType = { kind: 'int', signed: false, bits: 256 };

// ------------------------------------------------------------------------------------------------------- earlier rounds

/**
 * The counter of a loop: a local that is one more (less) after every round. Then the rounds before one at `i` were at all
 * values between the first one and `i`, and each of them went on to the next. Of what it had met there only what speaks of
 * the counter and of things that no round changes is known; symbols made since (`before`: the terms there were) may stand for
 * others in each round.
 */
function counterOf(
  frame: Frame,
  loop: LoopStatement,
  changed: Changed,
  head: State,
  next: State,
  met: readonly Term[],
  before: number,
): Counter | undefined {
  const { bank } = frame.world;
  for (const local of changed.locals) {
    const symbol = head.locals.get(local);
    const now = next.locals.get(local);
    if (local.holds !== 'value' || local.type.kind !== 'int' || symbol?.kind !== 'symbol') continue;
    if (now === undefined || isPointer(now)) continue;
    const usual = now.kind === 'ite' ? now.then : now;
    const step =
      usual === bank.add(symbol, bank.int(1n))
        ? 1n
        : usual === bank.sub(symbol, bank.int(1n))
          ? -1n
          : undefined;
    if (step === undefined) continue;
    const kept = met.filter((part) =>
      freeSymbols([part]).every((free) => free === symbol || free.id < before),
    );
    const given = usual === now ? bank.true_ : bank.fresh(`counted in ${loop.id}`, BOOL);
    return { local, symbol, step, given, met: kept };
  }
  return undefined;
}

function localIn(state: State, local: Local): Term {
  return state.locals.get(local) as Term;
}

/** That the round from the counter's head to `next` took one step. */
function counts({ world: { bank } }: Frame, { local, symbol, step }: Counter, next: State): Term {
  return bank.eq(localIn(next, local), bank.add(symbol, bank.int(step)));
}

/** At a head: the counter came from where it began, and all rounds between went on. */
function noteEarlier(frame: Frame, loop: LoopStatement, first: State, head: State, counter: Counter): void {
  const { bank, roundFacts } = frame.world;
  const [from, now] = [localIn(first, counter.local), localIn(head, counter.local)];
  if (now.kind !== 'symbol') return;
  const up = counter.step > 0n;
  const guard = bank.and(head.path.all, counter.given);
  const common = { symbol: now, guard, tried: counter.given !== bank.true_ };
  const name = `earlier rounds of ${loop.id}`;
  roundFacts.push({ ...common, name, variables: [], body: up ? bank.le(from, now) : bank.le(now, from) });
  const key = bank.fresh('round', now.sort);
  const between = up
    ? bank.and(bank.le(from, key), bank.lt(key, now))
    : bank.and(bank.lt(now, key), bank.le(key, from));
  const body = substitute(bank, bank.and(...counter.met), new Map([[counter.symbol as Term, key as Term]]));
  if (body !== bank.true_)
    roundFacts.push({
      ...common,
      name,
      variables: [{ symbol: key, type: UINT256, at: comparedWith(key, body) }],
      body: bank.implies(between, body),
    });
}

/** What a key is compared with: a read behind a write asks whether it is the key that was written. */
function comparedWith(key: Symbol_, body: Term): readonly Term[] {
  const found = new Set<Term>();
  visitTerms([body], (term) => {
    if (term.kind !== 'apply') return;
    const [a, b] = term.args;
    if (term.op === 'store' && b !== undefined && b.sort === key.sort && b !== key) found.add(b);
    if (term.op === 'eq' && (a === key || b === key)) found.add((a === key ? b : a) as Term);
  });
  return [...found].filter((term) => !freeSymbols([term]).includes(key));
}

// --------------------------------------------------------------------------------------- the same loop from the same state

/** The values of what rounds change, in a fixed order; undefined entries are left out. */
function valuesOf(changed: Changed, state: State): readonly Term[] {
  const values: Term[] = [];
  for (const local of changed.locals) {
    const value = state.locals.get(local);
    if (value !== undefined && !isPointer(value)) values.push(value);
  }
  for (const key of changed.storage) values.push(state.storage.get(key) as Term);
  for (const key of changed.memory.keys()) {
    const heap = state.memory.get(key);
    if (heap !== undefined) values.push(heap);
  }
  if (changed.balances) values.push(state.balances);
  return values;
}

/** What a round does as a function of its head; undefined when it depends on more than what it reads. */
function shapeOf(
  { world }: Frame,
  changed: Changed,
  head: State,
  next: State,
  before: number,
): readonly Term[] | undefined {
  const { bank } = world;
  // Totals are functions of what they total in one run; two fresh ones of equal contents are not known to be the same term.
  if (world.sums.some((sum) => changed.storage.has(sum.leaf.key))) return undefined;
  const shape = [conditionSince(bank, next.path, head.path), ...valuesOf(changed, next)];
  const own = new Set<Term>(valuesOf(changed, head));
  return freeSymbols(shape).every((free) => own.has(free) || free.id < before) ? shape : undefined;
}

/**
 * The head of the last round of a run of the same loop that began with the same values of all that its rounds change and whose
 * rounds are the same functions of them: code is deterministic, so both leave in the same round with the same values.
 */
function sharedHead(
  frame: Frame,
  loop: LoopStatement,
  changed: Changed,
  entered: State,
  known: KnownRound,
): State | undefined {
  const { bank } = frame.world;
  const { shape } = known;
  if (shape === undefined) return undefined;
  const own = valuesOf(changed, known.head);
  const from = valuesOf(changed, entered);
  for (const memo of frame.world.roundMemos.get(memoKey(frame, loop)) ?? []) {
    const { keys } = memo;
    if (keys !== namesOf(changed) || own.length !== memo.own.length || from.length !== memo.from.length)
      continue;
    if (!from.every((term, i) => term === memo.from[i])) continue;
    if (!own.every((term, i) => term.sort === memo.own[i]?.sort)) continue;
    const map = new Map(own.map((term, i) => [term, memo.own[i] as Term]));
    if (shape.length !== memo.shape.length) continue;
    if (shape.every((term, i) => substitute(bank, term, map) === memo.shape[i]))
      return withValues(entered, changed, memo.head);
  }
  return undefined;
}

function remember(
  frame: Frame,
  loop: LoopStatement,
  changed: Changed,
  entered: State,
  head: State,
  known: KnownRound,
  shape: readonly Term[],
): void {
  const { roundMemos } = frame.world;
  const memo: RoundMemo = {
    keys: namesOf(changed),
    own: valuesOf(changed, known.head),
    from: valuesOf(changed, entered),
    shape,
    head,
  };
  const key = memoKey(frame, loop);
  roundMemos.set(key, [...(roundMemos.get(key) ?? []), memo]);
}

function memoKey({ instance }: Frame, loop: LoopStatement): string {
  return `${instance.alias}/${loop.id}`;
}

function namesOf({ locals, storage, memory, balances }: Changed): string {
  return [[...locals].map((l) => l.name), [...storage], [...memory.keys()], balances].join(';');
}

function withValues(entered: State, changed: Changed, from: State): State {
  const locals = new Map(entered.locals);
  for (const local of changed.locals) {
    const value = from.locals.get(local);
    if (value !== undefined) locals.set(local, value);
  }
  const storage = new Map(entered.storage);
  for (const key of changed.storage) storage.set(key, from.storage.get(key) as Term);
  const memory = new Map(entered.memory);
  for (const key of changed.memory.keys()) {
    const heap = from.memory.get(key);
    if (heap !== undefined) memory.set(key, heap);
  }
  return {
    ...entered,
    locals,
    storage,
    memory,
    balances: changed.balances ? from.balances : entered.balances,
  };
}
