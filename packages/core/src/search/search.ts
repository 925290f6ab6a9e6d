// Searching a run from deployment that breaks a claim: a growing number of transactions, then the claim's own program;
// unknown code behaves concretely (attack-code.ts). A model is only a candidate until it was replayed.
import {
  freeSymbols,
  functionSymbols,
  type Model,
  type SolverBackend,
  substitute,
  type Term,
  TermBank,
  visitTerms,
} from '@surety/solvers';
import type { SpecVariable } from '@surety/spec-lang';
import { type Attack, attackCode } from '../harness/attack-code.js';
import { type AdvanceRequest, invariantBroken, prenexClaim, prenexInvariant } from '../harness/claim-run.js';
import { type ConstructorRun, construct } from '../harness/construct.js';
import { type AnyClaim, failing, isFromDeployment } from '../harness/failure-claim.js';
import { runClaim } from '../harness/run-claim.js';
import {
  appendSteps,
  type ChainRecord,
  newRecord,
  type RecordedStep,
  restricted,
  type StepChoice,
  symbolicChain,
} from '../harness/symbolic-chain.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
} from '../harness/transaction.js';
import { addressFacts, linkedLeaves, worldOfSpec } from '../harness/world-of-spec.js';
import { hasQuotients } from '../ir/uses.js';
import { findModel, type SolvingLimits } from '../session/check-obligation.js';
import { construction, reachesOut } from '../session/construction.js';
import { type Session, specAssumptions } from '../session/session.js';
import { startStopwatch } from '../session/stopwatch.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { withInitialGhosts } from '../spec/ghosts.js';
import { SpecLimit } from '../spec/scope.js';
import { visitClaim } from '../spec/visit-spec.js';
import { afterGenesis } from '../symbolic/clock.js';
import { joinStates } from '../symbolic/join.js';
import type { State } from '../symbolic/state.js';
import { arbitraryState, type Instance, type TransactionContext, type World } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';
import { callsOut, failingStep, looksAtBalances } from './no-spec-search.js';
import { hashedInputs } from './search-hashes.js';
import { insideStep } from './search-inside.js';
import { MAXIMUM_ADVANCE, stuckStates } from './search-stuck.js';
import type { WinningMove } from './stuck.js';

/** A satisfiable search: what to replay. */
export interface Candidate {
  readonly world: World;
  readonly model: Model;
  readonly deployments: readonly ConstructorRun[];
  readonly afterDeployment: State;
  readonly steps: readonly SearchStep[];
  /** How many of the steps come before the claim's own program. */
  readonly prefix: number;
  readonly values: ReadonlyMap<SpecVariable, Term>;
  /** The claim is broken while the last transaction calls unknown code, not at its end. */
  readonly atCall: boolean;
  /** The claim is broken right after some write of the last transaction, not at its end. */
  readonly atWrite?: boolean;
  /** A clause of a function is broken by a call that unknown code makes during the last transaction. */
  readonly inside?: boolean;
  /** How many transactions each `any*` of the claim stands for. */
  readonly advances: readonly number[];
  /** The last deployment itself fails; there are no steps. */
  readonly atDeployment: boolean;
  /** When moves are to be made that lead to a goal. */
  readonly now?: TransactionContext | undefined;
  /** Tells the search of moves that lead to the goal from the state that was found. */
  readonly learn?: ((moves: readonly WinningMove[]) => void) | undefined;
}

export interface SearchStep {
  readonly choices: readonly StepChoice[];
  /** Ether forced into the first instance before the step. */
  readonly forced: Term | undefined;
  /** Before it the chain goes back to how it was after that many of the steps. */
  readonly backTo?: number;
}

export interface SearchOptions {
  readonly solver: SolverBackend;
  readonly limits: SolvingLimits;
  /** 'short' where an answer is a bonus: one strategy, realistic amounts. */
  readonly effort: 'full' | 'short';
  /** Most transactions before the claim's own program. */
  readonly maximumPrefix: number;
  readonly signal?: AbortSignal;
  readonly onPrefix?: (transactions: number) => void;
  /** Candidates that are found without a solver, asked for when short runs were searched; undefined where others may go on. */
  readonly tried?: (options: SearchOptions) => AsyncGenerator<Candidate | undefined>;
  /** When the solver may be asked for runs; what is tried comes before it. */
  readonly mayAsk?: Promise<void>;
  /** Attacks from states that are far from deployment. */
  readonly attacks?: (options: SearchOptions) => AsyncGenerator<Candidate>;
}

