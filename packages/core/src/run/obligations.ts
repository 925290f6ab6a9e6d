// The obligations of a claim. An invariant: initiation by the constructor, consecution by every entry point of every
// contract in scope and by ether forced in, and truth at every outgoing call that can re-enter. If all are
// unsatisfiable the invariant holds after deployment, after every transaction and whenever unknown code runs.

import { freeSymbols, INT, substitute, type Term } from '@surety/solvers';
import {
  type Claim,
  type FunctionClaim,
  GHOST,
  type InvariantClaim,
  type PossibleClaim,
  type ReachClaim,
  type RuleClaim,
  type SpecExpression,
  type SpecVariable,
} from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import { anyStateAfter, arbitraryStateAfter } from '../harness/advance.js';
import {
  type AdvanceRequest,
  type Chain,
  invariantBroken,
  prenexClaim,
  prenexInvariant,
  scopeAt,
} from '../harness/claim-run.js';
import { type AnyClaim, isFromDeployment } from '../harness/failure-claim.js';
import { othersMove, premises, premisesAtBlock } from '../harness/reach-run.js';
import { runClaim } from '../harness/run-claim.js';
import { someMovesWork } from '../harness/strategy.js';
import { type ChainRecord, givenTo, newRecord, opened, symbolicChain } from '../harness/symbolic-chain.js';
import { arbitraryContext, type TransactionRun } from '../harness/transaction.js';
import { withFreshTransient, withoutTransient } from '../harness/transient.js';
import { type Havoc, havocCode } from '../harness/unknown-code.js';
import type { EntryPoint } from '../ir/ir.js';
import type { Obligation } from '../obligation/obligation.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import { withGiven } from '../spec/given.js';
import { isLookedAt } from '../spec/observer.js';
import type { SpecScope } from '../spec/scope.js';
import { sameExpression, visitExpression } from '../spec/visit-spec.js';
import { CLOCK_KEYS, isInBlock } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { freshBalances, type Instance, type TransactionContext, type World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { construction, reachesOut } from './construction.js';
import { idleInside } from './infer-relations.js';
import { allDeployed, isJoint } from './joint-initiation.js';
import { triedOfRounds } from './kept-by-rounds.js';
import { failureObligations } from './no-spec-obligations.js';
import { rawWrites } from './raw-writes.js';
import { assumeRelation, type Idle } from './relation.js';
import {
  assumeAsked,
  assumeInvariant,
  entryRun,
  lemmasOf,
  momentsOfCalls,
  type Session,
  specAssumptions,
} from './session.js';
import { isTrustClaim, trustObligation } from './trusted.js';

/** Does `work` with another state after deployment. */
export function withInitial<T>(world: World, initial: State, work: () => T): T {
  const before = world.initial;
  world.initial = initial;
  try {
    return work();
  } finally {
    world.initial = before;
  }
}

/** All obligations of a claim, in a stable order. Throws SpecLimit where the model lacks something. */
export function obligationsOf(session: Session, claim: AnyClaim): readonly Obligation[] {
  switch (claim.kind) {
    case 'failure':
      return failureObligations(session, claim);
    case 'invariant':
      return invariantObligations(session, claim);
    case 'reach':
      if (claim.witness === undefined)
        return [strategyObligation(session, claim), ...rawWrites(session, claim.name)];
      return [programObligation(session, claim), ...rawWrites(session, claim.name)];
    case 'function':
      if (isTrustClaim(claim)) return [trustObligation(session, claim), ...rawWrites(session, claim.name)];
      return [
        programObligation(session, claim),
        ...(insideDiffers(session, claim) ? [programObligation(session, claim, 'inside')] : []),
        ...rawWrites(session, claim.name),
      ];
    case 'rule':
      return [
        programObligation(session, claim),
        ...(claim.everyCall && insideDiffers(session, claim)
          ? [programObligation(session, claim, 'inside')]
          : []),
        ...rawWrites(session, claim.name),
      ];
    case 'possible':
      return [programObligation(session, claim), ...rawWrites(session, claim.name)];
    default:
      return claim satisfies never;
  }
}

function invariantObligations(session: Session, claim: InvariantClaim): readonly Obligation[] {
  const { world } = session;
  const { parameters } = prenexInvariant(claim);
  const { values, facts } = arbitraryVariables(world, parameters, session.sharedValues);
  const obligations: Obligation[] = isJoint(session, claim)
    ? [jointInitiation(session, claim, values, facts)]
    : [initiation(session, claim, values, facts), ...otherDeployments(session, claim, values, facts)];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (claim.except.some((f) => f.signature === entry.signature && instance.alias === claim.contract))
        continue;
      for (const when of momentsOfCalls(session))
        obligations.push(...consecution(session, claim, instance, entry, when, values, facts));
    }
  }
  obligations.push(otherEther(session, claim, values, facts));
  return obligations;
}

