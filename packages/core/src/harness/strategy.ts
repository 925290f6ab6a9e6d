// `can … reaches …` without its moves written out: moves are made up from what the code compares its inputs with, and
// the claim is that in every state some of them work. Which ones are tried is a heuristic; that they work is proved.
import { freeSymbols, type Symbol_, substitute, type Term, visitTerms } from '@surety/solvers';
import { GHOST, type ReachClaim, type SpecType } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import { inRangeTerm, isScalar } from '../encode/sorts.js';
import type { EntryPoint } from '../ir/ir.js';
import { evaluateSpec } from '../spec/evaluate-spec.js';
import type { SpecScope } from '../spec/scope.js';
import { CLOCK } from '../symbolic/clock.js';
import { conditionSince } from '../symbolic/path-condition.js';
import { isPointer, type State } from '../symbolic/state.js';
import { freshScalar, type Instance, type TransactionContext, type UnknownCode } from '../symbolic/world.js';
import { startsInBlock } from './reach-run.js';
import { boundsOf } from './solve-atom.js';
import {
  arbitraryAmount,
  arbitraryContext,
  runTransaction,
  senderFacts,
  type TransactionRun,
} from './transaction.js';

/** What the moves are made in. */
export interface Game {
  readonly claim: ReachClaim;
  readonly unknownCode: UnknownCode;
  /** A state after others made any number of moves. */
  /** A state after others moved, before the first move or a later one. */
  readonly othersMove: (scope: SpecScope, first: boolean) => State;
  /** Facts about fresh symbols. */
  readonly facts: Term[];
  /** Sequences of moves that are tried beside those made up here. */
  readonly known?: readonly (readonly KnownMove[])[];
  /** Accounts that may be worth trying: those that had a part in what happened so far. */
  readonly accounts?: readonly Term[];
  /** The time at which the mover begins: any time after what happened before. */
  readonly now: TransactionContext;
}

/** A move in terms of the state it is made in. */
export interface KnownMove {
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly sender: Term;
  readonly value: Term;
  /** Undefined: arbitrary. */
  readonly arguments: readonly (Term | undefined)[];
  readonly number: Term;
  readonly timestamp: Term;
}

const MAXIMUM_VALUES = 8;
const MAXIMUM_TUPLES = 32;
/** What a person who wants to move can be expected to have, in wei (about 10^12 ether). */
const FUNDS = 1n << 100n;

/** The condition under which some of the moves that are tried, at most `moves` of them, lead to the goal. */
export function someMovesWork(
  game: Game,
  scope: SpecScope,
  moves: number,
  after: TransactionContext | undefined,
): Term {
  const { world } = scope;
  const { bank } = world;
  const first = moves === game.claim.within;
  const state = game.othersMove(scope, first);
  const from: SpecScope = { ...scope, state, old: first ? state : scope.old };
  // Time may pass before every move; then the mover moves at once or waits.
  const last = after ?? timeOf(state);
  const now = first ? game.now : arbitraryContext(world, game.facts, last);
  if (first && last !== undefined)
    game.facts.push(bank.le(last.number, now.number), bank.le(last.timestamp, now.timestamp));
  const actor = actorParameter(game, scope);
  if (first && actor !== undefined) game.facts.push(...senderFacts(world, actor));
  const working: Term[] = first
    ? [alreadyThere(from, game.claim), ...(game.known ?? []).map((moves) => sequenceWorks(game, from, moves))]
    : [];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      for (const move of movesOf(game, from, instance, entry, now)) {
        const { run, possible } = move;
        if (run.post === undefined) continue;
        const success = bank.and(possible, conditionSince(bank, run.post.path, state.path));
        if (success === bank.false_) continue;
        const reached: SpecScope = { ...from, state: run.post, transaction: transactionOf(run) };
        const goal = evaluateSpec(reached, game.claim.goal);
        const direct = bank.and(goal.term, goal.defined);
        const later = moves > 1 ? someMovesWork(game, reached, moves - 1, run.context) : bank.false_;
        working.push(bank.and(success, bank.or(direct, later)));
      }
    }
  }
  return bank.or(...working);
}

/** That no move is needed, because others have led to the goal; `old` is the state itself. */
export function alreadyThere(scope: SpecScope, { goal }: ReachClaim): Term {
  const { term, defined } = evaluateSpec({ ...scope, old: scope.state }, goal);
  return scope.world.bank.and(term, defined);
}

