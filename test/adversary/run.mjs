// Runs the programs against an adversary, slow ones too: node test/adversary/run.mjs [--only text] [--workers n] [--verbose]
import '../differential/typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { adversaryCases, startAdversary } = await import('./adversary-run.js');

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const engine = startAdversary(Number(values.workers));
let [cases, claims, wrong] = [0, 0, 0];
try {
  for (const one of adversaryCases()) {
    if (!one.name.includes(values.only)) continue;
    const outcome = await engine.run(one);
    cases++;
    claims += outcome.claims;
    wrong += outcome.wrong.length;
    for (const text of outcome.wrong) console.log(text);
    if (values.verbose)
      console.log(`${one.name}: ${outcome.claims} claims, ${Math.round(outcome.milliseconds)} ms`);
  }
} finally {
  await engine.dispose();
}
const seconds = Math.round((performance.now() - started) / 100) / 10;
console.log(`${cases} cases, ${claims} claims in ${seconds} s; ${wrong} not as expected`);
process.exitCode = wrong === 0 ? 0 : 1;
