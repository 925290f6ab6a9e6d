// Climbs the rungs of a ladder until one gives an answer that counts. Budgets are shares of one deterministic budget, so
// the same question ends on the same rung on every machine; the wall clock only protects, each rung by itself. What the
// clock cut short is not remembered: so that it need not be asked again, the rung that gave the answer is, and comes first.
import { createHash } from 'node:crypto';
import type { CheckResult, Limits, SolverBackend } from '../backend/backend.js';
import type { Model } from '../model/model.js';
import { emitWithNames } from '../smtlib/emit.js';
import type { Script } from '../smtlib/script.js';
import { createEvaluator } from '../term/evaluate.js';
import { type Attempt, encode } from './encode.js';
import { underFacts } from './facts.js';
import { LADDERS, type Rung, TRUSTED } from './rungs.js';
import { shapeOf } from './shape.js';

/** What a question may use. */
export interface LadderLimits {
  readonly rlimit: number;
  readonly wallMilliseconds: number;
  /** Whether an unsat answer tells the named assertions it used; costs a second, bounded run. */
  readonly wantCore?: boolean;
}

/** Choices for measurements and for questions of special shape. */
export interface LadderOptions {
  readonly signal?: AbortSignal;
  /** These rungs, for the script as it is; without, its shape says which, and a nonlinear one is simplified by what it asserts. */
  readonly rungs?: readonly Rung[];
  /** Told once, when rungs of a tenth of the budget gave no answer: by their budget alone, never by the time they took. */
  readonly onLong?: () => void;
  /** Told of every rung that was tried. */
  readonly onRung?: (rung: Rung, result: CheckResult) => void;
}

// A share smaller than this, about a third of a second, would only waste the time to write the script.
const LEAST_RLIMIT = 1_000_000;

/** Asks a solver about a script, rung by rung. `sat` always carries a model of the script as given. */
export async function climb(
  solver: SolverBackend,
  script: Script,
  limits: LadderLimits,
  options: LadderOptions = {},
): Promise<CheckResult> {
  const { shape } = shapeOf(script);
  const { rungs } = options;
  // Linear questions are easy or have a model, and a model is found sooner of what says everything twice.
  if (rungs !== undefined || shape !== 'nonlinear')
    return climbRungs(solver, script, limits, rungs ?? LADDERS[shape], options);
  // Hypotheses simplify each other too, so that it does not matter to the answer whether a core is wanted.
  const simple = underFacts(withoutNames(script));
  const { wantCore, ...rest } = limits;
  const result = await climbRungs(solver, simple, rest, LADDERS[shapeOf(simple).shape], options);
  if (wantCore !== true || result.kind !== 'unsat') return result;
  return explained(solver, script, result, limits, options);
}

/** An unsat answer with the hypotheses it used, where the rungs that gave it find them soon. */
async function explained(
  solver: SolverBackend,
  script: Script,
  result: Extract<CheckResult, { kind: 'unsat' }>,
  limits: LadderLimits,
  options: LadderOptions,
): Promise<CheckResult> {
  if (script.assertions.every(({ name }) => name === undefined)) return result;
  const named = underFacts(script);
  const rungs = LADDERS[shapeOf(named).shape].filter(({ name }) => name === result.rung);
  const few = {
    rlimit: Math.min(limits.rlimit, CORE_RLIMIT),
    wallMilliseconds: Math.min(limits.wallMilliseconds, LEAST_WALL_MILLISECONDS),
    wantCore: true,
  };
  const { signal } = options;
  const again = await climbRungs(solver, named, few, rungs, signal === undefined ? {} : { signal });
  const milliseconds = result.milliseconds + again.milliseconds;
  return again.kind === 'unsat' && again.core !== undefined
    ? { ...result, milliseconds, core: again.core }
    : { ...result, milliseconds };
}

// A core is a bonus: looking for it is bounded.
const CORE_RLIMIT = 2_000_000;

