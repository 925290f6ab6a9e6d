// Runs the library's specifications on contracts, slow ones too: node test/language/library-report.mjs [part of a name]
import { isDeepStrictEqual } from 'node:util';
import '../differential/typescript-loader.mjs';

const { LIBRARY, runCase } = await import('./library-run.js');

for (const one of LIBRARY.filter(({ file }) => file.includes(process.argv[2] ?? ''))) {
  const started = performance.now();
  const { others, claims } = await runCase(one);
  const expected = isDeepStrictEqual(others, one.others);
  if (!expected) process.exitCode = 1;
  const seconds = Math.round((performance.now() - started) / 1000);
  const told = Object.entries(others).map(([name, verdict]) => `${name} ${verdict}`);
  console.log(
    `${expected ? 'ok   ' : 'WRONG'} ${one.file}: ${claims} claims, ${seconds} s; ${told.join(', ') || 'all proved'}`,
  );
}