/** What `preserved by` assumes of a call of this entry point. */
function preservedBy(
  session: Session,
  claim: InvariantClaim,
  entry: EntryPoint,
  run: TransactionRun,
): readonly Hypothesis[] {
  const { world } = session;
  const { bank } = world;
  return claim.preserved
    .filter((p) => p.function.signature === entry.signature && run.instance.alias === claim.contract)
    .flatMap((p) => {
      const given = withGiven({ variables: new Map() }, p.parameters, givenTo(run).arguments);
      const scope: SpecScope = {
        ...scopeAt(world, run.instance, run.pre, given.variables, { run: (_frame, s) => s }),
        ...given,
        transaction: { ...run.context, sender: run.sender, value: run.value },
      };
      return p.conditions.map((condition): Hypothesis => {
        const { term, defined } = evaluateSpec(scope, condition);
        return {
          name: `${claim.name}: assumed of ${entry.signature}`,
          guard: bank.true_,
          variables: [],
          body: bank.implies(defined, term),
        };
      });
    });
}

/** The claim is kept by an entry point, and true whenever that calls unknown code. */
function consecution(
  session: Session,
  claim: InvariantClaim,
  instance: Instance,
  entry: EntryPoint,
  when: 'first' | 'inside',
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): readonly Obligation[] {
  const { world } = session;
  const shared = entryRun(session, instance, entry, when);
  const { run, havocs } = shared;
  // Unless it is about the time between transactions, the call may be one inside another.
  const moments = claim.moments === 'betweenTransactions' ? 'between transactions' : 'any';
  const name = `${instance.alias}.${entry.signature}`;
  const [path, moment] = when === 'first' ? ['', ''] : ['/inside', ' inside a transaction'];
  const hypotheses = [
    ...assumptions(session, claim, session.anyState, world.bank.true_, 'before', true, moments, [run]),
    ...atHavocs(session, claim, havocs),
    ...preservedBy(session, claim, entry, run),
    ...(run.post === undefined
      ? []
      : assumptions(session, claim, run.post, run.post.path.all, 'after', false, moments, [], true)),
  ];
  const common = {
    entry: name,
    hypotheses,
    facts: [...session.facts, ...shared.facts, ...facts, boundaryOrBlock(session, claim, run)],
    incomplete: run.effects.incomplete,
    ...triedOfRounds(
      session,
      [claim, ...lemmasOf(session, claim)],
      run.effects.incomplete,
      claim.moments === 'insideTransactions' ? session.anyState : undefined,
    ),
    reached: undefined,
    choices: [{ chosen: world.bank.true_, run }],
  };
  const obligations: Obligation[] = [
    {
      ...common,
      id: `${claim.name}/${name}/kept${path}`,
      description: `kept by ${name}${moment}`,
      bad:
        run.post === undefined || !touches(session, claim, run.post)
          ? world.bank.false_
          : broken(session, claim, run.post, values, session.anyState),
    },
  ];
  if (claim.moments === 'insideTransactions' && run.post !== undefined) {
    // What is taken back by a revert was never there for anyone.
    const succeeds = run.post.path.all;
    // A round that stands for later ones need not be the last: its writes count whether or not the loop ends with it.
    const standing = new Set<Term>(run.effects.incomplete.flatMap(({ beyond }) => beyond ?? []));
    const writes = shared.writes.map((state) => {
      const wrong = broken(session, claim, state, values, session.anyState);
      const isLast = !freeSymbols([state.path.all]).some((symbol) => standing.has(symbol));
      return isLast ? world.bank.and(succeeds, wrong) : wrong;
    });
    obligations.push({
      ...common,
      id: `${claim.name}/${name}/at-writes${path}`,
      description: `true at every write of ${name}${moment}`,
      bad: world.bank.or(...writes),
    });
  }
  const { callsOut } = shared;
  if (callsOut.length > 0 && claim.moments !== 'betweenTransactions') {
    const { bank } = world;
    const at = callsOut.map(({ call, looked }) =>
      bank.and(looked, broken(session, claim, call.state, values, session.anyState)),
    );
    obligations.push({
      ...common,
      id: `${claim.name}/${name}/at-calls${path}`,
      description: `true whenever ${name} calls unknown code${moment}`,
      hypotheses: [
        ...assumptions(session, claim, session.anyState, bank.true_, 'before', true, moments, [run]),
        // Only what came back from earlier calls may be used: that this call is made in order is the question.
        ...atHavocs(session, claim, havocs, (i) =>
          bank.or(...callsOut.filter((c) => c.havoc > i).map((c) => c.looked)),
        ),
        ...preservedBy(session, claim, entry, run),
      ],
      bad: bank.or(...at),
    });
  }
  return obligations;
}

