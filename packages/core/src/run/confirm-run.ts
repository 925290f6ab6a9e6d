// Runs that break a claim: searched for, replayed on the EVM, and judged there.
import type { ReachClaim } from '@surety/spec-lang';
import { type AnyClaim, isFromDeployment } from '../harness/failure-claim.js';
import { startsInBlock } from '../harness/reach-run.js';
import { usesBuiltin } from '../ir/uses.js';
import type { Replayer, ReplayPlan, ReplayResult } from '../result/replay.js';
import type { Trace, Verdict } from '../result/report.js';
import { traceOf } from '../result/trace.js';
import { type CodeAppears, type ConcreteRun, concretize, NotConcrete } from '../search/concretize.js';
import { type Judgment, judge, stateAfter } from '../search/judge.js';
import { failureTrace, judgeFailure, markedFiles } from '../search/no-spec-judge.js';
import { withParameters } from '../search/parameters.js';
import { type Candidate, type SearchOptions, searchRuns } from '../search/search.js';
import { searchAttacks } from '../search/search-attacks.js';
import { searchExplored } from '../search/search-explored.js';
import { MOST_REPEATS, type RepeatableClaim, searchRepeats } from '../search/search-repeats.js';
import { isStuck, type StuckAnswer } from '../search/stuck.js';
import type { Session } from '../session/session.js';
import { isTrustClaim } from '../session/trusted.js';
import { SpecLimit } from '../spec/scope.js';
import type { ProvingContext } from './proving-context.js';

/** Transactions tried before the claim's own program when no proof was found. */
const MAXIMUM_PREFIX = 3;

/** Shares of the budget of a query that a query of a search may use. */
const SEARCH_SHARE = { full: 1 / 4, short: 1 / 20 };

export interface SearchEnd {
  readonly verdict: Verdict | undefined;
  readonly searched: string;
}

export async function searchViolation(
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
  const options: SearchOptions = {
    solver: context.searching,
    limits: {
      rlimit: Math.floor(context.limits.rlimit * SEARCH_SHARE[effort]),
      wallMilliseconds: context.limits.wallMilliseconds,
    },
    effort,
    maximumPrefix: MAXIMUM_PREFIX,
    // What is tried is shared with inference, which goes first: its few questions must not wait for inference to end.
    tried: (options) => searchExplored(session, claim, { ...options, solver: context.solver }),
    ...(effort === 'full' ? { attacks: (options) => searchAttacks(session, claim, options) } : {}),
    ...(mayAsk === undefined ? {} : { mayAsk }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    onPrefix: (transactions) => {
      longest = Math.max(longest, transactions);
      context.onEvent({ kind: 'searchStarted', claim: claim.name, transactions });
    },
  };
  for await (const candidate of searchRuns(session, claim, options)) {
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
      others: run.steps[candidate.prefix]?.block,
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
