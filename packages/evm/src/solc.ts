// The only door to solc: loads a compiler lazily and hides how its JavaScript interface changed between versions.
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A loaded compiler: its full version text and its standard-JSON entry point. */
export interface Solc {
  readonly version: string;
  readonly compileStandard: (input: string) => string;
}

interface SolcModule {
  readonly version: () => string;
  readonly compile: (input: string) => string;
  readonly compileStandardWrapper?: (input: string) => string;
}

/** A compiler package that cannot be loaded. */
export class SolcNotFoundError extends Error {
  override readonly name = 'SolcNotFoundError';
}

const loaded = new Map<string, Promise<Solc>>();

/**
 * Loads the compiler from the npm package `packageName`, an alias such as `solc-0.5.17` included, once per process. Looks
 * in `resolveFrom` (a directory) first, then beside this package. Throws `SolcNotFoundError`.
 */
export function loadSolc(packageName = 'solc', resolveFrom?: string): Promise<Solc> {
  const key = `${packageName}\n${resolveFrom ?? ''}`;
  let solc = loaded.get(key);
  if (solc === undefined) {
    solc = load(packageName, resolveFrom);
    loaded.set(key, solc);
  }
  return solc;
}

async function load(packageName: string, resolveFrom: string | undefined): Promise<Solc> {
  const location = locate(packageName, resolveFrom);
  // As an event emitter, because the overloads of `process` do not take a union of event names.
  const host: EventEmitter = process;
  const hooks = ['uncaughtException', 'unhandledRejection'];
  const before = hooks.map((hook) => host.listeners(hook));
  const imported: { readonly default: unknown } = await import(location);
  // Emscripten's start-up code installs handlers that turn any rejected promise of the host into an abort.
  hooks.forEach((hook, index) => {
    for (const listener of host.listeners(hook)) {
      if (!before[index]?.includes(listener)) host.off(hook, listener as (...args: unknown[]) => void);
    }
  });
  const module = imported.default as SolcModule;
  const version = module.version();
  // In 0.4, `compile` is an older interface and standard JSON has an entry point of its own.
  const legacy = version.startsWith('0.4.') ? module.compileStandardWrapper : undefined;
  return { version, compileStandard: (input) => (legacy ?? module.compile)(input) };
}

function locate(packageName: string, resolveFrom: string | undefined): string {
  const bases = [
    ...(resolveFrom === undefined ? [] : [pathToFileURL(`${resolveFrom}/package.json`).href]),
    import.meta.url,
  ];
  for (const base of bases) {
    try {
      return pathToFileURL(createRequire(base).resolve(packageName)).href;
    } catch {
      // Try the next place; the error below tells the user what is missing.
    }
  }
  throw new SolcNotFoundError(
    `the compiler package "${packageName}" is not installed (an older compiler can be installed under an alias, for ` +
      'example: npm install --save-dev solc-0.5.17@npm:solc@0.5.17)',
  );
}
