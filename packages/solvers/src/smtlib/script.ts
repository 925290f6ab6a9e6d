// A script: what is asked of a solver, as data.
import type { Term } from '../term/term.js';

/** One asserted formula; named ones can appear in unsat cores. */
export interface Assertion {
  readonly term: Term;
  readonly name?: string;
}

/** A satisfiability question: are all assertions true together for some values? */
export interface Script {
  readonly assertions: readonly Assertion[];
  /** Lines put at the head of the text as comments. */
  readonly comments?: readonly string[];
  /** SMT-LIB logic; left out by default, so that the solver chooses. */
  readonly logic?: string;
}

/** How the names of a text map back to those of its terms; needed to read a model. */
export interface ScriptNames {
  /** Symbol in the text -> name of the symbol term. */
  readonly symbols: ReadonlyMap<string, string>;
  /** Symbol in the text -> name of the function symbol. */
  readonly functions: ReadonlyMap<string, string>;
  /** Symbol in the text -> name of the assertion. */
  readonly assertions: ReadonlyMap<string, string>;
  /** Symbol in the text -> hex digits of the byte string literal it stands for. */
  readonly bytes: ReadonlyMap<string, string>;
  /** Symbol in the text -> name of the uninterpreted sort. */
  readonly sorts: ReadonlyMap<string, string>;
}

/** A script as text, with the way back from its names. */
export interface EmittedScript {
  readonly text: string;
  readonly names: ScriptNames;
}
