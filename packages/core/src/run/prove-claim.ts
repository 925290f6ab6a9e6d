// One claim from its obligations to its verdict: prove; where that fails, search a run from deployment and replay it.
import { type Script, type SolverBackend, tryEvaluate } from '@surety/solvers';
import type { InvariantClaim, Location, PossibleClaim, ReachClaim, TypedSpec } from '@surety/spec-lang';
import { type AnyClaim, isFromDeployment, usedBy } from '../harness/failure-claim.js';
import { startsInBlock } from '../harness/reach-run.js';
import { hasQuotients, usesBuiltin } from '../ir/uses.js';
import type { Obligation } from '../obligation/obligation.js';
import { assumptionsOf } from '../result/assumptions.js';
import { traceOfCti } from '../result/cti.js';
import type { ClaimReport, ObligationReport, ProgressEvent, Trace, Verdict } from '../result/report.js';
import { askedText, traceOf } from '../result/trace.js';
import { unmodeledAssumption } from '../spec/outside.js';
import { SpecLimit } from '../spec/scope.js';
import { visitClaim } from '../spec/visit-spec.js';
import type { Incompleteness } from '../symbolic/world.js';
import {
  ask,
  type CheckedObligation,
  checkObligation,
  type PreparedObligation,
  prepareObligation,
  type SolvingLimits,
  scriptFor,
} from './check-obligation.js';
import { type CodeAppears, type ConcreteRun, concretize, NotConcrete } from './concretize.js';
import { inferForClaim } from './infer-horn.js';
import type { Inference } from './infer-lemmas.js';
import { inferTowards } from './infer-towards.js';
import { type Judgment, judge, stateAfter } from './judge.js';
import { coarseSession } from './kept-by-rounds.js';
import { isClaimItself } from './lemma-entries.js';
import { failureTrace, judgeFailure, markedFiles, panicText } from './no-spec-judge.js';
import { obligationsOf } from './obligations.js';
import type { Replayer, ReplayPlan, ReplayResult } from './options.js';
import { withParameters } from './parameters.js';
import { type Relation, relationText } from './relation.js';

import { type Candidate, type SearchOptions, searchRuns } from './search.js';
import { isTried, searchExplored } from './search-explored.js';
import { MOST_REPEATS, type RepeatableClaim, searchRepeats } from './search-repeats.js';
import { entryRun, momentsOfCalls, type Session } from './session.js';
import { checkSiblings, follower } from './siblings.js';
import { isStuck, type StuckAnswer } from './stuck.js';
import { isTrustClaim } from './trusted.js';
import type { Turns } from './turns.js';

export interface ProvingContext {
  readonly spec: TypedSpec;
  readonly solver: SolverBackend;
  /** The same for searches, which give way. */
  readonly searching: SolverBackend;
  readonly first: Turns['first'];
  readonly limits: SolvingLimits;
  readonly replayer: Replayer | undefined;
  readonly replayFiles: () => Pick<ReplayPlan, 'files' | 'resolutions'>;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: ProgressEvent) => void;
  /** Location of an incompleteness, by the contract whose code it lies in. */
  readonly locate: (gap: Incompleteness) => Location | undefined;
  /** The verdict of another invariant, when it has one. */
  readonly lemma: (name: string) => Promise<Verdict | undefined>;
  /** Invariants of the session that nobody wrote; found once, when they are first asked for. */
  readonly inference: () => Inference;
}

/** Transactions tried before the claim's own program when no proof was found. */
const MAXIMUM_PREFIX = 3;
/** No smaller set of lemmas is looked for after this long. */
const SIMPLIFYING_MILLISECONDS = 4000;
/** So many states that break a claim are excluded one after the other. */
const MOST_TOWARDS = 8;
/** Shares of the budget of a query that a query of a search may use. */
const SEARCH_SHARE = { full: 1 / 4, short: 1 / 20 };

/** A claim whose obligations are built, or that needs something the model does not offer. */
export interface PreparedClaim {
  readonly claim: AnyClaim;
  readonly obligations: readonly PreparedObligation[];
  /** Whether some state meets the claim and its assumptions at all (invariants). */
  readonly consistent: Script | undefined;
  readonly limit: string | undefined;
}

