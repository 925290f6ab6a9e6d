// Asking a solver about one obligation. Only `unsat` proves; what the model leaves out must be shown unreachable.
import type { CheckResult, Model, Script, SolverBackend, Term } from '@surety/solvers';
import type { Obligation } from '../obligation/obligation.js';
import type { Incompleteness, World } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';

/** How an obligation ended. */
export type ObligationOutcome =
  | { readonly kind: 'proved'; readonly bounded: readonly Incompleteness[] }
  | { readonly kind: 'failed'; readonly model: Model }
  /** Proved except on paths that are not modeled. */
  | { readonly kind: 'unsupported'; readonly gaps: readonly Incompleteness[] }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface CheckedObligation {
  readonly obligation: Obligation;
  readonly outcome: ObligationOutcome;
  readonly solver: string;
  readonly milliseconds: number;
}

export interface SolvingLimits {
  readonly rlimit: number;
  readonly wallMilliseconds: number;
}

/** Default deterministic budget of one query; about ten seconds of Z3 in WASM. */
export const DEFAULT_LIMITS: SolvingLimits = { rlimit: 30_000_000, wallMilliseconds: 30_000 };

/**
 * An obligation with its questions written down. All scripts of a session are built in one fixed order before any
 * solver runs, so that names and term order, and with them the answers, do not depend on timing.
 */
export interface PreparedObligation {
  readonly obligation: Obligation;
  /** Undefined: folded to false, nothing to ask. */
  readonly bad: Script | undefined;
  readonly gaps: readonly { readonly gap: Incompleteness; readonly script: Script | undefined }[];
  /** Ways to reach the point of the claim; undefined when there is nothing to ask. */
  readonly reached: readonly (Script | undefined)[] | undefined;
}

/** Builds the scripts of an obligation. */
export function prepareObligation(world: World, obligation: Obligation): PreparedObligation {
  const script = (bad: Term): Script | undefined => scriptFor(world, obligation, bad);
  return {
    obligation,
    bad: script(obligation.bad),
    gaps: distinctGaps(obligation.incomplete).map((gap) => ({ gap, script: script(gap.condition) })),
    reached: obligation.reached?.map(script),
  };
}

/** The script that asks for a run satisfying an obligation's hypotheses, facts and `bad`. */
export function scriptFor(world: World, obligation: Obligation, bad: Term): Script | undefined {
  if (bad === world.bank.false_) return undefined;
  return buildScript(world, { hypotheses: obligation.hypotheses, facts: obligation.facts, bad }, [
    obligation.id,
    obligation.description,
  ]);
}

/** Checks one obligation. */
export async function checkObligation(
  prepared: PreparedObligation,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal?: AbortSignal,
): Promise<CheckedObligation> {
  const started = performance.now();
  const ended = (outcome: ObligationOutcome, by: string): CheckedObligation => ({
    obligation: prepared.obligation,
    outcome,
    solver: by,
    milliseconds: performance.now() - started,
  });
  const result = await ask(prepared.bad, solver, limits, signal);
  if (result.kind === 'sat') return ended({ kind: 'failed', model: result.model }, result.solver);
  if (result.kind !== 'unsat') return ended({ kind: 'unknown', reason: reasonOf(result) }, result.solver);
  const feasible: Incompleteness[] = [];
  for (const { gap, script } of prepared.gaps) {
    const reach = await ask(script, solver, limits, signal);
    if (reach.kind !== 'unsat') feasible.push(gap);
  }
  const unsupported = feasible.filter((gap) => gap.kind === 'unsupported');
  if (unsupported.length > 0) return ended({ kind: 'unsupported', gaps: unsupported }, result.solver);
  return ended({ kind: 'proved', bounded: feasible }, result.solver);
}

/**
 * Strategies in the order tried, as data. The plain SMT core first: on the examples it needs a third of the time of the
 * default strategy, which is kept for what the core gives up on.
 */
const RUNGS: readonly { readonly tactic: string | undefined; readonly share: number }[] = [
  { tactic: 'smt', share: 0.5 },
  { tactic: undefined, share: 0.5 },
];

/** Asks a solver, rung by rung until there is an answer; a question that folded away needs none. */
export async function ask(
  script: Script | undefined,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal?: AbortSignal,
): Promise<CheckResult> {
  if (script === undefined) return { kind: 'unsat', solver: 'simplifier', milliseconds: 0 };
  let last: CheckResult | undefined;
  for (const { tactic, share } of RUNGS) {
    const wallMilliseconds = limits.wallMilliseconds * share;
    const rung = { rlimit: Math.floor(limits.rlimit * share), wallMilliseconds, wantModel: true };
    last = await solver.check(script, tactic === undefined ? rung : { ...rung, tactic }, signal);
    if (last.kind === 'sat' || last.kind === 'unsat' || last.kind === 'cancelled') return last;
  }
  return last ?? { kind: 'unknown', reason: 'no strategy', solver: solver.name, milliseconds: 0 };
}

/** Why there is no answer, in a sentence's part. */
export function reasonOf(result: CheckResult): string {
  switch (result.kind) {
    case 'timeout':
      return 'the solver ran out of time';
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return `the solver gave up (${result.reason})`;
    case 'error':
      return result.outOfMemory === true
        ? 'the solver ran out of memory'
        : `the solver failed: ${result.message}`;
    default:
      return result.kind;
  }
}

/** One gap a place and kind; conditions of the same place are joined by being asked for separately only once each. */
function distinctGaps(gaps: readonly Incompleteness[]): readonly Incompleteness[] {
  const seen = new Set<Term>();
  return gaps.filter((gap) => {
    if (seen.has(gap.condition)) return false;
    seen.add(gap.condition);
    return true;
  });
}
