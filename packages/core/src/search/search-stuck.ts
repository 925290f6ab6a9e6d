// Searching states from which `can … reaches …` has no way out. The moves that are tried are a guess; where a replayed
// state shows one that was overlooked, it is put into words of the state (whose account, which amount) and tried from then on.
import { type Model, type Term, tryEvaluate } from '@surety/solvers';
import type { ReachClaim, SpecVariable, TypedSpec } from '@surety/spec-lang';
import { type AdvanceRequest, scopeAt } from '../harness/claim-run.js';
import { othersMove, premises, premisesAtBlock } from '../harness/reach-run.js';
import { type Game, type KnownMove, someMovesWork } from '../harness/strategy.js';
import { opened } from '../harness/symbolic-chain.js';
import { arbitraryContext } from '../harness/transaction.js';
import { specAssumptions } from '../session/session.js';
import { instanceOf } from '../spec/evaluate-spec.js';
import type { SpecScope } from '../spec/scope.js';
import { isPointer, type State } from '../symbolic/state.js';
import type { TransactionContext, World } from '../symbolic/world.js';
import type { Attempt, Frontier } from './search.js';
import type { WinningMove } from './stuck.js';

/** Most transactions that others make in between, in a search. */
export const MAXIMUM_ADVANCE = 2;
/** How often one state after another is looked for at one length of run. */
const MAXIMUM_STATES = 8;
/** Ways to put one move into words. */
const MAXIMUM_WORDINGS = 4;

/** States with `when` from which none of the moves that are tried lead to the goal, after others moved or not. */
export function* stuckStates(
  world: World,
  spec: TypedSpec,
  claim: ReachClaim,
  frontier: Frontier,
  extend: (frontier: Frontier, request: AdvanceRequest) => Frontier,
  values: ReadonlyMap<SpecVariable, Term>,
  parameterFacts: readonly Term[],
): Generator<Attempt> {
  const { bank } = world;
  const inert = { run: (_frame: unknown, s: State): State => s };
  const scope = scopeAt(world, instanceOf(world, claim.contract), frontier.state, values, inert);
  const begun = premises(scope, claim);
  for (let length = 0; length <= (claim.others === undefined ? 0 : MAXIMUM_ADVANCE); length++) {
    let current: Frontier = { ...frontier, state: begun, steps: [], facts: [] };
    const start = { ...scope, state: begun };
    const opening: Term[] = [];
    const others = (asked: AdvanceRequest): State => {
      const { request, block } = opened(world, asked, opening, current.last);
      current = { ...current, state: request.state, last: block };
      for (let i = 0; i < length; i++) current = extend(current, request);
      return current.state;
    };
    othersMove(start, claim, others, start);
    const steps = [...frontier.steps, ...current.steps];
    const accounts = accountsIn(steps);
    const known: (readonly KnownMove[])[] = [];
    for (let round = 0; round < MAXIMUM_STATES; round++) {
      const facts: Term[] = [];
      const now = arbitraryContext(world, facts, current.last);
      const game: Game = {
        claim,
        unknownCode: inert,
        facts,
        othersMove: (at: SpecScope): State => at.state,
        known,
        accounts,
        now,
      };
      const works = someMovesWork(game, { ...scope, state: current.state }, claim.within, current.last);
      const count = known.length;
      const given = premisesAtBlock(start, claim, now);
      yield {
        bad: bank.and(current.state.path.all, given, bank.not(works)),
        facts: [
          ...parameterFacts,
          ...opening,
          ...current.facts,
          ...facts,
          ...specAssumptions(world, spec, current.state),
        ],
        steps: current.steps,
        values,
        atCall: false,
        advances: [],
        now,
        learn: (moves, model) => {
          known.push(...wordings(world, current.state, [...accounts, ...values.values()], moves, now, model));
        },
      };
      if (known.length === count) break;
    }
  }
}

/** Accounts that had a part in the steps of a search: senders, and addresses that were given. */
function accountsIn(steps: Frontier['steps']): readonly Term[] {
  const found = new Set<Term>();
  for (const { choices } of steps) {
    for (const { run } of choices) {
      found.add(run.sender);
      for (const { local, value } of run.arguments)
        if (local.type.kind === 'address' && !isPointer(value)) found.add(value);
    }
  }
  return [...found];
}

/**
 * A winning sequence in terms of the state it was found in: each value as the accounts, variables and entries that
 * have it there. One that nothing else has stays as it is.
 */
function wordings(
  world: World,
  state: State,
  subjects: readonly Term[],
  moves: readonly WinningMove[],
  now: TransactionContext,
  model: Model,
): readonly (readonly KnownMove[])[] {
  const { bank } = world;
  const pool: Term[] = [...subjects];
  for (const contents of state.storage.values()) {
    if (contents.sort.kind !== 'array') pool.push(contents);
    else for (const key of subjects) if (fitsKey(contents, key)) pool.push(bank.select(contents, key));
  }
  pool.push(...[...state.totals.values()].filter((t) => t.sort.kind === 'int'));
  pool.push(...world.instances.map((i) => bank.select(state.balances, i.address)));
  const wordsFor = (value: bigint): readonly Term[] => {
    const same = pool.filter(
      (t) => t.sort.kind === 'int' && t.kind !== 'literal' && tryEvaluate(t, model) === value,
    );
    return [...new Set([...same.slice(0, MAXIMUM_WORDINGS), bank.int(value)])];
  };
  const later = (value: bigint, here: Term): Term => {
    const [word = bank.int(value)] = wordsFor(value);
    return bank.ite(bank.le(here, word), word, here);
  };
  return Array.from({ length: MAXIMUM_WORDINGS }, (_, i) =>
    moves.map((move): KnownMove => {
      const word = (value: bigint): Term => {
        const words = wordsFor(value);
        return words[Math.min(i, words.length - 1)] as Term;
      };
      return {
        instance: move.instance,
        entry: move.entry,
        sender: word(move.sender),
        value: word(move.value),
        arguments: move.arguments.map((a) =>
          a === undefined ? undefined : typeof a === 'boolean' ? bank.bool(a) : word(a),
        ),
        number: later(move.number, now.number),
        timestamp: later(move.timestamp, now.timestamp),
      };
    }),
  );
}

function fitsKey(contents: Term, key: Term): boolean {
  const { sort } = contents;
  return sort.kind === 'array' && sort.index === key.sort && sort.element.kind === 'int';
}
