// node test/differential/long-run.mjs --suite operators|real|programs [--count N] [--seed S] [--progress FILE]
//   [--failures FOLDER] [--version TEXT] [--minutes M]
// Runs until N evaluations or transactions are compared; interrupted, the same command goes on where it stopped.
// A disagreement of a program is reduced and written to the folder as a litmus file.
import './typescript-loader.mjs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { openProgress, openSuite, saveStep } = await import('./long-run.js');
const { report } = await import('./report.js');

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'programs' },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    progress: { type: 'string' },
    failures: { type: 'string' },
    version: { type: 'string', default: 'working tree' },
    minutes: { type: 'string' },
  },
});
const goals = { operators: 1_000_000, real: 100_000, programs: 3_000 };
const goal = Number(values.count ?? goals[values.suite]);
const seed = Number(values.seed);
const file = values.progress ?? join(tmpdir(), `surety-${values.suite}-${seed}.json`);
const suite = openSuite(values.suite, seed);
const progress = openProgress(file, values.suite, seed, values.version);
const end = values.minutes === undefined ? Infinity : performance.now() + 60_000 * Number(values.minutes);
let shown = performance.now();
while (progress.counted < goal && performance.now() < end) {
  const number = progress.next;
  const start = performance.now();
  const step = await suite(number);
  saveStep(file, progress, step, (performance.now() - start) / 1000);
  if (performance.now() - shown > 30_000) {
    shown = performance.now();
    console.log(
      `${progress.counted} of ${goal} after ${Math.round(progress.seconds)} s, step ${progress.next}`,
    );
  }
  if (step.tally.disagreements.length > 0) {
    console.log(`step ${number} (${step.name}):`);
    report(step.tally);
    if (values.failures === undefined || step.scenario === undefined) continue;
    const { writeDisagreement } = await import('./litmus-file.js');
    console.log(
      `  reduced to ${await writeDisagreement(values.failures, `P${seed + number}`, step.scenario)}`,
    );
  }
}
const { counted, seconds, outcomes, names } = progress;
console.log(
  `${values.suite}, ${values.version}, seeds ${seed} to ${seed + progress.next - 1}, progress in ${file}:`,
);
console.log(
  `  ${counted} in ${Math.round(seconds)} s (${Math.round(counted / seconds)} a second)`,
  outcomes,
  names,
);
report(progress.tally);
