// `pnpm bench:cvb --dataset DIR`: verifies the property files in this folder against every version of every contract of
// the public benchmark, compares with its ground truth, and prints the score beside the published one of other tools.
import { fork } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTasks } from './dataset.mjs';
import { openText, scoreText, standing, verdictOf } from './score.mjs';

const { values: options } = parseArgs({
  options: {
    dataset: { type: 'string' },
    tasks: { type: 'string' },
    usecase: { type: 'string', multiple: true },
    property: { type: 'string', multiple: true },
    version: { type: 'string', multiple: true },
    class: { type: 'string', multiple: true },
    json: { type: 'string' },
    budget: { type: 'string', default: '120' },
    workers: { type: 'string', default: '2' },
    again: { type: 'string', multiple: true },
    'check-only': { type: 'boolean', default: false },
    'score-only': { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
if (options.dataset === undefined) {
  console.error(
    'usage: pnpm bench:cvb --dataset DIR [--tasks FILE] [--usecase U] [--property P] [--version V]',
  );
  console.error(
    '       [--class C] [--json FILE] [--budget SECONDS] [--workers N] [--again wrong|unknown|all]',
  );
  console.error('       [--check-only] [--score-only] [--open] [--verbose]');
  process.exit(2);
}
const dataset = resolve(options.dataset);
const budget = Number(options.budget) * 1000;
const checkOnly = options['check-only'];
/** A process is replaced after so many tasks: solvers keep memory. */
const TASKS_A_PROCESS = 40;

const wanted = (list, value) => list === undefined || list.includes(value);
const all = readTasks(dataset, options.tasks).filter(
  (task) =>
    wanted(options.usecase, task.usecase) &&
    wanted(options.property, task.property) &&
    wanted(options.version, task.version) &&
    wanted(options.class, task.class),
);
const keyOf = (task) => `${task.usecase}/${task.property}/${task.version}`;
const known =
  options.json !== undefined && existsSync(options.json) && !checkOnly
    ? JSON.parse(readFileSync(options.json, 'utf8'))
    : { results: {} };
const redo = (task) => {
  const result = known.results[keyOf(task)];
  if (result === undefined) return true;
  const how = standing(task, result);
  return (options.again ?? []).some(
    (what) =>
      what === 'all' ||
      (what === 'wrong' && how.startsWith('false')) ||
      (what === 'unknown' && (how === 'unknown' || how === 'not definable')),
  );
};
const queue = options['score-only'] ? [] : all.filter(redo);
let finished = 0;
let lastSaved = Date.now();

await Promise.all(Array.from({ length: Number(options.workers) }, () => lane()));
save();

const rows = all
  .filter((task) => known.results[keyOf(task)] !== undefined)
  .map((task) => ({ task, result: known.results[keyOf(task)] }));
if (checkOnly) {
  const bad = rows.filter(({ result }) => result.outcome !== 'decided');
  for (const { task, result } of bad) console.log(`${keyOf(task)}: ${result.detail}`);
  console.log(`${rows.length - bad.length} of ${rows.length} tasks can be stated`);
  process.exitCode = bad.length === 0 ? 0 : 1;
} else {
  console.log(scoreText(rows));
  if (options.open) console.log(`\n${openText(rows)}`);
  process.exitCode = rows.some(({ task, result }) => standing(task, result) === 'false proved') ? 1 : 0;
}

/** Takes tasks until there are none, with one process at a time. */
async function lane() {
  let worker;
  let used = 0;
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    if (worker === undefined || used >= TASKS_A_PROCESS) {
      worker?.disconnect();
      worker = await start();
      used = 0;
    }
    used++;
    const result = await runOne(worker, task);
    if (result.outcome === 'stopped' || result.outcome === 'died') {
      worker.kill('SIGKILL');
      worker = undefined;
    }
    known.results[keyOf(task)] = result;
    finished++;
    if (!checkOnly || options.verbose) tell(task, result);
    if (Date.now() - lastSaved > 5000) save();
  }
  worker?.disconnect();
}

function start() {
  return new Promise((done, fail) => {
    const worker = fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)));
    worker.once('message', () => done(worker));
    worker.once('error', fail);
  });
}

function runOne(worker, task) {
  return new Promise((done) => {
    const claims = [];
    const started = performance.now();
    const end = (result) => {
      clearTimeout(timer);
      worker.off('message', listen);
      worker.off('exit', died);
      done({
        claims,
        ...result,
        milliseconds: Math.round(result.milliseconds ?? performance.now() - started),
      });
    };
    const timer = setTimeout(() => end({ outcome: 'stopped', detail: `after ${budget / 1000} s` }), budget);
    const died = (code, signal) => end({ outcome: 'died', detail: `${code ?? signal}` });
    const listen = ({ kind, ...rest }) => {
      if (kind === 'claim') claims.push(rest.claim);
      else end(rest);
    };
    worker.on('message', listen);
    worker.on('exit', died);
    worker.send({ task, dataset, checkOnly });
  });
}

function tell(task, result) {
  const how = standing(task, result);
  const why =
    how === 'correct'
      ? ''
      : ` ${result.detail?.split('\n')[0] ?? ''} ${(result.claims ?? [])
          .filter((one) => one.verdict !== 'proved')
          .map((one) => `${one.name}: ${one.verdict} ${one.reason ?? ''}`)
          .join(' | ')}`;
  const time = `${(result.milliseconds / 1000).toFixed(1)} s`;
  console.log(
    `${finished} ${keyOf(task)} ${verdictOf(result)}: ${how.toUpperCase()} ${time}${why.slice(0, 300)}`,
  );
}

function save() {
  lastSaved = Date.now();
  if (options.json === undefined || checkOnly) return;
  // Written beside and renamed: a run that is stopped leaves a whole file.
  writeFileSync(`${options.json}.part`, JSON.stringify(known, null, 1));
  renameSync(`${options.json}.part`, options.json);
}