/** Builds the obligations of a claim, for a verdict or only to see whether they are proved. */
export function prepareClaim(
  session: Session,
  claim: AnyClaim,
  purpose: 'proof' | 'verdict' = 'verdict',
): PreparedClaim {
  try {
    const unmodeled = unmodeledAssumption(session.spec);
    if (unmodeled !== undefined) throw new SpecLimit(unmodeled);
    if (claim.kind === 'reach' || claim.kind === 'possible')
      visitClaim(claim, (e) => {
        // What can be done must be possible with the answers that there are, and these are not known.
        if (e.kind === 'ask') throw new SpecLimit(`what a contract outside answers to ${e.function.name}`);
      });
    const obligations = obligationsOf(session, claim);
    const quiet = obligations.find((o) => o.entry === 'forced ether');
    return {
      claim,
      obligations: prepareAll(session, claim, obligations, purpose),
      consistent: quiet === undefined ? undefined : scriptFor(session.world, quiet, session.bank.true_),
      limit: undefined,
    };
  } catch (error) {
    if (!(error instanceof SpecLimit)) throw error;
    return { claim, obligations: [], consistent: undefined, limit: error.message };
  }
}

/** The scripts of all obligations; those with loops whose end is not decided are asked with one arbitrary round, too. */
function prepareAll(
  session: Session,
  claim: AnyClaim,
  obligations: readonly Obligation[],
  purpose: 'proof' | 'verdict',
): readonly PreparedObligation[] {
  const hasRounds = ({ bad, incomplete }: Obligation): boolean =>
    bad !== session.bank.false_ && incomplete.some((gap) => gap.rounds !== undefined);
  if (!obligations.some(hasRounds))
    return obligations.map((obligation) => prepareObligation(session.world, obligation, undefined, purpose));
  const coarse = coarseSession(session);
  const others = new Map(obligationsOf(coarse, claim).map((obligation) => [obligation.id, obligation]));
  return obligations.map((obligation) => {
    const other = hasRounds(obligation) ? others.get(obligation.id) : undefined;
    return prepareObligation(
      session.world,
      obligation,
      other === undefined ? undefined : { world: coarse.world, obligation: other },
      purpose,
    );
  });
}

/** Proves or refutes one prepared claim. */
export async function proveClaim(
  session: Session,
  prepared: PreparedClaim,
  context: ProvingContext,
): Promise<ClaimReport> {
  const { claim } = prepared;
  const started = performance.now();
  const report = (verdict: Verdict, obligations: readonly ObligationReport[]): ClaimReport => ({
    name: claim.name,
    contract: claim.contract,
    kind: claim.kind,
    text: claim.text,
    doc: claim.doc,
    location: claim.location,
    verdict,
    milliseconds: performance.now() - started,
    obligations,
    assumptions: assumptionsOf(session.spec, session.world, claim),
    lemmas: usedBy(claim).map((use) => use.name),
    inferred: [],
  });
  if (prepared.limit !== undefined) {
    return report(
      unknown(
        `the claim needs ${prepared.limit}, which is not modeled`,
        'state the claim without it',
        claim.location,
      ),
      [],
    );
  }
  context.onEvent({ kind: 'claimStarted', claim: claim.name, obligations: prepared.obligations.length });
  // A search that began while other work went on: what ends first ends the other, because both cannot be right.
  const hunting = follower(context.signal);
  const proving = follower(context.signal);
  let hunt: Promise<SearchEnd> | undefined;
  let refuted = false;
  const divides = [...session.contracts.values()].some(hasQuotients);
  let mayAsk: () => void = () => undefined;
  const untilOpen = new Promise<void>((resolve) => {
    mayAsk = resolve;
  });
  const begin = (when?: Promise<void>): void => {
    hunt = searchViolation(session, claim, { ...context, signal: hunting.signal }, 'full', when);
    hunt.then(
      (end) => {
        if (end.verdict === undefined) return;
        refuted = true;
        siblings.cancelLong();
      },
      () => undefined,
    );
  };
  const siblings = checkSiblings(prepared.obligations, context.solver, context.limits, context.signal, {
    onFinished: (result) =>
      context.onEvent({ kind: 'obligationFinished', claim: claim.name, obligation: describe(result) }),
    // Where solvers have a hard time, trying may have an easy one; it asks them nothing before they have had their turn.
    onLong: () => {
      if (divides && hunt === undefined && isTried(claim)) begin(untilOpen);
    },
    onFailed: (atOnce) => {
      if (!divides && (!atOnce || mayBeBounded(session, prepared))) return;
      mayAsk();
      if (hunt === undefined) begin();
    },
  });
  try {
    const finished = await siblings.finished;
    mayAsk();
    context.signal?.throwIfAborted();
    // What can be inferred costs less than a search that finds nothing, and a claim that it proves needs none.
    const open = !refuted && finished.some((c) => c.outcome.kind !== 'proved');
    const within = { ...context, signal: proving.signal };
    const closest: CheckedObligation[] = [];
    const helping = open
      ? withInferred(session, prepared, finished, within, closest)
      : Promise.resolve(undefined);
    helping.catch(() => undefined);
    const helped = await (hunt === undefined ? helping : Promise.race([helping, untilFound(hunt)]));
    // Both a proof up to a bound and a run beyond it may be there: the run is what counts, whichever came first.
    const beyond = helped !== undefined && helped !== 'refuted' && helped.verdict.kind !== 'proved';
    const broken = beyond && hunt !== undefined ? (await hunt).verdict !== undefined : false;
    if (helped !== undefined && helped !== 'refuted' && !broken) {
      return {
        ...report(helped.verdict, [...helped.checked.map(describe), ...excluded(claim)]),
        ...(await notesOn(helped.verdict, helped.prepared, context)),
        inferred: helped.lemmas,
      };
    }
    const proved = await verdictOf(session, prepared, finished, closest, context, hunt);
    const beyondBound = proved.kind === 'provedUpTo' && hunt !== undefined ? (await hunt).verdict : undefined;
    const verdict = beyondBound ?? proved;
    // What is reported beside a run that was found must not depend on when it was found.
    const found = hunt === undefined || proved.kind === 'proved' ? undefined : (await hunt).verdict;
    const reported = found === undefined ? finished : await siblings.withoutLong();
    return {
      ...report(verdict, [...reported.map(describe), ...excluded(claim)]),
      ...(await notesOn(verdict, prepared, context)),
    };
  } finally {
    hunting.abort();
    proving.abort();
    await hunt?.catch(() => undefined);
  }
}

