// Prints what becomes of every claim of test/language/protocols: node test/language/protocols-report.mjs [--only text] [--all]
import '../differential/typescript-loader.mjs';
import { parseArgs } from 'node:util';

const { judgment, protocolVersions, startProtocols } = await import('./protocols-run.js');

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, all: { type: 'boolean', default: false } },
});
const started = performance.now();
const engine = startProtocols();
let [right, open, wrong] = [0, 0, 0];
try {
  for (const one of protocolVersions()) {
    const name = `${one.protocol} ${one.version}`;
    if (!name.includes(values.only)) continue;
    const before = performance.now();
    for (const outcome of await engine.run(one)) {
      const { claim, wanted, actual, evidence } = outcome;
      const as = judgment(outcome);
      if (as === 'right') right++;
      else if (as === 'open') open++;
      else wrong++;
      if (as !== 'right' || values.all)
        console.log(`${as} ${name} ${claim}: ${actual} (wanted ${wanted}) ${evidence}`);
    }
    console.log(`${name}: ${((performance.now() - before) / 1000).toFixed(1)} s`);
  }
} finally {
  await engine.dispose();
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${right} as wanted, ${open} open, ${wrong} wrong, ${seconds} s`);