/**
 * A call begins a transaction, and then what is known to hold between transactions holds, or it is made during one that is
 * under way, and then in its block. A lock that is open between transactions is held in one block only.
 */
function boundaryOrBlock(session: Session, claim: Claim, { context }: TransactionRun): Term {
  const { bank, world, anyState } = session;
  const sameBlock = isInBlock(world, anyState, context);
  if (sameBlock === bank.true_) return sameBlock;
  const boundary = lemmasOf(session, claim)
    .filter((lemma) => lemma.moments === 'betweenTransactions' && lemma !== claim)
    .map((lemma) => assumeInvariant(world, lemma, anyState, bank.true_, 'before'))
    .filter(({ variables }) => variables.length === 0);
  return bank.or(sameBlock, bank.and(...boundary.map(({ body }) => body)));
}

/** Whether a transaction changes anything that a claim speaks of; if not, the claim is kept. */
function touches(session: Session, claim: InvariantClaim, post: State): boolean {
  const { anyState: before, world } = session;
  if (!changesOf.has(post)) changesOf.set(post, changes(before, post));
  const changed = changesOf.get(post);
  if (changed === undefined) return true;
  if (changed.size === 0) return false;
  // What the claim says before the transaction depends on these symbols alone, and what it says after on their new values.
  // Views that it calls meet some block and sender, which no obligation chooses: it is claimed and assumed of all of them.
  const { body } = assumeInvariant(world, claim, before, world.bank.true_, 'before');
  const speaksOf = symbolsOf.get(body) ?? freeSymbols([body]);
  symbolsOf.set(body, speaksOf);
  return speaksOf.some((symbol) => changed.has(symbol));
}

const symbolsOf = new WeakMap<Term, readonly Term[]>();
/** What states change of the arbitrary state of their session. */
const changesOf = new WeakMap<State, ReadonlySet<Term> | undefined>();

/** The symbols of a state that have new values after a transaction; undefined where something that is no symbol has one. */
function changes(before: State, after: State): ReadonlySet<Term> | undefined {
  const pairs: (readonly [Term, Term | undefined])[] = [
    [before.balances, after.balances],
    ...[...before.storage].map(([key, term]) => [term, after.storage.get(key)] as const),
    ...[...before.totals].map(([id, term]) => [term, after.totals.get(id)] as const),
  ];
  const changed = new Set<Term>();
  for (const [was, is] of pairs) {
    if (was === is) continue;
    if (was.kind !== 'symbol') return undefined;
    changed.add(was);
  }
  return changed;
}