/** `refuted` once a search found a run; never, where it finds none. */
function untilFound(hunt: Promise<SearchEnd>): Promise<'refuted'> {
  return new Promise((resolve) => {
    hunt.then(
      (end) => {
        if (end.verdict !== undefined) resolve('refuted');
      },
      () => undefined,
    );
  });
}

/**
 * Whether a proof of the claim could be one up to a bound: then a run beyond it may break the claim all the same, and which
 * of the two is reported would depend on timing. Such claims are searched only after inference was tried, but where contracts
 * divide: there a run is often found by trying before solvers get anywhere, and a proof up to a bound waits for the search.
 */
function mayBeBounded(session: Session, { claim, obligations }: PreparedClaim): boolean {
  if (claim.kind === 'invariant' && claim.except.length > 0) return true;
  const gaps = [
    ...obligations.flatMap((o) => o.obligation.incomplete),
    ...[...session.constructions.values()].flatMap((c) => c.run.effects.incomplete),
    ...session.world.instances.flatMap((instance) =>
      instance.contract.entries.flatMap((entry) =>
        momentsOfCalls(session).flatMap(
          (when) => entryRun(session, instance, entry, when).run.effects.incomplete,
        ),
      ),
    ),
  ];
  return gaps.some((gap) => gap.kind === 'bound');
}

/** Tries a claim that is open again with what can be inferred; undefined when that does not close it. */
async function withInferred(
  session: Session,
  prepared: PreparedClaim,
  first: readonly CheckedObligation[],
  context: ProvingContext,
  /** Is given what failed last: its state has all that was inferred. */
  closest: CheckedObligation[],
): Promise<
  | {
      readonly verdict: Verdict;
      readonly checked: readonly CheckedObligation[];
      /** The claim with what was inferred. */
      readonly prepared: PreparedClaim;
      readonly lemmas: readonly string[];
    }
  | undefined
