// Verification without a specification: every deployable contract of a Solidity file, each alone among unknown code, every
// assertion (or every panic) a claim.
import type { Diagnostic, Location, SourceFile, TypedSpec } from '@surety/spec-lang';
import { loadProgram, type SourceHost } from './frontend/index.js';
import type { ContractDeclaration, TypedProgram } from './frontend/typed-program.js';
import { lowerContract } from './ir/lower.js';
import { inputHash } from './result/input-hash.js';
import { type ClaimReport, REPORT_SCHEMA, type Report } from './result/report.js';
import type { VerifyOptions } from './run/options.js';
import { proveClaims } from './run/prove-claims.js';
import { timedRun } from './run/times.js';
import { failureClaims } from './session/no-spec-claims.js';
import { openSession } from './session/session.js';
import { contractEnvironment, locationOf } from './spec/contract-environment.js';
import type { VerifyResult } from './verify.js';
import { VERSION } from './version.js';

/** A Solidity file to prove without a spec, and what shall be claimed. */
export interface VerifySourceInput {
  readonly source: SourceFile;
  readonly sources: SourceHost;
  /** 'assertions': every `assert`; 'panics': also overflow, division by zero, bounds, enums, pop, function values. */
  readonly claims: 'assertions' | 'panics';
  /** Only the contracts of these names; undefined: all that can be deployed. */
  readonly contracts?: readonly string[];
}

/** Verifies the contracts declared in one file. Rejects only on abort (the signal's reason) or on a bug of ours. */
export async function verifySource(input: VerifySourceInput, given: VerifyOptions): Promise<VerifyResult> {
  const began = performance.now();
  const { options, loaded, times } = timedRun(given);
  const { source } = input;
  const files = new Map([[source.path, source]]);
  const resolutions = new Map<string, Map<string, string>>();
  const host: SourceHost = {
    resolve(importText, fromPath) {
      const file = input.sources.resolve(importText, fromPath);
      if (file === undefined) return undefined;
      files.set(file.path, file);
      const texts = resolutions.get(fromPath) ?? new Map<string, string>();
      resolutions.set(fromPath, texts.set(importText, file.path));
      return file;
    },
  };
  const { program, diagnostics: found } = loadProgram([source], host);
  loaded();
  const diagnostics: Diagnostic[] = [...found];
  const texts = new Map([...files.values()].map((file) => [file.path, file.text] as const));
  if (program === undefined || diagnostics.some((d) => d.severity === 'error'))
    return { kind: 'rejected', diagnostics, texts };

  const claims: ClaimReport[] = [];
  for (const declaration of deployable(program, source, input.contracts)) {
    const { contract, diagnostics: unmodeled } = lowerContract(program, declaration.id);
    diagnostics.push(...unmodeled);
    const claimed = failureClaims(program, declaration, contract, input.claims).filter(
      (claim) => options.only === undefined || options.only.includes(claim.name),
    );
    if (claimed.length === 0) continue;
    const session = openSession(specOf(program, declaration), new Map([[declaration.name, contract]]));
    const proved = await proveClaims(session, claimed, options, {
      replayFiles: () => ({ files: [...files.values()], resolutions }),
      program: () => program,
    });
    claims.push(...proved);
  }
  const report: Report = {
    schema: REPORT_SCHEMA,
    tool: { name: 'surety', version: VERSION, solver: options.solver.name },
    spec: source.path,
    inputHash: inputHash(`${options.solver.name} ${input.claims}`, texts),
    claims,
    diagnostics,
    milliseconds: performance.now() - began,
    times: times(),
  };
  return { kind: 'report', report, texts };
}

/** Names of the contracts of a file that can be deployed; undefined when it has errors. */
export function deployableContracts(source: SourceFile, sources: SourceHost): readonly string[] | undefined {
  const { program, diagnostics } = loadProgram([source], sources);
  if (program === undefined || diagnostics.some((d) => d.severity === 'error')) return undefined;
  return deployable(program, source, undefined).map((declaration) => declaration.name);
}

function deployable(
  program: TypedProgram,
  source: SourceFile,
  wanted: readonly string[] | undefined,
): readonly ContractDeclaration[] {
  return program.contracts.filter(
    (contract) =>
      program.files[contract.span.file]?.path === source.path &&
      contract.contractKind === 'contract' &&
      !contract.abstract &&
      (wanted === undefined || wanted.includes(contract.name)),
  );
}

/** A spec that only names the contract. */
function specOf(program: TypedProgram, declaration: ContractDeclaration): TypedSpec {
  const location: Location = locationOf(program, declaration.span);
  return {
    path: location.path,
    contracts: [
      { alias: declaration.name, environment: contractEnvironment(program, declaration), location },
    ],
    links: [],
    assumptions: [],
    unroll: undefined,
    ghosts: [],
    hooks: [],
    parameters: [],
    regions: [],
    claims: [],
  };
}
