// The whole corpus against solc, and 500 broken files: node test/oracle/run.mjs [--json FILE] [folder…]
// A folder is a package below test/corpus/node_modules or an absolute path. Takes minutes; needs a built repository.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { loadProgram, lowerContract } from '../../packages/core/dist/index.js';
import { corpusHost, filesBelow, PACKAGES, readSource } from './corpus.mjs';
import { breakMany } from './mutate.mjs';

const words = process.argv.slice(2);
const jsonAt = words.indexOf('--json');
const jsonFile = jsonAt === -1 ? undefined : words[jsonAt + 1];
const folders = words.filter((word, i) => !word.startsWith('--') && (jsonAt === -1 || i !== jsonAt + 1));
const packages = folders.length > 0 ? folders : PACKAGES;

const rows = packages.map((name) => {
  const measured = child(['measure.mjs', name]);
  const judged = child(['judge-folder.mjs', name]);
  const row = { name, ...measured, ...judged };
  console.log(oneLine(row));
  return row;
});
printTables(rows);
const broken = folders.length > 0 ? undefined : breakCorpus();
if (jsonFile !== undefined) {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}, Node ${process.version}`;
  writeFileSync(jsonFile, `${JSON.stringify({ machine, rows, broken }, undefined, 2)}\n`);
}
const defects = rows.reduce((sum, row) => sum + row.falseErrors.length, 0) + (broken?.problems.length ?? 0);
process.exitCode = defects === 0 ? 0 : 1;

/** A script of this folder in its own process, so that memory is measured apart; solc needs a deep stack. */
function child([script, ...args]) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const out = execFileSync(process.execPath, ['--stack-size=4000', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(out);
}

function oneLine(row) {
  const { name, files, counts, differences, falseErrors, refused } = row;
  return `${name}: ${files} files, ${row.compared} compared, ${Object.keys(refused).length} refused by solc, ${counts.types} types, ${differences.length} differences, ${falseErrors.length} false errors`;
}

function printTables(all) {
  const share = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
  console.log(
    '\n| package | files | parsed | resolved | typed | contracts lowered | whole | external functions covered | ms / 1,000 lines | peak MB |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const r of all) {
    const speed = Math.round((r.milliseconds * 1000) / Math.max(1, r.lines));
    console.log(
      `| ${r.name} | ${r.files} | ${r.parsed} | ${r.resolved} | ${r.typed} | ${r.deployable} | ${r.whole} (${share(r.whole, r.deployable)}) | ${r.covered} of ${r.entries} (${share(r.covered, r.entries)}) | ${speed} | ${r.peakMegabytes} |`,
    );
  }
  console.log(
    '\n| package | files compared | expressions | other type | references | other target | linearizations | other | variables | other place | selectors | other | false errors |',
  );
  console.log(`| --- |${' ---: |'.repeat(12)}`);
  for (const r of all) {
    const of = (kind) => r.differences.filter((d) => d.kind === kind).length;
    const c = r.counts;
    console.log(
      `| ${r.name} | ${r.compared} | ${c.types} | ${of('type')} | ${c.references} | ${of('reference')} | ${c.linearizations} | ${of('linearization')} | ${c.variables} | ${of('storage')} | ${c.selectors} | ${of('selector')} | ${r.falseErrors.length} |`,
    );
  }
  const causes = new Map();
  for (const row of all)
    for (const { kind, cause, text } of row.differences) {
      const key = `${kind}, ${cause}`;
      causes.set(key, { count: (causes.get(key)?.count ?? 0) + 1, text });
    }
  console.log('\nDifferences by cause:');
  for (const [cause, { count, text }] of [...causes].sort((a, b) => b[1].count - a[1].count).slice(0, 30))
    console.log(`  ${count}  ${cause}\n      e.g. ${text.replace(/\s+/g, ' ').slice(0, 200)}`);
  const uses = new Map();
  for (const row of all)
    for (const { code, what, places, entries } of row.unsupported) {
      const key = `${code} ${what}`;
      const before = uses.get(key) ?? { places: 0, entries: 0 };
      uses.set(key, { places: before.places + places, entries: before.entries + entries });
    }
  console.log('\nUnsupported constructs (places, external functions that reach them):');
  for (const [use, { places, entries }] of [...uses].sort((a, b) => b[1].entries - a[1].entries).slice(0, 20))
    console.log(`  ${use}: ${places}, ${entries}`);
}

function breakCorpus() {
  const files = PACKAGES.flatMap(filesBelow)
    .map(readSource)
    .filter((file) => file.text.length < 60_000);
  const result = breakMany(files, corpusHost, { loadProgram, lowerContract }, 500, 20261121, 1000);
  console.log(
    `\n${result.files} broken files: ${result.withErrors} with coded errors, ${result.problems.length} problems, slowest ${Math.round(result.slowest)} ms of processor time`,
  );
  for (const { path, nth, error } of result.problems)
    console.log(`  ${path} (${nth}): ${error.split('\n').slice(0, 3).join(' ')}`);
  return { ...result, problems: result.problems.map(({ path, nth, error }) => ({ path, nth, error })) };
}