function withoutNames(script: Script): Script {
  return { ...script, assertions: script.assertions.map(({ term }) => ({ term })) };
}

async function climbRungs(
  solver: SolverBackend,
  script: Script,
  limits: LadderLimits,
  inOrder: readonly Rung[],
  { signal, onLong, onRung }: LadderOptions,
): Promise<CheckResult> {
  const name = solver.memory === undefined ? '' : nameQuestion(solver, script, limits, inOrder);
  const known = (await solver.memory?.read(name))?.output;
  const rungs = [
    ...inOrder.filter((rung) => rung.name === known),
    ...inOrder.filter((rung) => rung.name !== known),
  ];
  let milliseconds = 0;
  let cached = true;
  let last: CheckResult | undefined;
  let tried = 0;
  for (const rung of rungs) {
    // Time spent on it, not time spent waiting behind other questions.
    const left = limits.wallMilliseconds - milliseconds;
    if (left <= 0) break;
    const wallMilliseconds = Math.min(left, guardOf(rung, limits));
    const result = await tryRung(solver, script, rung, { ...limits, wallMilliseconds }, signal);
    // An encoding that does not apply is no attempt.
    if (result === undefined) continue;
    milliseconds += result.milliseconds;
    cached &&= result.cached === true;
    const told: CheckResult = { ...result, milliseconds, rung: rung.name, cached };
    onRung?.(rung, told);
    if (told.kind === 'cancelled') return told;
    if (counts(told, rung)) {
      if (rung !== rungs[0]) await solver.memory?.write(name, { output: rung.name });
      return told;
    }
    if (tried < LONG && tried + rung.share >= LONG) onLong?.();
    tried += rung.share;
    last = moreTelling(last, told);
  }
  if (last === undefined) {
    const none = { solver: solver.name, milliseconds };
    return milliseconds < limits.wallMilliseconds
      ? { kind: 'unknown', reason: 'no rung applies', ...none }
      : { kind: 'timeout', ...none };
  }
  // Answers that do not count are no answers.
  if (last.kind === 'sat' || last.kind === 'unsat')
    return { kind: 'unknown', reason: 'incomplete', solver: solver.name, milliseconds, cached };
  return last;
}

