// Native solvers as data: how each is called and what it wants to be told. A new solver is a row here.
import type { Limits } from './backend.js';

/** A solver that can be run as a process. */
export type NativeSolverName = 'z3' | 'cvc5';

/** How a native solver is used. */
export interface SolverDescription {
  readonly arguments: (limits: Limits) => readonly string[];
  /** Options set in every script. */
  readonly options: readonly (readonly [string, string])[];
  /** Defaults of a script that names none. */
  readonly script: { readonly logic?: string };
  /** The limits as this solver can express them in a script. */
  readonly adapt: (limits: Limits) => Limits;
  readonly versionArguments: readonly string[];
}

/** Every native solver we can run. */
export const SOLVERS: Readonly<Record<NativeSolverName, SolverDescription>> = {
  z3: {
    arguments: () => ['-in', '-smt2'],
    // Old versions have no model.user_functions: definitions are skipped when the model is read.
    options: [],
    script: {},
    adapt: (limits) => limits,
    versionArguments: ['--version'],
  },
  cvc5: {
    arguments: ({ rlimit }) => [
      '--lang=smt2',
      '--nl-ext-tplanes',
      ...(rlimit === undefined ? [] : [`--rlimit=${rlimit}`]),
    ],
    options: [],
    script: { logic: 'ALL' },
    // Tactics and options of Z3 mean nothing here; the budget is a command line argument.
    adapt: ({ rlimit: _rlimit, options: _options, tactic: _tactic, ...rest }) => rest,
    versionArguments: ['--version'],
  },
};
