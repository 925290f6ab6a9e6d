// Runs the Foundry tests that `surety prove --traces` writes, with the real forge and without network: the compiler is the
// JavaScript build of solc behind a small wrapper.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const wrapper = join(resolve(import.meta.dirname), 'solc-wrapper.mjs');

/** How a test of Foundry ended. */
export interface ForgeTest {
  /** File and contract, `attacks/solvent.t.sol:SolventTest`. */
  readonly suite: string;
  readonly name: string;
  readonly passed: boolean;
  /** Why it failed. */
  readonly reason: string;
}

/**
 * The forge binary: that of SURETY_FORGE, or of the package `@foundry-rs/forge` for this platform. Undefined when neither
 * is there.
 */
export function findForge(): string | undefined {
  const named = process.env.SURETY_FORGE;
  if (named !== undefined && named !== '') return named;
  try {
    const forge = createRequire(import.meta.url).resolve('@foundry-rs/forge/package.json');
    const platform = process.platform === 'win32' ? 'win32' : process.platform;
    const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
    const binary = createRequire(forge).resolve(
      `@foundry-rs/forge-${platform}-${architecture}/bin/forge${platform === 'win32' ? '.exe' : ''}`,
    );
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a Foundry project of a folder that has sources at the top and tests in `attacks`. Imports of packages are found
 * through `remappings`.
 */
export function makeProject(folder: string, remappings: readonly string[] = []): void {
  mkdirSync(join(folder, 'attacks'), { recursive: true });
  const settings = [
    '[profile.default]',
    'src = "."',
    'test = "attacks"',
    'out = "out"',
    'libs = []',
    'offline = true',
    `remappings = [${remappings.map((one) => JSON.stringify(one)).join(', ')}]`,
  ];
  writeFileSync(join(folder, 'foundry.toml'), `${settings.join('\n')}\n`);
}

/** Runs all tests of a project. Throws with forge's words when they cannot be compiled. */
export function runForge(forge: string, folder: string): Promise<readonly ForgeTest[]> {
  const command = ['test', '--use', wrapper, '--json', '--root', folder];
  return new Promise((done, fail) => {
    execFile(forge, command, { cwd: folder, maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      const line = stdout.split('\n').find((one) => one.startsWith('{'));
      if (line === undefined) fail(new Error(`forge test in ${folder}:\n${stdout}\n${stderr}`));
      else done(readSuites(line));
    });
  });
}

interface Suites {
  readonly [suite: string]: {
    readonly test_results: {
      readonly [test: string]: { readonly status: string; readonly reason: string | null };
    };
  };
}

function readSuites(line: string): readonly ForgeTest[] {
  const suites = JSON.parse(line) as Suites;
  return Object.entries(suites).flatMap(([suite, { test_results }]) =>
    Object.entries(test_results).map(([name, result]) => ({
      suite,
      name,
      passed: result.status === 'Success',
      reason: result.reason ?? '',
    })),
  );
}

/** Copies a file, making its folder. */
export function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
