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
  '@openzeppelin/contracts-upgradeable',
  '@openzeppelin/contracts-v3',
  '@openzeppelin/contracts-v2',
  'openzeppelin-solidity',
  '@uniswap/v2-periphery',
  '@uniswap/lib',
  '@sushiswap/core',
  '@aave/protocol-v2',
  '@balancer-labs/v2-vault',
  '@balancer-labs/v2-solidity-utils',
  '@balancer-labs/v2-interfaces',
  '@gnosis.pm/safe-contracts',
  'abdk-libraries-solidity',
  'seaport-core',
  'seaport-types',
  '@account-abstraction/contracts',
];

/** Packages that were written for another version of a package than the one that has its plain name here. */
const ALIASES = [
  { within: '@sushiswap/core/', prefix: '@openzeppelin/contracts/', target: '@openzeppelin/contracts-v3/' },
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
    const alias = ALIASES.find(
      ({ within, prefix }) => fromPath.startsWith(within) && importText.startsWith(prefix),
    );
    const direct = alias === undefined ? importText : alias.target + importText.slice(alias.prefix.length);
    const file = relative ? path.posix.join(path.posix.dirname(fromPath), importText) : direct;
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
  { minor: 4, name: 'solc-0.4' },
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
      remappings: ALIASES.map(({ within, prefix, target }) => `${within}:${prefix}=${target}`),
      ...(compiler.minor === 8 ? { evmVersion: 'osaka' } : {}),
    },
  };
  const solc = loaded.get(compiler.name);
  // The interface of 0.4 had another function for this.
  const answer = compiler.minor === 4 ? solc.compileStandardWrapper : solc.compile;
  return JSON.parse(answer(JSON.stringify(input)));
}

function withoutVersions(text) {
  return text.replace(/^[ \t]*pragma\s+solidity\s[^;]*;/gm, (line) => line.replace(/[^\r\n]/g, ' '));
}

/**
 * Readers of the same files with their version pragmas narrowed to 0.`minor`: an open range that only an old compiler takes
 * is read by us as that compiler reads it. Places stay as they are.
 */
export function pinnedTo(minor) {
  const pin = (source) => ({
    path: source.path,
    text: source.text.replace(/^([ \t]*pragma\s+solidity\s)([^;]*);/gm, (line, start, range) => {
      const exact = `~0.${minor}`;
      return range.length < exact.length ? line : `${start}${exact.padEnd(range.length)};`;
    }),
  });
  return {
    read: (file) => pin(readSource(file)),
    host: {
      resolve(importText, fromPath) {
        const found = corpusHost.resolve(importText, fromPath);
        return found && pin(found);
      },
    },
  };
}
