// Refuting `can … reaches …`: a state that a replayed run reached, from which no allowed moves at all lead to the goal.
// The environment is the worst that is possible there: every contract that the state knows of refuses to be called.
import {
  evaluate,
  freeSymbols,
  type Model,
  type SolverBackend,
  substitute,
  type Term,
  tryEvaluate,
  visitTerms,
} from '@surety/solvers';
import type { ReachClaim, SpecVariable } from '@surety/spec-lang';
import { ACCEPTS_ETHER, IS_EOA } from '../encode/functions.js';
import { scopeAt } from '../harness/claim-run.js';
import { type Reach, reachOf } from '../harness/reach.js';
import { premises, premisesAtBlock, startsInBlock } from '../harness/reach-run.js';
import { alreadyThere } from '../harness/strategy.js';
import {
  arbitraryAmount,
  arbitraryContext,
  runTransaction,
  type TransactionRun,
} from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import type { EntryPoint, IrType } from '../ir/ir.js';
import { ask, type SolvingLimits } from '../session/check-obligation.js';
import { type Session, specAssumptions } from '../session/session.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import type { SpecScope } from '../spec/scope.js';
import { isPointer, type State } from '../symbolic/state.js';
import {
  arbitraryState,
  freshScalar,
  type Instance,
  type TransactionContext,
  type World,
} from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';
import type { Candidate } from './search.js';

/** A move with values: what a search that overlooked it can learn from. */
export interface WinningMove {
  readonly instance: Instance;
  readonly entry: EntryPoint;
  readonly sender: bigint;
  readonly value: bigint;
  /** Undefined: not a single value, or left open. */
  readonly arguments: readonly (bigint | boolean | undefined)[];
  readonly number: bigint;
  readonly timestamp: bigint;
}

/** What became of a state that seemed to have no way out. */
export type StuckAnswer =
  | {
      readonly kind: 'stuck';
      /** From when on nothing works. */
      readonly now: { readonly number: bigint; readonly timestamp: bigint };
      /** Accounts taken to refuse calls. */
      readonly refusing: readonly bigint[];
    }
  | {
      readonly kind: 'open';
      readonly why: string;
      /** Moves that may lead to the goal after all, where the solver gave them. */
      readonly moves: readonly WinningMove[] | undefined;
    };

/** A replayed state in which moves are to be made. */
export interface StuckState {
  readonly candidate: Candidate;
  readonly claim: ReachClaim;
  /** Where the claim begins, and where the mover begins: others may have acted in between. */
  readonly begin: State;
  readonly reached: State;
  /** Block of the first transaction of others. */
  readonly others: { readonly number: bigint; readonly timestamp: bigint } | undefined;
  /** Block of the last transaction. */
  readonly last: { readonly number: bigint; readonly timestamp: bigint } | undefined;
}

/** Moves may wait as long as they like: what only time keeps from the goal is no refutation. */
const ENDLESS_BITS = 256;