function broken(
  session: Session,
  claim: InvariantClaim,
  state: State,
  values: ReadonlyMap<SpecVariable, Term>,
  old: State = state,
): Term {
  return invariantBroken(session.world, claim, state, values, { run: (_frame, s) => s }, old);
}

/**
 * When something is assumed. What is claimed between transactions only says nothing about the state that a call inside one
 * meets, and what is claimed of another contract nothing about the time before it was deployed.
 */
type Moment = 'any' | 'between transactions' | 'while deploying';

/** The claim itself (if asked for) and its lemmas, assumed in a state; what they say of views, of `runs` as well. */
function assumptions(
  session: Session,
  claim: Claim,
  state: State,
  guard: Term,
  where: string,
  own: boolean,
  moment: Moment = 'between transactions',
  runs: readonly TransactionRun[] = [],
  later = false,
): readonly Hypothesis[] {
  const lemmas = lemmasOf(session, claim).filter((lemma) => {
    switch (moment) {
      case 'between transactions':
        return true;
      case 'any':
        return lemma.moments !== 'betweenTransactions';
      case 'while deploying':
        // A joint lemma says nothing before the last deployment.
        return (
          (lemma.contract === claim.contract && !isJoint(session, lemma)) ||
          session.modelLemmas.includes(lemma)
        );
      default:
        return moment satisfies never;
    }
  });
  const all = own && claim.kind === 'invariant' ? [claim, ...lemmas] : lemmas;
  // Of a later state nothing is said again that is the same of the one before.
  const assumed = later ? all.filter((i) => isLookedAt(i.condition) || touches(session, i, state)) : all;
  return assumed.flatMap((invariant) => [
    assumeInvariant(session.world, invariant, state, guard, where),
    ...assumeAsked(session.world, invariant, state, guard, where, runs),
  ]);
}

/** What is known when unknown code returned; `when` says for each return whether it may be used. */
function atHavocs(
  session: Session,
  claim: Claim,
  havocs: readonly Havoc[],
  when: (index: number) => Term = () => session.bank.true_,
): readonly Hypothesis[] {
  return havocs.flatMap((havoc, i) => {
    const guard = havoc.aside ? havoc.guard : session.bank.and(havoc.guard, when(i));
    if (havoc.constructing !== undefined || guard === session.bank.false_) return [];
    const usable: Havoc = { ...havoc, guard };
    // What is claimed between transactions may be untrue while one is under way.
    const own = claim.kind === 'invariant' && claim.moments !== 'betweenTransactions';
    return [
      ...assumptions(
        session,
        claim,
        havoc.state,
        guard,
        `after outgoing call ${i + 1}`,
        own,
        'any',
        [],
        true,
      ),
      ...keptByOthers(session, claim, usable, i),
      ...across(session, havoc.before, havoc.state, guard, idleInside(session.world), havoc.transaction),
    ];
  });
}

/** What every activation keeps of how things were, all of them together keep: for relations that are reflexive and transitive. */
function keptByOthers(session: Session, claim: Claim, havoc: Havoc, i: number): readonly Hypothesis[] {
  if (claim.kind !== 'invariant' || claim.moments !== 'insideTransactions' || !isPreorder(claim.condition))
    return [];
  const where = `through outgoing call ${i + 1}`;
  return [assumeInvariant(session.world, claim, havoc.state, havoc.guard, where, havoc.before)];
}

