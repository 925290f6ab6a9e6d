// A claim that its obligations left open, tried again with what can be inferred: cheap lemmas first, then what excludes the
// states that it is broken from, relations between states, and the rest.
import type { InvariantClaim } from '@surety/spec-lang';
import { inferForClaim } from '../inference/infer-horn.js';
import { inferTowards } from '../inference/infer-towards.js';
import { isClaimItself } from '../inference/lemma-entries.js';
import type { Verdict } from '../result/report.js';
import { type CheckedObligation, checkObligation, type SolvingLimits } from '../session/check-obligation.js';
import { type Relation, relationText } from '../session/relation.js';
import type { Session } from '../session/session.js';
import { type PreparedClaim, prepareClaim } from './prepare-claim.js';
import { type ProvingContext, shareOf } from './proving-context.js';
import { boundsOfLemmas, exceptText, vacuity, weakLemma } from './verdict.js';

/** No smaller set of lemmas is looked for after this long. */
const SIMPLIFYING_MILLISECONDS = 4000;

/** So many states that break a claim are excluded one after the other. */
const MOST_TOWARDS = 8;

/** Tries a claim that is open again with what can be inferred; undefined when that does not close it. */
export async function withInferred(
  session: Session,
  prepared: PreparedClaim,
  first: readonly CheckedObligation[],
  context: ProvingContext,
  /** Is given what failed last: its state has all that was inferred. */
  closest: CheckedObligation[],
): Promise<
  | {
      readonly verdict: Verdict;
      readonly checked: readonly CheckedObligation[];
      /** The claim with what was inferred. */
      readonly prepared: PreparedClaim;
      readonly lemmas: readonly string[];
    }
  | undefined
> {
  const { claim } = prepared;
  const others = (all: readonly InvariantClaim[]): readonly InvariantClaim[] =>
    all.filter((lemma) => !isClaimItself(lemma, claim));
  const attempt = async (
    some: readonly InvariantClaim[],
    between: readonly Relation[],
    limits: SolvingLimits,
  ): Promise<readonly CheckedObligation[] | undefined> => {
    const richer = prepareClaim({ ...session, inferred: some, relations: between }, claim, 'proof');
    // A lemma that cannot be spoken of here leaves nothing to ask, which would pass for a proof.
    if (richer.limit !== undefined) return undefined;
    const checked: CheckedObligation[] = [];
    for (const obligation of richer.obligations) {
      const known = first.find((c) => c.obligation.id === obligation.obligation.id);
      const result =
        known?.outcome.kind === 'proved'
          ? known
          : await checkObligation(obligation, context.solver, limits, context.signal);
      if (result.outcome.kind === 'failed') closest.splice(0, 1, result);
      if (result.outcome.kind !== 'proved') return undefined;
      checked.push(result);
    }
    return checked;
  };
  const quarter = shareOf(context.limits, 4);
  const half = shareOf(context.limits, 2);
  // Most claims need no more than invariants, and the rest takes longer to infer than this attempt.
  let between: readonly Relation[] = [];
  const { plain, shown } = await context.first(async () => {
    const found = await context.inference().lemmas();
    const some = others(found.lemmas);
    return { plain: found, shown: some.length === 0 ? undefined : await attempt(some, between, half) };
  });
  let used = others(plain.lemmas);
  let { bounded } = plain;
  let checked = shown;
  let relations: readonly Relation[] = [];
  const towards: InvariantClaim[] = [];
  // What excludes the states that the claim is broken from, one after the other.
  const excluding = async (): Promise<void> => {
    for (let round = 0; checked === undefined && round < MOST_TOWARDS; round++) {
      const begin = round === 0 ? first.find((c) => c.outcome.kind === 'failed') : undefined;
      const [last = begin] = closest.splice(0);
      if (last?.outcome.kind !== 'failed') break;
      const found = await inferTowards(
        { ...session, inferred: [...plain.lemmas, ...towards], relations },
        await context.inference().offered(),
        { model: last.outcome.model, met: last.obligation.met ?? [] },
        context.solver,
        shareOf(context.limits, 10),
        context.signal,
      );
      if (found === undefined) break;
      towards.push(...found.lemmas);
      bounded = [...bounded, ...found.bounded];
      used = others([...plain.lemmas, ...towards]);
      checked = await attempt(used, between, half);
    }
  };
  await excluding();
  if (checked === undefined) ({ relations } = await context.inference().related());
  if (checked === undefined && relations.length > 0) {
    between = relations;
    checked = await attempt(used, between, quarter);
    await excluding();
  }
  const all = checked === undefined ? await context.inference().all() : plain;
  const lemmas = others([...all.lemmas, ...towards]);
  if (checked === undefined && lemmas.length > 0) {
    [used, between] = [lemmas, []];
    checked = await attempt(used, between, context.limits);
  }
  if (checked === undefined && relations.length > 0) {
    [used, between] = [lemmas, relations];
    checked = await attempt(used, between, context.limits);
  }
  if (checked === undefined && first.some((c) => c.outcome.kind === 'failed')) {
    const more = await inferForClaim(
      { ...session, inferred: lemmas, relations },
      claim,
      prepared.obligations.map((o) => o.obligation),
      context.solver,
      context.limits,
      context.signal,
    );
    if (more !== undefined) {
      used = [...more.lemmas, ...lemmas];
      bounded = [...bounded, ...more.bounded];
      checked = await attempt(used, between, context.limits);
    }
  }
  if (checked === undefined) return undefined;
  // Fewer lemmas make a proof that people can read: looked for only while that is quick.
  const quick = shareOf(context.limits, 20);
  const patience = performance.now() + SIMPLIFYING_MILLISECONDS;
  const fewest = async <T>(
    all: readonly T[],
    proves: (some: readonly T[]) => Promise<readonly CheckedObligation[] | undefined>,
  ): Promise<readonly T[]> => {
    let kept = all;
    for (let size = kept.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let i = 0; i < kept.length && performance.now() < patience; ) {
        const fewer = [...kept.slice(0, i), ...kept.slice(i + size)];
        const smaller = await proves(fewer);
        if (smaller === undefined) i += size;
        else [kept, checked] = [fewer, smaller];
      }
    }
    return kept;
  };
  // Relations first: a lemma says more to people.
  between = await fewest(between, (some) => attempt(used, some, quick));
  used = await fewest(used, (some) => attempt(some, between, quick));
  const weak = await weakLemma(claim, context);
  if (weak !== undefined || (await vacuity(prepared, context)) !== undefined) return undefined;
  const bounds = checked.flatMap((c) =>
    c.outcome.kind === 'proved' ? c.outcome.bounded.map((b) => b.what) : [],
  );
  const lemmaBounds = await boundsOfLemmas(claim, context);
  const texts = [...new Set([...bounds, ...bounded, ...lemmaBounds, ...exceptText(claim)])];
  const verdict: Verdict =
    claim.kind === 'possible'
      ? { kind: 'impossible', reason: `no run does what ${claim.name} says` }
      : texts.length === 0
        ? { kind: 'proved' }
        : {
            kind: 'provedUpTo',
            bound: texts.join('; '),
            advice: 'raise `unroll`, or bound the loop in the code',
          };
  const withLemmas = prepareClaim({ ...session, inferred: used, relations: between }, claim);
  return {
    verdict,
    checked,
    prepared: withLemmas,
    lemmas: [...used.map((l) => l.text), ...between.map(relationText)],
  };
}
