// Constrained Horn clauses (Z3's Spacer): is there a predicate that satisfies all of them? The solution found is a formula.
import type { Limits } from '../backend/backend.js';
import { prepareQuery, readVerdict } from '../backend/query.js';
import { parseSExpressions, type SExpression, SExpressionError } from '../smtlib/s-expression.js';
import type { Script } from '../smtlib/script.js';
import { type JobQueue, nameJob } from './job.js';

/** A solution: the definition of a predicate as the solver wrote it. */
export interface HornSolution {
  /** Names of its parameters in order. */
  readonly parameters: readonly string[];
  readonly body: SExpression;
}

/** The definition of `predicate` in a solution of clauses; undefined when none was found. */
export async function solveHorn(
  solver: string,
  queue: JobQueue,
  script: Script,
  predicate: string,
  limits: Limits,
  signal?: AbortSignal,
): Promise<HornSolution | undefined> {
  const { rlimit, wallMilliseconds } = limits;
  const { text } = prepareQuery(
    { ...script, logic: 'HORN' },
    // Definitions are what is asked for here.
    { ...limits, options: { ...limits.options, 'model.user_functions': 'true' } },
    [],
  );
  const job = nameJob({
    solver,
    text,
    wantModel: true,
    budgets: {
      ...(rlimit === undefined ? {} : { rlimit }),
      ...(wallMilliseconds === undefined ? {} : { wallMilliseconds }),
    },
    origin: (script.comments ?? []).join('; '),
  });
  const { answer } = await queue.submit(job, signal);
  if (answer.kind !== 'done' || readVerdict(answer.output) !== 'sat' || answer.followUp === undefined)
    return undefined;
  return definitionOf(answer.followUp, predicate);
}

function definitionOf(model: string, predicate: string): HornSolution | undefined {
  let parsed: readonly SExpression[];
  try {
    parsed = parseSExpressions(model);
  } catch (error) {
    if (error instanceof SExpressionError) return undefined;
    throw error;
  }
  for (const command of parsed.flatMap((e) => (typeof e === 'string' ? [] : e))) {
    if (typeof command === 'string' || command[0] !== 'define-fun' || command[1] !== predicate) continue;
    const [, , parameters, , body] = command;
    if (parameters === undefined || typeof parameters === 'string' || body === undefined) return undefined;
    return { parameters: parameters.map((p) => (typeof p === 'string' ? p : String(p[0]))), body };
  }
  return undefined;
}