/** `x == old(x)`, `x <= old(x)` and the like, and conjunctions of them. */
function isPreorder(condition: SpecExpression): boolean {
  if (condition.kind === 'same') return condition.state === undefined;
  if (condition.kind === 'unary' && condition.operator === '!') {
    const { operand } = condition;
    return operand.kind === 'binary' && operand.operator === '!=' && isOldOf(operand.left, operand.right);
  }
  if (condition.kind !== 'binary') return false;
  const { operator, left, right } = condition;
  if (operator === '&&') return isPreorder(left) && isPreorder(right);
  return ['==', '<=', '>='].includes(operator) && isOldOf(left, right);
}

/** Whether one of two expressions is the old value of the other; all else in them must be parameters. */
function isOldOf(a: SpecExpression, b: SpecExpression): boolean {
  const [now, before] = a.kind === 'old' ? [b, a.operand] : b.kind === 'old' ? [a, b.operand] : [];
  if (now === undefined || before === undefined) return false;
  let keysAreFixed = true;
  visitExpression(now, (e) => {
    if (e.kind === 'old') keysAreFixed = false;
    if (e.kind === 'index' && e.index.kind !== 'variable' && e.index.kind !== 'literal') keysAreFixed = false;
  });
  return keysAreFixed && sameExpression(now, before);
}

/** Relations from a state to one that others' activations led to, all in `block` where that is given. */
function across(
  session: Session,
  before: State,
  after: State,
  guard: Term,
  idle: Idle | undefined,
  block?: TransactionContext,
): readonly Hypothesis[] {
  // Written down once for all candidates of the session that are asked about.
  const { relations, reach } = session;
  const all = acrossOf.get(after) ?? [];
  acrossOf.set(after, all);
  const isSame = (one: Across): boolean =>
    one.relations === relations && one.before === before && one.guard === guard && one.block === block;
  const known = all.find(isSame);
  if (known !== undefined) return known.hypotheses;
  const hypotheses = relations.flatMap((r) => assumeRelation(reach, r, before, after, guard, block, idle));
  all.push({ relations, before, guard, block, hypotheses });
  return hypotheses;
}

/** Who makes no call during any number of transactions: plain accounts that may not send one. */
function idleThroughout({ world, reach }: Session, { senderCondition }: AdvanceRequest): Idle | undefined {
  const { bank } = world;
  if (senderCondition === undefined || !world.tellsEoasApart) return undefined;
  // Asked of anybody, in a state of which nothing is known; what depends on that state is no answer.
  const anybody = bank.fresh('account', INT);
  const asked = senderCondition(anybody, reach.state);
  const { storage, totals, balances } = reach.state;
  const ofState = new Set(freeSymbols([...storage.values(), ...totals.values(), balances]));
  if (freeSymbols([asked]).some((symbol) => ofState.has(symbol))) return undefined;
  return (account) =>
    bank.and(bank.call(IS_EOA, [account]), bank.not(substitute(bank, asked, new Map([[anybody, account]]))));
}

interface Across extends Pick<Session, 'relations'> {
  readonly before: State;
  readonly guard: Term;
  readonly block: TransactionContext | undefined;
  readonly hypotheses: readonly Hypothesis[];
}

/** Relations that were assumed, by the state that they lead to. */
const acrossOf = new WeakMap<State, Across[]>();

function initiation(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world } = session;
  const { bank } = world;
  const self = instanceOf(world, claim.contract);
  const { run, facts: own } = construction(session, self);
  // Where constructors reach each other, the others may not have been deployed when this one was.
  const moment = world.instances.some((i) => i !== self && reachesOut(session, construction(session, i)))
    ? 'while deploying'
    : 'between transactions';
  return {
    id: `${claim.name}/${self.alias}/constructor`,
    description: `established by the constructor of ${self.alias}`,
    entry: `${self.alias}.constructor`,
    hypotheses:
      run.post === undefined
        ? []
        : assumptions(session, claim, run.post, run.post.path.all, 'after', false, moment),
    facts: [...session.factsBefore, ...own, ...facts],
    bad:
      run.post === undefined
        ? bank.false_
        : withInitial(world, run.post, () => broken(session, claim, run.post as State, values)),
    incomplete: run.effects.incomplete,
    ...triedOfRounds(session, [claim, ...lemmasOf(session, claim)], run.effects.incomplete),
    reached: [run.post?.path.all ?? bank.false_],
    choices: [],
  };
}

