// Loops with an invariant: it holds on entry, every round keeps it, and after the loop it is all that is known of what
// rounds change. What they change is found by running rounds until nothing new is written.
import { BOOL, type Term } from '@surety/solvers';
import type { Local, Statement } from '../ir/ir.js';
import { evaluate } from './evaluate.js';
import { cutOff, type Flow, type Jump, restrict } from './flow.js';
import { joinStates } from './join.js';
import { freshHeap } from './memory.js';
import { isPointer, type LocalValue, type State } from './state.js';
import {
  type Frame,
  freshBalances,
  freshLeaf,
  freshScalar,
  freshTotal,
  type LoopInvariant,
  noEffects,
} from './world.js';

/** A loop. */
export type LoopStatement = Extract<Statement, { kind: 'loop' }>;
/** Executes statements one after the other. */
export type ExecuteAll = (frame: Frame, statements: readonly Statement[], state: State) => Flow;

/** Rounds tried until no round writes anything new: each adds at least one place. */
const MAXIMUM_ROUNDS = 12;

/** What rounds of a loop change. */
export interface Changed {
  readonly locals: Set<Local>;
  readonly storage: Set<string>;
  readonly memory: Map<string, Term>;
  balances: boolean;
}

/** Executes a loop by its invariants; the first round of a `do … while` is run as written, and they hold before its test. */
export function executeByInvariant(
  frame: Frame,
  loop: LoopStatement,
  invariants: readonly LoopInvariant[],
  start: State,
  executeAll: ExecuteAll,
): Flow {
  const outer: Jump[] = [];
  const exits: State[] = [];
  let head: State | undefined = start;
  if (!loop.checkFirst) {
    const first = finishRound(frame, loop, start, executeAll);
    exits.push(...first.exits);
    outer.push(...first.outer);
    head = first.next;
  }
  if (head !== undefined) {
    const rest = roundsOf(frame, loop, invariants, head, executeAll);
    exits.push(...rest.exits);
    outer.push(...rest.outer);
  }
  return { normal: joinStates(frame.world.bank, start.path, exits), jumps: outer };
}

/** Ways on from the head of a round. */
export interface Round {
  readonly exits: readonly State[];
  readonly outer: readonly Jump[];
  /** At the head again. */
  readonly next: State | undefined;
}

function roundsOf(
  frame: Frame,
  loop: LoopStatement,
  invariants: readonly LoopInvariant[],
  start: State,
  executeAll: ExecuteAll,
): Round {
  const { world } = frame;
  const changed: Changed = { locals: new Set(), storage: new Set(), memory: new Map(), balances: false };
  const gaveUp = (what: string): Round => {
    cutOff(frame, start, 'MODEL211', `the loop ${loop.id}, ${what}`, loop.span);
    return { exits: [], outer: [], next: undefined };
  };
  const given = world.bank.fresh(`invariant of ${loop.id}`, BOOL);
  const stable = lookAhead(frame, changed, (aside) => {
    const head = anyRound(aside, start, changed);
    const known = head === undefined ? undefined : assumeAll(aside, head, invariants, given);
    const round = known === undefined ? undefined : oneRound(aside, loop, known, executeAll);
    return head === undefined || round?.next === undefined ? undefined : { head, next: round.next };
  });
  if (!stable) return gaveUp('whose rounds write more and more');
  const head = anyRound(frame, start, changed);
  if (head === undefined) return gaveUp('which moves a storage pointer from round to round');
  check(frame, loop, invariants, start, given, 'when the loop is entered');
  const known = assumeAll(frame, head, invariants, given);
  if (known === undefined) return { exits: [], outer: [], next: undefined };
  const round = oneRound(frame, loop, known, executeAll);
  if (round.next !== undefined) check(frame, loop, invariants, round.next, given, 'after a round');
  return round;
}

/** Runs rounds, without traces, until none writes anything that is not noted; false when that does not end. */
function lookAhead(
  { world, ...frame }: Frame,
  changed: Changed,
  round: (aside: Frame) => { readonly head: State; readonly next: State } | undefined,
): boolean {
  const { onWrite, onMove, lookingAhead } = world;
  world.onWrite = undefined;
  world.onMove = undefined;
  world.lookingAhead = true;
  let stable = false;
  for (let i = 0; i < MAXIMUM_ROUNDS && !stable; i++) {
    const ran = round({ ...frame, world, effects: noEffects() });
    stable = ran === undefined || !noteChanges(changed, ran.head, ran.next);
  }
  world.onWrite = onWrite;
  world.onMove = onMove;
  world.lookingAhead = lookingAhead;
  return stable;
}

/** What rounds of a loop change, with an arbitrary round where one goes on to the next. */
export interface LookedAhead {
  readonly changed: Changed;
  readonly round: { readonly head: State; readonly next: State } | undefined;
  /** How many terms there were before: symbols of the round are newer. */
  readonly before: number;
}

/** Looks at rounds from any state that is as `entered` in what they do not change; undefined when that cannot be said. */
export function changedByRounds(
  frame: Frame,
  loop: LoopStatement,
  entered: State,
  executeAll: ExecuteAll,
): LookedAhead | undefined {
  const changed: Changed = { locals: new Set(), storage: new Set(), memory: new Map(), balances: false };
  let last: LookedAhead['round'];
  const before = frame.world.bank.size;
  const stable = lookAhead(frame, changed, (aside) => {
    const head = anyRound(aside, entered, changed);
    const next = head === undefined ? undefined : oneRound(aside, loop, head, executeAll).next;
    last = head === undefined || next === undefined ? undefined : { head, next };
    return last;
  });
  return stable ? { changed, round: last, before } : undefined;
}