/** No new length of run is begun after this long. */
const SEARCH_MILLISECONDS = { full: 45_000, short: 15_000 };
/** Nor one with an attacker that does more than plain ones, after this long with it. */
const ELABORATE_MILLISECONDS = 8_000;
/** An attacker's choices are multiplied by what it may do: it does no more where there are more entry points. */
const MOST_ENTRIES = { inRow: 16, nested: 8 };

/** After such runs attacks begin in states reached by trying, where solvers find more of them hard. */
const ATTACKED_AFTER = 1;

/** After runs with so many transactions before the claim's own program, states reached by trying are looked at. */
const TRIED_AFTER = 1;

/** Where a search stands: the runs of some length. */
export interface Frontier {
  readonly state: State;
  /** Before the last step; undefined when there was none. */
  readonly before?: State;
  readonly steps: readonly SearchStep[];
  readonly facts: readonly Term[];
  readonly last: TransactionContext | undefined;
  /** States after writes of the last step that are not taken back, where they are asked for. */
  readonly writes?: readonly State[];
}

/** Candidates in order of length; the caller replays each and stops at the first that is real. */
export async function* searchRuns(
  session: Session,
  claim: AnyClaim,
  given: SearchOptions,
): AsyncGenerator<Candidate> {
  const watch = startStopwatch(given.solver);
  const options = { ...given, solver: watch.solver };
  let reenters = false;
  let waited = 0;
  // Of what is tried the rest comes last: after short runs of every kind.
  let unfinished: ReturnType<NonNullable<SearchOptions['tried']>> | undefined;
  let attacks = options.attacks?.(options);
  for (const variant of variantsOf(session, claim, options.effort, () => reenters)) {
    const begun = watch.milliseconds();
    const world = worldOfSpec(new TermBank(), session.spec, session.contracts, 'fixed');
    const deployed = deploy(session, world);
    if (claim.kind === 'failure' && variant.elaborate !== true) {
      const { runs, facts, pre } = deployed;
      const bad = world.bank.or(...runs.map((run) => failing(world.bank, run.effects, claim.place)));
      const model = await solve(world, bad, facts, options);
      const none = { steps: [], prefix: 0, values: new Map(), advances: [] };
      const steps = { ...none, atCall: false, atDeployment: true };
      if (model !== undefined) yield { world, model, deployments: runs, afterDeployment: pre, ...steps };
    }
    if (deployed.frontier === undefined) return;
    const afterDeployment = deployed.frontier.state;
    let frontier: Frontier = deployed.frontier;
    // Solvers find these hard, and trying does not.
    const quotients = [...session.contracts.values()].some(hasQuotients);
    // Nobody calls what was deployed before the claim's own program does; others have had a life of their own.
    const isFirst = isFromDeployment(claim);
    const lonely = isFirst && world.instances.every((instance) => instance.model === undefined);
    const trying =
      isFirst || variant.forced || variant.elaborate === true ? undefined : options.tried?.(options);
    unfinished ??= trying;
    if (trying !== undefined && options.mayAsk !== undefined) {
      yield* candidatesOf(trying);
      const before = watch.milliseconds();
      await options.mayAsk;
      waited += watch.milliseconds() - before;
    }
    // What is hard is asked again when others have had their turn.
    const hurried = quotients && trying !== undefined && options.mayAsk === undefined ? [0] : [];
    const most = lonely ? 0 : options.maximumPrefix;
    const lengths = [...hurried, ...Array.from({ length: most + 1 }, (_, i) => i)];
    let late = false;
    for (const [i, prefix] of lengths.entries()) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      // Budgets of queries decide; the clock only protects against very many hard ones.
      late = watch.milliseconds() - waited > SEARCH_MILLISECONDS[options.effort];
      if (late) break;
      if (variant.elaborate === true && watch.milliseconds() - begun > ELABORATE_MILLISECONDS) break;
      options.onPrefix?.(prefix);
      const asking = i < hurried.length ? hasty(options) : options;
      for (const attempt of attemptsAt(session, world, claim, frontier, variant)) {
        const steps = [...frontier.steps, ...attempt.steps];
        const facts = [...frontier.facts, ...attempt.facts];
        const model = await solve(world, attempt.bad, facts, asking, idleness(world, steps));
        if (model === undefined) continue;
        const { now, learn } = attempt;
        yield {
          world,
          model,
          now,
          learn: learn === undefined ? undefined : (moves) => learn(moves, model),
          deployments: deployed.runs,
          afterDeployment,
          steps,
          prefix: frontier.steps.length,
          values: attempt.values,
          atCall: attempt.atCall,
          ...(attempt.atWrite === true ? { atWrite: true } : {}),
          ...(attempt.inside === true ? { inside: true } : {}),
          advances: attempt.advances,
          atDeployment: false,
        };
      }
      // What is hard after a way of several transactions may be easy where trying has gone that way.
      if (quotients && prefix === ATTACKED_AFTER && i >= hurried.length && attacks !== undefined) {
        const before = watch.milliseconds();
        yield* attacks;
        waited += watch.milliseconds() - before;
        attacks = undefined;
      }
      // Longer ones are tried before a solver is asked for them.
      if (trying !== undefined && prefix === (quotients ? 0 : TRIED_AFTER))
        yield* candidatesOf(trying, !quotients);
      if (lengths[i + 1] === prefix) continue;
      const atWrites = claim.kind === 'invariant' && claim.moments === 'insideTransactions';
      frontier = extend(world, frontier, variant, undefined, { atWrites, onlyModels: isFirst });
      const last = frontier.steps[frontier.steps.length - 1];
      reenters ||= last?.choices.some((c) => c.run.effects.callOuts.some((call) => call.reentrant)) === true;
    }
    if (late) break;
  }
  if (unfinished !== undefined) yield* candidatesOf(unfinished);
  if (attacks !== undefined) yield* attacks;
}