> {
  const { claim } = prepared;
  const others = (all: readonly InvariantClaim[]): readonly InvariantClaim[] =>
    all.filter((lemma) => !isClaimItself(lemma, claim));
  const attempt = async (
    some: readonly InvariantClaim[],
    between: readonly Relation[],
    limits: SolvingLimits,
  ): Promise<readonly CheckedObligation[] | undefined> => {
    const richer = prepareClaim({ ...session, inferred: some, relations: between }, claim, 'proof');
    // A lemma that cannot be spoken of here leaves nothing to ask, which would pass for a proof.
    if (richer.limit !== undefined) return undefined;
    const checked: CheckedObligation[] = [];
    for (const obligation of richer.obligations) {
      const known = first.find((c) => c.obligation.id === obligation.obligation.id);
      const result =
        known?.outcome.kind === 'proved'
          ? known
          : await checkObligation(obligation, context.solver, limits, context.signal);
      if (result.outcome.kind === 'failed') closest.splice(0, 1, result);
      if (result.outcome.kind !== 'proved') return undefined;
      checked.push(result);
    }
    return checked;
  };
  const quarter = shareOf(context.limits, 4);
  // Most claims need no more than invariants, and the rest takes longer to infer than this attempt.
  let between: readonly Relation[] = [];
  const { plain, shown } = await context.first(async () => {
    const found = await context.inference().lemmas();
    const some = others(found.lemmas);
    return { plain: found, shown: some.length === 0 ? undefined : await attempt(some, between, quarter) };
  });
  let used = others(plain.lemmas);
  let { bounded } = plain;
  let checked = shown;
  const { relations } = checked === undefined ? await context.inference().related() : plain;
  if (checked === undefined && relations.length > 0) {
    between = relations;
    checked = await attempt(used, between, quarter);
  }
  // What excludes the states that the claim is broken from, one after the other.
  const towards: InvariantClaim[] = [];
  for (let round = 0; checked === undefined && round < MOST_TOWARDS; round++) {
    const [last = first.find((c) => c.outcome.kind === 'failed')] = closest.splice(0);
    if (last?.outcome.kind !== 'failed') break;
    const found = await inferTowards(
      { ...session, inferred: [...plain.lemmas, ...towards], relations },
      await context.inference().offered(),
      last.outcome.model,
      context.solver,
      shareOf(context.limits, 10),
      context.signal,
    );
    if (found === undefined) break;
    towards.push(...found.lemmas);
    bounded = [...bounded, ...found.bounded];
    used = others([...plain.lemmas, ...towards]);
    checked = await attempt(used, between, quarter);
  }
  const all = checked === undefined ? await context.inference().all() : plain;
  const lemmas = others([...all.lemmas, ...towards]);
  if (checked === undefined && lemmas.length > 0) {
    [used, between] = [lemmas, []];
    checked = await attempt(used, between, context.limits);
  }
  if (checked === undefined && relations.length > 0) {
    [used, between] = [lemmas, relations];
    checked = await attempt(used, between, context.limits);
  }
  if (checked === undefined && first.some((c) => c.outcome.kind === 'failed')) {
    const more = await inferForClaim(
      { ...session, inferred: lemmas, relations },
      claim,
      prepared.obligations.map((o) => o.obligation),
      context.solver,
      context.limits,
      context.signal,
    );
    if (more !== undefined) {
      used = [...more.lemmas, ...lemmas];
      bounded = [...bounded, ...more.bounded];
      checked = await attempt(used, between, context.limits);
    }
  }
  if (checked === undefined) return undefined;
  // Fewer lemmas make a proof that people can read: looked for only while that is quick.
  const quick = shareOf(context.limits, 20);
  const patience = performance.now() + SIMPLIFYING_MILLISECONDS;
  const fewest = async <T>(
    all: readonly T[],
    proves: (some: readonly T[]) => Promise<readonly CheckedObligation[] | undefined>,
  ): Promise<readonly T[]> => {
    let kept = all;
    for (let size = kept.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let i = 0; i < kept.length && performance.now() < patience; ) {
        const fewer = [...kept.slice(0, i), ...kept.slice(i + size)];
        const smaller = await proves(fewer);
        if (smaller === undefined) i += size;
        else [kept, checked] = [fewer, smaller];
      }
    }
    return kept;
  };
  // Relations first: a lemma says more to people.
  between = await fewest(between, (some) => attempt(used, some, quick));
  used = await fewest(used, (some) => attempt(some, between, quick));
  const weak = await weakLemma(claim, context);
  if (weak !== undefined || (await vacuity(prepared, context)) !== undefined) return undefined;
  const bounds = checked.flatMap((c) =>
    c.outcome.kind === 'proved' ? c.outcome.bounded.map((b) => b.what) : [],
  );
  const lemmaBounds = await boundsOfLemmas(claim, context);
  const texts = [...new Set([...bounds, ...bounded, ...lemmaBounds, ...exceptText(claim)])];
  const verdict: Verdict =
    claim.kind === 'possible'
      ? { kind: 'impossible', reason: `no run does what ${claim.name} says` }
      : texts.length === 0
        ? { kind: 'proved' }
        : {
            kind: 'provedUpTo',
            bound: texts.join('; '),
            advice: 'raise `unroll`, or bound the loop in the code',
          };
  const withLemmas = prepareClaim({ ...session, inferred: used, relations: between }, claim);
  return {
    verdict,
    checked,
    prepared: withLemmas,
    lemmas: [...used.map((l) => l.text), ...between.map(relationText)],
  };
}

/** A fraction of a budget. */
function shareOf({ rlimit, wallMilliseconds }: SolvingLimits, parts: number): SolvingLimits {
  return { rlimit: rlimit / parts, wallMilliseconds: wallMilliseconds / parts };
}

