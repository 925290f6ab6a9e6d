// The pipeline, readable as its table of contents: load the spec and the contracts it names, lower them to IR, open a
// session, prove claim by claim (lemmas first), report.

import type { Claim, Diagnostic, TypedSpec } from '@surety/spec-lang';
import { usedBy } from './harness/failure-claim.js';
import { provedOfHolders, provedOfModels } from './models/models.js';
import { loadForProof } from './open-spec.js';
import { inputHash } from './result/input-hash.js';
import { REPORT_SCHEMA, type Report } from './result/report.js';
import type { VerifyInput, VerifyOptions } from './run/options.js';
import { proveClaims, type SolidityAccess } from './run/prove-claims.js';
import { regionReports } from './run/regions.js';
import { timedRun } from './run/times.js';
import { openSession } from './session/session.js';
import { trustClaims, withoutProvedSummaries } from './session/trusted.js';
import { VERSION } from './version.js';

export type VerifyResult =
  | { readonly kind: 'report'; readonly report: Report; readonly texts: ReadonlyMap<string, string> }
  /** The input has errors; nothing was proved. `texts` holds every file that a diagnostic may point into. */
  | {
      readonly kind: 'rejected';
      readonly diagnostics: readonly Diagnostic[];
      readonly texts: ReadonlyMap<string, string>;
    };

/** Verifies one specification. Rejects only on abort (the signal's reason) or on a bug of ours. */
export async function verify(input: VerifyInput, given: VerifyOptions): Promise<VerifyResult> {
  const started = performance.now();
  const { options, loaded, times } = timedRun(given);
  const { spec, diagnostics, contracts, programs, sources, texts } = loadForProof(input);
  loaded();
  if (spec === undefined) return { kind: 'rejected', diagnostics, texts };

  const lemmas = await provedOfModels(spec, contracts, options.solver, options.signal);
  const opened = openSession(spec, contracts, lemmas);
  const modelLemmas = [...lemmas, ...(await provedOfHolders(opened, options.solver, options.signal))];
  const session = { ...opened, modelLemmas };
  const all = [...trustClaims(spec), ...selectedClaims(spec, options.only)];
  const solidity: SolidityAccess = {
    replayFiles: () => ({ files: [...sources.files.values()], resolutions: sources.resolutions }),
    program: (contract) => programs.get(contract),
  };
  const reports = [
    ...(await proveClaims(session, all, options, solidity)),
    ...(await regionReports(spec, contracts, modelLemmas, options, solidity)),
  ];
  const claims = withoutProvedSummaries(spec, reports);
  const report: Report = {
    schema: REPORT_SCHEMA,
    tool: { name: 'surety', version: VERSION, solver: options.solver.name },
    spec: input.spec.path,
    inputHash: inputHash(options.solver.name, texts),
    claims,
    diagnostics,
    milliseconds: performance.now() - started,
    times: times(),
  };
  return { kind: 'report', report, texts };
}

/** The claims asked for with the lemmas they rest on, lemmas first. */
function selectedClaims(spec: TypedSpec, only: readonly string[] | undefined): readonly Claim[] {
  const ordered: Claim[] = [];
  const visit = (claim: Claim): void => {
    if (ordered.includes(claim)) return;
    for (const use of usedBy(claim)) {
      const lemma = spec.claims.find((c) => c.kind === 'invariant' && c.name === use.name);
      if (lemma !== undefined) visit(lemma);
    }
    ordered.push(claim);
  };
  for (const claim of spec.claims) if (only === undefined || only.includes(claim.name)) visit(claim);
  return ordered;
}