/** What trying finds, up to where others may go on, or to its end. */
async function* candidatesOf(
  trying: AsyncGenerator<Candidate | undefined>,
  pausing = false,
): AsyncGenerator<Candidate> {
  for (;;) {
    const { value, done } = await trying.next();
    if (done === true || (value === undefined && pausing)) return;
    if (value !== undefined) yield value;
  }
}

/** A part of the budget, for a first look. */
function hasty(options: SearchOptions): SearchOptions {
  const { rlimit, wallMilliseconds } = options.limits;
  return { ...options, limits: { rlimit: rlimit / 4, wallMilliseconds: wallMilliseconds / 6 } };
}

export interface Variant {
  readonly attack: Attack;
  /** Ether is forced in before transactions. */
  readonly forced: boolean;
  /** The attacker does more than it mostly takes. */
  readonly elaborate?: boolean;
}

/**
 * Plain runs first; then with forced ether where the claim speaks of balances; then, where somebody can re-enter, with
 * two calls each time that unknown code is called, and with calls inside of calls.
 */
function* variantsOf(
  session: Session,
  claim: AnyClaim,
  effort: SearchOptions['effort'],
  reenters: () => boolean,
): Generator<Variant> {
  let speaksOfEther = claim.kind === 'failure' && [...session.contracts.values()].some(looksAtBalances);
  if (claim.kind !== 'failure') {
    visitClaim(claim, (e) => {
      if (e.kind === 'balance' || e.kind === 'etherFlow') speaksOfEther = true;
    });
  }
  yield { attack: { depth: 1 }, forced: false };
  if (speaksOfEther) yield { attack: { depth: 1, movesEther: true }, forced: true };
  // Of states in which one is stuck only the worst is asked for: how an attacker got there does not matter much.
  const stuck = claim.kind === 'reach' && claim.witness === undefined;
  if (effort !== 'full' || stuck || !reenters()) return;
  const entries = [...session.contracts.values()].flatMap((contract) =>
    contract.entries.filter((e) => e.mutability !== 'view' && e.mutability !== 'pure'),
  ).length;
  // What was paid out may have to be there again before more is paid.
  const pays =
    session.reach.entries.some((entry) => entry.sendsEther.size > 0) ||
    [...session.contracts.values()].some(looksAtBalances);
  if (!speaksOfEther && pays && claim.kind !== 'failure')
    yield { attack: { depth: 1, movesEther: true }, forced: true, elaborate: true };
  if (entries <= MOST_ENTRIES.inRow) yield { attack: { depth: 1, calls: 2 }, forced: false, elaborate: true };
  if (entries <= MOST_ENTRIES.nested) yield { attack: { depth: 2 }, forced: false, elaborate: true };
}

