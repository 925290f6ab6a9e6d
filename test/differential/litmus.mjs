// Runs the small programs: node test/differential/litmus.mjs [--transactions N] [--seed S] [--only text]
import './typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { LITMUS } = await import('./litmus-programs.js');
const { runProgram } = await import('./program-run.js');
const { newTally } = await import('./tally.js');
const { seeded } = await import('./random.js');
const { report } = await import('./report.js');

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
for (const [name, text] of LITMUS) {
  if (!name.includes(values.only)) continue;
  const tally = newTally();
  let outcome;
  try {
    outcome = await runProgram(tally, text, seeded(Number(values.seed)), Number(values.transactions));
  } catch (error) {
    outcome = { kind: 'thrown', message: error.stack };
  }
  console.log(`${name}: ${outcome.kind} ${outcome.message ?? ''}`);
  report(tally);
}
