// One claim from its obligations to its verdict: prove; where that fails, search a run from deployment and replay it.
import { tryEvaluate } from '@surety/solvers';
import type { PossibleClaim } from '@surety/spec-lang';
import { type AnyClaim, usedBy } from '../harness/failure-claim.js';
import { hasQuotients } from '../ir/uses.js';
import { assumptionsOf } from '../result/assumptions.js';
import { traceOfCti } from '../result/cti.js';
import type { ClaimReport, ObligationReport, Verdict } from '../result/report.js';
import { askedText } from '../result/trace.js';
import { panicText } from '../search/no-spec-judge.js';
import { isTried } from '../search/search-explored.js';
import type { CheckedObligation } from '../session/check-obligation.js';
import { entryRun, momentsOfCalls, type Session } from '../session/session.js';
import type { Incompleteness } from '../symbolic/world.js';
import { type SearchEnd, searchViolation } from './confirm-run.js';
import type { PreparedClaim } from './prepare-claim.js';
import type { ProvingContext } from './proving-context.js';
import { checkSiblings, follower } from './siblings.js';
import { boundsOfLemmas, exceptText, notesOn, unknown, vacuity, weakLemma } from './verdict.js';
import { withInferred } from './with-inferred.js';

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

export function excluded(claim: AnyClaim): readonly ObligationReport[] {
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
