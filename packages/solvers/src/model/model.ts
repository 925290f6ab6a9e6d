// Models: what a solver says about the symbols and functions of a satisfiable script.
import type { Value } from '../term/value.js';

/** An interpretation of a function: listed entries, then `compute` where the solver gave a formula, then `default`. */
export interface FunctionTable {
  readonly entries: readonly (readonly [readonly Value[], Value])[];
  readonly default: Value;
  /** Answers for arguments outside `entries` when they are not all `default`; undefined result means not known. */
  readonly compute?: (args: readonly Value[]) => Value | undefined;
}

/**
 * Values of symbols and functions by name. What is absent may have any value (`completeValue`).
 * Division by zero is under the function names `div0` and `mod0`, with one argument: the dividend.
 */
export interface Model {
  readonly symbols: ReadonlyMap<string, Value>;
  readonly functions: ReadonlyMap<string, FunctionTable>;
}

/** The model that says nothing. */
export const EMPTY_MODEL: Model = { symbols: new Map(), functions: new Map() };