/** The test and one round. */
export function oneRound(frame: Frame, loop: LoopStatement, head: State, executeAll: ExecuteAll): Round {
  const { bank } = frame.world;
  const setup = executeAll(frame, loop.setup, head);
  if (setup.normal === undefined) return { exits: [], outer: setup.jumps, next: undefined };
  const condition = evaluate({ frame, state: setup.normal, span: loop.span }, loop.condition);
  const exit = restrict(frame, setup.normal, bank.not(condition));
  const entered = restrict(frame, setup.normal, condition);
  const left = exit === undefined ? [] : [exit];
  if (entered === undefined) return { exits: left, outer: setup.jumps, next: undefined };
  const round = finishRound(frame, loop, entered, executeAll);
  return { exits: [...left, ...round.exits], outer: [...setup.jumps, ...round.outer], next: round.next };
}

/** Body and update. */
function finishRound(frame: Frame, loop: LoopStatement, entered: State, executeAll: ExecuteAll): Round {
  const body = executeAll(frame, loop.body, entered);
  const of = (kind: Jump['kind']): readonly State[] =>
    body.jumps.filter((jump) => jump.kind === kind).map((jump) => jump.state);
  const outer = body.jumps.filter((jump) => jump.kind === 'return' || jump.kind === 'stop');
  const ends = body.normal === undefined ? of('continue') : [...of('continue'), body.normal];
  const joined = joinStates(frame.world.bank, entered.path, ends);
  if (joined === undefined) return { exits: of('break'), outer, next: undefined };
  const update = executeAll(frame, loop.update, joined);
  return { exits: of('break'), outer: [...outer, ...update.jumps], next: update.normal };
}

/** The head of some round: what rounds change is arbitrary. Undefined when that cannot be said. */
export function anyRound(frame: Frame, start: State, changed: Changed): State | undefined {
  const { world } = frame;
  const locals = new Map<Local, LocalValue>(start.locals);
  for (const local of changed.locals) {
    const value = start.locals.get(local);
    // Declared inside: a round sets it before it reads it.
    if (value === undefined) continue;
    if (isPointer(value)) return undefined;
    locals.set(
      local,
      local.holds === 'value'
        ? freshScalar(world, local.name, local.type)
        : world.bank.fresh(local.name, value.sort),
    );
  }
  const storage = new Map(start.storage);
  const totals = new Map(start.totals);
  for (const key of changed.storage) {
    const leaf = world.leaves.get(key);
    if (leaf === undefined) return undefined;
    const contents = freshLeaf(world, key, leaf);
    storage.set(key, contents);
    for (const sum of world.sums)
      if (sum.leaf.key === key) totals.set(sum.id, freshTotal(world, sum, contents));
  }
  const memory = new Map(start.memory);
  for (const [key, contents] of changed.memory) memory.set(key, freshHeap(world, key, contents));
  const balances = changed.balances ? freshBalances(world) : start.balances;
  return { ...start, locals, storage, totals, memory, balances };
}

/** Notes what differs after a round; whether that is more than was known. */
function noteChanges(changed: Changed, head: State, next: State): boolean {
  const size = (): number =>
    changed.locals.size + changed.storage.size + changed.memory.size + (changed.balances ? 1 : 0);
  const before = size();
  for (const [local, value] of head.locals)
    if (!sameValue(next.locals.get(local), value)) changed.locals.add(local);
  for (const [key, contents] of head.storage)
    if (next.storage.get(key) !== contents) changed.storage.add(key);
  for (const [key, contents] of next.memory)
    if (head.memory.get(key) !== contents) changed.memory.set(key, contents);
  if (next.balances !== head.balances) changed.balances = true;
  return size() > before;
}

function sameValue(a: LocalValue | undefined, b: LocalValue): boolean {
  if (a === b) return true;
  if (a === undefined || a.kind !== 'path' || b.kind !== 'path') return false;
  return (
    a.prefix === b.prefix &&
    a.instance === b.instance &&
    a.keys.length === b.keys.length &&
    a.keys.every((key, i) => key === b.keys[i])
  );
}

/** The head with its invariants, where `given` says that they are shown. */
function assumeAll(
  frame: Frame,
  head: State,
  invariants: readonly LoopInvariant[],
  given: Term,
): State | undefined {
  const { bank } = frame.world;
  const all = bank.and(...invariants.map((invariant) => invariant.holds(frame, head)));
  return restrict(frame, head, bank.implies(given, all));
}

/** An invariant that may not hold is a gap of the model: what follows the loop would rest on it. */
function check(
  frame: Frame,
  loop: LoopStatement,
  invariants: readonly LoopInvariant[],
  state: State,
  given: Term,
  when: string,
): void {
  const { bank } = frame.world;
  for (const invariant of invariants) {
    const condition = bank.and(state.path.all, invariant.fails(frame, state));
    if (condition === bank.false_) continue;
    const what = `\`${invariant.text}\`, which is not shown to hold ${when}`;
    const { span } = loop;
    frame.effects.incomplete.push({ kind: 'unsupported', condition, code: 'MODEL210', what, span, given });
  }
}
