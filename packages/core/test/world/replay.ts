// Proves a spec text against Solidity texts with real Z3 and replays counterexamples on an EVM.
import { createReplayer } from '@surety/cli';
import { type Verdict, type VerifyResult, verify } from '@surety/core';
import { sharedSolver } from '../support/prove.js';

const replayer = createReplayer();

/** Verdict kinds by claim name, with replays; throws with the messages when the input is rejected. */
export async function replayed(
  spec: string,
  solidity: string,
): Promise<Readonly<Record<string, Verdict['kind']>>> {
  const result = await run(spec, solidity);
  if (result.kind === 'rejected')
    throw new Error(result.diagnostics.map((d) => `${d.code} ${d.message}`).join('\n'));
  return Object.fromEntries(result.report.claims.map((claim) => [claim.name, claim.verdict.kind]));
}

/** The whole result, with replays. */
export function run(spec: string, solidity: string): Promise<VerifyResult> {
  const text = `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.20;\n${solidity}`;
  return verify(
    {
      spec: { path: 'spec.surety', text: `contract C from "./C.sol";\n${spec}` },
      sources: { resolve: (path) => (path === './C.sol' ? { path: 'C.sol', text } : undefined) },
      readSpec: () => undefined,
    },
    { solver: sharedSolver(), replayer, timeout: 20_000 },
  );
}
