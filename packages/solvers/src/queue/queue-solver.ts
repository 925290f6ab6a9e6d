// A solver backend in front of a job queue: scripts become jobs, answers become outcomes.
import type { CheckResult, Limits, Outcome, SolverBackend } from '../backend/backend.js';
import {
  prepareQuery,
  type Query,
  readVerdict,
  satOutcome,
  unknownOutcome,
  unsatOutcome,
} from '../backend/query.js';
import type { AnswerStore } from '../cache/store.js';
import type { Script } from '../smtlib/script.js';
import { cachedQueue } from './cached-queue.js';
import { solveHorn } from './horn-solver.js';
import { type JobAnswer, type JobQueue, nameJob } from './job.js';

/** How scripts are written for a solver. */
export interface Dialect {
  /** Solver and version, the name of its results. */
  readonly name: string;
  /** Options set in every script. */
  readonly options: readonly (readonly [string, string])[];
  /** Logic of scripts that name none. */
  readonly logic?: string;
  /** Whether it solves constrained Horn clauses. */
  readonly horn?: boolean;
  /** The limits as this solver can express them in a script. */
  readonly adapt?: (limits: Limits) => Limits;
}

/** A backend that writes scripts in a dialect and gives them to a queue; with a memory, answers are looked for there first. */
export function createQueueSolver(dialect: Dialect, jobs: JobQueue, memory?: AnswerStore): SolverBackend {
  const { name, logic } = dialect;
  const queue = memory === undefined ? jobs : cachedQueue(jobs, memory);
  return {
    name,
    ...(memory === undefined ? {} : { memory }),
    ...(queue.workers === undefined ? {} : { workers: queue.workers }),
    check: async (script, limits, signal): Promise<CheckResult> => {
      const withLogic =
        typeof script !== 'string' && script.logic === undefined && logic !== undefined
          ? { ...script, logic }
          : script;
      const query = prepareQuery(withLogic, dialect.adapt?.(limits) ?? limits, dialect.options);
      const { text, coreText, wantModel } = query;
      const { rlimit, wallMilliseconds } = limits;
      const job = nameJob({
        solver: name,
        text,
        ...(coreText === undefined ? {} : { coreText }),
        wantModel,
        budgets: {
          ...(rlimit === undefined ? {} : { rlimit }),
          ...(wallMilliseconds === undefined ? {} : { wallMilliseconds }),
        },
        origin: originOf(script),
      });
      const { answer, milliseconds, cached } = await queue.submit(job, signal);
      const outcome = outcomeOf(answer, query, limits);
      const spent = answer.kind === 'done' ? answer.spent : undefined;
      return {
        ...outcome,
        solver: name,
        milliseconds,
        ...(spent === undefined ? {} : { spent }),
        ...(cached ? { cached } : {}),
      };
    },
    ...(dialect.horn === true
      ? {
          solveHorn: (script: Script, predicate: string, limits: Limits, signal?: AbortSignal) =>
            solveHorn(name, queue, script, predicate, limits, signal),
        }
      : {}),
    warm: () => queue.warm?.(),
    dispose: () => queue.dispose(),
  };
}

function originOf(script: Script | string): string {
  return typeof script === 'string' ? '' : (script.comments ?? []).join('; ');
}

function outcomeOf(answer: JobAnswer, query: Query, limits: Limits): Outcome {
  if (answer.kind === 'failed')
    return { kind: 'error', message: answer.message, ...(answer.outOfMemory ? { outOfMemory: true } : {}) };
  if (answer.kind !== 'done') return answer;
  const verdict = readVerdict(answer.output);
  switch (verdict) {
    case 'sat':
      return satOutcome(query, answer.followUp);
    case 'unsat':
      return unsatOutcome(query, answer.followUp);
    case 'unknown':
      return unknownOutcome(answer.followUp, limits);
    default:
      return {
        kind: 'error',
        message: verdict.problem,
        ...(/out of memory/i.test(verdict.problem) ? { outOfMemory: true } : {}),
      };
  }
}
