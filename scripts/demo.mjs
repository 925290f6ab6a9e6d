// npm run demo: proves every example with the real command and compares the verdicts with what each example promises.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

/** The example whose violated claim is shown with its whole run. */
const SHOWN_IN_FULL = 'examples/bank/';

prepare();
process.chdir(root);
const { proveInProcess, verdictWord } = await import(
  pathToFileURL(join(root, 'packages', 'cli', 'dist', 'index.js')).href
);

const folders = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join('examples', entry.name, 'expected.txt')))
  .map((entry) => `examples/${entry.name}`)
  .sort();
const expected = folders.flatMap(readExpected);

console.log(`Each example comes twice: as it should be, and with one realistic mistake.\n`);
let shown = false;
const { code, reports } = await proveInProcess(folders, {
  evidence: (report) => {
    const violated = report.claims.some((claim) => claim.verdict.kind === 'violated');
    const full = !shown && violated && report.spec.startsWith(SHOWN_IN_FULL);
    shown ||= full;
    return full;
  },
});
if (code === 130) process.exit(130);

const found = new Map(
  reports.flatMap((report) =>
    report.claims.map((claim) => [`${report.spec} ${claim.name}`, verdictWord(claim.verdict)]),
  ),
);
const wrong = expected.flatMap(({ claim, verdict }) => {
  const got = found.get(claim) ?? 'not checked';
  return got === verdict ? [] : [`  ${claim}: expected ${verdict}, found ${got}`];
});
if (expected.length === 0) wrong.push('  no example has an expected.txt');

if (wrong.length === 0) {
  console.log(
    `\nAll ${expected.length} verdicts are as expected. To see the run behind a violated claim, try:`,
  );
  console.log('  npx surety prove examples/bank');
} else {
  console.log(`\n${wrong.length} of ${expected.length} verdicts are not as expected:\n${wrong.join('\n')}`);
}
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Lines `<spec file> <claim> <verdict>`; `#` starts a comment. */
function readExpected(folder) {
  return readFileSync(join(folder, 'expected.txt'), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [file = '', claim = '', ...verdict] = line.split(/\s+/);
      return { claim: `${folder}/${file} ${claim}`, verdict: verdict.join(' ') };
    });
}