/** Whether no moves lead from the state to the goal. */
export async function isStuck(
  session: Session,
  { candidate, claim, begin, reached, others, last }: StuckState,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<StuckAnswer> {
  const { world, model } = candidate;
  const { bank } = world;
  const open = (why: string, moves?: readonly WinningMove[]): StuckAnswer => ({ kind: 'open', why, moves });
  const values = new Map<SpecVariable, Term>(
    [...candidate.values].map(([variable, term]) => [variable, literalOf(candidate, term)]),
  );
  // What is no storage of the chain (ghosts, the clock) has symbols of the search: here they are what the model says.
  const known = asInModel(candidate, reached);
  const scope = scopeAt(world, instanceOf(world, claim.contract), known, values, { run: (_f, s) => s });
  const holds = (term: Term): boolean => tryEvaluate(term, model) === true;
  if (candidate.now === undefined) throw new Error('a state without a time');
  const now = literalBlock(candidate, candidate.now);
  const from = { ...scope, state: asInModel(candidate, begin) };
  if (!holds(premises(from, claim).path.all)) return open('the replayed state does not meet `when`');
  if (
    last !== undefined &&
    !holds(
      bank.and(bank.le(bank.int(last.number), now.number), bank.le(bank.int(last.timestamp), now.timestamp)),
    )
  )
    return open('the moves would lie before the last transaction');
  if (!holds(premisesAtBlock(from, claim, now)))
    return open('the block of the first move does not meet `when`');
  const opening =
    others === undefined
      ? now
      : { ...now, number: bank.int(others.number), timestamp: bank.int(others.timestamp) };
  if (!holds(premisesAtBlock(from, claim, opening))) return open('others move before the block meets `when`');
  if (!specAssumptions(world, session.spec, known).every(holds))
    return open('the replayed state does not meet what is assumed');
  if (holds(alreadyThere({ ...scope, state: known }, claim))) return open('the goal is reached already');
  const people = [...values].flatMap(([{ type }, term]) => (type.kind === 'address' ? [term] : []));
  const addresses = accountsOf(world, known, people).filter(
    (a) => !world.instances.some((i) => i.address === bank.int(a)),
  );
  const is = (fn: typeof IS_EOA, a: bigint): boolean =>
    evaluate(bank.call(fn, [bank.int(a)]), model) === true;
  const contracts = addresses.filter((a) => !is(IS_EOA, a));
  const facts: Term[] = addresses.flatMap((a) =>
    [IS_EOA, ACCEPTS_ETHER].map((fn) => {
      const said = bank.call(fn, [bank.int(a)]);
      return is(fn, a) ? said : bank.not(said);
    }),
  );
  const refused = (run: TransactionRun): readonly Term[] =>
    run.effects.callOuts.map((call) => {
      const here = bank.or(...contracts.map((c) => bank.eq(call.target, bank.int(c))));
      // Who is assumed to accept ether does.
      const takes = call.receipt === true ? bank.call(ACCEPTS_ETHER, [call.target]) : bank.false_;
      return bank.implies(bank.and(here, bank.not(takes)), bank.not(call.condition));
    });
  const reach = reachOfWorld(world);
  const search = async (
    at: SpecScope,
    moves: number,
    after: TransactionContext,
    before: readonly TransactionRun[],
  ): Promise<StuckAnswer | undefined> => {
    for (const instance of world.instances) {
      for (const entry of instance.contract.entries) {
        if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
        const own: Term[] = [];
        const actor =
          claim.actor === undefined
            ? freshScalar(world, 'actor', { kind: 'address' })
            : evaluateSpec(at, claim.actor).term;
        const first = moves === claim.within;
        const free = arbitraryContext(world, own, after, ENDLESS_BITS);
        const context = first && startsInBlock(claim) ? { ...now, origin: free.origin } : free;
        const run = runTransaction(world, {
          state: at.state,
          instance,
          entry,
          sender: actor,
          value: entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n),
          context,
          unknownCode: havocCode(reach, []),
        });
        if (!claim.parameters.some((p) => values.get(p) === actor)) own.push(bank.call(IS_EOA, [actor]));
        own.push(
          bank.not(bank.eq(actor, bank.int(0n))),
          ...world.instances.map((i) => bank.not(bank.eq(actor, i.address))),
          ...refused(run),
        );
        facts.push(...own);
        const gap = run.effects.incomplete[0];
        if (gap !== undefined) return open(`${entry.signature} reaches ${gap.what}`);
        if (run.post === undefined) continue;
        const next: SpecScope = {
          ...at,
          state: run.post,
          old: first ? at.state : at.old,
          transaction: { ...context, sender: actor, value: run.value },
        };
        const goal = evaluateSpec(next, claim.goal);
        const wins = bank.and(run.post.path.all, goal.defined, goal.term);
        if (wins !== bank.false_) {
          const answer = await ask(
            buildScript(world, { hypotheses: [], facts, bad: wins }),
            solver,
            limits,
            signal,
          );
          if (answer.kind !== 'unsat') {
            const sequence =
              answer.kind === 'sat' ? [...before, run].map((r) => winningMove(r, answer.model)) : undefined;
            return open(`${entry.signature} may lead to the goal`, sequence);
          }
        }
        if (moves > 1) {
          const later = await search(next, moves - 1, context, [...before, run]);
          if (later !== undefined) return later;
        }
      }
    }
    return undefined;
  };
  const state = withUnknownAccounts(world, known);
  const way = await search({ ...scope, state }, claim.within, now, []);
  return (
    way ?? {
      kind: 'stuck',
      now: { number: integerOf(now.number), timestamp: integerOf(now.timestamp) },
      refusing: contracts,
    }
  );
}

