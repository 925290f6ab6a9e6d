// What a proof is worth: whether anything was proved at all, on what lemmas it rests, up to which bounds it holds.
import type { Script } from '@surety/solvers';
import type { Location } from '@surety/spec-lang';
import { type AnyClaim, usedBy } from '../harness/failure-claim.js';
import type { ClaimReport, Verdict } from '../result/report.js';
import { ask, type SolvingLimits } from '../session/check-obligation.js';
import type { PreparedClaim } from './prepare-claim.js';
import type { ProvingContext } from './proving-context.js';

/** What the lemmas of a claim hold up to. */
export async function boundsOfLemmas(claim: AnyClaim, context: ProvingContext): Promise<readonly string[]> {
  const lemmas = await Promise.all(usedBy(claim).map((use) => context.lemma(use.name)));
  return lemmas.flatMap((verdict) => (verdict?.kind === 'provedUpTo' ? [verdict.bound] : []));
}

export function exceptText(claim: AnyClaim): readonly string[] {
  return claim.kind === 'invariant' && claim.except.length > 0
    ? [`all functions except ${claim.except.map((f) => f.signature).join(', ')}`]
    : [];
}

/** Only proved invariants may carry a proof. */
export async function weakLemma(claim: AnyClaim, context: ProvingContext): Promise<Verdict | undefined> {
  for (const use of usedBy(claim)) {
    const kind = (await context.lemma(use.name))?.kind ?? 'not proved';
    if (kind === 'proved' || kind === 'provedUpTo') continue;
    return unknown(
      `it rests on ${use.name}, which is ${kind}`,
      `prove ${use.name} first, or do without it`,
      use.location,
    );
  }
  return undefined;
}

/** Whether the point of the claim can be reached at all. */
export async function vacuity(
  { claim, obligations, consistent }: PreparedClaim,
  context: ProvingContext,
): Promise<Verdict | undefined> {
  // Finding a run can be much harder than refuting one: a short look is enough to notice contradictions.
  const limits = {
    rlimit: context.limits.rlimit / 20,
    wallMilliseconds: context.limits.wallMilliseconds / 10,
  };
  const vacuous = (reason: string): Verdict => ({ kind: 'vacuous', reason, locations: [claim.location] });
  for (const { reached } of obligations) {
    if (reached === undefined) continue;
    if (!(await allUnsat(reached, context, limits))) continue;
    if (claim.kind === 'invariant') return vacuous('no deployment succeeds under the assumptions');
    return vacuous(
      claim.kind === 'function'
        ? 'no call meets the condition under the assumptions'
        : 'no run reaches the last assertion',
    );
  }
  if (consistent === undefined) return undefined;
  const some = await ask(consistent, context.solver, limits, context.signal);
  return some.kind === 'unsat' ? vacuous('no state meets the claim and its assumptions') : undefined;
}

/** What a verdict `proved` does not say by itself: assertions `p => q` whose `p` never holds, so that nothing is asserted. */
export async function notesOn(
  verdict: Verdict,
  { obligations }: PreparedClaim,
  context: ProvingContext,
): Promise<Pick<ClaimReport, 'notes'>> {
  if (verdict.kind !== 'proved') return {};
  const limits = {
    rlimit: context.limits.rlimit / 20,
    wallMilliseconds: context.limits.wallMilliseconds / 10,
  };
  const met = new Map<string, boolean>();
  for (const { text, ways } of obligations.flatMap((o) => o.conditionals)) {
    if (met.get(text) !== true) met.set(text, !(await allUnsat(ways, context, limits)));
  }
  const notes = [...met].flatMap(([text, some]) =>
    some ? [] : [`in \`${text}\`, what stands before \`=>\` never holds, so nothing is asserted behind it`],
  );
  return notes.length === 0 ? {} : { notes };
}

async function allUnsat(
  scripts: readonly (Script | undefined)[],
  context: ProvingContext,
  limits: SolvingLimits,
): Promise<boolean> {
  for (const script of scripts) {
    const result = await ask(script, context.solver, limits, context.signal);
    if (result.kind !== 'unsat') return false;
  }
  return true;
}

export function unknown(reason: string, advice: string, location: Location | undefined): Verdict {
  return { kind: 'unknown', reason, advice, location };
}
