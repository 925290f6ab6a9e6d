// What the parts of the program generator share: types, scopes and the writer itself.
import { type Choices, pick } from './random.js';

/** Value types of the generated programs; `S` is the struct in memory, `xs` is `uint256[]` in memory. */
export type Scalar = string;

export const INTEGERS = ['uint8', 'uint64', 'uint128', 'uint256', 'int8', 'int64', 'int256'] as const;
export const FIELDS: readonly (readonly [string, Scalar])[] = [
  ['a', 'uint64'],
  ['b', 'int256'],
  ['c', 'bool'],
  ['e', 'E'],
  ['w', 'address'],
  ['n', 'uint8'],
];

export interface Local {
  readonly name: string;
  /** A scalar type, `S memory`, `S storage`, `uint256[] memory` or `uint64[] storage`. */
  readonly type: string;
}

export interface Callable {
  readonly name: string;
  readonly parameters: readonly Scalar[];
  readonly results: readonly Scalar[];
}

/** What can be named where code is being written. */
export interface Scope {
  readonly locals: readonly Local[];
  readonly functions: readonly Callable[];
  readonly results: readonly Scalar[];
  readonly inLoop: boolean;
  readonly unchecked: boolean;
}

export interface Writer {
  readonly choices: Choices;
  /** Names of the features in use. */
  readonly features: ReadonlySet<string>;
  /** State variables by type. */
  readonly state: readonly (readonly [string, Scalar])[];
  /** Key type of the mapping `table`, which expressions of the pseudo-type KEY stand for. */
  readonly key: Scalar;
  next: number;
  /** Statements that may still be written. */
  budget: number;
}

export function scalar(w: Writer): Scalar {
  return w.choices.below(3) < 2
    ? pick(w.choices, INTEGERS)
    : pick(w.choices, ['bool', 'E', 'address', 'bytes4', 'uint256']);
}

export function fresh(w: Writer): string {
  return `v${w.next++}`;
}

export interface Made {
  readonly lines: readonly string[];
  readonly locals: readonly Local[];
}

export function plain(...lines: readonly string[]): Made {
  return { lines, locals: [] };
}
