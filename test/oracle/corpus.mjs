// The corpus: real packages below test/corpus/node_modules, read as one tree of import paths.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const corpus = fileURLToPath(new URL('../corpus/', import.meta.url));
const modules = path.join(corpus, 'node_modules');
const require = createRequire(path.join(corpus, 'package.json'));

/** Packages with Solidity in them, as folders that `filesBelow` takes. */
export const PACKAGES = [
  'canonical-weth',
  '@uniswap/v2-core',
  '@uniswap/v3-core',
  '@openzeppelin/contracts',
  '@openzeppelin/contracts-v4',
  'solmate',
  'erc721a',
  '@morpho-org/morpho-blue',
  '@prb/math',
  '@safe-global/safe-contracts',
  '@aave/core-v3',
  'solady',
];

/** All Solidity files below a folder: of the corpus by its import path, or any folder by an absolute one. */
export function filesBelow(folder) {
  const absolute = path.isAbsolute(folder) ? folder : path.join(modules, folder);
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const child = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(child);
    return entry.name.endsWith('.sol') ? [child] : [];
  });
}

/** A file by its import path (or absolute path). */
export function readSource(file) {
  const absolute = path.isAbsolute(file) ? file : path.join(modules, file);
  return { path: file, text: readFileSync(absolute, 'utf8') };
}

/** Resolves relative imports and imports of packages of the corpus. */
export const corpusHost = {
  resolve(importText, fromPath) {
    const relative = /^\.\.?\//.test(importText);
    const file = relative ? path.posix.join(path.posix.dirname(fromPath), importText) : importText;
    try {
      return readSource(file);
    } catch {
      return undefined;
    }
  },
};

// Newest first. Arithmetic is checked from 0.8 on; older groups take the newest compiler that their pragmas allow.
const COMPILERS = [
  { minor: 8, name: 'solc' },
  { minor: 7, name: 'solc-0.7' },
  { minor: 6, name: 'solc-0.6' },
  { minor: 5, name: 'solc-0.5' },
];

/** The compilers to try for a program, best first; code with an open range may compile with an old one only. */
export function compilersFor(program) {
  const wraps = !program.contracts.some((contract) => contract.checkedArithmetic);
  return wraps ? COMPILERS.slice(1) : COMPILERS;
}

const loaded = new Map();

/** Runs a compiler over files; version pragmas are blanked, so that one compiler serves a whole group. */
export function compile(compiler, files, outputs) {
  if (!loaded.has(compiler.name)) loaded.set(compiler.name, require(compiler.name));
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(files.map((file) => [file.path, { content: withoutVersions(file.text) }])),
    settings: {
      outputSelection: { '*': { '': ['ast'], '*': outputs } },
      ...(compiler.minor === 8 ? { evmVersion: 'osaka' } : {}),
    },
  };
  return JSON.parse(loaded.get(compiler.name).compile(JSON.stringify(input)));
}

function withoutVersions(text) {
  return text.replace(/^[ \t]*pragma\s+solidity\s[^;]*;/gm, (line) => line.replace(/[^\r\n]/g, ' '));
}
