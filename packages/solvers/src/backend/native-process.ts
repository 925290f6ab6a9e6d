// Native solvers as child processes: the script goes to standard input, one process per check.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { CheckResult, Limits, Outcome, SolverBackend } from './backend.js';
import {
  FOLLOW_UP,
  prepareQuery,
  type Query,
  readVerdict,
  satOutcome,
  unknownOutcome,
  unsatOutcome,
} from './query.js';
import { type NativeSolverName, SOLVERS } from './registry.js';

interface ProcessResult {
  readonly kind: 'ended' | 'timeout' | 'cancelled' | 'failed';
  readonly output: string;
  readonly message: string;
}

/** A native solver, found as `path` (default: its name on PATH), with at most `processes` checks at once. */
export function createNativeSolver(
  name: NativeSolverName,
  path: string = name,
  processes: number = availableParallelism(),
): SolverBackend {
  const disposal = new AbortController();
  const slots = createSlots(processes);
  const running = new Set<Promise<unknown>>();
  return {
    name,
    check: (script, limits, signal) => {
      const description = SOLVERS[name];
      const query = prepareQuery(
        typeof script !== 'string' && script.logic === undefined
          ? { ...script, ...description.script }
          : script,
        description.adapt(limits),
        description.options,
      );
      const run = slots(async (): Promise<CheckResult> => {
        const started = performance.now();
        const signals = [disposal.signal, signal];
        const outcome = await runQuery(path, description.arguments(limits), query, limits, signals);
        return { ...outcome, solver: name, milliseconds: performance.now() - started };
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
async function runQuery(
  path: string,
  args: readonly string[],
  query: Query,
  limits: Limits,
  signals: Signals,
): Promise<Outcome> {
  const deadline =
    limits.wallMilliseconds === undefined ? undefined : performance.now() + limits.wallMilliseconds;
  const model = query.wantModel ? `${FOLLOW_UP.sat}\n` : '';
  const first = await runProcess(
    path,
    args,
    `${query.text}${model}${FOLLOW_UP.unknown}\n(exit)\n`,
    deadline,
    signals,
  );
  if (first.kind !== 'ended') return failure(first);
  const line = /^(sat|unsat|unknown)\s*$/m.exec(first.output);
  const head = line === null ? first.output : first.output.slice(0, line.index + line[0].length);
  const tail = first.output.slice(head.length);
  const verdict = readVerdict(head);
  switch (verdict) {
    case 'sat':
      return satOutcome(query, query.wantModel ? tail : undefined);
    case 'unknown':
      return unknownOutcome(tail, limits);
    case 'unsat': {
      if (query.coreText === undefined) return { kind: 'unsat' };
      const script = `${query.coreText}${FOLLOW_UP.unsat}\n(exit)\n`;
      const second = await runProcess(path, args, script, deadline, signals);
      const [answer = '', ...rest] = second.output.split('\n');
      const proved = second.kind === 'ended' && answer.trim() === 'unsat';
      return unsatOutcome(query, proved ? rest.join('\n') : undefined);
    }
    default:
      return failure({
        ...first,
        kind: 'failed',
        message: head.trim() === '' ? first.message : verdict.problem,
      });
  }
}

function failure(result: ProcessResult): Outcome {
  if (result.kind === 'timeout' || result.kind === 'cancelled') return { kind: result.kind };
  const outOfMemory = /out of memory|bad_alloc/i.test(`${result.message}${result.output}`);
  return { kind: 'error', message: result.message, ...(outOfMemory ? { outOfMemory } : {}) };
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
