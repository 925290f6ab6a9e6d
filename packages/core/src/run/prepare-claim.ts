// A claim with its obligations built and all their scripts written down.
import type { Script } from '@surety/solvers';
import type { AnyClaim } from '../harness/failure-claim.js';
import type { Obligation } from '../obligation/obligation.js';
import { type PreparedObligation, prepareObligation, scriptFor } from '../session/check-obligation.js';
import { coarseSession } from '../session/kept-by-rounds.js';
import { obligationsOf } from '../session/obligations.js';
import type { Session } from '../session/session.js';
import { unmodeledAssumption } from '../spec/outside.js';
import { SpecLimit } from '../spec/scope.js';
import { visitClaim } from '../spec/visit-spec.js';

/** A claim whose obligations are built, or that needs something the model does not offer. */
export interface PreparedClaim {
  readonly claim: AnyClaim;
  readonly obligations: readonly PreparedObligation[];
  /** Whether some state meets the claim and its assumptions at all (invariants). */
  readonly consistent: Script | undefined;
  readonly limit: string | undefined;
}

/** Builds the obligations of a claim, for a verdict or only to see whether they are proved. */
export function prepareClaim(
  session: Session,
  claim: AnyClaim,
  purpose: 'proof' | 'verdict' = 'verdict',
): PreparedClaim {
  try {
    const unmodeled = unmodeledAssumption(session.spec);
    if (unmodeled !== undefined) throw new SpecLimit(unmodeled);
    if (claim.kind === 'reach' || claim.kind === 'possible')
      visitClaim(claim, (e) => {
        // What can be done must be possible with the answers that there are, and these are not known.
        if (e.kind === 'ask') throw new SpecLimit(`what a contract outside answers to ${e.function.name}`);
      });
    const obligations = obligationsOf(session, claim);
    const quiet = obligations.find((o) => o.entry === 'forced ether');
    return {
      claim,
      obligations: prepareAll(session, claim, obligations, purpose),
      consistent: quiet === undefined ? undefined : scriptFor(session.world, quiet, session.bank.true_),
      limit: undefined,
    };
  } catch (error) {
    if (!(error instanceof SpecLimit)) throw error;
    return { claim, obligations: [], consistent: undefined, limit: error.message };
  }
}

/** The scripts of all obligations; those with loops whose end is not decided are asked with one arbitrary round, too. */
function prepareAll(
  session: Session,
  claim: AnyClaim,
  obligations: readonly Obligation[],
  purpose: 'proof' | 'verdict',
): readonly PreparedObligation[] {
  const hasRounds = ({ bad, incomplete }: Obligation): boolean =>
    bad !== session.bank.false_ && incomplete.some((gap) => gap.rounds !== undefined);
  if (!obligations.some(hasRounds))
    return obligations.map((obligation) => prepareObligation(session.world, obligation, undefined, purpose));
  const coarse = coarseSession(session);
  const others = new Map(obligationsOf(coarse, claim).map((obligation) => [obligation.id, obligation]));
  return obligations.map((obligation) => {
    const other = hasRounds(obligation) ? others.get(obligation.id) : undefined;
    return prepareObligation(
      session.world,
      obligation,
      other === undefined ? undefined : { world: coarse.world, obligation: other },
      purpose,
    );
  });
}
