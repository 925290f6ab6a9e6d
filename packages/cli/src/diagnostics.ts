// Errors of the command itself, with the same shape and look as errors in a spec or a contract.
import type { Diagnostic, Location } from '@surety/spec-lang';

/** Every code of the command and what it is about. */
export const CLI_CODES = {
  CLI001: 'a path does not exist',
  CLI002: 'a path is neither a spec nor a Solidity file',
  CLI003: 'a directory holds no spec files',
  CLI004: 'a file cannot be read',
  CLI005: 'a file is not UTF-8 text',
  CLI006: 'an import cannot be found',
  CLI007: 'a path is not a Solidity file',
  CLI008: 'a directory holds no Solidity files',
  CLI020: 'a solver is not installed',
  CLI021: 'a solver is asked to check itself',
  CLI022: 'two solvers contradict each other',
  CLI030: 'the report cannot be written',
  CLI031: 'a spec cannot be written',
  CLI032: 'a spec that is to be written exists',
  CLI033: 'the traces cannot be written',
  CLI040: 'no claim has the name asked for',
  CLI041: 'no contract has the name asked for, or several have',
  CLI042: 'a Solidity file has nothing to prove without a spec',
  CLI043: 'a contract asked for by name has nothing to prove without a spec',
  CLI044: 'an option for Solidity files without a Solidity file',
  CLI045: 'a contract cannot have a spec',
  CLI050: 'the command line is wrong',
  CLI060: 'the project file is wrong',
  CLI070: 'a trace file cannot be read',
  CLI071: 'a trace does not fit the sources any more',
} as const;

/** A code of the command. */
export type CliCode = keyof typeof CLI_CODES;

/** An error of the command; `location` only where a text of the user names the culprit. */
export function cliError(
  code: CliCode,
  message: string,
  more: {
    readonly notes?: readonly string[];
    readonly suggestion?: string | undefined;
    readonly location?: Location;
  } = {},
): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    location: more.location,
    ...(more.notes === undefined || more.notes.length === 0 ? {} : { notes: more.notes }),
    ...(more.suggestion === undefined ? {} : { suggestion: more.suggestion }),
  };
}