/** A claim over several contracts holds when all of them are deployed. */
function jointInitiation(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world, bank } = session;
  const { post, facts: given, incomplete } = allDeployed(session);
  return {
    id: `${claim.name}/all deployed/constructor`,
    description: 'established when all contracts are deployed',
    entry: 'the constructors',
    hypotheses: post === undefined ? [] : assumptions(session, claim, post, post.path.all, 'after', false),
    facts: [...session.factsBefore, ...given, ...facts],
    bad:
      post === undefined ? bank.false_ : withInitial(world, post, () => broken(session, claim, post, values)),
    incomplete,
    reached: [post?.path.all ?? bank.false_],
    choices: [],
  };
}

/**
 * Constructors of the other contracts, as far as they reach beyond themselves: these calls come from an address that sends
 * no transaction. Before, the claim held whatever that contract's storage was, for nothing had run there.
 */
function otherDeployments(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): readonly Obligation[] {
  const { world, beforeAny, bank } = session;
  return world.instances.flatMap((instance): readonly Obligation[] => {
    if (instance.alias === claim.contract) return [];
    const deployment = construction(session, instance);
    const { run, facts: given } = deployment;
    const { post } = run;
    if (post === undefined || !reachesOut(session, deployment)) return [];
    const isOwn = (key: string): boolean => key.startsWith(`${instance.alias}/`);
    const before = (now: State): State => ({
      ...beforeAny,
      path: now.path,
      storage: new Map(
        [...beforeAny.storage].map(([key, t]) => [key, isOwn(key) ? (now.storage.get(key) ?? t) : t]),
      ),
      totals: new Map(
        [...beforeAny.totals].map(([id, t]) => [id, isOwn(id) ? (now.totals.get(id) ?? t) : t]),
      ),
    });
    const calls =
      claim.moments === 'betweenTransactions' ? [] : run.effects.callOuts.filter((c) => c.reentrant);
    const moments = [post, ...calls.map((c) => c.state)];
    return [
      {
        // Invariants that are shown together are those of one contract: of the others nothing is known before their own time.
        id: `${claim.name}/${instance.alias}/after ${claim.contract}`,
        description: `kept by the constructor of ${instance.alias}`,
        entry: `${instance.alias}.constructor`,
        hypotheses: moments.flatMap((state) =>
          assumptions(session, claim, before(state), state.path.all, 'before', true, 'while deploying'),
        ),
        facts: [...session.factsBefore, ...given, ...facts],
        bad: bank.or(...moments.map((state) => broken(session, claim, state, values))),
        incomplete: run.effects.incomplete,
        reached: undefined,
        choices: [],
      },
    ];
  });
}

/** Between transactions ether can be forced into any address (block rewards, selfdestruct) and others move theirs. */
function otherEther(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world, anyState } = session;
  const { bank } = world;
  const balances = freshBalances(world);
  const kept = world.instances.map((i) =>
    bank.le(bank.select(anyState.balances, i.address), bank.select(balances, i.address)),
  );
  return {
    id: `${claim.name}/forced-ether`,
    description: 'kept when ether is forced in or moves elsewhere',
    entry: 'forced ether',
    // Whoever is called may force ether in too, while a call is under way.
    hypotheses: assumptions(
      session,
      claim,
      anyState,
      bank.true_,
      'before',
      true,
      claim.moments === 'betweenTransactions' ? 'between transactions' : 'any',
    ),
    facts: [...session.facts, ...kept, ...facts],
    // Transient storage is gone when a transaction ends, and not before.
    bad: bank.or(
      ...[{ ...anyState, balances }, withoutTransient(world, { ...anyState, balances })]
        .filter((after) => touches(session, claim, after))
        .map((after) => broken(session, claim, after, values)),
    ),
    incomplete: [],
    reached: undefined,
    choices: [],
  };
}

