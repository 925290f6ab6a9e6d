// The messages between the pool and the workers that hold a solver instance.

/** What a worker is asked: run `text`, then what follows from the verdict. */
export interface WorkerRequest {
  readonly text: string;
  readonly coreText?: string;
  readonly wantModel: boolean;
}

/** What a worker answers. */
export type WorkerReply =
  /** The instance is up; sent once. */
  | { readonly kind: 'ready' }
  /** The verdict is unsat and its core is being looked for: an answer in hand if that takes too long. */
  | { readonly kind: 'provisional'; readonly output: string }
  /** The solver's answer to the check, and to the follow-up question (model, core, reason); what the check spent of `rlimit`. */
  | { readonly kind: 'done'; readonly output: string; readonly followUp?: string; readonly spent?: number }
  /** The instance died; the worker must not be used again. */
  | { readonly kind: 'failed'; readonly message: string; readonly outOfMemory: boolean };
