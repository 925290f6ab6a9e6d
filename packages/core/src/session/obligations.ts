import type { AnyClaim } from '../harness/failure-claim.js';
import type { Obligation } from '../obligation/obligation.js';
import { invariantObligations } from './invariant-obligations.js';
import { failureObligations } from './no-spec-obligations.js';
import { insideDiffers, programObligation, strategyObligation } from './program-obligations.js';
import { rawWrites } from './raw-writes.js';
import type { Session } from './session.js';
import { isTrustClaim, trustObligation } from './trusted.js';

/** All obligations of a claim, in a stable order. Throws SpecLimit where the model lacks something. */
export function obligationsOf(session: Session, claim: AnyClaim): readonly Obligation[] {
  switch (claim.kind) {
    case 'failure':
      return failureObligations(session, claim);
    case 'invariant':
      return invariantObligations(session, claim);
    case 'reach':
      if (claim.witness === undefined)
        return [strategyObligation(session, claim), ...rawWrites(session, claim.name)];
      return [programObligation(session, claim), ...rawWrites(session, claim.name)];
    case 'function':
      if (isTrustClaim(claim)) return [trustObligation(session, claim), ...rawWrites(session, claim.name)];
      return [
        programObligation(session, claim),
        ...(insideDiffers(session, claim) ? [programObligation(session, claim, 'inside')] : []),
        ...rawWrites(session, claim.name),
      ];
    case 'rule':
      return [
        programObligation(session, claim),
        ...(claim.everyCall && insideDiffers(session, claim)
          ? [programObligation(session, claim, 'inside')]
          : []),
        ...rawWrites(session, claim.name),
      ];
    case 'possible':
      return [programObligation(session, claim), ...rawWrites(session, claim.name)];
    default:
      return claim satisfies never;
  }
}
