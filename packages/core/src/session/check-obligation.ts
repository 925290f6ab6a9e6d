// Asking a solver about one obligation. Only `unsat` proves; what the model leaves out must be shown unreachable.
import {
  type CheckResult,
  climb,
  INFERENCE_LADDERS,
  type LadderOptions,
  type Model,
  type Script,
  SEARCH_LADDERS,
  type SolverBackend,
  shapeOf,
  type Term,
  tryEvaluate,
} from '@surety/solvers';
import type { Obligation } from '../obligation/obligation.js';
import type { Incompleteness, TriedInvariant, World } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';

/** How an obligation ended. */
export type ObligationOutcome =
  | { readonly kind: 'proved'; readonly bounded: readonly Incompleteness[] }
  | { readonly kind: 'failed'; readonly model: Model }
  /** Proved except on paths that are not modeled. */
  | { readonly kind: 'unsupported'; readonly gaps: readonly Incompleteness[] }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Given up, because the claim was refuted meanwhile. */
  | { readonly kind: 'skipped' };

export interface CheckedObligation {
  readonly obligation: Obligation;
  readonly outcome: ObligationOutcome;
  readonly solver: string;
  readonly milliseconds: number;
  /** How the main question was answered: the rung of the ladder, and whether from memory. */
  readonly rung: string | undefined;
  readonly cached: boolean;
  /** Names of the hypotheses that a proof used, where the solver was asked for them and could tell. */
  readonly core: readonly string[] | undefined;
}

export interface SolvingLimits {
  readonly rlimit: number;
  readonly wallMilliseconds: number;
  /** Whether a proof should name the hypotheses it used; costs a second run. */
  readonly wantCore?: boolean;
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
  /** The same question with what is tried of rounds of loops, whether that may fail, and what is left out then. */
  readonly helped:
    | {
        readonly bad: Script | undefined;
        readonly gaps: readonly (Script | undefined)[];
        readonly fails: Script | undefined;
        readonly tried: readonly (TriedInvariant & { readonly dropped: Term })[];
      }
    | undefined;
  /** That nothing stands in for what lies beyond a bound. */
  readonly withinBounds: readonly Term[];
  /** Ways to reach the point of the claim; undefined when there is nothing to ask. */
  readonly reached: readonly (Script | undefined)[] | undefined;
  /** Ways to meet the conditions of what is asserted. */
  readonly conditionals: readonly { readonly text: string; readonly ways: readonly (Script | undefined)[] }[];
}

/**
 * Builds the scripts of an obligation. `coarse`: the same one with an arbitrary round for all rounds of its loops; `purpose`:
 * whether only a proof is looked for, or what it is worth is asked about, too.
 */
export function prepareObligation(
  world: World,
  obligation: Obligation,
  coarse?: { readonly world: World; readonly obligation: Obligation },
  purpose: 'proof' | 'verdict' = 'verdict',
): PreparedObligation {
  const script = (bad: Term, question: string): Script | undefined =>
    scriptFor(world, obligation, bad, question);
  return {
    obligation,
    bad: script(obligation.bad, 'is there a run that breaks it?'),
    gaps: distinctGaps(obligation.incomplete).map((gap) => ({
      gap,
      script: script(gap.condition, `can it reach ${gap.what}?`),
    })),
    helped: coarse === undefined ? undefined : helpedObligation(coarse.world, coarse.obligation),
    withinBounds: obligation.incomplete.flatMap(({ beyond }) =>
      beyond === undefined ? [] : [world.bank.not(beyond)],
    ),
    reached:
      purpose === 'proof'
        ? undefined
        : obligation.reached?.map((way) => script(way, 'can its point be reached at all?')),
    conditionals:
      purpose === 'proof'
        ? []
        : (obligation.conditionals ?? []).map(({ text, ways }) => ({
            text,
            ways: ways.map((way) => script(way, `can the condition of ${text} hold?`)),
          })),
  };
}

