// The interface of everything that can decide a script, and its answers.
import type { AnswerStore } from '../cache/store.js';
import type { Model } from '../model/model.js';
import type { HornSolution } from '../queue/horn-solver.js';
import type { Script } from '../smtlib/script.js';

/** Who answered, and how long it took (wall clock, milliseconds, waiting for a free worker not included). */
export interface Timing {
  readonly solver: string;
  readonly milliseconds: number;
  /** The answer was remembered from an earlier run. */
  readonly cached?: boolean;
  /** What was spent of `rlimit`, also when the answer was remembered; not all solvers tell. */
  readonly spent?: number;
  /** The rung of a ladder that answered. */
  readonly rung?: string;
}

/** What a check found, without timing. */
export type Outcome =
  | { readonly kind: 'sat'; readonly model: Model }
  | { readonly kind: 'unsat'; readonly core?: readonly string[] }
  /** The solver gave up; `reason` is its word, or `resource limit` when `rlimit` ran out. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The wall clock ran out: the solver was killed. */
  | { readonly kind: 'timeout' }
  /** The abort signal fired, or the backend was disposed of. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly message: string; readonly outOfMemory?: boolean };

/** The answer to a check. Only `unsat` proves anything; a `sat` model is a candidate. */
export type CheckResult = Outcome & Timing;

/** What a check may use, and what it should bring back. */
export interface Limits {
  /** Deterministic budget in the solver's own units; running out gives unknown('resource limit'). */
  readonly rlimit?: number;
  /** Wall clock limit, a protection only: past it the solver is killed. */
  readonly wallMilliseconds?: number;
  /** Whether a sat answer carries a model; default true. Without, the model is empty. */
  readonly wantModel?: boolean;
  /** Whether an unsat answer carries the names of the assertions used; costs a second run. */
  readonly wantCore?: boolean;
  /** Solver options by name without colon, as `smt.arith.solver`. */
  readonly options?: Readonly<Record<string, string>>;
  /** A tactic to check with, as `qfnra-nlsat` or `(then simplify smt)`. */
  readonly tactic?: string;
  /** `Real`: integers are relaxed to reals, so that only unsat says anything. */
  readonly integersAs?: 'Real';
}

/** Something that decides scripts. Stateless between checks; checks may run concurrently. */
export interface SolverBackend {
  readonly name: string;
  /** Questions it works on at the same time, where it can tell. */
  readonly workers?: number;
  /** Where its answers are remembered: what is asked in several ways can remember there which of them gave the answer. */
  readonly memory?: AnswerStore;
  /** Never rejects for what a solver does: crashes, limits and unreadable answers are results. */
  check(script: Script | string, limits: Limits, signal?: AbortSignal): Promise<CheckResult>;
  /** A predicate that satisfies constrained Horn clauses over it, where the solver has an engine for them. */
  solveHorn?(
    script: Script,
    predicate: string,
    limits: Limits,
    signal?: AbortSignal,
  ): Promise<HornSolution | undefined>;
  /** Whether questions should ask for the hypotheses a proof used. */
  readonly explains?: boolean;
  /** Told the final answer to a question, and may replace it: cross-checks and dumps. */
  audit?(script: Script, result: CheckResult, signal?: AbortSignal): Promise<CheckResult>;
  /** Questions will come soon: what takes time to start may start meanwhile. */
  warm?(): void;
  /** Ends every worker and process; pending checks are answered `cancelled`. */
  dispose(): Promise<void>;
}
