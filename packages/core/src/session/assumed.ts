// What obligations assume: lemmas in the states that runs meet, and relations between them.
import { freeSymbols, INT, substitute, type Term } from '@surety/solvers';
import type { Claim, InvariantClaim, SpecExpression } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import type { AdvanceRequest } from '../harness/claim-run.js';
import type { TransactionRun } from '../harness/transaction.js';
import type { Havoc } from '../harness/unknown-code.js';
import { isLookedAt } from '../spec/observer.js';
import { sameExpression, visitExpression } from '../spec/visit-spec.js';
import { isInBlock } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import type { TransactionContext } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { isJoint } from './joint-initiation.js';
import { assumeRelation, type Idle, idleInside } from './relation.js';
import { assumeAsked, assumeInvariant, lemmasOf, type Session } from './session.js';

/**
 * A call begins a transaction, and then what is known to hold between transactions holds, or it is made during one that is
 * under way, and then in its block. A lock that is open between transactions is held in one block only.
 */
export function boundaryOrBlock(session: Session, claim: Claim, { context }: TransactionRun): Term {
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
export function touches(session: Session, claim: InvariantClaim, post: State): boolean {
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

/**
 * When something is assumed. What is claimed between transactions only says nothing about the state that a call inside one
 * meets, and what is claimed of another contract nothing about the time before it was deployed.
 */
export type Moment = 'any' | 'between transactions' | 'while deploying';

/** The claim itself (if asked for) and its lemmas, assumed in a state; what they say of views, of `runs` as well. */
export function assumptions(
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
export function atHavocs(
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
export function across(
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
export function idleThroughout(
  { world, reach }: Session,
  { senderCondition }: AdvanceRequest,
): Idle | undefined {
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
