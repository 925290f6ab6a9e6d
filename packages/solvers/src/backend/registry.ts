// Native solvers as data: how each is called and what it wants to be told. A new solver is a row here.
import type { Limits } from './backend.js';

/** A solver that can be run as a process. */
export type NativeSolverName = 'z3' | 'cvc5' | 'bitwuzla' | 'yices';

/** Every native solver we know, in order of preference. */
export const NATIVE_SOLVERS: readonly NativeSolverName[] = ['z3', 'cvc5', 'bitwuzla', 'yices'];

/** How a native solver is used. */
export interface SolverDescription {
  /** Its usual name on PATH. */
  readonly command: string;
  readonly arguments: (limits: Pick<Limits, 'rlimit'>) => readonly string[];
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
    command: 'z3',
    arguments: () => ['-in', '-smt2'],
    // Old versions have no model.user_functions: definitions are skipped when the model is read.
    options: [],
    script: {},
    adapt: (limits) => limits,
    versionArguments: ['--version'],
  },
  cvc5: {
    command: 'cvc5',
    arguments: ({ rlimit }) => [
      '--lang=smt2',
      '--nl-ext-tplanes',
      ...(rlimit === undefined ? [] : [`--rlimit=${rlimit}`]),
    ],
    options: [],
    script: { logic: 'ALL' },
    adapt: withoutZ3Words,
    versionArguments: ['--version'],
  },
  // Decides bit-vectors, arrays and functions; scripts with integers are answered by an error, never by a guess.
  bitwuzla: {
    command: 'bitwuzla',
    arguments: () => ['--lang', 'smt2'],
    options: [],
    script: { logic: 'ALL' },
    adapt: withoutZ3Words,
    versionArguments: ['--version'],
  },
  // No deterministic budget: only the wall clock ends it. Quantifiers are answered by an error.
  yices: {
    command: 'yices-smt2',
    arguments: () => ['--smt2-model-format'],
    options: [],
    script: { logic: 'QF_AUFNIA' },
    adapt: withoutZ3Words,
    versionArguments: ['--version'],
  },
};

/** Tactics and options of Z3 mean nothing to others; a budget is a command line argument, if anything. */
function withoutZ3Words({ rlimit: _rlimit, options: _options, tactic: _tactic, ...rest }: Limits): Limits {
  return rest;
}
