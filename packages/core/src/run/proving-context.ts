// What proving a claim needs from its session, and how its budget is shared.
import type { SolverBackend } from '@surety/solvers';
import type { Location, TypedSpec } from '@surety/spec-lang';
import type { Inference } from '../inference/infer-lemmas.js';
import type { Replayer, ReplayPlan } from '../result/replay.js';
import type { ProgressEvent, Verdict } from '../result/report.js';
import type { SolvingLimits } from '../session/check-obligation.js';
import type { Incompleteness } from '../symbolic/world.js';
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

/** A fraction of a budget. */
export function shareOf({ rlimit, wallMilliseconds }: SolvingLimits, parts: number): SolvingLimits {
  return { rlimit: rlimit / parts, wallMilliseconds: wallMilliseconds / parts };
}
