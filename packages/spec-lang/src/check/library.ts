// The library of ready specifications: `import "surety:erc20";` is a text of this package.
import { libraryTexts } from './library-texts.js';

const scheme = 'surety:';

/** Names of the library's specifications, in order. */
export function libraryNames(): readonly string[] {
  return [...libraryTexts.keys()];
}

/** Whether an import names a specification of the library. */
export function isLibraryPath(path: string): boolean {
  return path.startsWith(scheme);
}

/** Text of a specification of the library; its path is as imported. */
export function readLibrary(path: string): { readonly path: string; readonly text: string } | undefined {
  const text = isLibraryPath(path) ? libraryTexts.get(path.slice(scheme.length)) : undefined;
  return text === undefined ? undefined : { path, text };
}