/** With an arbitrary call in a rule, one way for each entry point: each is far easier to find than all at once. */
function waysToReach(session: Session, record: ChainRecord, reached: Term): readonly Term[] {
  const step = record.steps.find((s) => s.choices.length > 1);
  return step === undefined
    ? [reached]
    : step.choices.map((choice) => session.bank.and(choice.chosen, reached));
}

/** Whether a call that unknown code makes during a transaction meets more states than one that begins a transaction. */
function insideDiffers(session: Session, claim: FunctionClaim | RuleClaim): boolean {
  return (
    momentsOfCalls(session).includes('inside') ||
    lemmasOf(session, claim).some((lemma) => lemma.moments === 'betweenTransactions')
  );
}

/**
 * A function clause or a rule: its program from any state in which its lemmas hold. The calls of a rule begin
 * transactions; a function clause and `only … may` speak of every call, also of one that unknown code makes during one.
 */
function programObligation(
  session: Session,
  claim: FunctionClaim | RuleClaim | ReachClaim | PossibleClaim,
  when: 'first' | 'inside' = 'first',
): Obligation {
  const { world } = session;
  const open = prenexClaim(claim);
  const variables = arbitraryVariables(world, open.variables);
  const record = newRecord();
  const havocs: Havoc[] = [];
  const chain = symbolicChain(
    world,
    record,
    havocCode(session.reach, havocs),
    (request) => anyStateAfter(session.reach, request),
    true,
  );
  const [path, called, moment]: readonly [string, string, Moment] =
    when === 'first' ? ['', '', 'between transactions'] : ['/inside', ' inside a transaction', 'any'];
  const program: Chain =
    when === 'first'
      ? chain
      : { ...chain, transact: (request) => chain.transact({ ...request, inside: true }) };
  const isAny = !isFromDeployment(claim);
  const start = isAny ? session.anyState : justDeployed(session);
  const outcome = runClaim(world, open.claim, start, variables.values, program, {
    run: (_frame, s) => s,
  });
  const entry = claim.kind === 'function' ? `${claim.contract}.${claim.function.signature}` : claim.name;
  const runs = record.steps.flatMap((step) => step.choices.map((c) => c.run));
  const ends = runs.flatMap(({ post }) => post ?? []);
  return {
    id: `${claim.name}/${entry}${path}`,
    description:
      claim.kind === 'function'
        ? `holds for every call of ${entry}${called}`
        : `holds for every run${called}`,
    entry,
    hypotheses: [
      ...assumptions(session, claim, start, session.bank.true_, 'before', false, moment, runs),
      ...[...ends, ...record.advanced.map((a) => a.after)].flatMap((state) =>
        assumptions(session, claim, state, state.path.all, 'after a transaction', false, moment, runs, isAny),
      ),
      ...record.advanced.flatMap(({ before, after, request }) =>
        across(session, before, after, after.path.all, idleThroughout(session, request)),
      ),
      ...atHavocs(session, claim, havocs),
    ],
    facts: [
      ...session.facts,
      ...(start === session.anyState ? [] : specAssumptions(world, session.spec, start)),
      ...record.facts,
      ...variables.facts,
    ],
    bad: outcome.bad,
    incomplete: record.incomplete,
    ...triedOfRounds(session, lemmasOf(session, claim), record.incomplete),
    reached:
      claim.kind === 'possible' || when === 'inside'
        ? undefined
        : waysToReach(session, record, outcome.reached),
    conditionals: (outcome.conditionals ?? []).map(({ scope, premise, text }) => {
      const { term, defined } = evaluateSpec(scope, premise);
      return {
        text,
        ways: waysToReach(session, record, session.bank.and(scope.state.path.all, defined, term)),
      };
    }),
    choices: record.steps[record.steps.length - 1]?.choices ?? [],
    met: [
      ...record.advanced.map(({ after }) => ({ state: after, guard: after.path.all })),
      ...havocs
        .filter(({ constructing }) => constructing === undefined)
        .map(({ state, guard }) => ({ state, guard })),
    ],
  };
}

