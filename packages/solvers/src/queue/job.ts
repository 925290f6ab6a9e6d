// Jobs: questions to a solver as plain data named by their content, and the queue they are given to. Another queue
// (remote, distributed) can stand behind this interface without any change in core.
import { createHash } from 'node:crypto';

/** One question as text, with everything that its answer depends on. Can be written as JSON and sent elsewhere. */
export interface Job {
  /** Hash of solver, texts and budget: equal hashes have equal answers. */
  readonly hash: string;
  /** The solver and its version, as `z3-wasm-5.1.0`. */
  readonly solver: string;
  /** Everything up to and including the check. */
  readonly text: string;
  /** The same with unsat cores switched on; asked only after an unsat. */
  readonly coreText?: string;
  readonly wantModel: boolean;
  readonly budgets: {
    /** Deterministic; part of the hash. */
    readonly rlimit?: number;
    /** A protection only; not part of the hash. */
    readonly wallMilliseconds?: number;
  };
  /** Where the question comes from, for people. */
  readonly origin: string;
  /** Guess of how long it takes, for ordering: cheap ones first. */
  readonly cost: number;
}

/** What became of a job. */
export type JobAnswer =
  /** The solver's words: its answer to the check, and to the question after it (model, core, reason); what it spent of `rlimit`. */
  | { readonly kind: 'done'; readonly output: string; readonly followUp?: string; readonly spent?: number }
  /** The wall clock ran out. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string; readonly outOfMemory: boolean };

/** An answer with the milliseconds it took, waiting not included. */
export interface JobResult {
  readonly answer: JobAnswer;
  readonly milliseconds: number;
  /** The answer was remembered from an earlier run. */
  readonly cached: boolean;
}

/** Something that gets jobs done, in an order of its own; any number may be submitted at once. */
export interface JobQueue {
  /** Jobs that are done at the same time, where it can tell. */
  readonly workers?: number;
  /** Never rejects: deaths of solvers, limits and cancellation are answers. */
  submit(job: Job, signal?: AbortSignal): Promise<JobResult>;
  /** Jobs will come soon: what takes time to start may start. */
  warm?(): void;
  /** Pending jobs are answered `cancelled`. */
  dispose(): Promise<void>;
}

/** Completes a job with its name. */
export function nameJob(parts: Omit<Job, 'hash' | 'cost'>): Job {
  const { solver, text, coreText, wantModel, budgets } = parts;
  const content = JSON.stringify([solver, text, coreText ?? null, wantModel, budgets.rlimit ?? null]);
  return { ...parts, hash: createHash('sha256').update(content).digest('hex'), cost: costOf(text) };
}

/** Length, and more where products are written out: a guess that orders well enough. */
function costOf(text: string): number {
  const products = text.match(/\((?:\*|div|mod) /g)?.length ?? 0;
  return text.length + 500 * products;
}
