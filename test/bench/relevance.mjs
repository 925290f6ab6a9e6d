// `node test/bench/relevance.mjs [specs…]`: what dropping hypotheses that share no symbol with the goal would save. Of every
// question that was refuted it counts the assertions connected to the goal (through shared symbols, any number of steps),
// and what native z3 needs (its own units of work, the same on every machine) for the whole and for the connected part.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '../../packages/core/dist/index.js';
import { createZ3Wasm, emitScript, freeSymbols, functionSymbols } from '../../packages/solvers/dist/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const nonlinear = readdirSync(join(root, 'test/bench/nonlinear'))
  .filter((name) => name.endsWith('.surety') && !name.includes('buggy'))
  .map((name) => join(root, 'test/bench/nonlinear', name));
const examples = ['bank', 'erc20', 'weth', 'lending', 'erc4626'].map((n) =>
  join(root, `examples/${n}/${n}.surety`),
);
const specs = process.argv.length > 2 ? process.argv.slice(2) : [...examples, ...nonlinear];
const z3 = createZ3Wasm({ workers: 2 });
const sum = { questions: 0, assertions: 0, connected: 0, whole: 0, part: 0, lost: 0 };
for (const spec of specs) {
  const row = { questions: 0, assertions: 0, connected: 0, whole: 0, part: 0, lost: 0 };
  for (const script of await refuted(spec)) {
    const part = connected(script);
    row.questions++;
    row.assertions += script.assertions.length;
    row.connected += part.assertions.length;
    const [whole, less] = [work(script), work(part)];
    if (whole.answer !== 'unsat') continue;
    // A part that is no longer refuted costs its own work and then the whole.
    if (less.answer !== 'unsat') row.lost++;
    row.whole += whole.units;
    row.part += less.answer === 'unsat' ? less.units : less.units + whole.units;
  }
  for (const key of Object.keys(sum)) sum[key] += row[key];
  print(spec.replace(root, ''), row);
}
print('all', sum);
await z3.dispose();

/** The questions of proofs with the answer `unsat`. */
async function refuted(spec) {
  const found = [];
  const solver = {
    ...z3,
    audit: async (script, result) => {
      if (result.kind === 'unsat') found.push(script);
      return result;
    },
  };
  const open = (path) => ({ path, text: readFileSync(path, 'utf8') });
  const node = join(root, 'node_modules');
  const at = (name, from) => (name.startsWith('.') ? resolve(dirname(from), name) : join(node, name));
  const sources = { resolve: (name, from) => open(at(name, from)) };
  await verify({ spec: open(resolve(spec)), sources, readSpec: sources.resolve }, { solver });
  return found;
}

/** The goal (the first assertion) and what is connected to it. */
function connected(script) {
  const symbols = script.assertions.map(({ term }) => [...freeSymbols([term]), ...functionSymbols([term])]);
  const reached = new Set(symbols[0]);
  const kept = new Set([0]);
  for (let grown = true; grown; ) {
    grown = false;
    symbols.forEach((own, i) => {
      // What mentions nothing is kept: it may be false.
      if (kept.has(i) || (own.length > 0 && !own.some((symbol) => reached.has(symbol)))) return;
      kept.add(i);
      for (const symbol of own) reached.add(symbol);
      grown = true;
    });
  }
  return { ...script, assertions: script.assertions.filter((_, i) => kept.has(i)) };
}

function work(script) {
  const input = `${emitScript({ ...script, logic: 'ALL' })}\n(get-info :rlimit)\n`;
  let output = '';
  try {
    output = execFileSync('z3', ['-in', '-T:10'], {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch (error) {
    output = String(error.stdout ?? '');
  }
  return { answer: /^\w+/m.exec(output)?.[0], units: Number(/:rlimit (\d+)/.exec(output)?.[1] ?? 0) };
}

function print(name, { questions, assertions, connected: kept, whole, part, lost }) {
  const share = ((100 * kept) / Math.max(1, assertions)).toFixed(0);
  console.log(
    `${name}: ${questions} refuted, ${kept} of ${assertions} assertions connected (${share} %), work ${Math.round(whole / 1000)} k and ${Math.round(part / 1000)} k, ${lost} not refuted without the rest`,
  );
}