/** What is wrong after a claim's program; undefined where it cannot be said of the states at hand, as it can of arbitrary ones. */
export function badAfter(run: () => Term): Term | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpecLimit)) throw error;
    return undefined;
  }
}

/** A question to the solver, and what an answer means. */
export interface Attempt {
  readonly bad: Term;
  readonly facts: readonly Term[];
  readonly steps: readonly SearchStep[];
  readonly values: ReadonlyMap<SpecVariable, Term>;
  readonly atCall: boolean;
  readonly atWrite?: boolean;
  readonly inside?: boolean;
  readonly advances: readonly number[];
  readonly now?: TransactionContext | undefined;
  readonly learn?: ((moves: readonly WinningMove[], model: Model) => void) | undefined;
}

/** The questions whether a claim is broken where a search stands. */
export function* attemptsAt(
  session: Session,
  world: World,
  claim: AnyClaim,
  frontier: Frontier,
  variant: Variant,
): Generator<Attempt> {
  const { bank } = world;
  const inert = { run: (_frame: unknown, s: State): State => s };
  if (claim.kind === 'failure') {
    const facts: Term[] = [];
    const { state, forced } = forcedInto(world, frontier.state, variant, facts);
    const step = failingStep(world, claim, state, frontier.last, variant.attack, (s) => ordinary(world, s));
    const steps = [{ choices: step.choices, forced }];
    yield {
      bad: step.bad,
      facts: [...facts, ...step.facts],
      steps,
      values: new Map(),
      atCall: false,
      advances: [],
    };
    return;
  }
  if (claim.kind === 'invariant') {
    const { values, facts } = arbitraryVariables(world, prenexInvariant(claim).parameters);
    yield {
      bad: invariantBroken(world, claim, frontier.state, values, inert, frontier.before),
      facts,
      steps: [],
      values,
      atCall: false,
      advances: [],
    };
    if (claim.moments === 'betweenTransactions') return;
    const last = frontier.steps[frontier.steps.length - 1];
    const calls = (last?.choices ?? []).flatMap((c) =>
      c.run.effects.callOuts.filter((call) => call.reentrant),
    );
    const atCalls = bank.or(
      ...calls.map(({ state }) =>
        invariantBroken(world, claim, state, values, inert, frontier.before, 'passed'),
      ),
    );
    yield { bad: atCalls, facts, steps: [], values, atCall: true, advances: [] };
    if (claim.moments !== 'insideTransactions' || frontier.writes === undefined) return;
    const atWrites = bank.or(
      ...frontier.writes.map((state) =>
        invariantBroken(world, claim, state, values, inert, frontier.before, 'passed'),
      ),
    );
    const ends = bank.and(frontier.state.path.all, atWrites);
    yield { bad: ends, facts, steps: [], values, atCall: false, atWrite: true, advances: [] };
    return;
  }
  const open = prenexClaim(claim);
  const { values, facts: given } = arbitraryVariables(world, open.variables);
  const facts = [...given];
  if (claim.kind === 'reach' && claim.witness === undefined) {
    const extended = (current: Frontier, request: AdvanceRequest): Frontier =>
      extend(world, current, variant, request);
    yield* stuckStates(world, session.spec, claim, frontier, extended, values, facts);
    return;
  }
  // Before the first call after deployment ether may come as it does before every other.
  const begun = isFromDeployment(claim)
    ? forcedInto(world, frontier.state, variant, facts)
    : { state: frontier.state, forced: undefined };
  const stars = numberOfAdvances(claim);
  for (let length = stars === 0 ? MAXIMUM_ADVANCE : 0; length <= MAXIMUM_ADVANCE; length++) {
    const record = newRecord(frontier.last);
    const steps: SearchStep[] = [];
    const chain = symbolicChain(world, record, attackCode(variant.attack), (request) =>
      othersAct(world, record, variant, request, length),
    );
    const bad = badAfter(() => runClaim(world, open.claim, begun.state, values, chain, inert).bad);
    if (bad === undefined) continue;
    steps.push(...record.steps.map((s) => searchStep(s, frontier.steps.length)));
    const [head] = steps;
    if (head !== undefined && begun.forced !== undefined)
      steps[0] = { ...head, forced: bank.add(begun.forced, head.forced ?? bank.int(0n)) };
    const advances = Array.from({ length: stars }, () => length);
    yield { bad, facts: [...facts, ...record.facts], steps, values, atCall: false, advances };
  }
  const inRow = variant.attack.calls ?? 1;
  if (open.claim.kind !== 'function' || (variant.elaborate === true && inRow === 1)) return;
  const { state, forced } = forcedInto(world, frontier.state, variant, facts);
  const by = (sender: Term): Term => ordinary(world, sender);
  const step = insideStep(world, open.claim, state, frontier.last, values, by, inRow - 1);
  yield {
    bad: step.bad,
    facts: [...facts, ...step.facts],
    steps: [{ choices: step.choices, forced }],
    values,
    atCall: false,
    inside: true,
    advances: [],
  };
}

