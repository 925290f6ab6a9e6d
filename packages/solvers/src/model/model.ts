// Models: what a solver says about the symbols and functions of a satisfiable script.
import { type Value, valueKey } from '../term/value.js';

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

const indexes = new WeakMap<FunctionTable, ReadonlyMap<string, Value>>();
const argumentsKey = (args: readonly Value[]): string => args.map(valueKey).join(' ');

/** The value of a function at concrete arguments; undefined when a formula cannot be computed. */
export function applyFunctionTable(table: FunctionTable, args: readonly Value[]): Value | undefined {
  let index = indexes.get(table);
  if (index === undefined) {
    const made = new Map<string, Value>();
    // Solvers write the case that applies first, so earlier entries win.
    for (const [entryArgs, value] of table.entries) {
      const key = argumentsKey(entryArgs);
      if (!made.has(key)) made.set(key, value);
    }
    index = made;
    indexes.set(table, index);
  }
  return index.get(argumentsKey(args)) ?? (table.compute === undefined ? table.default : table.compute(args));
}
