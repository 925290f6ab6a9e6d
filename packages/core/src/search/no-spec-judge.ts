// Judging a replayed run that shall panic at a place: the EVM must have reverted with that very panic while it ran the
// contract. Where several places panic with the code, an assertion is replayed once more with a text of its own.
import type { FailureClaim } from '../harness/failure-claim.js';
import type { ReplayPlan, ReplayResult } from '../result/replay.js';
import type { Trace } from '../result/report.js';
import { traceOf } from '../result/trace.js';
import { ASSERTION } from '../session/no-spec-claims.js';
import type { ConcreteRun } from './concretize.js';
import type { Judgment } from './judge.js';
import type { Candidate } from './search.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

/** Selectors of `Panic(uint256)` and `Error(string)`. */
const PANIC = '4e487b71';
const ERROR = '08c379a0';
/** What the marked assertion reverts with. */
const MARK = 'surety: this assertion';

/** What the run is expected to revert with, as ABI-encoded data without 0x. */
type Expected = 'panic' | 'mark';

/** Judges a replayed candidate of a claim about a place that may panic. */
export function judgeFailure(
  candidate: Candidate,
  claim: FailureClaim,
  run: ConcreteRun,
  replay: ReplayResult,
  expected: Expected = 'panic',
): Judgment {
  const wanted = expected === 'panic' ? panicData(claim.place.code) : errorData(MARK);
  const spurious = (why: string): Judgment => ({ kind: 'spurious', why });
  if (candidate.atDeployment) {
    if (replay.kind === 'ran') return spurious('the deployment succeeds on the EVM');
    if (replay.deploymentRevert === undefined) return spurious(replay.message);
    return replay.deploymentRevert.returnData === wanted
      ? { kind: 'real', broken: { contracts: [], balances: new Map() } }
      : spurious(replay.message);
  }
  if (replay.kind === 'failed') return spurious(replay.message);
  for (const position of run.positions.slice(0, candidate.prefix)) {
    const step = replay.steps[position];
    if (step?.success !== true)
      return spurious(
        `transaction ${position + 1} reverted on the EVM: ${step?.revertReason ?? 'no reason'}`,
      );
  }
  const last = replay.steps[run.positions[candidate.prefix] ?? -1];
  if (last === undefined) return spurious('the replay has fewer transactions than the claim');
  if (last.failures.some((failure) => failure.returnData === wanted))
    return { kind: 'real', broken: last.after };
  return spurious(
    last.success
      ? 'the last transaction succeeds on the EVM'
      : `it reverts with ${last.revertReason ?? 'no reason'}`,
  );
}

/**
 * The files of a plan with the assertion of the claim replaced by `require` with a text of its own, to see that it is
 * this one that fails; undefined when the panic alone tells, or the place is no assertion.
 */
export function markedFiles(
  claim: FailureClaim,
  files: ReplayPlan['files'],
): ReplayPlan['files'] | undefined {
  if (!claim.ambiguous || claim.place.code !== ASSERTION) return undefined;
  const { path, start, end } = claim.location;
  const file = files.find((one) => one.path === path);
  const call = file?.text.slice(start, end) ?? '';
  if (file === undefined || !/^assert\s*\(/.test(call) || !call.endsWith(')')) return undefined;
  const marked = `require${call.slice('assert'.length, -1)}, "${MARK}")`;
  const text = file.text.slice(0, start) + marked + file.text.slice(end);
  return files.map((one) => (one === file ? { ...one, text } : one));
}

/** The trace of a run that was judged real. */
export function failureTrace(
  candidate: Candidate,
  claim: FailureClaim,
  run: ConcreteRun,
  replay: ReplayResult,
): Trace {
  if (replay.kind === 'ran') return traceOf(candidate, claim, run, replay);
  const nothing: Ran = {
    kind: 'ran',
    deploymentTransfers: [],
    afterDeployment: { contracts: [], balances: new Map() },
    steps: [],
  };
  const trace = traceOf(candidate, claim, run, nothing);
  const last = trace.steps.length - 1;
  return {
    ...trace,
    steps: trace.steps.map((step, i) =>
      i === last ? { ...step, outcome: { kind: 'revert', reason: panicText(claim) } } : step,
    ),
  };
}

/** How a revert with the panic of a claim reads in a trace. */
export function panicText(claim: FailureClaim): string {
  return `panic 0x${claim.place.code.toString(16).padStart(2, '0')}, ${claim.failure}`;
}

function panicData(code: number): string {
  return PANIC + word(code);
}

function errorData(text: string): string {
  const hex = Buffer.from(text, 'utf8').toString('hex');
  return ERROR + word(32) + word(text.length) + hex.padEnd(64 * Math.ceil(hex.length / 64), '0');
}

function word(n: number): string {
  return n.toString(16).padStart(64, '0');
}
