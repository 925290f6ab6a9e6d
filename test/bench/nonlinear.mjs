// `node test/bench/nonlinear.mjs`: the nonlinear set (AMM, lending, shares, vesting, splitter, interest index, options), each
// correct and buggy, in whole processes with no cache. Every correct claim is to be proved, at least one claim of every buggy
// version violated and replayed, each spec within 30 s. `--json FILE` writes the figures.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const surety = join(root, 'packages/cli/bin/surety.js');
const GOAL_MILLISECONDS = 30_000;
const NAMES = ['amm', 'lending', 'shares', 'vesting', 'splitter', 'index', 'options'];

const folder = mkdtempSync(join(tmpdir(), 'surety-nonlinear-'));
const rows = [];
for (const name of NAMES.flatMap((one) => [one, `${one}-buggy`])) rows.push(await run(name));
rmSync(folder, { recursive: true });

const missed = rows.filter((row) => !row.right || row.milliseconds > GOAL_MILLISECONDS);
console.log(`${rows.length - missed.length} of ${rows.length} as expected within 30 s`);
const target = process.argv.indexOf('--json');
if (target !== -1) writeFileSync(process.argv[target + 1], `${JSON.stringify(rows, null, 2)}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;

async function run(name) {
  const json = join(folder, `${name}.json`);
  const started = performance.now();
  await new Promise((resolve) => {
    const words = ['prove', `test/bench/nonlinear/${name}.surety`, '--no-cache', '--json', json];
    execFile(process.execPath, [surety, ...words], { cwd: root }, () => resolve());
  });
  const milliseconds = performance.now() - started;
  const { claims } = JSON.parse(readFileSync(json, 'utf8'));
  const kinds = claims.map((claim) => claim.verdict.kind);
  const buggy = name.endsWith('-buggy');
  const right = buggy
    ? kinds.includes('violated') && !kinds.some((kind) => kind === 'unknown' || kind === 'notInductive')
    : kinds.every((kind) => kind === 'proved');
  const rungs = [...new Set(claims.flatMap((claim) => claim.obligations.map((o) => o.rung)))].filter(Boolean);
  const verdicts = claims.map((claim) => `${claim.name} ${claim.verdict.kind}`).join(', ');
  console.log(
    `${right ? ' ' : '!'} ${name.padEnd(16)} ${Math.round(milliseconds)} ms  ${verdicts}  [${rungs.join(', ')}]`,
  );
  return { name, milliseconds, right, verdicts, rungs };
}
