// Loads a set of files, lets solc compile the same ones, and compares; shared by the test and the whole run.
import { loadPrograms } from '../../packages/core/dist/frontend/index.js';
import { compareProgram, createObservations } from './compare.mjs';
import { compile, compilersFor, corpusHost, pinnedTo, readSource } from './corpus.mjs';

const OUTPUTS = ['storageLayout', 'transientStorageLayout', 'evm.methodIdentifiers'];

/** Compares a folder's files with solc. `refused`: files that no compiler at hand accepts, with its reason. */
export function judge(files) {
  const { seen, observe } = createObservations();
  const groups = loadPrograms(files.map(readSource), corpusHost, observe);
  const total = {
    counts: { types: 0, references: 0, linearizations: 0, variables: 0, selectors: 0 },
    differences: [],
    compared: 0,
    refused: new Map(),
    /** Errors of ours in files that solc compiles: each is a defect. */
    falseErrors: [],
  };
  for (const group of groups) judgeGroup(group, seen, observe, total);
  return total;
}

function judgeGroup(group, seen, observe, total) {
  if (group.program === undefined) return;
  const accepted = compileAccepted(group, total.refused);
  for (const { roots, output, minor } of accepted) {
    // Types are observed by place, and a file may be in several groups: observe this group's program afresh.
    seen.clear();
    const pinned = minor === 8 ? { read: readSource, host: corpusHost } : pinnedTo(minor);
    const [again] = loadPrograms(roots.map(pinned.read), pinned.host, observe);
    if (again?.program === undefined) continue;
    total.compared += roots.length;
    const { counts, differences } = compareProgram(again.program, seen, output, minor);
    for (const key of Object.keys(counts)) total.counts[key] += counts[key];
    total.differences.push(...differences);
    total.falseErrors.push(
      ...again.diagnostics.filter((d) => d.severity === 'error' && !isRightlyRefused(d, minor)),
    );
  }
}

// Compilers before 0.8.14 let an override change memory to calldata and then read the wrong place (solc's own list of bugs:
// DataLocationChangeInInternalOverride).
function isRightlyRefused({ code, message }, minor) {
  return minor < 8 && code === 'SOL414' && message.includes('data locations differ');
}

/** The roots that some compiler accepts, with its output; roots that reach a file with errors are taken out and tried again. */
function compileAccepted(group, refused) {
  const closures = closuresOf(group);
  let open = [...group.roots];
  const accepted = [];
  for (const compiler of compilersFor(group.program)) {
    let roots = open;
    const failed = new Map();
    for (let round = 0; roots.length > 0; round++) {
      const paths = new Set(roots.flatMap((root) => [...closures.get(root)]));
      const files = group.program.files.filter((file) => paths.has(file.path));
      const output = compile(compiler, files, OUTPUTS);
      const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
      if (errors.length === 0) {
        accepted.push({ roots, output, minor: compiler.minor });
        break;
      }
      const broken = new Map(errors.map((error) => [error.sourceLocation?.file, error.message]));
      const out = roots.filter((root) => [...closures.get(root)].some((path) => broken.has(path)));
      for (const root of out) {
        const cause = [...closures.get(root)].find((path) => broken.has(path));
        failed.set(root, broken.get(cause));
      }
      if (out.length === 0 || round > 20) {
        for (const root of roots) failed.set(root, errors[0].message);
        break;
      }
      roots = roots.filter((root) => !out.includes(root));
    }
    open = open.filter((root) => failed.has(root));
    for (const root of open) refused.set(root, `${compiler.name}: ${failed.get(root)}`);
    if (open.length === 0) break;
  }
  for (const { roots } of accepted) for (const root of roots) refused.delete(root);
  return accepted;
}

function closuresOf(group) {
  const texts = new Map(group.program.files.map((file) => [file.path, file.text]));
  const imports = (path) =>
    [...(texts.get(path) ?? '').matchAll(/^\s*import\b[^;]*?["']([^"']+)["']/gm)].flatMap((match) => {
      const found = corpusHost.resolve(match[1], path);
      return found === undefined ? [] : [found.path];
    });
  return new Map(
    group.roots.map((root) => {
      const reached = new Set([root]);
      for (const path of reached) for (const next of imports(path)) reached.add(next);
      return [root, reached];
    }),
  );
}
