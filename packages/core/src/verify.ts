// The pipeline, readable as its table of contents: load the spec and the contracts it names, lower them to IR, open a
// session, prove claim by claim (lemmas first), report.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Claim, type Diagnostic, type Location, loadSpec, type TypedSpec } from '@surety/spec-lang';
import type { TypedProgram } from './frontend/typed-program.js';
import type { IrContract } from './ir/ir.js';
import { type ClaimReport, REPORT_SCHEMA, type Report, type Verdict } from './result/report.js';
import { DEFAULT_LIMITS } from './run/check-obligation.js';
import { type Inferred, inferLemmas } from './run/infer-lemmas.js';
import type { VerifyInput, VerifyOptions } from './run/options.js';
import { type PreparedClaim, prepareClaim, proveClaim } from './run/prove-claim.js';
import { openSession, type Session, usedBy } from './run/session.js';
import { openSources } from './run/sources.js';
import { locationOf } from './spec/contract-environment.js';
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
export async function verify(input: VerifyInput, options: VerifyOptions): Promise<VerifyResult> {
  const started = performance.now();
  const sources = openSources(input);
  const loaded = loadSpec(input.spec, sources.host);
  const texts = (): ReadonlyMap<string, string> =>
    new Map([
      [input.spec.path, input.spec.text] as const,
      ...[...sources.files.values()].map((f) => [f.path, f.text] as const),
    ]);
  const diagnostics = [...loaded.diagnostics, ...sources.diagnostics()];
  const spec = loaded.value;
  if (spec === undefined || diagnostics.some((d) => d.severity === 'error'))
    return { kind: 'rejected', diagnostics, texts: texts() };

  const contracts = new Map<string, IrContract>();
  const programs = new Map<string, TypedProgram>();
  for (const binding of spec.contracts) {
    if (binding.environment.abstract || binding.environment.contractKind !== 'contract') continue;
    const lowered = sources.lower(binding.environment);
    contracts.set(binding.alias, lowered.contract);
    programs.set(binding.alias, lowered.program);
    diagnostics.push(...lowered.diagnostics);
  }
  if (diagnostics.some((d) => d.severity === 'error'))
    return { kind: 'rejected', diagnostics, texts: texts() };

  const session = openSession(spec, contracts);
  const claims = await proveAll(session, selectedClaims(spec, options.only), options, sources, programs);
  const report: Report = {
    schema: REPORT_SCHEMA,
    tool: { name: 'surety', version: VERSION, solver: options.solver.name },
    spec: input.spec.path,
    inputHash: bytesToHex(
      sha256(utf8ToBytes(JSON.stringify([VERSION, options.solver.name, ...[...texts()].sort()]))),
    ),
    claims,
    diagnostics,
    milliseconds: performance.now() - started,
  };
  return { kind: 'report', report, texts: texts() };
}

async function proveAll(
  session: Session,
  claims: readonly Claim[],
  options: VerifyOptions,
  sources: ReturnType<typeof openSources>,
  programs: ReadonlyMap<string, TypedProgram>,
): Promise<readonly ClaimReport[]> {
  const onEvent = options.onEvent ?? (() => undefined);
  const prepared: PreparedClaim[] = [];
  for (const claim of claims) {
    await breathe();
    options.signal?.throwIfAborted();
    prepared.push(prepareClaim(session, claim));
  }
  const started = new Map<string, Promise<ClaimReport>>();
  const lemma = async (name: string): Promise<Verdict | undefined> => (await started.get(name))?.verdict;
  let inferred: Promise<Inferred> | undefined;
  const limits =
    options.timeout === undefined
      ? DEFAULT_LIMITS
      : { ...DEFAULT_LIMITS, wallMilliseconds: options.timeout };
  const prove = async (claim: PreparedClaim): Promise<ClaimReport> => {
    const report = await proveClaim(session, claim, {
      solver: options.solver,
      limits,
      inferred: () => {
        inferred ??= inferLemmas(session, options.solver, limits, options.signal);
        return inferred;
      },
      replayer: options.replayer,
      replayFiles: () => ({ files: [...sources.files.values()], resolutions: sources.resolutions }),
      signal: options.signal,
      onEvent,
      locate: (gap): Location | undefined => {
        const program = programs.get(claim.claim.contract);
        return program === undefined ? undefined : locationOf(program, gap.span);
      },
      lemma,
    });
    onEvent({ kind: 'claimFinished', claim: report });
    return report;
  };
  // Lemmas come first, so a claim only waits for claims that were started before it.
  const running = new Set<Promise<unknown>>();
  for (const claim of prepared) {
    while (running.size >= (options.parallel ?? 2)) await Promise.race(running);
    options.signal?.throwIfAborted();
    const report = prove(claim);
    started.set(claim.claim.name, report);
    const ended: Promise<unknown> = report.catch(() => undefined).then(() => running.delete(ended));
    running.add(ended);
  }
  const reports = await Promise.all(started.values());
  // Reported in the order of the spec, proved in the order of dependence.
  return [...reports].sort((a, b) => a.location.start - b.location.start);
}

/** Lets timers, signals and messages in between synchronous phases. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
