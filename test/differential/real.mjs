// Long run: node test/differential/real.mjs [--transactions N] [--seed S] [--only Name]
import './typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { REAL_CONTRACTS, prepareReal, runReal } = await import('./real-contracts.js');
const { newTally } = await import('./compare.js');
const { seeded } = await import('./random.js');
const { report } = await import('./report.js');

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
let compared = 0;
const start = performance.now();
for (const real of REAL_CONTRACTS) {
  if (values.only !== undefined && real.name !== values.only) continue;
  try {
    const subject = await prepareReal(real);
    const tally = newTally();
    for (let done = 0, seed = Number(values.seed); done < Number(values.transactions); done += 200, seed++)
      await runReal(tally, subject, seeded(seed), 200);
    compared += tally.transactions;
    console.log(`${real.name}:`);
    report(tally);
    for (const line of subject.model.diagnostics) console.log(`  ${line}`);
  } catch (error) {
    console.log(`${real.name}: ${error.stack}`);
    process.exitCode = 1;
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(`${compared} transactions in ${seconds.toFixed(0)} s`);
