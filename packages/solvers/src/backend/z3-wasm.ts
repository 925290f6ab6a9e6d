// Z3 compiled to WASM, on a pool of worker threads. Nothing of it is loaded before the first check.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CheckResult, Limits, Outcome, SolverBackend } from './backend.js';
import { prepareQuery, type Query, readVerdict, satOutcome, unknownOutcome, unsatOutcome } from './query.js';
import { createWorkerPool, type PoolResult } from './worker-pool.js';

declare const WebAssembly: { compile(bytes: object): Promise<object> };

// Compiled once in a process; workers instantiate it in a quarter of the time a compilation takes.
let compiled: Promise<object> | undefined;

function compiledModule(): Promise<object> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('z3-solver/build/z3-built.wasm')).then(
    (bytes) => WebAssembly.compile(bytes),
  );
  return compiled;
}

/** The name under which results of this backend are reported and cached; the version of the binary, not of the package. */
export const Z3_WASM_NAME = 'z3-wasm-5.1.0';

// Definitions of shared terms are not part of a model.
const OPTIONS = [['model.user_functions', 'false']] as const;

/** Z3 in WASM on at most `workers` threads (at least one), started when needed. */
export function createZ3Wasm(options: { readonly workers: number }): SolverBackend {
  const pool = createWorkerPool({
    size: Math.max(1, Math.floor(options.workers)),
    spawn: async () => {
      const module = await compiledModule();
      const file = fileURLToPath(new URL('./z3-wasm-worker.js', import.meta.url));
      return new Worker(file, { workerData: { module }, execArgv: [] });
    },
  });
  return {
    name: Z3_WASM_NAME,
    check: async (script, limits, signal): Promise<CheckResult> => {
      const query = prepareQuery(script, limits, OPTIONS);
      const { text, coreText, wantModel } = query;
      const request = coreText === undefined ? { text, wantModel } : { text, coreText, wantModel };
      const { result, milliseconds } = await pool.run(request, limits.wallMilliseconds, signal);
      return { ...outcomeOf(result, query, limits), solver: Z3_WASM_NAME, milliseconds };
    },
    dispose: () => pool.dispose(),
  };
}

function outcomeOf(result: PoolResult, query: Query, limits: Limits): Outcome {
  if (result.kind === 'failed')
    return { kind: 'error', message: result.message, ...(result.outOfMemory ? { outOfMemory: true } : {}) };
  if (result.kind !== 'done') return result;
  const verdict = readVerdict(result.output);
  switch (verdict) {
    case 'sat':
      return satOutcome(query, result.followUp);
    case 'unsat':
      return unsatOutcome(query, result.followUp);
    case 'unknown':
      return unknownOutcome(result.followUp, limits);
    default:
      return {
        kind: 'error',
        message: verdict.problem,
        ...(/out of memory/i.test(verdict.problem) ? { outOfMemory: true } : {}),
      };
  }
}