async function verdictOf(
  session: Session,
  prepared: PreparedClaim,
  checked: readonly CheckedObligation[],
  /** A step that fails from a state with all that was inferred, where there is one. */
  closest: readonly CheckedObligation[],
  context: ProvingContext,
  /** The search that began already. */
  hunt: Promise<SearchEnd> | undefined,
): Promise<Verdict> {
  const { claim } = prepared;
  const open = checked.filter((c) => c.outcome.kind !== 'proved');
  const search = (): Promise<SearchEnd> => hunt ?? searchViolation(session, claim, context, 'full');
  if (claim.kind === 'possible') return possibility(claim, open, search);
  if (open.length > 0) {
    const found = await search();
    if (found.verdict !== undefined) return found.verdict;
    return withoutViolation(session, claim, [...closest, ...open], found.searched, context);
  }
  const vacuous = await vacuity(prepared, context);
  if (vacuous !== undefined) return vacuous;
  const weak = await weakLemma(claim, context);
  // A proof that rests on nothing may still fail by a short run.
  if (weak !== undefined) return (await searchViolation(session, claim, context, 'short')).verdict ?? weak;
  const bounds = checked.flatMap((c) => (c.outcome.kind === 'proved' ? c.outcome.bounded : []));
  const lemmaBounds = await boundsOfLemmas(claim, context);
  const texts = [...new Set([...bounds.map((b) => b.what), ...lemmaBounds, ...exceptText(claim)])];
  if (texts.length === 0) return { kind: 'proved' };
  return {
    kind: 'provedUpTo',
    bound: texts.join('; '),
    advice:
      bounds.length > 0
        ? 'raise `unroll`, or bound the loop in the code'
        : 'remove the exclusion to prove it for all functions',
  };
}

/** A run that does what the claim hopes for, or that none does. */
async function possibility(
  claim: PossibleClaim,
  open: readonly CheckedObligation[],
  search: () => Promise<SearchEnd>,
): Promise<Verdict> {
  if (open.length === 0) return { kind: 'impossible', reason: `no run does what ${claim.name} says` };
  const { verdict, searched } = await search();
  if (verdict?.kind === 'violated') return { kind: 'proved', witness: verdict.trace };
  return unknown('no such run was found', searched, undefined);
}

/** What the lemmas of a claim hold up to. */
async function boundsOfLemmas(claim: AnyClaim, context: ProvingContext): Promise<readonly string[]> {
  const lemmas = await Promise.all(usedBy(claim).map((use) => context.lemma(use.name)));
  return lemmas.flatMap((verdict) => (verdict?.kind === 'provedUpTo' ? [verdict.bound] : []));
}

function exceptText(claim: AnyClaim): readonly string[] {
  return claim.kind === 'invariant' && claim.except.length > 0
    ? [`all functions except ${claim.except.map((f) => f.signature).join(', ')}`]
    : [];
}

/** Only proved invariants may carry a proof. */
async function weakLemma(claim: AnyClaim, context: ProvingContext): Promise<Verdict | undefined> {
  for (const use of usedBy(claim)) {
    const kind = (await context.lemma(use.name))?.kind ?? 'not proved';
    if (kind === 'proved' || kind === 'provedUpTo') continue;
    return unknown(
      `it rests on ${use.name}, which is ${kind}`,
      `prove ${use.name} first, or do without it`,
      use.location,
    );
  }
  return undefined;
}

/** Whether the point of the claim can be reached at all. */
async function vacuity(
  { claim, obligations, consistent }: PreparedClaim,
  context: ProvingContext,
): Promise<Verdict | undefined> {
  // Finding a run can be much harder than refuting one: a short look is enough to notice contradictions.
  const limits = {
    rlimit: context.limits.rlimit / 20,
    wallMilliseconds: context.limits.wallMilliseconds / 10,
  };
  const vacuous = (reason: string): Verdict => ({ kind: 'vacuous', reason, locations: [claim.location] });
  for (const { reached } of obligations) {
    if (reached === undefined) continue;
    if (!(await allUnsat(reached, context, limits))) continue;
    if (claim.kind === 'invariant') return vacuous('no deployment succeeds under the assumptions');
    return vacuous(
      claim.kind === 'function'
        ? 'no call meets the condition under the assumptions'
        : 'no run reaches the last assertion',
    );
  }
  if (consistent === undefined) return undefined;
  const some = await ask(consistent, context.solver, limits, context.signal);
  return some.kind === 'unsat' ? vacuous('no state meets the claim and its assumptions') : undefined;
}

