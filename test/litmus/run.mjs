// Runs every litmus program: node test/litmus/run.mjs [--only text] [--workers n] [--verbose]
import '../differential/typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { litmusFiles, startLitmus } = await import('./litmus-run.js');

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const engine = startLitmus(Number(values.workers));
let files = 0;
let programs = 0;
let claims = 0;
let wrong = 0;
try {
  for (const file of litmusFiles()) {
    if (!file.path.includes(values.only)) continue;
    const outcome = await engine.run(file);
    files++;
    programs += outcome.programs;
    claims += outcome.claims;
    wrong += outcome.wrong.length;
    for (const text of outcome.wrong) console.log(text);
    if (values.verbose)
      console.log(`${file.path}: ${outcome.claims} claims, ${Math.round(outcome.milliseconds)} ms`);
  }
} finally {
  await engine.dispose();
}
const seconds = Math.round((performance.now() - started) / 100) / 10;
console.log(
  `${files} files, ${programs} programs, ${claims} claims in ${seconds} s; ${wrong} not as expected`,
);
process.exitCode = wrong === 0 ? 0 : 1;
