// Proves a spec text against Solidity texts with real Z3 and without an EVM, for tests of the prover alone: a claim that is
// not proved ends as `notInductive` or `unknown`.
import { type Verdict, type VerifyResult, verify } from '@surety/core';
import { createZ3Wasm, type SolverBackend } from '@surety/solvers';

let solver: SolverBackend | undefined;

/** One solver for all tests of a file; call `disposeSolver` in afterAll. */
export function sharedSolver(): SolverBackend {
  solver ??= createZ3Wasm({ workers: 2 });
  return solver;
}

export async function disposeSolver(): Promise<void> {
  await solver?.dispose();
  solver = undefined;
}

/** Verifies `spec` (which binds contracts from "./C.sol") against `solidity`. */
export function verifyText(spec: string, solidity: string): Promise<VerifyResult> {
  return verify(
    {
      spec: { path: 'spec.surety', text: spec },
      sources: { resolve: (text) => (text === './C.sol' ? { path: 'C.sol', text: solidity } : undefined) },
      readSpec: () => undefined,
    },
    { solver: sharedSolver(), timeout: 20_000 },
  );
}

/** Verdict kinds by claim name; throws with the messages when the input is rejected. */
export async function verdicts(
  spec: string,
  solidity: string,
): Promise<Readonly<Record<string, Verdict['kind']>>> {
  const result = await verifyText(
    spec,
    `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.20;\n${solidity}`,
  );
  if (result.kind === 'rejected')
    throw new Error(result.diagnostics.map((d) => `${d.code} ${d.message}`).join('\n'));
  return Object.fromEntries(result.report.claims.map((claim) => [claim.name, claim.verdict.kind]));
}