/** What a verdict `proved` does not say by itself: assertions `p => q` whose `p` never holds, so that nothing is asserted. */
async function notesOn(
  verdict: Verdict,
  { obligations }: PreparedClaim,
  context: ProvingContext,
): Promise<Pick<ClaimReport, 'notes'>> {
  if (verdict.kind !== 'proved') return {};
  const limits = {
    rlimit: context.limits.rlimit / 20,
    wallMilliseconds: context.limits.wallMilliseconds / 10,
  };
  const met = new Map<string, boolean>();
  for (const { text, ways } of obligations.flatMap((o) => o.conditionals)) {
    if (met.get(text) !== true) met.set(text, !(await allUnsat(ways, context, limits)));
  }
  const notes = [...met].flatMap(([text, some]) =>
    some ? [] : [`in \`${text}\`, what stands before \`=>\` never holds, so nothing is asserted behind it`],
  );
  return notes.length === 0 ? {} : { notes };
}

async function allUnsat(
  scripts: readonly (Script | undefined)[],
  context: ProvingContext,
  limits: SolvingLimits,
): Promise<boolean> {
  for (const script of scripts) {
    const result = await ask(script, context.solver, limits, context.signal);
    if (result.kind !== 'unsat') return false;
  }
  return true;
}

interface SearchEnd {
  readonly verdict: Verdict | undefined;
  readonly searched: string;
}

