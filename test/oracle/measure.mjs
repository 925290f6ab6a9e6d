// Checks one folder in a process of its own and prints what it took: node test/oracle/measure.mjs <folder>
import { checkProject } from '../../packages/core/dist/index.js';
import { corpusHost, filesBelow, readSource } from './corpus.mjs';

const roots = filesBelow(process.argv[2]).map(readSource);
const started = process.cpuUsage();
const result = checkProject(roots, corpusHost);
const { user, system } = process.cpuUsage(started);
const sum = (key) => result.deployable.reduce((total, contract) => total + contract[key], 0);
const failing = (codes) =>
  new Set(
    result.diagnostics
      .filter((d) => d.severity === 'error' && codes.test(d.code))
      .map((d) => d.location?.path),
  ).size;
const syntax = failing(/^SOL1(?!05|07)/);
console.log(
  JSON.stringify({
    files: result.files,
    lines: result.lines,
    parsed: result.files - syntax,
    resolved: result.files - failing(/^SOL[12]/),
    typed: result.files - failing(/^SOL/),
    functions: result.functions,
    deployable: result.deployable.length,
    whole: result.deployable.filter((contract) => contract.whole).length,
    entries: sum('entries'),
    covered: sum('coveredEntries'),
    milliseconds: Math.round((user + system) / 1000),
    // Kilobytes on every system that Node runs on.
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    unsupported: result.unsupported,
  }),
);
