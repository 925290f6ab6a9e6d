// Finds native solvers on PATH and asks for their versions.
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NATIVE_SOLVERS, type NativeSolverName, SOLVERS } from './registry.js';

/** A native solver found on this machine. */
export interface DetectedSolver {
  readonly name: NativeSolverName;
  readonly path: string;
  readonly version: string;
}

/** The native solvers on PATH that run and tell a version; those that do not are left out. */
export async function detectSolvers(
  searchPath: string = process.env.PATH ?? '',
): Promise<readonly DetectedSolver[]> {
  const found: DetectedSolver[] = [];
  for (const name of NATIVE_SOLVERS) {
    for (const folder of searchPath.split(delimiter).filter((part) => part !== '')) {
      const path = join(folder, SOLVERS[name].command);
      const version = await versionOf(path, SOLVERS[name].versionArguments);
      if (version === undefined) continue;
      found.push({ name, path, version });
      break;
    }
  }
  return found;
}

async function versionOf(path: string, args: readonly string[]): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return undefined;
  }
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 5000 }, (error, output) => {
      resolve(error === null ? /[0-9]+\.[0-9]+(\.[0-9]+)?/.exec(output)?.[0] : undefined);
    });
  });
}