/** The name of a question under which the rung that answered it is remembered. */
function nameQuestion(
  solver: SolverBackend,
  script: Script,
  { rlimit, wantCore }: LadderLimits,
  rungs: readonly Rung[],
): string {
  const { text } = emitWithNames(script, { renumber: true, comments: false });
  const content = [solver.name, text, rlimit, wantCore ?? false, rungs.map((rung) => rung.name)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

// A question takes long when so much of its budget went to rungs that gave no answer.
const LONG = 0.1;

// Whatever the question, a rung may take as long as this.
const LEAST_WALL_MILLISECONDS = 5_000;

// Nonlinear arithmetic can run for long and spend next to nothing; a rung with a small part of the budget ends then too.
function guardOf({ share }: Rung, { wallMilliseconds }: LadderLimits): number {
  return Math.max(LEAST_WALL_MILLISECONDS, wallMilliseconds * Math.max(1 / 6, share));
}

// `sat` comes back only with a model that was checked, or from an exact encoding.
function counts(result: CheckResult, rung: Rung): boolean {
  if (result.kind === 'sat') return true;
  return result.kind === 'unsat' && TRUSTED[rung.encoding] !== 'sat';
}

/** Of two failures the one that says most: exhausted memory, then limits, then giving up. */
function moreTelling(before: CheckResult | undefined, now: CheckResult): CheckResult {
  if (before === undefined) return now;
  const rank = (r: CheckResult): number =>
    r.kind === 'error' ? (r.outOfMemory === true ? 4 : 1) : r.kind === 'timeout' ? 3 : 2;
  return rank(now) >= rank(before) ? now : { ...before, milliseconds: now.milliseconds };
}

async function tryRung(
  solver: SolverBackend,
  script: Script,
  rung: Rung,
  limits: LadderLimits,
  signal: AbortSignal | undefined,
): Promise<CheckResult | undefined> {
  const attempts = encode(script, rung.encoding);
  if (attempts === undefined) return undefined;
  const checked = checkedModel(script);
  const rlimit = Math.max(Math.floor(limits.rlimit * rung.share), Math.min(limits.rlimit, LEAST_RLIMIT));
  const ask = async (
    { lift, integersAs }: Attempt,
    one: Script,
    part: number,
    wallMilliseconds: number,
  ): Promise<CheckResult> => {
    const budget: Limits = {
      rlimit: Math.max(1, Math.floor(part)),
      wallMilliseconds,
      wantModel: lift !== undefined,
      ...(limits.wantCore === undefined ? {} : { wantCore: limits.wantCore }),
      ...(rung.tactic === undefined ? {} : { tactic: rung.tactic }),
      ...(rung.options === undefined ? {} : { options: rung.options }),
      ...(integersAs === undefined ? {} : { integersAs }),
    };
    return solver.check({ ...one, comments: script.comments ?? [] }, budget, signal);
  };
  return askAll(attempts, { ...limits, rlimit }, ask, checked, TRUSTED[rung.encoding] === 'both');
}

/** Of what is left of a budget a case may use this part, even where more cases follow. */
const MOST_PARTS = 3;

/** Asks every attempt, refining each while its models are refuted. */
async function askAll(
  attempts: readonly Attempt[],
  { rlimit, wallMilliseconds }: LadderLimits,
  ask: (attempt: Attempt, script: Script, rlimit: number, wallMilliseconds: number) => Promise<CheckResult>,
  checked: (model: Model) => boolean,
  exact: boolean,
): Promise<CheckResult> {
  let milliseconds = 0;
  let cached = true;
  let unsat: CheckResult | undefined;
  const core = new Set<string>();
  let rest = rlimit;
  for (const [i, attempt] of attempts.entries()) {
    let script: Script | undefined = attempt.script;
    // Most cases are easy: what they leave is for those that are not.
    let left = rest / Math.min(attempts.length - i, MOST_PARTS);
    rest -= left;
    const until = milliseconds + wallMilliseconds;
    for (let round = 0; script !== undefined; round++) {
      // A round may use half of what is left: models come cheap, and what takes long is worth more than another model.
      const part: number = round + 1 === attempt.rounds ? left : left / 2;
      const result = await ask(attempt, script, part, Math.max(1, until - milliseconds));
      left -= result.spent ?? part;
      milliseconds += result.milliseconds;
      cached &&= result.cached === true;
      if (result.kind === 'unsat') {
        unsat = result;
        for (const name of result.core ?? []) core.add(name);
        rest += left;
        break;
      }
      if (result.kind !== 'sat') return { ...result, milliseconds, cached };
      const model = attempt.lift?.(result.model);
      if (model !== undefined && (exact || checked(model))) return { ...result, model, milliseconds, cached };
      script = round + 1 < attempt.rounds ? attempt.refine?.(script, result.model) : undefined;
      if (script === undefined) {
        const { solver } = result;
        return {
          kind: 'unknown',
          reason: 'the model of an abstraction is none',
          solver,
          milliseconds,
          cached,
        };
      }
    }
  }
  if (unsat?.kind !== 'unsat') return { kind: 'unsat', solver: 'simplifier', milliseconds };
  return { ...unsat, milliseconds, cached, ...(unsat.core === undefined ? {} : { core: [...core] }) };
}

/** Whether a model makes every assertion of a script true, by exact evaluation. */
function checkedModel(script: Script): (model: Model) => boolean {
  return (model) => {
    const value = createEvaluator(model);
    return script.assertions.every(({ term }) => value(term) === true);
  };
}
