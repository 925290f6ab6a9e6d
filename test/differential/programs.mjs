// Long run: node test/differential/programs.mjs [--programs N] [--transactions N] [--seed S]
import './typescript-loader.mjs';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { generateProgram } = await import('./program-generator.js');
const { runProgram } = await import('./program-run.js');
const { newTally } = await import('./compare.js');
const { seeded } = await import('./random.js');
const { report } = await import('./report.js');

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000' },
    transactions: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    failures: { type: 'string' },
  },
});
const first = Number(values.seed);
const start = performance.now();
const tally = newTally();
const kinds = new Map();
for (let seed = first; seed < first + Number(values.programs); seed++) {
  const choices = seeded(seed);
  const text = generateProgram(choices);
  const before = tally.disagreements.length;
  const began = performance.now();
  let run;
  try {
    run = await runProgram(tally, text, choices, Number(values.transactions));
  } catch (error) {
    run = { kind: 'thrown', message: error.stack };
  }
  const took = (performance.now() - began) / 1000;
  if (took > 10) console.log(`program ${seed} takes ${took.toFixed(0)} s`);
  kinds.set(run.kind, (kinds.get(run.kind) ?? 0) + 1);
  const found = tally.disagreements.slice(before);
  if (run.kind === 'refused' || run.kind === 'thrown') found.push(`${run.kind}: ${run.message}`);
  if (found.length > 0) console.log(`program ${seed}: ${found.join('\n  ')}`);
  if (found.length > 0 && values.failures !== undefined)
    writeFileSync(`${values.failures}/P${seed}.sol`, text);
  if ((seed - first + 1) % 50 === 0) {
    console.log(`${seed - first + 1} programs in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    report(tally);
  }
  if (run.kind === 'rejected') {
    const reason = `rejected: ${run.message}`.slice(0, 90);
    kinds.set(reason, (kinds.get(reason) ?? 0) + 1);
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(`${values.programs} programs in ${seconds.toFixed(0)} s:`, Object.fromEntries(kinds));
report(tally);
