// The symbolic state: a small immutable record threaded through execution.
import type { Term } from '@surety/solvers';
import type { Local } from '../ir/ir.js';
import type { PathCondition } from './path-condition.js';

/** A path into storage: the value of a storage pointer. */
export interface StoragePath {
  readonly kind: 'path';
  readonly instance: number;
  /** Leaf key prefix, e.g. `Pool/users[]`. */
  readonly prefix: string;
  readonly keys: readonly Term[];
}

/** A pointer that is one of several paths, decided by guards; the last one needs none. */
export interface ChosenPath {
  readonly kind: 'choice';
  readonly options: readonly { readonly guard: Term; readonly path: StoragePath }[];
}

/** What a local holds: a scalar or memory reference (term), or a storage pointer. */
export type LocalValue = Term | StoragePath | ChosenPath;

export interface State {
  readonly path: PathCondition;
  /** Storage of all instances by leaf key. */
  readonly storage: ReadonlyMap<string, Term>;
  /** Shadow totals by sum id. */
  readonly totals: ReadonlyMap<string, Term>;
  /** Native balances in wei: array from address. */
  readonly balances: Term;
  /** Memory heaps: one array over object references for each struct field, for elements by kind, and for lengths. */
  readonly memory: ReadonlyMap<string, Term>;
  readonly locals: ReadonlyMap<Local, LocalValue>;
}

/** A copy of a map with one entry changed. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** Whether a local's value is a storage pointer. */
export function isPointer(value: LocalValue): value is StoragePath | ChosenPath {
  return value.kind === 'path' || value.kind === 'choice';
}
