// A pool of worker threads: started when needed, one query each, replaced when killed or dead.
// Idle workers do not keep the process alive; pending queries do.
import type { Worker } from 'node:worker_threads';
import type { JobAnswer } from '../queue/job.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

/** What became of a request. */
export type PoolResult = JobAnswer;

/** A running pool. */
export interface WorkerPool {
  /** Runs a request; resolves with the result and the milliseconds it ran (waiting not included). Never rejects. */
  run(
    request: WorkerRequest,
    wallMilliseconds: number | undefined,
    signal: AbortSignal | undefined,
    cost?: number,
  ): Promise<{ readonly result: PoolResult; readonly milliseconds: number }>;
  /** Starts a worker before there is anything to do, unless one was started already. */
  warm(): void;
  dispose(): Promise<void>;
}

/** How a pool makes workers, and how many at most. */
export interface PoolOptions {
  readonly size: number;
  readonly spawn: () => Promise<Worker>;
}

interface Job {
  readonly request: WorkerRequest;
  readonly wallMilliseconds: number | undefined;
  readonly cost: number;
  readonly settle: (result: PoolResult) => void;
  attempts: number;
  kills: number;
  started: number | undefined;
  provisional: string | undefined;
  slot: Slot | undefined;
  settled: boolean;
}

interface Slot {
  worker: Worker | undefined;
  ready: boolean;
  served: number;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

const MOST_ATTEMPTS = 2;
// A thread that ends without a word was killed from outside, which says little about the query.
const MOST_KILLS = 10;
// A worker that is not up after this long will not be; start-up takes 60 ms on an idle machine.
const START_MILLISECONDS = 60_000;

/** Creates a pool; no worker is started before the first request or `warm`. */
export function createWorkerPool({ size, spawn }: PoolOptions): WorkerPool {
  const slots = new Set<Slot>();
  const queue: Job[] = [];
  const ending = new Set<Promise<unknown>>();
  let disposed = false;

  const finish = (job: Job, result: PoolResult): void => {
    if (job.settled) return;
    job.settled = true;
    const position = queue.indexOf(job);
    if (position >= 0) queue.splice(position, 1);
    job.settle(result);
  };

  // Ends a worker for good; whatever it was doing is the caller's business.
  const discard = (slot: Slot): void => {
    slots.delete(slot);
    clearTimeout(slot.timer);
    const { worker } = slot;
    slot.worker = undefined;
    slot.job = undefined;
    if (worker === undefined) return;
    const ended = worker.terminate();
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  };

  const stop = (job: Job, result: PoolResult): void => {
    const { slot } = job;
    finish(job, result);
    if (slot?.job === job) discard(slot);
    pump();
  };

  // The worker died under the job: once more on a fresh one, unless a fresh one ran out of memory already.
  const died = (slot: Slot, message: string, outOfMemory: boolean, killed = false): void => {
    const { job, served } = slot;
    if (!slots.has(slot)) return;
    discard(slot);
    if (job !== undefined && !job.settled) {
      job.slot = undefined;
      if (killed && job.kills < MOST_KILLS) {
        job.kills++;
        job.attempts--;
      }
      if (job.provisional !== undefined) finish(job, { kind: 'done', output: job.provisional });
      else if (job.attempts >= MOST_ATTEMPTS || (outOfMemory && served === 0))
        finish(job, { kind: 'failed', message, outOfMemory });
      else queue.unshift(job);
    }
    pump();
  };

  const post = (slot: Slot, job: Job): void => {
    job.started ??= performance.now();
    slot.worker?.ref();
    clearTimeout(slot.timer);
    if (job.wallMilliseconds !== undefined) {
      // The limit is for the job: a second attempt has what the first left.
      const left = job.wallMilliseconds - (performance.now() - job.started);
      slot.timer = setTimeout(
        () => {
          const { provisional } = job;
          stop(job, provisional === undefined ? { kind: 'timeout' } : { kind: 'done', output: provisional });
        },
        Math.max(0, left),
      );
    }
    slot.worker?.postMessage(job.request);
  };

  const receive = (slot: Slot, reply: WorkerReply): void => {
    const { job } = slot;
    switch (reply.kind) {
      case 'ready':
        slot.ready = true;
        if (job !== undefined) post(slot, job);
        else {
          clearTimeout(slot.timer);
          slot.worker?.unref();
        }
        return;
      case 'provisional':
        if (job !== undefined) job.provisional = reply.output;
        return;
      case 'failed':
        died(slot, reply.message, reply.outOfMemory);
        return;
      case 'done':
        clearTimeout(slot.timer);
        slot.job = undefined;
        slot.served++;
        slot.worker?.unref();
        if (job !== undefined) {
          job.slot = undefined;
          const { kind: _kind, ...answer } = reply;
          finish(job, { kind: 'done', ...answer });
        }
        pump();
        return;
      default:
        reply satisfies never;
    }
  };

  const start = (slot: Slot): void => {
    slot.timer = setTimeout(() => died(slot, 'the solver did not start', false), START_MILLISECONDS);
    spawn().then(
      (worker) => {
        if (!slots.has(slot)) {
          ending.add(worker.terminate());
          return;
        }
        slot.worker = worker;
        worker.on('message', (reply: WorkerReply) => receive(slot, reply));
        worker.on('error', (error) => died(slot, error.message, /memory/i.test(error.message)));
        worker.on('exit', (code) => died(slot, `the solver thread ended with code ${code}`, false, true));
      },
      (error: unknown) => died(slot, error instanceof Error ? error.message : String(error), false),
    );
  };

  const assign = (slot: Slot, job: Job): void => {
    job.attempts++;
    job.slot = slot;
    slot.job = job;
    if (slot.ready) post(slot, job);
  };

  // Cheap ones first, in order of asking among equals.
  function enqueue(job: Job): void {
    const after = queue.findIndex((other) => other.cost > job.cost);
    queue.splice(after === -1 ? queue.length : after, 0, job);
  }

  function begin(): Slot {
    const slot = { worker: undefined, ready: false, served: 0, job: undefined, timer: undefined };
    slots.add(slot);
    start(slot);
    return slot;
  }

  function pump(): void {
    while (!disposed && queue.length > 0) {
      const idle = [...slots].filter((candidate) => candidate.job === undefined);
      // One that is still starting was warmed up for this.
      let slot = idle.find((candidate) => candidate.ready) ?? idle[0];
      if (slot === undefined) {
        if (slots.size >= size) return;
        slot = begin();
      }
      const job = queue.shift();
      if (job !== undefined) assign(slot, job);
    }
  }

  return {
    run: (request, wallMilliseconds, signal, cost = 0) =>
      new Promise((resolve) => {
        const cancel = (): void => stop(job, { kind: 'cancelled' });
        const job: Job = {
          request,
          wallMilliseconds,
          cost,
          attempts: 0,
          kills: 0,
          started: undefined,
          provisional: undefined,
          slot: undefined,
          settled: false,
          settle: (result) => {
            signal?.removeEventListener('abort', cancel);
            const milliseconds = job.started === undefined ? 0 : performance.now() - job.started;
            resolve({ result, milliseconds });
          },
        };
        if (disposed || signal?.aborted === true) {
          finish(job, { kind: 'cancelled' });
          return;
        }
        signal?.addEventListener('abort', cancel, { once: true });
        enqueue(job);
        pump();
      }),
    warm: () => {
      if (!disposed && slots.size === 0) begin();
    },
    dispose: async () => {
      disposed = true;
      for (const job of [...queue]) finish(job, { kind: 'cancelled' });
      for (const slot of [...slots]) {
        if (slot.job !== undefined) finish(slot.job, { kind: 'cancelled' });
        discard(slot);
      }
      await Promise.all(ending);
    },
  };
}