async function searchViolation(
  session: Session,
  claim: AnyClaim,
  context: ProvingContext,
  effort: SearchOptions['effort'],
  mayAsk?: Promise<void>,
): Promise<SearchEnd> {
  const { replayer } = context;
  if (replayer === undefined)
    return { verdict: undefined, searched: 'no run was searched: there is no EVM to replay it on' };
  const isEntry = (c: AnyClaim): boolean =>
    c.kind === 'function' &&
    session.contracts.get(c.contract)?.entries.some((e) => e.signature === c.function.signature) === true;
  if (isTrustClaim(claim) && !isEntry(claim))
    return { verdict: undefined, searched: 'no run was searched: nobody calls the function from outside' };
  let longest = 0;
  let why: string | undefined;
  const runs = searchRuns(session, claim, {
    solver: context.searching,
    limits: {
      rlimit: Math.floor(context.limits.rlimit * SEARCH_SHARE[effort]),
      wallMilliseconds: context.limits.wallMilliseconds,
    },
    effort,
    maximumPrefix: MAXIMUM_PREFIX,
    // What is tried is shared with inference, which goes first: its few questions must not wait for inference to end.
    tried: (options) => searchExplored(session, claim, { ...options, solver: context.solver }),
    ...(mayAsk === undefined ? {} : { mayAsk }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    onPrefix: (transactions) => {
      longest = Math.max(longest, transactions);
      context.onEvent({ kind: 'searchStarted', claim: claim.name, transactions });
    },
  });
  for await (const candidate of runs) {
    try {
      let found: Trace | string = '';
      for (const code of waysOfCode(candidate)) {
        found = await confirm(session, candidate, claim, concretize(candidate, code), replayer, context);
        if (typeof found !== 'string') break;
      }
      if (typeof found !== 'string') return { verdict: { kind: 'violated', trace: found }, searched: '' };
      why = found;
    } catch (error) {
      if (!(error instanceof NotConcrete || error instanceof SpecLimit)) throw error;
      why = error.message;
    }
  }
  const repeats = claim.kind !== 'failure' && claim.kind !== 'possible' && claim.kind !== 'reach';
  if (effort === 'full' && repeats && !isFromDeployment(claim)) {
    const found = await searchRepeated(session, claim, context, replayer);
    if (found !== undefined) return { verdict: { kind: 'violated', trace: found }, searched: '' };
  }
  const failed = why === undefined ? '' : `; a candidate was found but not confirmed on the EVM: ${why}`;
  return {
    verdict: undefined,
    searched: `no run of up to ${longest} transactions from deployment breaks it${failed}`,
  };
}

/** What looks for code may have to meet accounts that have some, or none yet. */
function waysOfCode({ world }: Candidate): readonly (CodeAppears | undefined)[] {
  const looks = world.instances.some(({ contract }) =>
    ['hasCode', 'code', 'codehash'].some((name) => usesBuiltin(contract, name)),
  );
  return looks ? ['from the start', 'when needed', 'at the end'] : [undefined];
}

/** A violation after one call made again and again: as many as succeed, or (invariants) as many as it takes. */
async function searchRepeated(
  session: Session,
  claim: RepeatableClaim,
  context: ProvingContext,
  replayer: Replayer,
): Promise<Trace | undefined> {
  const seeds = searchRepeats(session, claim, {
    solver: context.searching,
    limits: {
      rlimit: Math.floor(context.limits.rlimit * SEARCH_SHARE.short),
      wallMilliseconds: context.limits.wallMilliseconds,
    },
    effort: 'short',
    maximumPrefix: 0,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  for await (const candidate of seeds) {
    try {
      const longest = candidate(MOST_REPEATS);
      const run = concretize(longest);
      const replay = await replayer.run({ ...replayedFiles(longest, context), ...run.plan }, context.signal);
      if (replay.kind === 'failed') continue;
      const fails = replay.steps.findIndex((step) => !step.success);
      const most = fails < 0 || fails > MOST_REPEATS ? MOST_REPEATS : fails;
      const lengths =
        claim.kind === 'invariant'
          ? firstBroken(candidate, claim, run, replay, most)
          : [most, 64, 16, 4].filter((times, i) => i === 0 || times < most);
      for (const times of lengths) {
        const one = candidate(times);
        const found = await confirm(session, one, claim, concretize(one), replayer, context);
        if (typeof found !== 'string') return found;
      }
    } catch (error) {
      if (!(error instanceof NotConcrete || error instanceof SpecLimit)) throw error;
    }
  }
  return undefined;
}

/** After how many calls an invariant is first seen broken in a run. */
function firstBroken(
  candidate: (times: number) => Candidate,
  claim: RepeatableClaim,
  longest: ConcreteRun,
  replay: Extract<ReplayResult, { kind: 'ran' }>,
  most: number,
): readonly number[] {
  for (let times = 1; times <= most; times++) {
    const run: ConcreteRun = {
      ...longest,
      steps: longest.steps.slice(0, times),
      positions: longest.positions.slice(0, times),
    };
    if (judge(candidate(times), claim, run, replay).kind === 'real') return [times];
  }
  return [];
}

/** Judges a run that should end where no moves lead to the goal; the search learns of moves that it overlooked. */
async function judgeStuck(
  session: Session,
  candidate: Candidate,
  claim: ReachClaim,
  run: ConcreteRun,
  replay: Extract<ReplayResult, { kind: 'ran' }>,
  context: ProvingContext,
): Promise<Pick<Judgment, 'kind'> & { readonly why: string }> {
  const failed = run.positions.find((position) => replay.steps[position]?.success !== true);
  if (failed !== undefined) return { kind: 'spurious', why: `transaction ${failed + 1} reverted on the EVM` };
  const answer = await isStuck(
    session,
    {
      candidate,
      claim,
      begin: stateAfter(candidate, run, replay, candidate.prefix),
      reached: stateAfter(candidate, run, replay, run.steps.length),
      last:
        run.steps[run.steps.length - 1]?.block ??
        run.plan.deployments[run.plan.deployments.length - 1]?.block,
    },
    context.solver,
    context.limits,
    context.signal,
  );
  if (answer.kind === 'stuck') return { kind: 'real', why: restsOn(claim, answer) };
  if (answer.moves !== undefined) candidate.learn?.(answer.moves);
  return { kind: 'spurious', why: answer.why };
}

/** What the refutation takes of those outside, for people. */
function restsOn(claim: ReachClaim, { now, refusing }: Extract<StuckAnswer, { kind: 'stuck' }>): string {
  const when = `${startsInBlock(claim) ? 'in' : 'from'} block ${now.number} (timestamp ${now.timestamp})${startsInBlock(claim) ? '' : ' on'}`;
  const who = claim.actor === undefined ? 'any plain account' : 'the one who may';
  const made = `${when}, with any arguments by ${who}`;
  if (refusing.length === 0) return `, ${made}`;
  const names = refusing.map((a) => `0x${a.toString(16).padStart(40, '0')}`);
  return `, ${made}, while ${names.join(', ')} ${names.length === 1 ? 'refuses' : 'refuse'} to be called`;
}

function replayedFiles(
  candidate: Candidate,
  context: ProvingContext,
): Pick<ReplayPlan, 'files' | 'resolutions'> {
  const given = context.replayFiles();
  return { ...given, files: withParameters(candidate, context.spec, given.files) };
}

/** Replays a candidate: the trace of a run that breaks the claim on the EVM, or why it does not. */
async function confirm(
  session: Session,
  candidate: Candidate,
  claim: AnyClaim,
  run: ConcreteRun,
  replayer: Replayer,
  context: ProvingContext,
): Promise<Trace | string> {
  const sources = replayedFiles(candidate, context);
  const replayed = (files: ReplayPlan['files']): Promise<ReplayResult> =>
    replayer.run({ ...sources, files, ...run.plan }, context.signal);
  const replay = await replayed(sources.files);
  if (claim.kind !== 'failure') {
    if (replay.kind === 'failed') return replay.message;
    const judgment =
      claim.kind === 'reach' && claim.witness === undefined
        ? await judgeStuck(session, candidate, claim, run, replay, context)
        : judge(candidate, claim, run, replay);
    if (judgment.kind === 'spurious') return judgment.why;
    const trace = traceOf(candidate, claim, run, replay);
    return 'why' in judgment ? { ...trace, conclusion: trace.conclusion + judgment.why } : trace;
  }
  const judgment = judgeFailure(candidate, claim, run, replay);
  if (judgment.kind === 'spurious') return judgment.why;
  const marked = markedFiles(claim, sources.files);
  if (marked !== undefined) {
    const again = judgeFailure(candidate, claim, run, await replayed(marked), 'mark');
    if (again.kind === 'spurious') return `another place fails: ${again.why}`;
  }
  return failureTrace(candidate, claim, run, replay);
}

function withoutViolation(
  session: Session,
  claim: AnyClaim,
  open: readonly CheckedObligation[],
  searched: string,
  context: ProvingContext,
): Verdict {
  for (const { obligation, outcome } of open) {
    if (outcome.kind !== 'unsupported') continue;
    const gap = outcome.gaps[0] as Incompleteness;
    return unknown(
      `${obligation.entry} reaches ${gap.what}, which is not modeled (${gap.code})`,
      searched,
      context.locate(gap),
    );
  }
  for (const { obligation, outcome } of open) {
    if (outcome.kind !== 'failed') continue;
    const { model } = outcome;
    const chosen = obligation.choices.find((choice) => tryEvaluate(choice.chosen, model) === true);
    const { world, anyState } = session;
    if (claim.kind === 'failure') {
      const trace = traceOfCti(
        world,
        chosen?.run,
        anyState,
        obligation.bad,
        model,
        claim.failure,
        panicText(claim),
      );
      const advice = 'write a spec with an invariant that excludes this state';
      return { kind: 'notInductive', entry: obligation.entry, trace, searched, advice };
    }
    const conclusion =
      claim.kind === 'reach' && claim.witness === undefined
        ? `${claim.name} is not shown: from this state none of the moves that are tried leads to the goal (${claim.within} at most)`
        : `${claim.name} is no longer true: not ${obligation.description}${askedText(world, model)}`;
    const trace = traceOfCti(world, chosen?.run, anyState, obligation.bad, model, conclusion);
    const advice =
      'find an invariant that excludes this state, prove it, and name it after `using`' +
      (claim.kind === 'reach' && claim.witness === undefined ? '; or write the moves out' : '');
    return { kind: 'notInductive', entry: obligation.entry, trace, searched, advice };
  }
  const [first] = open;
  const reason =
    first?.outcome.kind === 'unknown'
      ? `${first.outcome.reason} on: ${first.obligation.description}`
      : 'an obligation is open';
  return unknown(reason, `${searched}; allow more time with --timeout, or split the claim`, undefined);
}

function unknown(reason: string, advice: string, location: Location | undefined): Verdict {
  return { kind: 'unknown', reason, advice, location };
}

function describe(checked: CheckedObligation): ObligationReport {
  const { obligation, outcome } = checked;
  const { kind } = outcome;
  const status = kind === 'proved' || kind === 'failed' || kind === 'skipped' ? kind : 'unknown';
  const detail =
    outcome.kind === 'skipped'
      ? 'given up: a run was found'
      : outcome.kind === 'unknown'
        ? outcome.reason
        : outcome.kind === 'unsupported'
          ? outcome.gaps.map((g) => g.what).join('; ')
          : outcome.kind === 'proved' && outcome.bounded.length > 0
            ? outcome.bounded.map((g) => g.what).join('; ')
            : undefined;
  return {
    id: obligation.id,
    description: obligation.description,
    entry: obligation.entry,
    status,
    detail,
    solver: checked.solver,
    milliseconds: checked.milliseconds,
    ...(checked.rung === undefined ? {} : { rung: checked.rung }),
    ...(checked.cached ? { cached: true } : {}),
    ...(checked.core === undefined ? {} : { hypotheses: checked.core }),
  };
}

function excluded(claim: AnyClaim): readonly ObligationReport[] {
  if (claim.kind !== 'invariant') return [];
  return claim.except.map((f) => ({
    id: `${claim.name}/${claim.contract}.${f.signature}/excluded`,
    description: `not checked for ${f.signature}: excluded by the spec`,
    entry: `${claim.contract}.${f.signature}`,
    status: 'excluded',
    detail: undefined,
    solver: 'none',
    milliseconds: 0,
  }));
}
