// npm test: installs, builds, lints and runs every test; the last line counts them. Arguments go to jest.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root, run, step } from './prepare.mjs';

process.on('exit', (code) => {
  // Installing or building failed before a test could run: say so in the line that tools read.
  if (code !== 0 && !counted) console.log('0 passed, 1 failed');
});
let counted = false;

prepare();

step('linting');
const bin = (name, file) => join(root, 'node_modules', name, file);
const sources = ['spec-lang', 'solvers', 'core', 'evm', 'cli'].map((name) => `packages/${name}/src`);
const formatted = run(process.execPath, [bin('@biomejs/biome', 'bin/biome'), 'check', '.']);
const bounded = run(process.execPath, [
  bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
  '--config',
  '.dependency-cruiser.cjs',
  ...sources,
]);

step('testing');
const folder = mkdtempSync(join(tmpdir(), 'surety-test-'));
const results = join(folder, 'results.json');
const passedAll = run(process.execPath, [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  bin('jest', 'bin/jest.js'),
  '--maxWorkers=2',
  '--json',
  `--outputFile=${results}`,
  ...process.argv.slice(2),
]);
const { passed, failed } = countTests(results);
rmSync(folder, { recursive: true, force: true });

if (!formatted || !bounded) console.log('linting failed; see the messages above the tests');
console.log(`${passed} passed, ${failed} failed`);
counted = true;
process.exitCode = formatted && bounded && passedAll && failed === 0 && passed > 0 ? 0 : 1;

/** Counts of jest's result file; a test file that could not even start counts as one failure. */
function countTests(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(path, 'utf8'));
  return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
}
