// `node test/bench/dump-check.mjs [--json FILE] [--seconds N] [specs…]`: every question behind the claims of the examples (or of
// the specs named), written with `--dump`, is given to native z3 and cvc5 as it is. Each must accept the text, and none may
// contradict another or the answer we got; an answer that does not come in time is no contradiction. Exit code 1 otherwise.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
const seconds = Number(option('--seconds') ?? 10);
const examples = join(root, 'examples');
const specs =
  words.length > 0
    ? words
    : readdirSync(examples, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.surety'))
        .map((name) => join(examples, name));

/** How each solver is called on a file; all read SMT-LIB, and `(set-info :status …)` is only a comment to them here. */
const SOLVERS = {
  z3: (file) => ['-smt2', `-T:${seconds}`, file],
  cvc5: (file) => ['--lang=smt2', `--tlimit=${seconds * 1000}`, file],
};
const present = [];
for (const name of Object.keys(SOLVERS)) if ((await run(name, ['--version'])).found) present.push(name);
if (present.length === 0) {
  console.error('neither z3 nor cvc5 is on the PATH');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'surety-dump-'));
const rows = [];
const wrong = [];
for (const [i, spec] of specs.entries()) {
  const dump = join(folder, String(i));
  await run(process.execPath, [surety, 'prove', '--no-cache', '--dump', dump, spec]);
  const files = readdirSync(dump).sort();
  const row = { spec: spec.replace(examples, 'examples'), questions: files.length, answers: {} };
  for (const name of present) row.answers[name] = { unsat: 0, sat: 0, unknown: 0, rejected: 0 };
  for (const file of files) {
    const path = join(dump, file);
    const told = /^; answered (\w+)/m.exec(readFileSync(path, 'utf8'))?.[1];
    const answers = { surety: told };
    for (const name of present) {
      const { text } = await run(name, SOLVERS[name](path));
      const answer = answerOf(text);
      answers[name] = answer;
      row.answers[name][answer]++;
      if (answer === 'rejected') wrong.push(`${row.spec} ${file}: ${name} says ${text.slice(0, 200)}`);
    }
    const said = new Set(Object.values(answers).filter((a) => a === 'sat' || a === 'unsat'));
    if (said.size > 1) wrong.push(`${row.spec} ${file}: ${JSON.stringify(answers)}`);
  }
  rows.push(row);
  console.log(`${row.spec}: ${row.questions} questions, ${JSON.stringify(row.answers)}`);
}
rmSync(folder, { recursive: true });
for (const text of wrong) console.log(`! ${text}`);
const total = rows.reduce((sum, row) => sum + row.questions, 0);
console.log(`${total} questions, ${wrong.length} rejected or contradicted`);
if (target !== undefined)
  writeFileSync(target, `${JSON.stringify({ seconds, present, rows, wrong }, null, 2)}\n`);
process.exitCode = wrong.length === 0 && total > 0 ? 0 : 1;

/** A solver that stops at its limit says so in its own way; anything else it complains of is about the text. */
function answerOf(text) {
  if (/^\(error/m.test(text) && !/timeout|resource/i.test(text)) return 'rejected';
  const word = /^(sat|unsat|unknown|timeout)$/m.exec(text)?.[1];
  if (word === 'sat' || word === 'unsat') return word;
  return word !== undefined || /interrupted by timeout|timeout/i.test(text) ? 'unknown' : 'rejected';
}

function run(command, args) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ found: error?.code !== 'ENOENT', text: `${stdout}${stderr}` }),
    );
  });
}