/** What is tried of the rounds of loops: whether it is kept is one question for all of it. */
function helpedObligation(world: World, obligation: Obligation): PreparedObligation['helped'] {
  const { bank } = world;
  const { rounds, incomplete } = obligation;
  const tried = [...incomplete.flatMap((gap) => gap.rounds?.tried ?? []), ...(rounds?.tried ?? [])];
  if (obligation.bad === bank.false_) return undefined;
  const richer = withRounds(obligation);
  const fails = bank.or(...tried.map((one) => bank.and(one.given, one.fails)));
  const script = (term: Term, question: string): Script | undefined =>
    scriptFor(world, richer, term, question, true);
  return {
    bad: script(obligation.bad, 'is there a run that breaks it, with what rounds keep?'),
    fails: script(fails, 'may a round not keep what is tried?'),
    // Where something is only assumed (a loop invariant that somebody wrote) it would have to be shown here again.
    gaps: incomplete.flatMap((gap) =>
      gap.beyond !== undefined || gap.given !== undefined
        ? []
        : [script(gap.condition, `can it reach ${gap.what}, with what rounds keep?`)],
    ),
    tried: tried.map((one) => ({ ...one, dropped: bank.not(one.given) })),
  };
}

/** The same obligation with what is assumed of the heads of its loops, each under a condition of its own. */
function withRounds(obligation: Obligation): Obligation {
  return {
    ...obligation,
    hypotheses: [...obligation.hypotheses, ...(obligation.rounds?.hypotheses ?? [])],
  };
}

/**
 * Questions about an obligation of a world with arbitrary rounds, answered with what is shown that rounds keep of what is tried;
 * undefined where such a round may leave the model.
 */
