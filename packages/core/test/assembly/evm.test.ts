// Assembly on boundary and random values: the model against solc's bytecode on the EVM, concretely and symbolically.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CompiledContract, compileSolidity } from '@surety/evm';
import { lowerAll, type ModelContract } from '../../../../test/differential/model.js';
import { deployPair, transactPair } from '../../../../test/differential/pair.js';
import { ACTORS } from '../../../../test/differential/parties.js';
import { seeded } from '../../../../test/differential/random.js';
import { newTally } from '../../../../test/differential/tally.js';
import { abiArguments, integer, modest } from '../../../../test/differential/values.js';
import { assemblyContracts } from './assembly-contracts.js';

const PATH = 'Assembly.sol';
const ENUMS = new Map([['E', 3]]);

describe('assembly on the EVM', () => {
  let compiled: ReadonlyMap<string, CompiledContract>;
  let models: ReadonlyMap<string, ModelContract>;

  beforeAll(async () => {
    const text = `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n${assemblyContracts()
      .map((c) => c.text)
      .join('\n')}`;
    const made = await compileSolidity([{ path: PATH, text }]);
    if (!made.ok)
      throw new Error(made.errors.map((e) => `${e.message} ${text.slice(e.start, e.end)}`).join('\n'));
    compiled = made.contracts;
    models = lowerAll({ path: PATH, text }, undefined);
  });

  for (const { name } of assemblyContracts()) {
    it(`agrees on ${name}`, async () => {
      const model = models.get(name);
      const contract = compiled.get(`${PATH}:${name}`);
      if (model === undefined || contract === undefined) throw new Error(`no ${name}`);
      expect(model.diagnostics).toEqual([]);
      const tally = newTally();
      const pair = await deployPair(tally, [{ name, compiled: contract, model, arguments: [] }]);
      if (pair === undefined) throw new Error(tally.disagreements.map((d) => d.text).join('; '));
      const choices = seeded(20261121);
      const rounds = name === 'Instructions' ? 40 : 24;
      for (let round = 0; round < rounds; round++) {
        for (const entry of model.contract.entries) {
          if (entry.kind !== 'function') continue;
          const item = contract.abi.find((i) => i.type === 'function' && i.name === entry.name);
          const numbers = round % 3 === 2 ? modest : integer;
          const args = abiArguments(choices, item?.inputs ?? [], numbers, ENUMS);
          const sender = ACTORS[round % 2] as bigint;
          const value = entry.payable ? BigInt(round) : 0n;
          await transactPair(
            tally,
            pair,
            { signature: entry.signature, arguments: args, sender, value },
            round % 4 === 0,
          );
        }
      }
      expect(tally.disagreements.map((d) => d.text).slice(0, 12)).toEqual([]);
    });
  }
});