/** The condition under which given moves, each in a block not before the last one, lead to the goal. */
function sequenceWorks(game: Game, scope: SpecScope, moves: readonly KnownMove[]): Term {
  const { world } = scope;
  const { bank } = world;
  let current = scope;
  let works: Term = bank.true_;
  for (const move of moves) {
    const context: TransactionContext = {
      origin: signer(game, current, move.sender),
      number: move.number,
      timestamp: move.timestamp,
    };
    const run = runTransaction(world, {
      ...move,
      state: current.state,
      context,
      unknownCode: game.unknownCode,
    });
    if (run.post === undefined) return bank.false_;
    const gaps = bank.or(...run.effects.incomplete.map((i) => i.condition));
    works = bank.and(
      works,
      canSign(game, current, move.sender),
      bank.not(gaps),
      conditionSince(bank, run.post.path, current.state.path),
    );
    current = { ...current, state: run.post, transaction: transactionOf(run) };
  }
  const goal = evaluateSpec(current, game.claim.goal);
  return bank.and(works, goal.term, goal.defined);
}

function transactionOf(run: TransactionRun): NonNullable<SpecScope['transaction']> {
  return { ...run.context, sender: run.sender, value: run.value };
}

interface Move {
  readonly run: TransactionRun;
  /** That someone can make it: the sender is a user who signs, the inputs fit their types. */
  readonly possible: Term;
}

/** The calls of one entry point that are tried. */
function* movesOf(
  game: Game,
  scope: SpecScope,
  instance: Instance,
  entry: EntryPoint,
  now: TransactionContext,
): Generator<Move> {
  const { world } = scope;
  const { bank } = world;
  const scout = scoutRun(game, scope, instance, entry, now);
  if (scout === undefined) return;
  const { run, inputs, conditions } = scout;
  const known = knownSymbols(scope, inputs, now);
  // What is likely for every input comes before what is unlikely for one of them.
  let ranked: readonly { readonly tuple: ReadonlyMap<Symbol_, Term>; readonly rank: number }[] = [
    { tuple: new Map(), rank: 0 },
  ];
  for (const input of inputs) {
    ranked = ranked
      .flatMap(({ tuple, rank }) =>
        valuesFor(game, scope, input, inputs, conditions, tuple, known, now).map((value, i) => ({
          tuple: new Map(tuple).set(input.symbol, value),
          rank: rank + i,
        })),
      )
      .sort((one, other) => one.rank - other.rank)
      .slice(0, MAXIMUM_TUPLES);
  }
  const tuples = ranked.map(({ tuple }) => tuple);
  for (const tuple of tuples) {
    const value = (symbol: Term): Term => tuple.get(symbol as Symbol_) ?? symbol;
    const context: TransactionContext = {
      origin: signer(game, scope, value(run.sender)),
      number: value(run.context.number),
      timestamp: value(run.context.timestamp),
    };
    const made = runTransaction(world, {
      state: scope.state,
      instance,
      entry,
      sender: value(run.sender),
      value: value(run.value),
      context,
      arguments: run.arguments.map((a) => (isPointer(a.value) ? a.value : value(a.value))),
      unknownCode: game.unknownCode,
    });
    const gaps = bank.or(...made.effects.incomplete.map((i) => i.condition));
    const fits = inputs.map((i) => inRangeTerm(bank, value(i.symbol), i.type));
    const possible = bank.and(canSign(game, scope, value(run.sender)), ...fits, bank.not(gaps));
    yield { run: made, possible };
  }
}

/** Who signs a move: the mover, or for a contract someone who makes it move. */
function signer(game: Game, scope: SpecScope, sender: Term): Term {
  const { world } = scope;
  const { bank } = world;
  const other = someone(game, scope);
  return bank.ite(bank.call(IS_EOA, [sender]), sender, other);
}

/** Plain accounts can always sign; of a contract nothing is known but when the claim itself says who moves. */
function canSign(game: Game, scope: SpecScope, sender: Term): Term {
  const { world } = scope;
  const { bank } = world;
  const user = bank.and(
    bank.not(bank.eq(sender, bank.int(0n))),
    ...world.instances.map((i) => bank.not(bank.eq(sender, i.address))),
  );
  if (sender === actorParameter(game, scope)) return bank.true_;
  return bank.and(user, bank.call(IS_EOA, [sender]));
}

/** The user that the claim is about, when it says who moves by a parameter. */
function actorParameter(game: Game, scope: SpecScope): Term | undefined {
  const { actor, parameters } = game.claim;
  return actor?.kind === 'variable' && parameters.includes(actor.variable)
    ? scope.variables.get(actor.variable)
    : undefined;
}