/**
 * The state in which the first call after all deployments finds the contracts: ether may have come by force, and what contracts
 * stand for that are only modeled had a life before. What is not known of constructors is arbitrary; so is transient storage,
 * for the call may be one of the transaction of a deployment or of a later one.
 */
function justDeployed({ world, anyState }: Session): State {
  const { initial } = world;
  if (initial === undefined) return anyState;
  const models = world.instances.filter((instance) => instance.model !== undefined);
  // What the specification remembers of those is not known either.
  const older = models.length === 0 ? [] : [...models.map(({ alias }) => `${alias}/`), `${GHOST}/`];
  const isOlder = (key: string): boolean =>
    CLOCK_KEYS.has(key) || older.some((prefix) => key.startsWith(prefix));
  const leaves = new Map(world.sums.map(({ id, leaf }) => [id, leaf.key]));
  return withFreshTransient(world, {
    ...anyState,
    storage: new Map(
      [...anyState.storage].map(([key, now]) => [
        key,
        isOlder(key) ? now : (initial.storage.get(key) ?? now),
      ]),
    ),
    totals: new Map(
      [...anyState.totals].map(([id, now]) => [
        id,
        isOlder(leaves.get(id) ?? '') ? now : (initial.totals.get(id) ?? now),
      ]),
    ),
  });
}

/** From every state with `when`, some of the moves that are tried lead to the goal. */
function strategyObligation(session: Session, claim: ReachClaim): Obligation {
  const { world, bank } = session;
  const variables = arbitraryVariables(world, claim.parameters);
  const havocs: Havoc[] = [];
  const advanced: { readonly before: State; readonly after: State; readonly request: AdvanceRequest }[] = [];
  const facts: Term[] = [];
  const scope = scopeAt(world, instanceOf(world, claim.contract), session.anyState, variables.values, {
    run: (_frame, s) => s,
  });
  const begun = premises(scope, claim);
  const code = havocCode(session.reach, havocs);
  const now = arbitraryContext(world, facts);
  const given = premisesAtBlock({ ...scope, state: begun }, claim, now);
  const works = someMovesWork(
    {
      claim,
      now,
      unknownCode: code,
      facts,
      othersMove: (at, first) =>
        othersMove(
          at,
          claim,
          (asked) => {
            const { request } = opened(world, asked, facts, undefined);
            // Of other blocks nothing is claimed.
            if (first) facts.push(request.state.path.all);
            const { state, known } = arbitraryStateAfter(session.reach, request);
            facts.push(known);
            advanced.push({ before: request.state, after: state, request });
            return state;
          },
          first ? { ...scope, state: begun } : undefined,
        ),
    },
    { ...scope, state: begun },
    claim.within,
    undefined,
  );
  facts.push(...havocs.map((havoc) => havoc.known));
  return {
    id: `${claim.name}/${claim.contract}`,
    description: `possible from every state in ${claim.within === 1 ? 'one move' : `${claim.within} moves`}`,
    entry: claim.name,
    hypotheses: [
      ...assumptions(session, claim, session.anyState, bank.true_, 'before', false),
      ...advanced.flatMap(({ before, after, request }) => [
        ...assumptions(session, claim, after, bank.true_, 'after others moved', false),
        ...across(session, before, after, bank.true_, idleThroughout(session, request)),
      ]),
      ...atHavocs(session, claim, havocs),
    ],
    facts: [...session.facts, ...facts, ...variables.facts],
    bad: bank.and(begun.path.all, given, bank.not(works)),
    incomplete: [],
    reached: [bank.and(begun.path.all, given)],
    choices: [],
    met: advanced.map(({ after }) => ({ state: after, guard: bank.true_ })),
  };
}
