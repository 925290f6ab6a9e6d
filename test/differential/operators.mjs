// Long run: node test/differential/operators.mjs [--evaluations N] [--seed S]
import './typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { prepareOperators, runOperators } = await import('./operator-run.js');
const { report } = await import('./report.js');

const { values } = parseArgs({
  options: { evaluations: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const subjects = await prepareOperators();
const start = performance.now();
let evaluations = 0;
for (let seed = Number(values.seed); evaluations < Number(values.evaluations); seed++) {
  const run = await runOperators(subjects, seed, 24);
  evaluations += run.evaluations;
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `seed ${seed}: ${evaluations} evaluations of ${run.functions} functions, ${Math.round(evaluations / seconds)} a second`,
  );
  report(run.tally);
  for (const line of new Set(run.diagnostics)) console.log(`  ${line}`);
}
