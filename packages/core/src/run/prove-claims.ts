// All claims of a session: prepared in one fixed order, then proved a few at a time, lemmas first.
import type { Location } from '@surety/spec-lang';
import type { TypedProgram } from '../frontend/typed-program.js';
import type { AnyClaim } from '../harness/failure-claim.js';
import { type Inference, inferLemmas } from '../inference/infer-lemmas.js';
import type { ReplayPlan } from '../result/replay.js';
import type { ClaimReport, Verdict } from '../result/report.js';
import { DEFAULT_LIMITS } from '../session/check-obligation.js';
import type { Session } from '../session/session.js';
import { locationOf } from '../spec/contract-environment.js';
import type { VerifyOptions } from './options.js';
import { type PreparedClaim, prepareClaim } from './prepare-claim.js';
import { proveClaim } from './prove-claim.js';
import { follower } from './siblings.js';
import { summed } from './times.js';
import { createTurns } from './turns.js';

/** What proving needs of the Solidity side. */
export interface SolidityAccess {
  readonly replayFiles: () => Pick<ReplayPlan, 'files' | 'resolutions'>;
  /** The program that a contract of the session lies in, by its alias. */
  readonly program: (contract: string) => TypedProgram | undefined;
}

/** Proves claims whose lemmas come before them; the reports are in the order of the source. */
export async function proveClaims(
  session: Session,
  claims: readonly AnyClaim[],
  options: VerifyOptions,
  solidity: SolidityAccess,
): Promise<readonly ClaimReport[]> {
  const onEvent = options.onEvent ?? (() => undefined);
  const prepared: PreparedClaim[] = [];
  for (const claim of claims) {
    await breathe();
    options.signal?.throwIfAborted();
    prepared.push(prepareClaim(session, claim));
  }
  const started = new Map<string, Promise<ClaimReport>>();
  const lemma = async (name: string): Promise<Verdict | undefined> => (await started.get(name))?.verdict;
  const inferring = follower(options.signal);
  let inference: Inference | undefined;
  const turns = createTurns(options.solver);
  const limits =
    options.timeout === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, wallMilliseconds: options.timeout };
  const prove = async (claim: PreparedClaim): Promise<ClaimReport> => {
    const { solver, milliseconds } = summed(options.solver);
    const proved = await proveClaim(session, claim, {
      spec: session.spec,
      solver,
      searching: turns.givingWay(solver),
      first: turns.first,
      limits,
      inference: () => {
        inference ??= inferLemmas(session, options.solver, limits, inferring.signal);
        return inference;
      },
      replayer: options.replayer,
      replayFiles: solidity.replayFiles,
      signal: options.signal,
      onEvent,
      locate: (gap): Location | undefined => {
        const program = solidity.program(claim.claim.contract);
        return program === undefined ? undefined : locationOf(program, gap.span);
      },
      lemma,
    });
    const report = { ...proved, solving: milliseconds() };
    onEvent({ kind: 'claimFinished', claim: report });
    return report;
  };
  // Lemmas come first, so a claim only waits for claims that were started before it.
  const running = new Set<Promise<unknown>>();
  for (const claim of prepared) {
    while (running.size >= (options.parallel ?? 2)) await Promise.race(running);
    options.signal?.throwIfAborted();
    const report = prove(claim);
    started.set(claim.claim.name, report);
    const ended: Promise<unknown> = report.catch(() => undefined).then(() => running.delete(ended));
    running.add(ended);
  }
  const reports = await Promise.all(started.values());
  // Claims that were refuted do not wait for what they asked for; nobody else will.
  inferring.abort();
  await (inference as Inference | undefined)?.ended();
  // Reported in the order of the source, proved in the order of dependence.
  return [...reports].sort((a, b) => a.location.start - b.location.start);
}

/** Lets timers, signals and messages in between synchronous phases. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