interface Input {
  readonly symbol: Symbol_;
  readonly type: Parameters<typeof inRangeTerm>[2];
  readonly role: 'sender' | 'value' | 'argument' | 'number' | 'timestamp';
}

/** The entry point with all inputs unknown: what it compares them with suggests what to try. */
function scoutRun(
  game: Game,
  scope: SpecScope,
  instance: Instance,
  entry: EntryPoint,
  now: TransactionContext,
):
  | { readonly run: TransactionRun; readonly inputs: readonly Input[]; readonly conditions: readonly Term[] }
  | undefined {
  const { world } = scope;
  const { bank } = world;
  const sender = freshScalar(world, 'actor', { kind: 'address' });
  // The first move has `old` in the state it starts from; where `when` speaks of its block, there is no choice.
  const given = scope.old === scope.state && startsInBlock(game.claim);
  const context = given
    ? { ...now, origin: freshScalar(world, 'origin', { kind: 'address' }) }
    : arbitraryContext(world, game.facts, now);
  const value = entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n);
  const run = runTransaction(world, {
    state: scope.state,
    instance,
    entry,
    sender,
    value,
    context,
    unknownCode: { run: (_frame, state) => state },
  });
  if (run.post === undefined) return undefined;
  const goal = evaluateSpec({ ...scope, state: run.post, transaction: transactionOf(run) }, game.claim.goal);
  const uint256 = { kind: 'int', signed: false, bits: 256 } as const;
  const used = new Set(freeSymbols([run.post.path.all, goal.term]));
  const inputs: Input[] = [
    { symbol: sender as Symbol_, type: { kind: 'address' }, role: 'sender' },
    ...run.arguments.flatMap((a): Input[] =>
      !isPointer(a.value) && a.value.kind === 'symbol' && isScalar(a.local.type)
        ? [{ symbol: a.value, type: a.local.type, role: 'argument' }]
        : [],
    ),
    ...(value.kind === 'symbol' ? [{ symbol: value, type: uint256, role: 'value' as const }] : []),
    ...(!given && used.has(context.number as Symbol_)
      ? [{ symbol: context.number as Symbol_, type: uint256, role: 'number' as const }]
      : []),
    ...(!given && used.has(context.timestamp as Symbol_)
      ? [{ symbol: context.timestamp as Symbol_, type: uint256, role: 'timestamp' as const }]
      : []),
  ];
  // What the code does about itself as a caller is not looked at: it hides amounts behind a choice.
  const apart = new Map(
    world.instances.map((i): readonly [Term, Term] => [bank.eq(sender, i.address), bank.false_]),
  );
  const conditions = [goal.term, run.post.path.all].map((term) => substitute(bank, term, apart));
  return { run, inputs, conditions };
}

/** The last block of a state, if it keeps time. */
function timeOf(state: State): TransactionContext | undefined {
  const number = state.storage.get(`${GHOST}/${CLOCK.number}`);
  const timestamp = state.storage.get(`${GHOST}/${CLOCK.timestamp}`);
  return number === undefined || timestamp === undefined ? undefined : { number, timestamp, origin: number };
}

/** Symbols of the state and the claim: values for inputs may speak of these only. */
function knownSymbols(
  scope: SpecScope,
  inputs: readonly Input[],
  now: TransactionContext,
): ReadonlySet<Symbol_> {
  const { state } = scope;
  const known = new Set(
    freeSymbols([
      state.path.all,
      state.balances,
      ...state.storage.values(),
      ...state.totals.values(),
      ...scope.variables.values(),
      ...scope.world.instances.map((i) => i.address),
    ]),
  );
  for (const input of inputs) known.delete(input.symbol);
  for (const time of [now.number, now.timestamp]) if (time.kind === 'symbol') known.add(time);
  return known;
}