/** The state after others made so many transactions, which are recorded. */
export function othersAct(
  world: World,
  record: ChainRecord,
  variant: Variant,
  request: AdvanceRequest,
  length: number,
): State {
  let current: Frontier = { state: request.state, steps: [], facts: [], last: record.last };
  for (let i = 0; i < length; i++) current = extend(world, current, variant, request);
  record.facts.push(...current.facts);
  appendSteps(record, current.steps);
  record.last = current.last;
  return current.state;
}

/** How often a claim lets others act. */
export function numberOfAdvances(claim: AnyClaim): number {
  if (claim.kind === 'rule' || claim.kind === 'possible')
    return claim.body.filter((x) => x.kind === 'anyNumber').length;
  if (claim.kind !== 'reach' || claim.others === undefined) return 0;
  return (claim.witness ?? []).filter((x) => x.kind === 'call').length;
}

/** A step of a claim's own program, which begins after `before` others. */
export function searchStep(step: RecordedStep, before: number): SearchStep {
  const forced = 'forced' in step ? (step.forced as Term | undefined) : undefined;
  const { choices, backTo } = step;
  return backTo === undefined ? { choices, forced } : { choices, forced, backTo: before + backTo };
}

/** The deployments that begin a run. */
export interface Deployed {
  readonly runs: readonly ConstructorRun[];
  readonly facts: readonly Term[];
  /** Before the deployments. */
  readonly pre: State;
  /** Undefined when a deployment always fails; then it is the last of `runs`. */
  readonly frontier: Frontier | undefined;
}

/** Deploys every instance: first those whose constructors call nobody, then link targets, and what changes others last. */
export function deploy(session: Session, world: World): Deployed {
  const { bank } = world;
  const facts: Term[] = [...addressFacts(world)];
  let state = arbitraryState(world);
  // Nothing lies at the addresses before: any ether there comes later, as forced ether.
  for (const instance of world.instances)
    state = { ...state, balances: bank.store(state.balances, instance.address, bank.int(0n)) };
  const pre = state;
  const runs: ConstructorRun[] = [];
  let last: TransactionContext | undefined;
  for (const instance of deploymentOrder(session, world)) {
    if (instance === world.instances[0]) state = withInitialGhosts(world, session.spec, state);
    const context = arbitraryContext(world, facts, last);
    facts.push(afterGenesis(world, context));
    last = context;
    const deployer = arbitrarySender(world, facts, 'deployer');
    facts.push(ordinary(world, deployer));
    const run = construct(world, {
      state,
      instance,
      sender: deployer,
      value: instance.contract.constructorPayable ? arbitraryAmount(world, 'value') : bank.int(0n),
      context,
      unknownCode: attackCode({ depth: 0 }),
    });
    runs.push(run);
    if (run.post === undefined) return { runs, facts, pre, frontier: undefined };
    state = run.post;
  }
  const linked = linkedLeaves(world, session.spec).map(({ key, target }) =>
    bank.eq(state.storage.get(key) as Term, target),
  );
  state = restricted(world, state, bank.and(...linked));
  world.initial = state;
  facts.push(...specAssumptions(world, session.spec, state));
  return { runs, facts, pre, frontier: { state, steps: [], facts, last } };
}

