// `node test/bench/ablation.mjs [specs...]`: what each rung of the ladder for nonlinear scripts is worth. Collects the questions
// behind the claims of the nonlinear set (or of the specs named), then asks each of them with the whole ladder, with every
// rung left out, and with every rung alone. This is how the rungs were chosen. `--json FILE` writes the figures; `--wall N`
// multiplies the wall clocks, for a machine under load: the work is given in the solver's units (`rlimit`) too.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '../../packages/core/dist/index.js';
import { climb, createZ3Wasm, LADDERS, shapeOf, underFacts } from '../../packages/solvers/dist/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const words = process.argv.slice(2);
const target = takeOption('--json');
const slower = Number(takeOption('--wall') ?? 1);
const LIMITS = { rlimit: 30_000_000, wallMilliseconds: 30_000 * slower };
/** A rung alone gets this much; a wall clock, because some encodings leave the budget unnoticed. */
const ALONE = { rlimit: 6_000_000, wallMilliseconds: 10_000 * slower };
/** Rungs that did not earn their place, measured beside the others. */
const CANDIDATES = [
  { name: 'reals', encoding: 'real', tactic: '(then simplify solve-eqs qfnra-nlsat)', share: 0.03 },
  {
    name: 'few bits',
    encoding: 'fewBits',
    tactic: '(then simplify propagate-values nla2bv smt)',
    share: 0.05,
  },
];

const folder = join(root, 'test/bench/nonlinear');
const specs =
  words.length > 0
    ? words
    : readdirSync(folder)
        .filter((name) => name.endsWith('.surety'))
        .map((name) => join(folder, name));

const solver = createZ3Wasm({ workers: 2 });
const questions = await collect();
const decidedBy = await Promise.all(questions.map((q) => climb(solver, q.script, LIMITS)));
const rungs = LADDERS.nonlinear;
console.log(`${questions.length} nonlinear questions`);
const rows = [await measure('whole ladder', rungs, LIMITS)];
for (const rung of rungs)
  rows.push(
    await measure(
      `without ${rung.name}`,
      rungs.filter((r) => r !== rung),
      LIMITS,
    ),
  );
for (const rung of [...rungs, ...CANDIDATES])
  rows.push(await measure(`only ${rung.name}`, [{ ...rung, share: 1 }], ALONE));
if (target !== undefined) writeFileSync(target, `${JSON.stringify(rows, null, 2)}\n`);
await solver.dispose();

/** The value after an option, which is taken out of the words. */
function takeOption(name) {
  const at = words.indexOf(name);
  return at === -1 ? undefined : words.splice(at, 2)[1];
}

/** The nonlinear questions about the claims: of proofs, and of vacuity. */
async function collect() {
  const found = new Map();
  const collecting = {
    ...solver,
    audit: async (script, result) => {
      // As the ladder gets it; hypotheses simplify each other too where no core is wanted.
      const assertions = script.assertions.map(({ term }) => ({ term }));
      const simple = underFacts({ ...script, assertions });
      if (shapeOf(simple).shape === 'nonlinear') found.set(script, { script: simple });
      return result;
    },
  };
  const open = (path) => ({ path, text: readFileSync(path, 'utf8') });
  const sources = { resolve: (name, from) => open(resolve(dirname(from), name)) };
  for (const spec of specs)
    await verify({ spec: open(resolve(spec)), sources, readSpec: sources.resolve }, { solver: collecting });
  return [...found.values()];
}

async function measure(name, ladder, limits) {
  const results = [];
  let spent = 0;
  const counting = {
    ...solver,
    check: async (...question) => {
      const answer = await solver.check(...question);
      spent += answer.spent ?? 0;
      return answer;
    },
  };
  // Two at a time, as in a run, so that waiting for a worker is not counted against the wall clock.
  const queue = [...questions.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [i, { script }] = next;
      results[i] = await climb(counting, script, limits, { rungs: ladder });
    }
  };
  await Promise.all([work(), work()]);
  const decided = results.filter((r) => r.kind === 'sat' || r.kind === 'unsat');
  const contradicted = results.filter((r, i) => {
    const { kind } = decidedBy[i];
    return (r.kind === 'sat' && kind === 'unsat') || (r.kind === 'unsat' && kind === 'sat');
  });
  const times = results.map((r) => r.milliseconds).sort((a, b) => a - b);
  const by = {};
  for (const { rung = 'none' } of decided) by[rung] = (by[rung] ?? 0) + 1;
  const row = {
    name,
    unsat: decided.filter((r) => r.kind === 'unsat').length,
    sat: decided.filter((r) => r.kind === 'sat').length,
    contradicted: contradicted.length,
    median: Math.round(times[Math.floor(times.length / 2)] ?? 0),
    worst: Math.round(times[times.length - 1] ?? 0),
    total: Math.round(times.reduce((a, b) => a + b, 0)),
    spent,
    by,
  };
  console.log(
    `${name.padEnd(24)} unsat ${row.unsat}  sat ${row.sat}  wrong ${row.contradicted}  median ${row.median}  worst ${row.worst}  total ${row.total} ms  units ${(spent / 1e6).toFixed(1)} M  ${JSON.stringify(by)}`,
  );
  return row;
}
