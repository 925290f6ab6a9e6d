// node test/bench/growth.mjs [--json FILE]: how time and terms of symbolic execution grow with sequential branches, writes to
// arrays and call depth, what 1,000 IR statements cost, and how long the summary of a whole real contract takes.
// Each row is the median of three runs in a process that has run the shape before.
import '../differential/typescript-loader.mjs';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadProgram, lowerContract } from '@surety/core';

const { summarize } = await import('../differential/model.js');
const { prepareReal, REAL_CONTRACTS } = await import('../differential/real-contracts.js');

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const RUNS = 3;
const count = (k, make) => Array.from({ length: k }, (_, i) => make(i));

/** Programs of a shape, by size. */
const SHAPES = [
  {
    name: 'branches that write a variable',
    sizes: [10, 30, 100, 300, 1000],
    body: (k) => count(k, (i) => `if (x > ${i}) { s += y; } else { t ^= ${i}; }`).join('\n'),
  },
  {
    name: 'branches that write a mapping',
    sizes: [10, 30, 100, 300, 1000],
    body: (k) =>
      count(k, (i) => `if (x > ${i}) n[x + ${i}] = msg.sender; else n[y] = address(${i});`).join('\n'),
  },
  {
    // Every write reads the old value for the total; a read is expanded over all writes before it.
    name: 'branches that write a mapping with a total',
    sizes: [10, 30, 100, 300],
    body: (k) => count(k, (i) => `if (x > ${i}) m[x + ${i}] = y; else m[y] = ${i};`).join('\n'),
  },
  {
    name: 'branches in unchecked arithmetic on locals',
    sizes: [10, 30, 100, 300, 1000],
    body: (k) =>
      `uint256 z = y; unchecked { ${count(k, (i) => `if (z % ${i + 2} == 1) z += x; else z ^= y;`).join('\n')} } s = z;`,
  },
  {
    name: 'writes to an array in storage',
    sizes: [10, 30, 100, 300, 1000],
    body: (k) => count(k, (i) => `l[(x + ${i}) % 64] = y;`).join('\n'),
  },
  {
    name: 'writes to an array in memory',
    sizes: [10, 30, 100, 300, 1000],
    body: (k) =>
      `uint256[64] memory a; ${count(k, (i) => `a[(x + ${i}) % 64] = y;`).join('\n')} s = a[y % 64];`,
  },
  {
    name: 'depth of internal calls',
    sizes: [10, 30, 100, 300],
    body: () => 's = f0(x);',
    more: (k) =>
      `${count(k, (i) => `function f${i}(uint256 a) internal returns (uint256) { if (a > ${i}) t += 1; return f${i + 1}(a) + 1; }`).join('\n')}
       function f${k}(uint256 a) internal view returns (uint256) { return a + t; }`,
  },
];

const rows = [];
for (const shape of SHAPES) {
  console.log(shape.name);
  for (const k of shape.sizes) {
    const contract = lower(programOf(shape, k));
    const statements = statementsOf(contract);
    const runs = [];
    for (let run = 0; run <= RUNS; run++) runs.push(measure(contract));
    const row = { shape: shape.name, k, statements, ...median(runs.slice(1)) };
    rows.push(row);
    print(row);
  }
}

console.log('whole contracts: the summaries of all entry points, first run');
const contracts = [];
for (const real of REAL_CONTRACTS) {
  if (real.solcPackage !== undefined) continue;
  const { model } = await prepareReal(real);
  const { contract } = model;
  const statements = statementsOf(contract);
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(measure(contract));
  // The first run is what a user waits for.
  const row = { name: real.name, entries: contract.entries.length, statements, ...runs[0] };
  contracts.push(row);
  const each = ((1000 * row.milliseconds) / statements).toFixed(0);
  console.log(
    `  ${row.name.padEnd(18)} ${String(row.entries).padStart(3)} entries ${String(statements).padStart(6)} statements ${row.milliseconds.toFixed(0).padStart(6)} ms ${String(row.terms).padStart(8)} terms  ${each} ms per 1,000 statements`,
  );
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows, contracts }, null, 2)}\n`);

function programOf(shape, k) {
  return `pragma solidity ^0.8.26;
contract P {
  uint256 s; uint256 t; mapping(uint256 => uint256) m; mapping(uint256 => address) n; uint256[64] l;
  ${shape.more?.(k) ?? ''}
  function run(uint256 x, uint256 y) external {
    ${shape.body(k)}
  }
}`;
}

function lower(text) {
  const { program, diagnostics } = loadProgram([{ path: 'P.sol', text }], { resolve: () => undefined });
  const errors = diagnostics.filter((d) => d.severity === 'error');
  if (program === undefined || errors.length > 0) throw new Error(errors.map((e) => e.message).join('; '));
  const declaration = program.contracts.find((c) => c.name === 'P');
  return lowerContract(program, declaration.id).contract;
}

/** Summaries of all entry points: time, and the terms that the ends of the execution consist of. */
function measure(contract) {
  // Time of the processor, so that other work on the machine counts less.
  const started = process.cpuUsage();
  const summaries = contract.entries.map((entry) => summarize([contract], 0, entry));
  const { user, system } = process.cpuUsage(started);
  const milliseconds = (user + system) / 1000;
  return { milliseconds, terms: summaries.reduce((sum, s) => sum + termsOf(s), 0) };
}

/** Distinct terms in the final state, the results and the conditions of reverts. */
function termsOf({ run: { post, effects, results } }) {
  const seen = new Set();
  const open = [...effects.reverts, ...effects.incomplete, ...effects.events].map((e) => e.condition);
  if (post !== undefined)
    open.push(post.path.all, post.balances, ...post.storage.values(), ...post.totals.values(), ...results);
  while (open.length > 0) {
    const term = open.pop();
    if (term?.sort === undefined || seen.has(term)) continue;
    seen.add(term);
    for (const part of Object.values(term)) {
      if (Array.isArray(part)) open.push(...part.filter((p) => p?.sort !== undefined));
      else if (typeof part === 'object' && part?.sort !== undefined) open.push(part);
    }
  }
  return seen.size;
}

function statementsOf(contract) {
  const isStatement = (value) =>
    typeof value.kind === 'string' && value.span !== undefined && value.type === undefined;
  const seen = new Set();
  let found = 0;
  const open = [...contract.functions.values()].map((fn) => fn.body);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isStatement(value)) found++;
    open.push(...Object.values(value));
  }
  return found;
}

function median(runs) {
  return [...runs].sort((a, b) => a.milliseconds - b.milliseconds)[Math.floor(runs.length / 2)];
}

function print(row) {
  console.log(
    `  k ${String(row.k).padStart(5)} ${String(row.statements).padStart(6)} statements ${row.milliseconds.toFixed(1).padStart(9)} ms ${String(row.terms).padStart(8)} terms  ${((1000 * row.milliseconds) / row.statements).toFixed(1)} ms per 1,000 statements  ${(row.terms / row.k).toFixed(1)} terms each`,
  );
}
