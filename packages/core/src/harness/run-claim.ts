// The program of any claim that speaks of transactions.
import type { Term } from '@surety/solvers';
import type { Claim, InvariantClaim, SpecVariable } from '@surety/spec-lang';
import type { State } from '../symbolic/state.js';
import type { UnknownCode, World } from '../symbolic/world.js';
import { type Chain, type ClaimOutcome, runFunctionClaim, runPossible, runRule } from './claim-run.js';
import { runReach } from './reach-run.js';

/** Runs the program of a claim from `start`. */
export function runClaim(
  world: World,
  claim: Exclude<Claim, InvariantClaim>,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  chain: Chain,
  unknownCode: UnknownCode,
): ClaimOutcome {
  switch (claim.kind) {
    case 'function':
      return runFunctionClaim(world, claim, start, values, chain, unknownCode);
    case 'rule':
      return runRule(world, claim, start, values, chain, unknownCode);
    case 'reach':
      return runReach(world, claim, start, values, chain, unknownCode);
    case 'possible':
      return runPossible(world, claim, start, values, chain, unknownCode);
    default:
      return claim satisfies never;
  }
}
