// Compares every operator function on boundary and random values; used by the fixed suite and by the long run.
import { type CompiledContract, compileSolidity } from '@surety/evm';

import { lowerAll, type ModelContract } from './model.js';
import { operatorContracts } from './operator-contracts.js';
import { deployPair, transactPair } from './pair.js';
import { ACTORS } from './parties.js';
import { seeded } from './random.js';
import { newTally, type Tally } from './tally.js';
import { abiArguments, integer } from './values.js';

/** Outcome of a run. */
export interface OperatorRun {
  readonly tally: Tally;
  /** Operator evaluations compared. */
  readonly evaluations: number;
  readonly functions: number;
  readonly diagnostics: readonly string[];
}

/** Both sides of every operator contract, made once. */
export interface OperatorSubjects {
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly models: ReadonlyMap<string, ModelContract>;
}

/** Compiles and lowers the operator contracts. */
export async function prepareOperators(): Promise<OperatorSubjects> {
  const text = `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n${operatorContracts()
    .map((c) => c.text)
    .join('\n')}`;
  const compiled = await compileSolidity([{ path: 'Operators.sol', text }]);
  if (!compiled.ok)
    throw new Error(compiled.errors.map((e) => `${e.message} ${text.slice(e.start, e.end)}`).join('\n'));
  return { contracts: compiled.contracts, models: lowerAll({ path: 'Operators.sol', text }, undefined) };
}

const ENUMS = new Map([['E', 3]]);

/** Calls each function `rounds` times; every fourth call is checked through the symbolic summary too. */
export async function runOperators(
  subjects: OperatorSubjects,
  seed: number,
  rounds: number,
): Promise<OperatorRun> {
  const choices = seeded(seed);
  const tally = newTally();
  const diagnostics: string[] = [];
  let evaluations = 0;
  let functions = 0;
  for (const { name, counts } of operatorContracts()) {
    const model = subjects.models.get(name);
    const compiled = subjects.contracts.get(`Operators.sol:${name}`);
    if (model === undefined || compiled === undefined) throw new Error(`no ${name}`);
    diagnostics.push(...model.diagnostics.map((d) => `${name}: ${d}`));
    const pair = await deployPair(tally, [{ name, compiled, model, arguments: [] }]);
    if (pair === undefined)
      throw new Error(`${name} does not deploy: ${tally.disagreements.map((d) => d.text).join('; ')}`);
    for (const entry of model.contract.entries) {
      const item = compiled.abi.find((i) => i.type === 'function' && i.name === entry.name);
      functions++;
      for (let round = 0; round < rounds; round++) {
        const args = abiArguments(choices, item?.inputs ?? [], integer, ENUMS);
        await transactPair(
          tally,
          pair,
          { signature: entry.signature, arguments: args, sender: ACTORS[0] as bigint, value: 0n },
          round % 4 === 0,
        );
        evaluations += counts.get(entry.name) ?? 1;
        if (args.length === 0) break;
      }
    }
  }
  return { tally, evaluations, functions, diagnostics };
}