const reaches = new WeakMap<World, Reach>();

function reachOfWorld(world: World): Reach {
  const known = reaches.get(world) ?? reachOf(world, arbitraryState(world));
  reaches.set(world, known);
  return known;
}

function winningMove(run: TransactionRun, model: Model): WinningMove {
  const integer = (term: Term): bigint => {
    const value = tryEvaluate(term, model);
    return typeof value === 'bigint' ? value : 0n;
  };
  return {
    instance: run.instance,
    entry: run.entry,
    sender: integer(run.sender),
    value: integer(run.value),
    arguments: run.arguments.map((a) => {
      const value = isPointer(a.value) ? undefined : tryEvaluate(a.value, model);
      return typeof value === 'bigint' || typeof value === 'boolean' ? value : undefined;
    }),
    number: integer(run.context.number),
    timestamp: integer(run.context.timestamp),
  };
}

function literalBlock(candidate: Candidate, block: TransactionContext): TransactionContext {
  const { origin, number, timestamp } = block;
  return { origin, number: literalOf(candidate, number), timestamp: literalOf(candidate, timestamp) };
}

function integerOf(term: Term): bigint {
  if (term.kind !== 'literal' || typeof term.value !== 'bigint') throw new Error('no literal');
  return term.value;
}

/** The state with the model's values for every scalar symbol that is left in it. */
function asInModel(candidate: Candidate, state: State): State {
  const { bank } = candidate.world;
  const terms = [...state.storage.values(), ...state.totals.values()];
  const map = new Map<Term, Term>();
  for (const symbol of freeSymbols(terms))
    if (symbol.sort.kind !== 'array') map.set(symbol, literalOf(candidate, symbol));
  if (map.size === 0) return state;
  const put = (contents: ReadonlyMap<string, Term>): ReadonlyMap<string, Term> =>
    new Map([...contents].map(([key, term]) => [key, substitute(bank, term, map)]));
  return { ...state, storage: put(state.storage), totals: put(state.totals) };
}

/** Accounts that the run did not touch may hold any ether: whoever wants to move is not held back by being poor. */
function withUnknownAccounts(world: World, state: State): State {
  const { bank } = world;
  let balances: Term = bank.fresh('balances', state.balances.sort);
  for (const { address } of world.instances)
    balances = bank.store(balances, address, bank.select(state.balances, address));
  return { ...state, balances };
}

/** Accounts beyond the precompiled contracts that the contracts' storage names, as keys or values, or the claim is about. */
function accountsOf(world: World, state: State, values: Iterable<Term>): readonly bigint[] {
  const found = new Set<bigint>();
  const note = (term: Term): void => {
    if (
      term.kind === 'literal' &&
      typeof term.value === 'bigint' &&
      term.value > 0xffffn &&
      term.value < 1n << 160n
    )
      found.add(term.value);
  };
  const visit = (contents: Term, types: readonly IrType[]): void => {
    const [type, ...below] = types;
    if (type === undefined) return;
    if (below.length === 0) {
      if (type.kind === 'address') visitTerms([contents], note);
      return;
    }
    for (let left = contents; left.kind === 'apply' && left.op === 'store'; left = left.args[0] as Term) {
      if (type.kind === 'address') visitTerms([left.args[1] as Term], note);
      visit(left.args[2] as Term, below);
    }
  };
  for (const [key, contents] of state.storage) {
    const leaf = world.leaves.get(key);
    if (leaf !== undefined) visit(contents, [...leaf.dimensions, leaf.type]);
  }
  for (const value of values) note(value);
  return [...found];
}

function literalOf(candidate: Candidate, term: Term): Term {
  const { bank } = candidate.world;
  const value = evaluate(term, candidate.model);
  if (typeof value === 'boolean') return bank.bool(value);
  if (typeof value === 'bigint') return bank.int(value);
  return typeof value === 'string' ? bank.bytes(value) : term;
}