/** Senders in a trace lie beyond the precompiled contracts. */
function ordinary(world: World, sender: Term): Term {
  return world.bank.le(world.bank.int(0x10000n), sender);
}

function deploymentOrder(session: Session, world: World): readonly Instance[] {
  const targets = new Set(session.spec.links.map((link) => link.target));
  const far = new Set(
    session.world.instances.filter((i) => reachesOut(session, construction(session, i))).map((i) => i.alias),
  );
  const rank = ({ alias, contract }: Instance): number => {
    if (!callsOut(contract, { function: contract.construct })) return targets.has(alias) ? 0 : 1;
    return targets.has(alias) ? (far.has(alias) ? 3 : 2) : far.has(alias) ? 5 : 4;
  };
  return [...world.instances].sort((a, b) => rank(a) - rank(b));
}

/** One more transaction by anyone (that `request` allows) to any entry point that can change something. */
export function extend(
  world: World,
  frontier: Frontier,
  variant: Variant,
  request?: AdvanceRequest,
  { atWrites = false, onlyModels = false } = {},
): Frontier {
  const { bank } = world;
  const facts = [...frontier.facts];
  const context = arbitraryContext(world, facts, frontier.last);
  const sender = arbitrarySender(world, facts);
  facts.push(ordinary(world, sender));
  const value = arbitraryAmount(world, 'value');
  const { state: given, forced } = forcedInto(world, frontier.state, variant, facts);
  const state =
    request?.senderCondition === undefined
      ? given
      : restricted(world, given, request.senderCondition(sender, given));
  const pick = bank.fresh('pick', bank.int(0n).sort);
  const choices: StepChoice[] = [];
  const writes: State[] = [];
  if (atWrites) world.onWrite = (written) => writes.push(written);
  for (const instance of world.instances) {
    if (onlyModels && instance.model === undefined) continue;
    for (const entry of instance.contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      if (request !== undefined && instance === request.instance && !request.allowed(entry)) continue;
      const chosen = bank.eq(pick, bank.int(BigInt(choices.length)));
      const run = runTransaction(world, {
        state: restricted(world, state, chosen),
        instance,
        entry,
        sender,
        value: entry.payable ? value : bank.int(0n),
        context,
        unknownCode: attackCode(variant.attack),
      });
      if (run.post !== undefined && forgesSignature(run.post)) continue;
      if (onlyModels && run.effects.callOuts.length > 0) continue;
      choices.push({ chosen, run });
    }
  }
  world.onWrite = undefined;
  const next = joinStates(
    bank,
    state.path,
    choices.map((c) => c.run.post).filter((s) => s !== undefined),
  );
  return {
    state: next ?? restricted(world, state, bank.false_),
    before: state,
    steps: [...frontier.steps, { choices, forced }],
    facts,
    last: context,
    ...(atWrites ? { writes } : {}),
  };
}

/** The state after ether was forced into the first instance, where the variant says so. */
function forcedInto(
  world: World,
  state: State,
  variant: Variant,
  facts: Term[],
): { readonly state: State; readonly forced: Term | undefined } {
  const [first] = world.instances;
  if (!variant.forced || first === undefined) return { state, forced: undefined };
  const { bank } = world;
  const forced = arbitraryAmount(world, 'forced');
  facts.push(bank.le(forced, bank.int(10n ** 24n)));
  const after = bank.add(bank.select(state.balances, first.address), forced);
  return { state: { ...state, balances: bank.store(state.balances, first.address, after) }, forced };
}

/** Realistic amounts are tried first: bounded nonlinear searches end sooner. Then anything goes. */
const REALISTIC = 10n ** 20n;
/** A found run is looked for again with small numbers, so that traces are readable. */
const READABLE = 100n;

/** A model of a bad end, with small and realistic numbers if there is one. */
export async function solve(
  world: World,
  bad: Term,
  facts: readonly Term[],
  options: SearchOptions,
  /** What is better true in what is shown, and need not be. */
  preferred: readonly Term[] = [],
): Promise<Model | undefined> {
  options.signal?.throwIfAborted();
  // Byte strings that are written out have hashes and lengths that a replay agrees with.
  for (const texts of [['a'], ['a', 'b', 'c', 'd']]) {
    const { map, symbols } = writtenOut(world, [bad, ...facts], texts);
    if (map.size === 0) break;
    const put = (term: Term): Term => substitute(world.bank, term, map);
    const model = await solveHashed(world, put(bad), facts.map(put), options, preferred.map(put));
    if (model !== undefined) return { ...model, symbols: new Map([...model.symbols, ...symbols]) };
  }
  return solveHashed(world, bad, facts, options, preferred);
}

