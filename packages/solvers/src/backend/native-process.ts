// Native solvers as child processes: the script goes to standard input, one process per check.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { AnswerStore } from '../cache/store.js';
import type { Job, JobAnswer, JobQueue, JobResult } from '../queue/job.js';
import { createQueueSolver } from '../queue/queue-solver.js';
import type { SolverBackend } from './backend.js';
import { FOLLOW_UP, readVerdict } from './query.js';
import { type NativeSolverName, SOLVERS } from './registry.js';

interface ProcessResult {
  readonly kind: 'ended' | 'timeout' | 'cancelled' | 'failed';
  readonly output: string;
  readonly message: string;
}

/** How a native solver is run. */
export interface NativeOptions {
  /** Default: its usual name, found on PATH. */
  readonly path?: string;
  /** As detected; part of the names of results and of what is remembered. */
  readonly version?: string;
  /** Checks at once; default: the processors. */
  readonly processes?: number;
  /** Remembers answers by content; used only when the version is known. */
  readonly cache?: AnswerStore;
}

/** A native solver as a backend. */
export function createNativeSolver(name: NativeSolverName, options: NativeOptions = {}): SolverBackend {
  const { version, cache } = options;
  const description = SOLVERS[name];
  const queue = createNativeQueue(name, options);
  const dialect = {
    name: version === undefined ? name : `${name}-${version}`,
    options: description.options,
    adapt: description.adapt,
    ...description.script,
  };
  return createQueueSolver(dialect, queue, version === undefined ? undefined : cache);
}

/** The queue of a native solver: jobs in its dialect, one process each. */
export function createNativeQueue(name: NativeSolverName, options: NativeOptions = {}): JobQueue {
  const description = SOLVERS[name];
  const path = options.path ?? description.command;
  const disposal = new AbortController();
  const workers = options.processes ?? availableParallelism();
  const slots = createSlots(workers);
  const running = new Set<Promise<unknown>>();
  return {
    workers,
    submit: (job, signal) => {
      const run = slots(async (): Promise<JobResult> => {
        const started = performance.now();
        const args = description.arguments(job.budgets);
        const answer = await runJob(path, args, job, [disposal.signal, signal]);
        return { answer, milliseconds: performance.now() - started, cached: false };
      });
      running.add(run);
      void run.finally(() => running.delete(run));
      return run;
    },
    dispose: async () => {
      disposal.abort();
      await Promise.all(running);
    },
  };
}

/** Runs tasks in order of asking, at most `count` at once. */
function createSlots(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

type Signals = readonly (AbortSignal | undefined)[];

// The right follow-up depends on the verdict, but the text goes out at once: what does not apply is answered by an error.
// The model is asked for first, because cvc5 stops at an error and allows it after sat and unknown.
async function runJob(path: string, args: readonly string[], job: Job, signals: Signals): Promise<JobAnswer> {
  const { wallMilliseconds } = job.budgets;
  const deadline = wallMilliseconds === undefined ? undefined : performance.now() + wallMilliseconds;
  const model = job.wantModel ? `${FOLLOW_UP.sat}\n` : '';
  const input = `${job.text}${model}${FOLLOW_UP.unknown}\n(exit)\n`;
  const first = await runProcess(path, args, input, deadline, signals);
  if (first.kind !== 'ended') return failure(first);
  const line = /^(sat|unsat|unknown)\s*$/m.exec(first.output);
  const output = line === null ? first.output : first.output.slice(0, line.index + line[0].length);
  const tail = first.output.slice(output.length);
  const verdict = readVerdict(output);
  if (typeof verdict === 'object')
    return failure({
      ...first,
      kind: 'failed',
      message: output.trim() === '' ? first.message : verdict.problem,
    });
  if (verdict === 'sat') return { kind: 'done', output, ...(job.wantModel ? { followUp: tail } : {}) };
  if (verdict === 'unknown') return { kind: 'done', output, followUp: tail };
  if (job.coreText === undefined) return { kind: 'done', output };
  const script = `${job.coreText}${FOLLOW_UP.unsat}\n(exit)\n`;
  const second = await runProcess(path, args, script, deadline, signals);
  const [answer = '', ...rest] = second.output.split('\n');
  const proved = second.kind === 'ended' && answer.trim() === 'unsat';
  return { kind: 'done', output, ...(proved ? { followUp: rest.join('\n') } : {}) };
}

function failure(result: ProcessResult): JobAnswer {
  if (result.kind === 'timeout' || result.kind === 'cancelled') return { kind: result.kind };
  const outOfMemory = /out of memory|bad_alloc/i.test(`${result.message}${result.output}`);
  return { kind: 'failed', message: result.message, outOfMemory };
}

function runProcess(
  path: string,
  args: readonly string[],
  input: string,
  deadline: number | undefined,
  signals: Signals,
): Promise<ProcessResult> {
  return new Promise((resolve) => {
    if (signals.some((signal) => signal?.aborted === true)) {
      resolve({ kind: 'cancelled', output: '', message: '' });
      return;
    }
    const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const output: string[] = [];
    const errors: string[] = [];
    let verdict: ProcessResult['kind'] | undefined;
    const kill = (kind: 'timeout' | 'cancelled'): void => {
      verdict ??= kind;
      child.kill('SIGKILL');
    };
    const cancel = (): void => kill('cancelled');
    for (const signal of signals) signal?.addEventListener('abort', cancel, { once: true });
    const left = deadline === undefined ? undefined : Math.max(0, deadline - performance.now());
    const timer = left === undefined ? undefined : setTimeout(() => kill('timeout'), left);
    const settle = (kind: ProcessResult['kind'], message: string): void => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', cancel);
      resolve({ kind: verdict ?? kind, output: output.join(''), message });
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    child.on('error', (error) => settle('failed', error.message));
    child.on('close', (code, signal) => {
      const message = errors.join('').trim().slice(0, 500);
      if (signal !== null) settle('failed', message || `ended by ${signal}`);
      else settle('ended', message || `ended with code ${code ?? 'none'} and no verdict`);
    });
    // A solver may end before it has read everything; its output tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
