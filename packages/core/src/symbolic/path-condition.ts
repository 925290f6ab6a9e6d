// The path condition: a persistent list of branch conditions and assumptions, so that the part since a fork can be named.
import type { Term, TermBank } from '@surety/solvers';

export interface PathCondition {
  readonly parent: PathCondition | undefined;
  /** The condition added last. */
  readonly condition: Term;
  /** Conjunction of all conditions. */
  readonly all: Term;
}

/** The empty path condition. */
export function emptyPath(bank: TermBank): PathCondition {
  return { parent: undefined, condition: bank.true_, all: bank.true_ };
}

/** Adds a condition; undefined when the path is then dead (its condition folds to false). */
export function extendPath(bank: TermBank, path: PathCondition, condition: Term): PathCondition | undefined {
  if (condition === bank.true_) return path;
  const all = bank.and(path.all, condition);
  if (all === bank.false_) return undefined;
  if (all === path.all) return path;
  return { parent: path, condition, all };
}

/** Conjunction of what was added to `path` since `fork`, an ancestor of it. */
export function conditionSince(bank: TermBank, path: PathCondition, fork: PathCondition): Term {
  const conditions: Term[] = [];
  for (let node: PathCondition | undefined = path; node !== fork; node = node.parent) {
    if (node === undefined) throw new Error('conditionSince: the fork is not an ancestor of the path');
    conditions.push(node.condition);
  }
  return bank.and(...conditions.reverse());
}