/** A model in which hashes of inputs are theirs, if there is one. */
async function solveHashed(
  world: World,
  bad: Term,
  facts: readonly Term[],
  options: SearchOptions,
  preferred: readonly Term[],
): Promise<Model | undefined> {
  const found = await solveFor(world, bad, facts, options, preferred);
  if (found === undefined) return undefined;
  const { map, symbols } = hashedInputs(world, [bad, ...facts], found);
  if (map.size === 0) return found;
  const put = (term: Term): Term => substitute(world.bank, term, map);
  const model = await solveFor(world, put(bad), facts.map(put), options, preferred.map(put));
  return model === undefined ? found : { ...model, symbols: new Map([...model.symbols, ...symbols]) };
}

/** All byte strings in sight as short texts, taken in turn. */
function writtenOut(
  world: World,
  terms: readonly Term[],
  texts: readonly string[],
): { readonly map: ReadonlyMap<Term, Term>; readonly symbols: Model['symbols'] } {
  const map = new Map<Term, Term>();
  const symbols = new Map<string, string>();
  for (const symbol of freeSymbols(terms)) {
    if (symbol.sort.kind !== 'bytes') continue;
    const contents = Buffer.from(texts[map.size % texts.length] as string, 'utf8').toString('hex');
    map.set(symbol, world.bank.bytes(contents));
    symbols.set(symbol.name, contents);
  }
  return { map, symbols };
}

async function solveFor(
  world: World,
  bad: Term,
  facts: readonly Term[],
  options: SearchOptions,
  preferred: readonly Term[],
): Promise<Model | undefined> {
  if (bad === world.bank.false_) return undefined;
  const ask = async (
    limit: bigint | undefined,
    share: number,
    more: readonly Term[] = [],
  ): Promise<Model | undefined> => {
    const small = limit === undefined ? [] : smallInputs(world, [bad, ...facts], limit);
    const script = buildScript(world, { hypotheses: [], facts: [...facts, ...small, ...more], bad });
    const { rlimit, wallMilliseconds } = options.limits;
    const budget = { rlimit: Math.floor(rlimit * share), wallMilliseconds };
    return findModel(script, options.solver, budget, options.effort, options.signal);
  };
  const realistic = await ask(REALISTIC, 1 / 2);
  const found = realistic ?? (options.effort === 'full' ? await ask(undefined, 1 / 2) : undefined);
  if (found === undefined) return undefined;
  const plain = preferred.length === 0 ? undefined : await ask(READABLE, 1 / 8, preferred);
  return plain ?? (await ask(READABLE, 1 / 8)) ?? found;
}

/** That called code does nothing but accept or refuse: a run without its doings is easier to follow. */
function idleness({ bank }: World, steps: readonly SearchStep[]): readonly Term[] {
  const calls = steps.flatMap((step) => step.choices.flatMap((choice) => choice.run.effects.callOuts));
  return calls.flatMap(({ callbacks, passes }) => [
    ...callbacks.map((callback) => bank.not(callback.chosen)),
    ...passes.map((pass) => bank.eq(pass.amount, bank.int(0n))),
  ]);
}

/** A model can make a signature valid, a run cannot: transactions that need one are left out of the search. */
function forgesSignature(post: State): boolean {
  return functionSymbols([post.path.all]).some((fn) => fn.name.startsWith('ecrecover'));
}

/** All integer inputs in sight at most `limit` (addresses are left alone). */
function smallInputs(world: World, terms: readonly Term[], limit: bigint): readonly Term[] {
  const small: Term[] = [];
  visitTerms(terms, (term) => {
    const meaning = world.meanings.get(term);
    if (
      term.kind !== 'symbol' ||
      meaning === undefined ||
      meaning.dimensions.length > 0 ||
      meaning.type.kind !== 'int'
    )
      return;
    small.push(world.bank.le(term, world.bank.int(limit)));
  });
  return small;
}