/** What to try for an input, given the inputs before it. */
function valuesFor(
  game: Game,
  scope: SpecScope,
  input: Input,
  inputs: readonly Input[],
  conditions: readonly Term[],
  chosen: ReadonlyMap<Symbol_, Term>,
  known: ReadonlySet<Symbol_>,
  now: TransactionContext,
): readonly Term[] {
  const { world } = scope;
  const { bank } = world;
  const suggested = boundsOf(bank, conditions, input.symbol)
    .map((bound) => substitute(bank, bound, chosen as ReadonlyMap<Term, Term>))
    .filter((bound) => freeSymbols([bound]).every((s) => known.has(s) || isChosen(chosen, s)));
  const parameters = game.claim.parameters.flatMap((p) => {
    const term = scope.variables.get(p);
    return term !== undefined && fitsType(p.type as SpecType, input.type) ? [term] : [];
  });
  const own = game.claim.actor === undefined ? undefined : evaluateSpec(scope, game.claim.actor).term;
  switch (input.role) {
    case 'sender':
      return own !== undefined
        ? [own]
        : distinct([...suggested, ...parameters, someone(game, scope), ...(game.accounts ?? [])]);
    case 'number':
    case 'timestamp':
      return momentsFor(bank, input, inputs, suggested, chosen, now);
    case 'value':
      return distinct([bank.int(0n), ...suggested, ...parameters]);
    default:
      if (input.type.kind === 'bool') return [bank.true_, bank.false_];
      if (input.type.kind === 'bytes') return distinct([...parameters, bank.bytes('')]);
      return input.type.kind === 'address'
        ? distinct([
            ...parameters,
            ...suggested,
            ...[...chosen.values()].slice(0, 1),
            someone(game, scope),
            ...(game.accounts ?? []),
          ])
        : distinct([
            ...suggested.slice(0, MAXIMUM_VALUES / 2),
            ...parameters.slice(0, 1),
            ...amounts(game, scope, known).slice(0, 2),
            ...suggested,
            ...parameters,
            bank.int(1n),
            bank.int(0n),
          ]);
  }
}

/** Amounts that the goal speaks of: what there is now is often what must be moved. */
function amounts(game: Game, scope: SpecScope, known: ReadonlySet<Symbol_>): readonly Term[] {
  const { world } = scope;
  const { bank } = world;
  const goal = evaluateSpec({ ...scope, old: scope.state }, game.claim.goal);
  const found: Term[] = [];
  visitTerms([goal.term], (term) => {
    if (term.kind === 'apply' && term.op === 'select' && term.sort.kind === 'int') found.push(term);
  });
  const held = world.instances.map((i) => bank.select(scope.state.balances, i.address));
  return [...found, ...held].filter((term) => freeSymbols([term]).every((s) => known.has(s)));
}

/**
 * When to move: at once, or when the code's own conditions say so, but not before `now`. Who waits for one of number and
 * timestamp does not choose the other, which is then whatever it is.
 */
function momentsFor(
  bank: SpecScope['world']['bank'],
  input: Input,
  inputs: readonly Input[],
  suggested: readonly Term[],
  chosen: ReadonlyMap<Symbol_, Term>,
  now: TransactionContext,
): readonly Term[] {
  const role = input.role === 'number' ? 'number' : 'timestamp';
  const here = now[role];
  const later = suggested.map((bound) => bank.ite(bank.le(here, bound), bound, here));
  const number = inputs.find((i) => i.role === 'number');
  if (role === 'number')
    return distinct([here, ...(inputs.some((i) => i.role === 'timestamp') ? [input.symbol] : []), ...later]);
  const at = number === undefined ? undefined : chosen.get(number.symbol);
  if (at === undefined) return distinct([here, ...later]);
  if (at === now.number) return [here];
  return at === number?.symbol ? distinct(later) : [input.symbol];
}

function isChosen(chosen: ReadonlyMap<Symbol_, Term>, symbol: Symbol_): boolean {
  return [...chosen.values()].some((value) => freeSymbols([value]).includes(symbol));
}

function distinct(terms: readonly Term[]): readonly Term[] {
  return [...new Set(terms)].slice(0, MAXIMUM_VALUES);
}

/** Some plain account with ether: there always is one. */
function someone(game: Game, scope: SpecScope): Term {
  const { world } = scope;
  const { bank } = world;
  const account = freshScalar(world, 'someone', { kind: 'address' });
  game.facts.push(
    bank.call(IS_EOA, [account]),
    bank.not(bank.eq(account, bank.int(0n))),
    ...world.instances.map((i) => bank.not(bank.eq(account, i.address))),
    bank.le(bank.int(FUNDS), bank.select(scope.state.balances, account)),
  );
  return account;
}

function fitsType(type: SpecType, wanted: Input['type']): boolean {
  if (wanted.kind === 'address') return type.kind === 'address' || type.kind === 'contract';
  if (wanted.kind === 'int') return type.kind === 'integer' || type.kind === 'int';
  if (wanted.kind === 'bool') return type.kind === 'bool';
  return wanted.kind === 'fixedBytes' && type.kind === 'fixedBytes' && type.size === wanted.size;
}
