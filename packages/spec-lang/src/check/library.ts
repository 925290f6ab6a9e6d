// The library of ready specifications: `import "surety:erc20";` is a file of this package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../library/', import.meta.url);
const scheme = 'surety:';

/** Names of the library's specifications, in order. */
export function libraryNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.surety'))
    .map((name) => name.slice(0, -'.surety'.length))
    .sort();
}

/** Whether an import names a specification of the library. */
export function isLibraryPath(path: string): boolean {
  return path.startsWith(scheme);
}

/** Text of a specification of the library; its path is as imported. */
export function readLibrary(path: string): { readonly path: string; readonly text: string } | undefined {
  const name = path.slice(scheme.length);
  if (!isLibraryPath(path) || !/^[a-z0-9-]+$/.test(name)) return undefined;
  const file = new URL(`${name}.surety`, folder);
  return existsSync(file) ? { path, text: readFileSync(file, 'utf8') } : undefined;
}
