// `region r: claim over P`: for which values of a parameter a claim holds. The largest intervals from the ends of the range on
// which the claim is proved, found by halving; the first value beyond is looked at once more, with a search and a replay.
import type { Claim, FreeParameter, InvariantClaim, Region, TypedSpec } from '@surety/spec-lang';
import { usedBy } from '../harness/failure-claim.js';
import type { IrContract } from '../ir/ir.js';
import type { ClaimReport, Verdict } from '../result/report.js';
import { checkObligation, DEFAULT_LIMITS } from '../session/check-obligation.js';
import { openSession } from '../session/session.js';
import type { VerifyOptions } from './options.js';
import { prepareClaim } from './prepare-claim.js';
import { proveClaims, type SolidityAccess } from './prove-claims.js';

/** Reports of the regions of a specification. */
export async function regionReports(
  spec: TypedSpec,
  contracts: ReadonlyMap<string, IrContract>,
  modelLemmas: readonly InvariantClaim[],
  options: VerifyOptions,
  solidity: SolidityAccess,
): Promise<readonly ClaimReport[]> {
  const reports: ClaimReport[] = [];
  for (const region of spec.regions) {
    if (options.only !== undefined && !options.only.includes(region.name)) continue;
    options.signal?.throwIfAborted();
    const started = performance.now();
    const claim = spec.claims.find((c) => c.name === region.claim);
    if (claim === undefined) continue;
    const { verdict, failing } = await verdictOf(
      spec,
      contracts,
      modelLemmas,
      region,
      claim,
      options,
      solidity,
    );
    reports.push({
      name: region.name,
      contract: claim.contract,
      kind: claim.kind,
      text: region.text,
      doc: undefined,
      location: region.location,
      verdict,
      milliseconds: performance.now() - started,
      obligations: [],
      assumptions: failing?.assumptions ?? [],
      lemmas: usedBy(claim).map((use) => use.name),
      inferred: [],
    });
  }
  return reports;
}

async function verdictOf(
  spec: TypedSpec,
  contracts: ReadonlyMap<string, IrContract>,
  modelLemmas: readonly InvariantClaim[],
  { parameter }: Region,
  claim: Claim,
  options: VerifyOptions,
  solidity: SolidityAccess,
): Promise<{ readonly verdict: Verdict; readonly failing: ClaimReport | undefined }> {
  const { low, high } = parameter;
  const { name } = parameter.variable;
  const proved = (from: bigint, to: bigint): Promise<boolean> =>
    provedWithin(narrowed(spec, parameter, from, to), contracts, modelLemmas, claim, options);
  /** What the prover and the search say of one value. */
  const at = async (value: bigint): Promise<ClaimReport | undefined> => {
    const session = openSession(narrowed(spec, parameter, value, value), contracts, modelLemmas);
    const claims = [...lemmasBelow(spec, claim), claim];
    const quiet = { ...options, onEvent: () => undefined };
    return (await proveClaims(session, claims, quiet, solidity)).find((r) => r.name === claim.name);
  };
  /** The end of the interval from a proved value to one that is not. */
  const border = async (good: bigint, bad: bigint): Promise<bigint> => {
    let [inside, outside] = [good, bad];
    while (inside - outside > 1n || outside - inside > 1n) {
      const middle = (inside + outside) / 2n;
      const [from, to] = good < middle ? [good, middle] : [middle, good];
      if (await proved(from, to)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  if (await proved(low, high)) return { verdict: { kind: 'proved' }, failing: undefined };
  const intervals: (readonly [bigint, bigint])[] = [];
  let beyond: bigint | undefined;
  if (await proved(low, low)) {
    const end = await border(low, high);
    intervals.push([low, end]);
    beyond = end + 1n;
  }
  if (low < high && (await proved(high, high))) {
    const begin = await border(high, low);
    intervals.push([begin, high]);
    beyond ??= begin - 1n;
  }
  if (beyond !== undefined) {
    const found = await at(beyond);
    const how = found?.verdict.kind === 'violated' ? `fails at ${beyond}` : `not proved at ${beyond}`;
    const where = intervals.map(([from, to]) => `[${from}, ${to}]`).join(' and ');
    const bound = `holds for ${name} in ${where}; ${how}`;
    const advice = 'require the parameter to be in this range';
    return { verdict: { kind: 'provedUpTo', bound, advice }, failing: found };
  }
  const failing = await at(low);
  if (failing?.verdict.kind === 'violated') return { verdict: failing.verdict, failing };
  return {
    verdict: {
      kind: 'unknown',
      reason: `the claim is proved neither for ${name} = ${low} nor for ${name} = ${high}`,
      advice: 'narrow the range of the parameter',
      location: undefined,
    },
    failing,
  };
}

/** The specification with another range for one parameter. */
function narrowed(spec: TypedSpec, parameter: FreeParameter, low: bigint, high: bigint): TypedSpec {
  return { ...spec, parameters: spec.parameters.map((p) => (p === parameter ? { ...p, low, high } : p)) };
}

/** Whether a claim and all that it rests on is proved without bounds, by its obligations alone. */
async function provedWithin(
  spec: TypedSpec,
  contracts: ReadonlyMap<string, IrContract>,
  modelLemmas: readonly InvariantClaim[],
  claim: Claim,
  { solver, signal }: VerifyOptions,
): Promise<boolean> {
  const session = openSession(spec, contracts, modelLemmas);
  for (const each of [...lemmasBelow(spec, claim), claim]) {
    if (each.kind === 'possible') return false;
    if (each.kind === 'invariant' && each.except.length > 0) return false;
    const prepared = prepareClaim(session, each);
    if (prepared.limit !== undefined) return false;
    for (const obligation of prepared.obligations) {
      const { outcome } = await checkObligation(obligation, solver, DEFAULT_LIMITS, signal);
      if (outcome.kind !== 'proved' || outcome.bounded.length > 0) return false;
    }
  }
  return true;
}

function lemmasBelow(spec: TypedSpec, claim: Claim): readonly InvariantClaim[] {
  const found: InvariantClaim[] = [];
  const visit = (of: Claim): void => {
    for (const use of usedBy(of)) {
      const lemma = spec.claims.find((c) => c.kind === 'invariant' && c.name === use.name);
      if (lemma?.kind !== 'invariant' || found.includes(lemma)) continue;
      visit(lemma);
      found.push(lemma);
    }
  };
  visit(claim);
  return found;
}
