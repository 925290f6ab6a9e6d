// `node test/bench/solving.mjs [speedup|growth|warm|solvers|split …] [--json FILE] [--runs N]`: how solving scales. Contracts
// are made up here by size; every figure is of whole processes without a cache of results unless it says otherwise. Times of
// the wall clock depend on what else the machine does: runs that are compared take turns, and medians are shown with the load.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const surety = join(root, 'packages/cli/bin/surety.js');
const words = process.argv.slice(2);
const option = (name) => {
  const at = words.indexOf(name);
  return at === -1 ? undefined : words.splice(at, 2)[1];
};
const target = option('--json');
const RUNS = Number(option('--runs') ?? 3);
const parts = { speedup, growth, warm, solvers, split };
const wanted = words.length > 0 ? words : Object.keys(parts);
const scratch = mkdtempSync(join(tmpdir(), 'surety-solving-'));
const SHARES = `  uint256 assets;
  uint256 supply;
  uint256 firstAssets;
  uint256 firstSupply;
  constructor(uint256 a, uint256 s) {
    require(a > 0 && s > 0 && a < 1e30 && s < 1e30);
    assets = a;
    supply = s;
    firstAssets = a;
    firstSupply = s;
  }`;
const CLAIMS = {
  hard: 'invariant worth_as_much: assets * firstSupply >= supply * firstAssets;',
  easy: 'invariant whole: sum(balances) == total;',
};

const results = {};
try {
  for (const name of wanted) {
    if (parts[name] === undefined)
      throw new Error(`no part is named '${name}': ${Object.keys(parts).join(', ')}`);
    console.log(`${name} (load ${loadavg()[0].toFixed(1)})`);
    results[name] = { load: loadavg()[0], rows: await parts[name]() };
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (target !== undefined) writeFileSync(target, `${JSON.stringify({ runs: RUNS, results }, null, 2)}\n`);

/**
 * A contract of `count` functions: with a total of balances, or (hard) with shares that are redeemed for as many fees, or (heavy)
 * redeemed twice in a call.
 */
function contractOf(count, hard) {
  const take = `  function take(uint256 shares, uint256 fee) private {
    require(shares < supply && assets > 0);
    uint256 paid = (shares * assets) / supply;
    supply -= shares;
    assets -= paid - (paid * fee) / 10000;
  }`;
  const functions = Array.from({ length: count }, (_, i) =>
    hard
      ? `  function redeem${i}(uint256 shares) external {
    require(assets < 1e30 && supply < 1e30);
    take(shares, ${1 + i});${hard === 'heavy' ? `\n    take(shares / 2, ${2 + i});` : ''}
  }`
      : `  function move${i}(address to, uint256 amount) external {
    uint256 out = amount - amount / ${100 + i};
    balances[msg.sender] -= out;
    balances[to] += out;
    if (out > ${100 + i}) { balances[to] += ${100 + i}; total += ${100 + i}; }
  }`,
  );
  return `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Many {
${hard ? `${SHARES}\n${take}` : '  mapping(address => uint256) balances;\n  uint256 total;'}
${functions.join('\n')}
}
`;
}

function projectOf(name, count, hard = false) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Many.sol'), contractOf(count, hard));
  const claim = CLAIMS[hard ? 'hard' : 'easy'];
  writeFileSync(join(folder, 'many.surety'), `contract Many from "./Many.sol";\n${claim}\n`);
  return folder;
}

/**
 * One and two workers on a contract of 40 obligations, in turn. On a machine that does other things as well the wall clock
 * says little; beside it stands what the processor times of the threads allow: main thread and one worker after the other,
 * against main thread and the busier of two.
 */
async function speedup() {
  // What a process takes to begin weighs less where questions take longer; there one run is long enough.
  return [await speedupOf(true, RUNS), await speedupOf('heavy', 1)];
}

async function speedupOf(hard, count) {
  const folder = projectOf(`speedup-${hard}`, 38, hard);
  const runs = { 1: [], 2: [] };
  for (let run = 0; run < count; run++)
    for (const workers of [1, 2]) runs[workers].push(await prove(folder, ['--workers', String(workers)]));
  const of = (workers, figure) => median(runs[workers].map(figure));
  const busiest = (r) => r.threads.main + Math.max(...r.threads.others);
  const row = {
    obligations: runs[1][0].obligations,
    wall: [of(1, (r) => r.milliseconds), of(2, (r) => r.milliseconds)],
    solving: [of(1, (r) => r.times.solving), of(2, (r) => r.times.solving)],
    processor: [of(1, busiest), of(2, busiest)],
  };
  const shown = ([one, two]) => `${seconds(one)} and ${seconds(two)}: ${(one / two).toFixed(2)}`;
  console.log(
    `  ${row.obligations} obligations${hard === 'heavy' ? ' of two redemptions' : ''}, 1 and 2 workers: wall ${shown(row.wall)}; in solvers ${shown(row.solving)}; by processor time of the threads ${shown(row.processor)}`,
  );
  return row;
}

/** 5 to 200 functions. */
async function growth() {
  const rows = [];
  for (const count of [5, 10, 20, 50, 100, 200]) {
    const folder = projectOf(`growth${count}`, count);
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await prove(folder, []));
    const row = {
      functions: count,
      wall: median(runs.map((r) => r.milliseconds)),
      processor: median(runs.map((r) => r.processor)),
      solvingSum: median(runs.map((r) => r.solvingSum)),
      own: median(runs.map((r) => r.times.own + r.times.loading)),
      peakMegabytes: median(runs.map((r) => r.peakMegabytes)),
      verdicts: runs[0].verdicts,
    };
    rows.push(row);
    console.log(
      `  ${String(count).padStart(4)} functions: processor ${seconds(row.processor)} (${(row.processor / count).toFixed(0)} ms each), wall ${seconds(row.wall)}, in solvers ${seconds(row.solvingSum)}, ours ${seconds(row.own)}, peak ${row.peakMegabytes.toFixed(0)} MB, ${row.verdicts}`,
    );
  }
  return rows;
}

