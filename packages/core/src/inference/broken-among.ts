// Which of many conditions a solver finds a model for, with few questions.
import { BOOL, type CheckResult, type Term, type TermBank, tryEvaluate } from '@surety/solvers';

/**
 * Places of conditions that one model makes true: none when no model makes any of them true, undefined when that was not
 * decided. At most two questions.
 */
export async function brokenAmong(
  bank: TermBank,
  conditions: readonly Term[],
  query: (condition: Term) => Promise<CheckResult>,
): Promise<readonly number[] | undefined> {
  const places = [...conditions.keys()];
  const joint = await query(bank.or(...conditions));
  if (joint.kind === 'unsat') return [];
  if (joint.kind !== 'sat') return undefined;
  const { model } = joint;
  const seen = places.filter((i) => tryEvaluate(conditions[i] as Term, model) === true);
  if (seen.length > 0) return seen;
  // A model says nothing of real hashes and encodings: it must tell itself which conditions it makes true.
  const marks = conditions.map(() => bank.fresh('broken', BOOL));
  const named = await query(
    bank.and(bank.or(...marks), ...places.map((i) => bank.eq(marks[i] as Term, conditions[i] as Term))),
  );
  if (named.kind === 'unsat') return [];
  if (named.kind !== 'sat') return undefined;
  const told = places.filter((i) => tryEvaluate(marks[i] as Term, named.model) === true);
  return told.length > 0 ? told : undefined;
}
