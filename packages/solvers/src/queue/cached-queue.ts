// A queue that remembers answers by the name of the job. Only what a rerun would say again is remembered: never what
// the wall clock, a death or exhausted memory decided.
import { readVerdict } from '../backend/query.js';
import type { AnswerStore } from '../cache/store.js';
import type { Job, JobQueue, JobResult } from './job.js';

/** `queue` with a store of answers before it. */
export function cachedQueue(queue: JobQueue, store: AnswerStore): JobQueue {
  return {
    ...(queue.workers === undefined ? {} : { workers: queue.workers }),
    submit: async (job, signal): Promise<JobResult> => {
      if (signal?.aborted !== true) {
        const known = await store.read(job.hash);
        if (known !== undefined) return { answer: { kind: 'done', ...known }, milliseconds: 0, cached: true };
      }
      const result = await queue.submit(job, signal);
      const { answer } = result;
      if (answer.kind === 'done' && repeatable(job, answer.output, answer.followUp)) {
        const { kind: _kind, ...stored } = answer;
        await store.write(job.hash, stored);
      }
      return result;
    },
    warm: () => queue.warm?.(),
    dispose: async () => {
      await queue.dispose();
      await store.close();
    },
  };
}

/** Whether an answer depends on nothing but the job. A core cut short by the clock shows as a missing follow-up. */
function repeatable(job: Job, output: string, followUp: string | undefined): boolean {
  const verdict = readVerdict(output);
  if (verdict === 'sat') return !job.wantModel || followUp !== undefined;
  if (verdict === 'unsat') return job.coreText === undefined || followUp !== undefined;
  if (verdict !== 'unknown' || followUp === undefined) return false;
  return !/timeout|memory|memout|interrupted/i.test(followUp) && job.budgets.rlimit !== undefined;
}
