// node test/bench/soundness-fuzz.mjs [--seed S] [--count N] [--minutes M] [--mutants K] [--claims C] [--runs R] [--quick]
//   [--loops] [--timeout MS] [--failures FOLDER]
// `--loops` takes contracts whose functions loop instead of contracts that hold ether.
// `--quick` asks for proofs only and attacks those: many times more contracts.
// Hunts verdicts that cannot be, for as long as wanted: see test/soundness/fuzz.ts for what is compared. Every disagreement is
// printed with its seed and written to the folder. A seed is repeated with `--seed S --count 1`.
import '../differential/typescript-loader.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { newFuzzTally, startFuzz } = await import('../soundness/fuzz.js');

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000000' },
    minutes: { type: 'string' },
    mutants: { type: 'string', default: '2' },
    claims: { type: 'string', default: '6' },
    runs: { type: 'string', default: '60' },
    timeout: { type: 'string', default: '10000' },
    loops: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    failures: { type: 'string' },
  },
});
const options = {
  subject: values.loops ? 'loops' : 'money',
  claims: Number(values.claims),
  mutants: Number(values.mutants),
  refuter: { runs: Number(values.runs), length: 10 },
  thorough: !values.quick,
  timeout: Number(values.timeout),
};
const seed = Number(values.seed);
const end = values.minutes === undefined ? Infinity : performance.now() + 60_000 * Number(values.minutes);
const tally = newFuzzTally();
const engine = startFuzz();
let told = 0;
let done = 0;
let shown = performance.now();
for (let i = 0; i < Number(values.count) && performance.now() < end; i++) {
  await engine.step(tally, seed + i, options);
  done++;
  for (const one of tally.disagreements.slice(told)) {
    console.log(`seed ${one.seed}: ${one.oracle}: ${one.claim}: ${one.what}`);
    if (values.failures === undefined) continue;
    mkdirSync(values.failures, { recursive: true });
    const name = join(values.failures, `${one.seed}-${told}-${one.oracle}`);
    writeFileSync(`${name}.sol`, one.source);
    writeFileSync(
      `${name}.surety`,
      `// ${one.oracle} ${one.claim}\n${one.spec}\n${one.what.replace(/^/gm, '// ')}\n`,
    );
    told++;
  }
  told = tally.disagreements.length;
  if (performance.now() - shown > 30_000) {
    shown = performance.now();
    console.log(summary());
  }
}
console.log(summary());
await engine.dispose();
process.exitCode = tally.disagreements.length > 0 ? 1 : 0;

function summary() {
  const { contracts, claims, verdicts, tried, broken, searched, layouts, lemmas, weakLemmas } = tally;
  const kinds = [...verdicts].map(([kind, n]) => `${n} ${kind}`).join(', ');
  return (
    `${done} seeds, ${contracts} contracts, ${claims} claims (${kinds}); ${tried} proofs attacked, ${broken} claims broken by ` +
    `runs; ${searched} searched without proofs, ${layouts} layouts, ${lemmas} lemmas pasted (${weakLemmas} not proved alone); ` +
    `${tally.disagreements.length} disagreements`
  );
}