export async function withKeptRounds(
  world: World,
  obligation: Obligation,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<((bad: Term) => Promise<CheckResult>) | undefined> {
  const helped = helpedObligation(world, obligation);
  if (helped === undefined) return undefined;
  const kept = await keptByRounds(helped, solver, limits, signal, undefined);
  for (const gap of helped.gaps)
    if ((await ask(withLiterals(gap, kept), solver, limits, signal)).kind !== 'unsat') return undefined;
  const richer = withRounds(obligation);
  return (bad) =>
    askAside(
      withLiterals(scriptFor(world, richer, bad, 'is there a run, with what rounds keep?', true), kept),
      solver,
      limits,
      signal,
    );
}

/** The script that asks for a run satisfying an obligation's hypotheses, facts and `bad`. */
export function scriptFor(
  world: World,
  obligation: Obligation,
  bad: Term,
  question = 'is there such a state?',
  withTried = false,
): Script | undefined {
  if (bad === world.bank.false_) return undefined;
  const { hypotheses, facts } = obligation;
  return buildScript(world, { hypotheses, facts, bad, withTried }, [
    obligation.id,
    obligation.description,
    question,
  ]);
}

/** Checks one obligation; `onLong` is told as soon as one of its questions was not decided on the first rung. */
export async function checkObligation(
  prepared: PreparedObligation,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal?: AbortSignal,
  onLong?: () => void,
): Promise<CheckedObligation> {
  const started = performance.now();
  const { literals, dropped } = await shownInvariants(prepared, solver, limits, signal, onLong);
  const { withinBounds } = prepared;
  let bounded = false;
  const given = (script: Script | undefined): Script | undefined =>
    asserting(withLiterals(script, literals), bounded ? withinBounds : []);
  let result = await ask(given(prepared.bad), solver, limits, signal, onLong);
  // A run that takes no later round is not excluded by what rounds keep.
  if (prepared.helped !== undefined && result.kind !== 'unsat' && !satisfies(result, withinBounds)) {
    const shown = await shownByRounds(prepared.helped, solver, limits, signal, onLong);
    if (shown !== undefined)
      return {
        obligation: prepared.obligation,
        outcome: { kind: 'proved', bounded: [] },
        solver: shown.solver,
        milliseconds: performance.now() - started,
        rung: shown.rung,
        cached: shown.cached === true,
        core: shown.core,
      };
  }
  // Shown with what stands for rounds beyond a bound it needs none; a model that uses one of these tells nothing.
  if (withinBounds.length > 0 && result.kind !== 'unsat' && !satisfies(result, withinBounds)) {
    bounded = true;
    result = await ask(given(prepared.bad), solver, limits, signal, onLong);
  }
  let cached = result.cached === true;
  const ended = (outcome: ObligationOutcome, by: string): CheckedObligation => ({
    obligation: prepared.obligation,
    outcome,
    solver: by,
    milliseconds: performance.now() - started,
    rung: result.rung,
    cached,
    core: result.kind === 'unsat' ? result.core : undefined,
  });
  // It may hold all the same: what would show it was not shown itself.
  if (result.kind === 'sat' && dropped.length > 0)
    return ended({ kind: 'unsupported', gaps: dropped }, result.solver);
  if (result.kind === 'sat') return ended({ kind: 'failed', model: result.model }, result.solver);
  if (result.kind !== 'unsat') return ended({ kind: 'unknown', reason: reasonOf(result) }, result.solver);
  const feasible: Incompleteness[] = [];
  for (const { gap, script } of prepared.gaps) {
    if (gap.given !== undefined || (gap.beyond !== undefined && !bounded)) continue;
    if (feasible.some((known) => saysTheSame(known, gap))) continue;
    const reach = await ask(given(script), solver, limits, signal, onLong);
    if (reach.cached !== true && script !== undefined) cached = false;
    if (reach.kind !== 'unsat') feasible.push(gap);
  }
  const unsupported = feasible.filter((gap) => gap.kind === 'unsupported');
  if (unsupported.length > 0) return ended({ kind: 'unsupported', gaps: unsupported }, result.solver);
  return ended({ kind: 'proved', bounded: feasible }, result.solver);
}

/**
 * Which loop invariants are shown under the hypotheses of an obligation, each with the others that are; a proof does
 * without the rest.
 */
async function shownInvariants(
  { gaps, bad }: PreparedObligation,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
  onLong: (() => void) | undefined,
): Promise<{ readonly literals: readonly Literal[]; readonly dropped: readonly Incompleteness[] }> {
  const about = gaps.flatMap(({ gap, script }) =>
    gap.given === undefined ? [] : [{ gap, script, given: gap.given }],
  );
  const shown = new Map(about.map(({ given }) => [given, true]));
  const dropped: Incompleteness[] = [];
  const literals = (): readonly Literal[] => [...shown].map(([given, holds]) => ({ given, holds }));
  if (bad === undefined && about.length === gaps.length) return { literals: [], dropped };
  for (let again = true; again; ) {
    again = false;
    for (const { gap, script, given } of about) {
      if (shown.get(given) !== true) continue;
      const reach = await ask(withLiterals(script, literals()), solver, limits, signal, onLong);
      if (reach.kind === 'unsat') continue;
      shown.set(given, false);
      dropped.push(gap);
      again = true;
    }
  }
  return { literals: literals(), dropped };
}

/** A proof with what rounds of its loops are shown to keep; undefined when there is none. */
async function shownByRounds(
  helped: NonNullable<PreparedObligation['helped']>,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
  onLong: (() => void) | undefined,
): Promise<Extract<CheckResult, { kind: 'unsat' }> | undefined> {
  const small = { rlimit: limits.rlimit / 10, wallMilliseconds: limits.wallMilliseconds / 5 };
  const kept = await keptByRounds(helped, solver, small, signal, onLong);
  if (signal?.aborted === true) return undefined;
  for (const gap of helped.gaps) {
    const reach = await ask(withLiterals(gap, kept), solver, limits, signal, onLong);
    if (reach.kind !== 'unsat') return undefined;
  }
  const result = await ask(withLiterals(helped.bad, kept), solver, limits, signal, onLong);
  return result.kind === 'unsat' ? result : undefined;
}

/**
 * What of the tried is shown. First all of it is assumed at once, and what a loop's entry or a round then breaks is dropped,
 * until nothing is (Houdini). Where the solver does not decide that, each is asked about by itself, with what was shown before
 * it. Either way that is an induction over the rounds of all loops: in a run that breaks something kept, take what is broken
 * first; all that was assumed held before, so the question would have had this run for an answer.
 */
async function keptByRounds(
  { fails, tried }: NonNullable<PreparedObligation['helped']>,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
  onLong: (() => void) | undefined,
): Promise<readonly Literal[]> {
  const assuming = (some: ReadonlySet<(typeof tried)[number]>): readonly Literal[] =>
    tried.map((one) => ({ given: one.given, holds: some.has(one) }));
  const query = async (
    some: ReadonlySet<(typeof tried)[number]>,
    extra: readonly Term[],
  ): Promise<CheckResult> => {
    const dropped = tried.flatMap((one) => (some.has(one) ? [] : [one.dropped]));
    const script = asserting(withLiterals(fails, assuming(some)), [...dropped, ...extra]);
    return askAside(script, solver, limits, signal, onLong);
  };
  let alive = new Set(tried);
  while (alive.size > 0 && signal?.aborted !== true) {
    const joint = await query(alive, []);
    if (joint.kind === 'unsat') return assuming(alive);
    if (joint.kind !== 'sat') break;
    const { model } = joint;
    const left = [...alive].filter((one) => tryEvaluate(one.fails, model) !== true);
    if (left.length === alive.size) break;
    alive = new Set(left);
  }
  const shown = new Set<(typeof tried)[number]>();
  let open = 0;
  for (const one of [...alive].slice(0, MOST_ALONE)) {
    const { kind } = await query(new Set([...shown, one]), [one.fails]);
    if (kind === 'unsat') shown.add(one);
    else if (kind !== 'sat' && ++open === MOST_OPEN) break;
  }
  return assuming(shown);
}

/** No more than these are asked about one by one. */
const MOST_ALONE = 30;

/** After so many that the solver does not decide, no more are asked about. */
const MOST_OPEN = 5;

/** Whether the condition that stands for an assumption is taken to hold. */
interface Literal {
  readonly given: Term;
  readonly holds: boolean;
}

function withLiterals(script: Script | undefined, literals: readonly Literal[]): Script | undefined {
  if (script === undefined || literals.length === 0) return script;
  return asserting(
    script,
    literals.filter(({ holds }) => holds).map(({ given }) => given),
  );
}

function asserting(script: Script | undefined, terms: readonly Term[]): Script | undefined {
  if (script === undefined || terms.length === 0) return script;
  return { ...script, assertions: [...script.assertions, ...terms.map((term) => ({ term }))] };
}

function satisfies(result: CheckResult, terms: readonly Term[]): boolean {
  return result.kind === 'sat' && terms.every((term) => tryEvaluate(term, result.model) === true);
}

/** Asks a solver, rung by rung until there is an answer; a question that folded away needs none. */
export async function ask(
  script: Script | undefined,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal?: AbortSignal,
  onLong?: () => void,
): Promise<CheckResult> {
  return answer(script, solver, limits, {
    ...(signal === undefined ? {} : { signal }),
    ...(onLong === undefined ? {} : { onLong }),
  });
}

/**
 * Asks about a candidate: what is not decided soon is not used. The script is asked as it is: simplified by what it asserts, joint
 * questions about many candidates make the linear abstraction hang more often (decision 12).
 */
export async function askAside(
  script: Script | undefined,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal?: AbortSignal,
  onLong?: () => void,
): Promise<CheckResult> {
  return answer(script, solver, limits, {
    rungs: script === undefined ? [] : INFERENCE_LADDERS[shapeOf(script).shape],
    ...(signal === undefined ? {} : { signal }),
    ...(onLong === undefined ? {} : { onLong }),
  });
}

async function answer(
  script: Script | undefined,
  solver: SolverBackend,
  limits: SolvingLimits,
  options: LadderOptions,
): Promise<CheckResult> {
  // Nothing was left to ask.
  if (script === undefined) return { kind: 'unsat', solver: 'simplifier', milliseconds: 0 };
  const asked = solver.explains === true ? { ...limits, wantCore: true } : limits;
  const result = await climb(solver, script, asked, options);
  return (await solver.audit?.(script, result, options.signal)) ?? result;
}

/**
 * Looks for a model of a script; a short search tries the cheap rungs only. The script is asked as it is: what simplification leaves
 * out a model has no value for, and a run made of it is less often one.
 */
export async function findModel(
  script: Script,
  solver: SolverBackend,
  limits: SolvingLimits,
  effort: 'full' | 'short',
  signal?: AbortSignal,
): Promise<Model | undefined> {
  const all = SEARCH_LADDERS[shapeOf(script).shape];
  const rungs = effort === 'full' ? all : all.filter((rung) => rung.cheap === true);
  const result = await climb(solver, script, limits, signal === undefined ? { rungs } : { rungs, signal });
  return result.kind === 'sat' ? result.model : undefined;
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

/** One gap for each condition and kind: a bound must not hide what is not modeled, nor an assumption what is none. */
/** Whether two gaps read alike where they are reported: a loop within rounds of another one has many. */
function saysTheSame(a: Incompleteness, b: Incompleteness): boolean {
  return a.kind === b.kind && a.code === b.code && a.what === b.what;
}

function distinctGaps(gaps: readonly Incompleteness[]): readonly Incompleteness[] {
  const seen = new Set<string>();
  return gaps.filter((gap) => {
    // With something that stands for it, a gap says less than without.
    if (gap.beyond !== undefined) return true;
    const key = `${gap.condition.id} ${gap.kind} ${gap.given?.id ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
