// Z3 compiled to WASM, on a pool of worker threads. Nothing of it is loaded before the first check.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AnswerStore } from '../cache/store.js';
import type { JobQueue } from '../queue/job.js';
import { createQueueSolver, type Dialect } from '../queue/queue-solver.js';
import type { SolverBackend } from './backend.js';
import { createWorkerPool } from './worker-pool.js';

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

/** How scripts are written for it. Definitions of shared terms are not part of a model. */
export const Z3_WASM_DIALECT: Dialect = {
  name: Z3_WASM_NAME,
  options: [['model.user_functions', 'false']],
  horn: true,
};

/** What Z3 in WASM may use. */
export interface Z3WasmOptions {
  /** Threads, at least one; each is started when needed. */
  readonly workers: number;
  /** Memory of a thread at which Z3 gives up, megabytes; default and maximum 1800 (the instance has 2048). */
  readonly memoryMegabytes?: number;
  /** Remembers answers by content, here and across runs. */
  readonly cache?: AnswerStore;
  /** Told of every thread started: for tests that kill some. */
  readonly onWorker?: (worker: Worker) => void;
}

/** Z3 in WASM on worker threads. */
export function createZ3Wasm(options: Z3WasmOptions): SolverBackend {
  return createQueueSolver(Z3_WASM_DIALECT, createZ3WasmQueue(options), options.cache);
}

const MEMORY_MEGABYTES = 1800;

/** The in-process queue: jobs in the dialect of Z3 on worker threads, cheap ones first. */
export function createZ3WasmQueue(options: Omit<Z3WasmOptions, 'cache'>): JobQueue {
  const memoryMegabytes = Math.min(MEMORY_MEGABYTES, options.memoryMegabytes ?? MEMORY_MEGABYTES);
  const workers = Math.max(1, Math.floor(options.workers));
  const pool = createWorkerPool({
    size: workers,
    spawn: async () => {
      const module = await compiledModule();
      const file = fileURLToPath(new URL('./z3-wasm-worker.js', import.meta.url));
      const worker = new Worker(file, { workerData: { module, memoryMegabytes }, execArgv: [] });
      options.onWorker?.(worker);
      return worker;
    },
  });
  return {
    workers,
    submit: async (job, signal) => {
      const { text, coreText, wantModel } = job;
      const request = coreText === undefined ? { text, wantModel } : { text, coreText, wantModel };
      const { wallMilliseconds } = job.budgets;
      const { result, milliseconds } = await pool.run(request, wallMilliseconds, signal, job.cost);
      return { answer: result, milliseconds, cached: false };
    },
    warm: () => pool.warm(),
    dispose: () => pool.dispose(),
  };
}
