// Lemmas made for one claim: the contract as Horn clauses, solved by Z3's Spacer (Komuravelli, Gurfinkel and Chaki, CAV 2014).
// The answer is a candidate like any other, proved again by plain induction on the whole state.
import type { SolverBackend } from '@surety/solvers';
import { invariantBroken, prenexInvariant } from '../harness/claim-run.js';
import type { AnyClaim } from '../harness/failure-claim.js';
import type { Obligation } from '../obligation/obligation.js';
import type { SolvingLimits } from '../session/check-obligation.js';
import type { Session } from '../session/session.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { type HornGoal, hornSystem, UNKNOWN_INVARIANT } from './horn.js';
import { conjunctsOf } from './horn-answer.js';
import { hornColumns } from './horn-columns.js';
import { betweenTransactions, type Inferred, provedTogether } from './infer-lemmas.js';
import { claimOf } from './lemma-claim.js';

/** Share of the budget of a query that a system of clauses may use: most are solved within a second or never. */
const SHARE = 2 / 3;
const WALL_MILLISECONDS = 15_000;

/** Invariants under which a claim follows, proved by themselves; undefined when none were found. */
export async function inferForClaim(
  session: Session,
  claim: AnyClaim,
  obligations: readonly Obligation[],
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<Pick<Inferred, 'lemmas' | 'bounded'> | undefined> {
  const [binding] = session.spec.contracts;
  if (solver.solveHorn === undefined || binding === undefined || claim.kind === 'failure') return undefined;
  const columns = hornColumns(session);
  const goals = goalsOf(session, claim, obligations);
  const small: SolvingLimits = {
    rlimit: Math.floor(limits.rlimit * SHARE),
    wallMilliseconds: Math.min(WALL_MILLISECONDS, limits.wallMilliseconds),
  };
  for (const when of ['always', 'between transactions'] as const) {
    if (when !== 'always' && !mayRestOnBoundaries(session, claim)) continue;
    const script = hornSystem(session, columns, goals, when);
    const solution = await solver.solveHorn(script, UNKNOWN_INVARIANT, small, signal);
    signal?.throwIfAborted();
    if (solution === undefined) continue;
    const candidates = conjunctsOf(solution, columns, binding.location).map((atom, i) =>
      claimOf(`found${i + 1}`, atom, binding.alias, binding.location),
    );
    const tried = when === 'always' ? candidates : candidates.map(betweenTransactions);
    const proved = await provedTogether(session, tried, solver, small, signal);
    if (proved !== undefined) return proved;
  }
  return undefined;
}

/** Whether what holds between transactions only can help: a state that calls out is met otherwise. */
function mayRestOnBoundaries(session: Session, claim: AnyClaim): boolean {
  const callsOut = session.reach.entries.some((entry) => entry.callsOut);
  return callsOut && (claim.kind !== 'invariant' || claim.moments === 'betweenTransactions');
}

/** What a claim asks of the invariant. */
function goalsOf(session: Session, claim: AnyClaim, obligations: readonly Obligation[]): readonly HornGoal[] {
  const { world } = session;
  if (claim.kind !== 'invariant') return obligations.map(({ facts, bad }) => ({ facts, bad }));
  const { values, facts } = arbitraryVariables(world, prenexInvariant(claim).parameters);
  const bad = invariantBroken(world, claim, session.anyState, values, { run: (_frame, s) => s });
  return [{ facts, bad }];
}
