// Lemmas towards one claim. Templates offer more candidates than can be tried of every contract. Of these the ones are tried
// that exclude the state from which the claim is broken; where such a candidate is lost to a state of its own, those that
// exclude that one are tried with it, and so on: the way of IC3 (Bradley, SAT-Based Model Checking without Unrolling, VMCAI
// 2011) among given candidates. What is kept is proved by induction like any lemma.
import { createLazyEvaluator, type Model, type SolverBackend } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import type { Obligation } from '../obligation/obligation.js';
import type { SolvingLimits } from '../session/check-obligation.js';
import { assumeInvariant, type Session } from '../session/session.js';
import { isSpent, type Patience, startStopwatch } from '../session/stopwatch.js';
import { SpecLimit } from '../spec/scope.js';
import type { State } from '../symbolic/state.js';
import { type Inferred, provedTogether } from './infer-lemmas.js';

/** When this was spent no further candidates are looked at. */
const ENOUGH: Patience = { work: 20_000_000, milliseconds: 60_000 };
/** More than this are not tried together. */
const MOST_TOGETHER = 250;

/** Invariants that exclude the state that a model begins with, or one on its way; undefined when none were found. */
export async function inferTowards(
  session: Session,
  offered: readonly InvariantClaim[],
  failing: { readonly model: Model; readonly met: NonNullable<Obligation['met']> },
  given: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<Pick<Inferred, 'lemmas' | 'bounded'> | undefined> {
  const { solver, ...watch } = startStopwatch(given);
  const left = new Set(offered);
  const take = (model: Model, met: NonNullable<Obligation['met']> = []): readonly InvariantClaim[] => {
    const excluding = [...left].filter(excludes(session, model, met));
    for (const claim of excluding) left.delete(claim);
    return excluding;
  };
  const wanted = new Set(take(failing.model, failing.met));
  let tried = [...wanted];
  while (wanted.size > 0 && tried.length <= MOST_TOGETHER && !isSpent({ solver, ...watch }, ENOUGH)) {
    const more: InvariantClaim[] = [];
    const shown = await provedTogether(session, tried, solver, limits, signal, (model) =>
      more.push(...take(model)),
    );
    if (shown?.lemmas.some((claim) => wanted.has(claim)) === true) return shown;
    if (more.length === 0) return undefined;
    tried = [...tried, ...more];
  }
  return undefined;
}

/** Whether a candidate is false in the state that a step begins with, or in one that unknown code leaves on the way. */
function excludes(
  session: Session,
  model: Model,
  onTheWay: NonNullable<Obligation['met']>,
): (claim: InvariantClaim) => boolean {
  const { world, anyState } = session;
  const value = createLazyEvaluator(model);
  const met = [
    anyState,
    ...onTheWay.filter(({ guard }) => value(guard) === true).map(({ state }) => state),
    ...[...session.entryRuns.values()]
      .flatMap(({ havocs }) => havocs)
      .filter(({ guard, constructing }) => constructing === undefined && value(guard) === true)
      .map(({ state }) => state),
  ];
  const isFalseIn = (claim: InvariantClaim, state: State): boolean => {
    try {
      return value(assumeInvariant(world, claim, state, world.bank.true_, 'met').body) === false;
    } catch (error) {
      if (error instanceof SpecLimit) return false;
      throw error;
    }
  };
  return (claim) => claim.parameters.length === 0 && met.some((state) => isFalseIn(claim, state));
}
