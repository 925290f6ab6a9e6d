// Remembers the runs that the verifier replays, so that the run behind a reported violation can be written out.
import type { Replayer, ReplayPlan, ReplayResult, Trace, TraceStep } from '@surety/core';

/** A run with its outcome. */
export interface RecordedRun {
  readonly plan: ReplayPlan;
  readonly result: ReplayResult;
}

/** A replayer that keeps what it ran. */
export interface RecordingReplayer extends Replayer {
  /** The last run that a trace tells of. */
  readonly runOf: (trace: Trace) => RecordedRun | undefined;
  /** Forgets everything, before the next specification. */
  readonly forget: () => void;
}

/** Searches that fail many times keep only their last runs. */
const RUNS_KEPT = 500;

/** Wraps a replayer. */
export function recordingReplayer(inner: Replayer): RecordingReplayer {
  const runs: RecordedRun[] = [];
  return {
    run: async (plan, signal) => {
      const result = await inner.run(plan, signal);
      if (result.kind === 'ran' || result.deploymentRevert !== undefined) {
        runs.push({ plan, result });
        if (runs.length > RUNS_KEPT) runs.shift();
      }
      return result;
    },
    runOf: (trace) => runs.findLast((run) => tells(trace, run)),
    forget: () => {
      runs.length = 0;
    },
  };
}

/** Whether a trace can be the story of a run: same steps, arguments, outcomes and balances. */
function tells(trace: Trace, { plan, result }: RecordedRun): boolean {
  const deployments = trace.steps.filter((step) => step.kind === 'deploy');
  const steps = trace.steps.filter((step) => step.kind !== 'deploy');
  if (deployments.length !== plan.deployments.length) return false;
  const deployed = plan.deployments.every((one, i) => {
    const step = deployments[i];
    return (
      step !== undefined &&
      BigInt(step.address ?? '-1') === one.address &&
      BigInt(step.sender) === one.from &&
      step.value === String(one.value) &&
      sameArguments(step, one.arguments)
    );
  });
  if (!deployed) return false;
  if (result.kind === 'failed') return steps.length === 0;
  return (
    steps.length === plan.steps.length &&
    plan.steps.every((planned, i) => {
      const step = steps[i];
      const ran = result.steps[i];
      if (step === undefined || ran === undefined) return false;
      if (planned.kind === 'forceEther')
        return step.kind === 'forcedEther' && step.value === String(planned.amount);
      return (
        step.kind === 'transaction' &&
        step.function === planned.function &&
        BigInt(step.sender) === planned.from &&
        step.value === String(planned.value) &&
        step.block.number === String(planned.block.number) &&
        step.block.timestamp === String(planned.block.timestamp) &&
        (step.outcome.kind === 'success') === ran.success &&
        sameArguments(step, planned.arguments) &&
        step.changes.every((change) => {
          const account = /^balance\((0x[0-9a-f]{40})\)$/.exec(change.name)?.[1];
          return account === undefined || change.after === String(ran.after.balances.get(BigInt(account)));
        })
      );
    })
  );
}

/** Compares the arguments that are shown as numbers. */
function sameArguments(step: TraceStep, values: readonly unknown[]): boolean {
  return (
    step.arguments.length === values.length &&
    step.arguments.every(({ value }, i) => {
      const actual = values[i];
      return typeof actual !== 'bigint' || !/^(-?\d+|0x[0-9a-f]+)$/.test(value) || BigInt(value) === actual;
    })
  );
}
