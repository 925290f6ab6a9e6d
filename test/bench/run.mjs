// `pnpm bench`: whole-process times of the command on the examples, medians of five cold runs, beside SMTChecker (solc's own
// model checker, from the `solc` package) on the same claim in the same run. Prints a table; `--json FILE` writes the figures.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const surety = `${root}packages/cli/bin/surety.js`;
const smtchecker = `${root}test/bench/smtchecker.mjs`;
const RUNS = 5;

const measurements = [
  { name: 'surety --help', command: [surety, '--help'], goal: { milliseconds: 150 } },
  {
    name: 'bank: solvent',
    command: [surety, 'prove', '--no-cache', 'examples/bank/bank.surety', '--claim', 'solvent'],
    peer: [smtchecker, 'bank'],
  },
  {
    name: 'bank: all claims',
    command: [surety, 'prove', '--no-cache', 'examples/bank/bank.surety'],
    goal: { milliseconds: 5000 },
  },
  {
    name: 'erc20: supply',
    command: [surety, 'prove', '--no-cache', 'examples/erc20/erc20.surety', '--claim', 'supply'],
    peer: [smtchecker, 'erc20'],
  },
  {
    name: 'erc20: all claims',
    command: [surety, 'prove', '--no-cache', 'examples/erc20/erc20.surety'],
    goal: { milliseconds: 10000 },
  },
  {
    name: 'lending: all claims',
    command: [surety, 'prove', '--no-cache', 'examples/lending/lending.surety'],
  },
  {
    name: 'erc4626: all claims',
    command: [surety, 'prove', '--no-cache', 'examples/erc4626/erc4626.surety'],
  },
  { name: 'weth: all claims', command: [surety, 'prove', '--no-cache', 'examples/weth/weth.surety'] },
];

const results = [];
for (const { name, command, peer, goal } of measurements) {
  const own = [];
  const others = [];
  // In turn, so that a slow moment of the machine falls on both.
  for (let run = 0; run < RUNS; run++) {
    own.push(await measure(command));
    if (peer !== undefined) others.push(await measure(peer));
  }
  const row = {
    name,
    milliseconds: median(own.map((r) => r.milliseconds)),
    peakMegabytes: median(own.map((r) => r.peakMegabytes)),
    exitCode: own[0].exitCode,
    answer: lastLine(own[0].output),
  };
  if (goal !== undefined) row.goalMilliseconds = goal.milliseconds;
  if (peer !== undefined) {
    row.smtcheckerMilliseconds = median(others.map((r) => r.milliseconds));
    row.smtcheckerAnswer = lastLine(others[0].output);
    row.ratio = row.milliseconds / row.smtcheckerMilliseconds;
  }
  results.push(row);
  print(row);
}

const target = process.argv.indexOf('--json');
if (target !== -1) {
  writeFileSync(
    process.argv[target + 1],
    `${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, runs: RUNS, results }, null, 2)}\n`,
  );
}

/** Runs a Node script as a whole process; peak resident memory is polled and so a lower bound. */
function measure(command) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let peak = 0;
    const poll = setInterval(() => {
      try {
        const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (found !== null) peak = Math.max(peak, Number(found[1]) / 1024);
      } catch {
        // The process has ended, or there is no /proc here.
      }
    }, 20);
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(poll);
      resolve({ milliseconds: performance.now() - started, peakMegabytes: peak, exitCode, output });
    });
  });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function lastLine(text) {
  return text.trim().split('\n').pop() ?? '';
}

function print(row) {
  const goal = row.goalMilliseconds === undefined ? '' : `  goal ${row.goalMilliseconds} ms`;
  const peer =
    row.ratio === undefined
      ? ''
      : `  SMTChecker ${Math.round(row.smtcheckerMilliseconds)} ms (${row.smtcheckerAnswer})  ratio ${row.ratio.toFixed(2)}`;
  console.log(
    `${row.name.padEnd(22)} ${String(Math.round(row.milliseconds)).padStart(7)} ms  ${String(Math.round(row.peakMegabytes)).padStart(5)} MB  exit ${row.exitCode}${goal}${peer}`,
  );
}