/** A cold run, the same again, and one after an edit of one function. */
async function warm() {
  return [...(await warmOf(true)), ...(await warmOf('heavy'))];
}

async function warmOf(hard) {
  const folder = projectOf(`warm-${hard}`, 40, hard);
  const before = contractOf(40, hard);
  const after = before.replace('take(shares, 8)', 'take(shares, 508)');
  const rows = [];
  for (const [name, text] of [
    ['cold', before],
    ['again', before],
    ['after an edit of one function', after],
  ]) {
    writeFileSync(join(folder, 'Many.sol'), text);
    const { milliseconds, solvingSum, times, processor, verdicts } = await prove(folder, [], true);
    rows.push({ name, milliseconds, solvingSum, times, processor });
    console.log(
      `  ${name}: in solvers ${seconds(solvingSum)}, wall ${seconds(milliseconds)}, processor ${seconds(processor)}, ${verdicts}`,
    );
  }
  const [cold, , edited] = rows;
  console.log(
    `  solver time after the edit: ${((100 * edited.solvingSum) / cold.solvingSum).toFixed(1)} % of cold`,
  );
  return rows;
}

/** The same specifications with each solver that is there. */
async function solvers() {
  const specs = ['vesting', 'options', 'splitter', 'lending'].map(
    (one) => `test/bench/nonlinear/${one}.surety`,
  );
  const rows = [];
  for (const spec of [...specs, 'examples/bank/bank.surety', 'examples/erc20/erc20.surety']) {
    const row = { spec };
    for (const solver of ['z3-wasm', 'z3', 'cvc5']) {
      const run = await prove(root, ['--solver', solver, '--timeout', '10'], false, spec);
      row[solver] = run.failed
        ? undefined
        : { wall: run.milliseconds, solving: run.solvingSum, verdicts: run.verdicts };
    }
    rows.push(row);
    const shown = (s) =>
      row[s] === undefined ? 'not there' : `${seconds(row[s].solving)} (${row[s].verdicts})`;
    console.log(`  ${spec}: wasm ${shown('z3-wasm')}, z3 ${shown('z3')}, cvc5 ${shown('cvc5')}`);
  }
  return rows;
}

/** Where the time of runs over ten seconds goes, and of others. */
async function split() {
  const rows = [];
  for (const name of ['shares-buggy', 'amm-buggy', 'splitter-buggy', 'index-buggy', 'index', 'shares']) {
    const run = await prove(root, [], false, `test/bench/nonlinear/${name}.surety`);
    const { milliseconds, times } = run;
    rows.push({ name, milliseconds, times });
    console.log(
      `  ${name}: ${seconds(milliseconds)}, in solvers ${((100 * times.solving) / milliseconds).toFixed(0)} %, front end ${seconds(times.loading)}, replays ${seconds(times.replaying)}, rest ${seconds(times.own)}, start and end ${seconds(milliseconds - run.total)}`,
    );
  }
  return rows;
}

/** A whole process; peak memory is polled and so a lower bound. */
function prove(folder, options, cache = false, spec = 'many.surety') {
  const json = join(scratch, 'report.json');
  rmSync(json, { force: true });
  const args = [surety, 'prove', spec, '--json', json, ...(cache ? [] : ['--no-cache']), ...options];
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
    let peak = 0;
    const threads = new Map();
    const poll = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
        for (const thread of readdirSync(`/proc/${child.pid}/task`)) {
          const stat = readFileSync(`/proc/${child.pid}/task/${thread}/stat`, 'utf8')
            .split(') ')[1]
            .split(' ');
          // Fields 14 and 15 of the whole line, in hundredths of a second.
          threads.set(thread, 10 * (Number(stat[11]) + Number(stat[12])));
        }
      } catch {
        // The process has ended, or there is no /proc here.
      }
    }, 20);
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(poll);
      const milliseconds = performance.now() - started;
      let report;
      try {
        report = JSON.parse(readFileSync(json, 'utf8'));
      } catch {
        resolve({ failed: true });
        return;
      }
      const { claims } = report;
      const counts = {};
      for (const { verdict } of claims) counts[verdict.kind] = (counts[verdict.kind] ?? 0) + 1;
      resolve({
        failed: false,
        milliseconds,
        total: report.milliseconds,
        times: report.times,
        processor: [...threads.values()].reduce((sum, time) => sum + time, 0),
        threads: {
          main: threads.get(String(child.pid)) ?? 0,
          others: [...threads].filter(([thread]) => thread !== String(child.pid)).map(([, time]) => time),
        },
        peakMegabytes: peak,
        solvingSum: claims.reduce((sum, claim) => sum + (claim.solving ?? 0), 0),
        obligations: claims.reduce((sum, claim) => sum + claim.obligations.length, 0),
        verdicts: Object.entries(counts)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', '),
      });
    });
  });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function seconds(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
