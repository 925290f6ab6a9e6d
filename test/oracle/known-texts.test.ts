// Built-in meanings of library functions that are recognized by their text: the text is that of the package it was read from,
// and model and EVM (which runs the library's own code) agree on boundary and random inputs.
import { describe, expect, it } from '@jest/globals';
import { loadProgram } from '@surety/core';
import { compileSolidity, findFunction } from '@surety/evm';
import { digestOf, KNOWN_TEXTS } from '../../packages/core/dist/ir/known-texts.js';
import { lowerAll } from '../differential/model.js';
import { deployPair, transactPair } from '../differential/pair.js';
import { ACTORS, partyAddress } from '../differential/parties.js';
import { seeded } from '../differential/random.js';
import { newTally, type Tally } from '../differential/tally.js';
import { abiArguments, integer } from '../differential/values.js';
import { corpusHost, readSource } from './corpus.mjs';

const OZ4 = '@openzeppelin/contracts-v4/utils/math/Math.sol';
const PRB = '@prb/math/src/Common.sol';
const FULL = '@uniswap/v3-core/contracts/libraries/FullMath.sol';
const SOLADY = 'solady/src/utils/FixedPointMathLib.sol';
const SOLADY_TRANSFER = 'solady/src/utils/SafeTransferLib.sol';
const AAVE_TRANSFER = '@aave/core-v3/contracts/dependencies/gnosis/contracts/GPv2SafeERC20.sol';

const SOURCES: readonly (readonly [library: string, path: string])[] = [
  ['OpenZeppelin 4.9 Math.', OZ4],
  ['PRBMath 4.2 ', PRB],
  ['Uniswap v3 FullMath.', FULL],
  ['solady 0.1 FixedPointMathLib.', SOLADY],
  ['solady 0.1 SafeTransferLib.', SOLADY_TRANSFER],
  ['Aave v3 GPv2SafeERC20.', AAVE_TRANSFER],
];

/** Compiles and lowers a text with its imports. */
async function prepare(name: string, text: string, solcPackage?: string) {
  const files = new Map([['Harness.sol', text]]);
  const host = {
    resolve(importText: string, from: string) {
      const found = corpusHost.resolve(importText, from);
      if (found !== undefined) files.set(found.path, found.text);
      return found;
    },
  };
  const models = lowerAll({ path: 'Harness.sol', text }, undefined, host);
  const compiled = await compileSolidity(
    [...files].map(([path, contents]) => ({ path, text: contents })),
    solcPackage === undefined
      ? {}
      : { solcPackage, resolveFrom: new URL('../corpus/', import.meta.url).pathname },
  );
  if (!compiled.ok) throw new Error(compiled.errors.map((e) => e.message).join('; '));
  const part = (contract: string) => {
    const model = models.get(contract);
    const code = compiled.contracts.get(`Harness.sol:${contract}`);
    if (model === undefined || code === undefined) throw new Error(`no ${contract}`);
    return { name: contract, compiled: code, model, arguments: [] };
  };
  return { part, harness: part(name) };
}

/** Calls every function of the first contract with arguments near boundaries. */
async function callAll(
  tally: Tally,
  parts: readonly Awaited<ReturnType<typeof prepare>>['harness'][],
  rounds: number,
  change: (args: readonly unknown[], round: number) => readonly unknown[] = (args) => args,
): Promise<void> {
  const choices = seeded(20261121);
  const [first] = parts;
  const pair = await deployPair(tally, parts);
  if (first === undefined || pair === undefined) throw new Error('the harness does not deploy');
  for (const entry of first.model.contract.entries) {
    const inputs = findFunction(first.compiled.abi, entry.signature).inputs ?? [];
    for (let round = 0; round < rounds; round++) {
      const args = change(abiArguments(choices, inputs, integer), round) as ReturnType<typeof abiArguments>;
      const call = { signature: entry.signature, arguments: args, sender: ACTORS[0] as bigint, value: 0n };
      await transactPair(tally, pair, call, false);
    }
  }
}

function meaningsOf(parts: readonly Awaited<ReturnType<typeof prepare>>['harness'][]): readonly string[] {
  return parts.flatMap(({ model }) => (model.contract.meanings ?? []).map((m) => m.function));
}

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n';
const used = new Set<string>();

describe('functions known by their text', () => {
  it('have the text of their package', () => {
    for (const known of KNOWN_TEXTS) {
      const [, path = ''] = SOURCES.find(([library]) => known.name.startsWith(library)) ?? [];
      const source = readSource(path);
      const { program } = loadProgram([source], corpusHost);
      const digests = [...(program?.declarations.values() ?? [])].flatMap((d) =>
        d.kind === 'function' && d.name === known.function && program?.files[d.span.file]?.path === path
          ? [digestOf(source.text.slice(d.span.start, d.span.end))]
          : [],
      );
      expect({ name: known.name, digests }).toEqual({
        name: known.name,
        digests: expect.arrayContaining([known.digest]),
      });
    }
  });

  it('are not recognized when a token differs', async () => {
    const text = readSource(SOLADY).text.replace('z := div(mul(x, y), WAD)', 'z := div(mul(y, x), WAD)');
    const start = text.indexOf('function mulWad(uint256');
    const end = text.indexOf('/// @dev', start);
    expect(KNOWN_TEXTS.map((known) => known.digest)).not.toContain(digestOf(text.slice(start, end)));
  });

  it('compute what the EVM computes', async () => {
    const binary = ['mulWad', 'mulWadUp', 'divWad', 'divWadUp'].map(
      (f) => `function ${f}(uint x, uint y) external pure returns (uint) { return S.${f}(x, y); }`,
    );
    const ternary = ['mulDiv', 'mulDivUp', 'fullMulDiv'].map(
      (f) => `function ${f}(uint x, uint y, uint d) external pure returns (uint) { return S.${f}(x, y, d); }`,
    );
    const { harness } = await prepare(
      'Harness',
      `${HEAD}import {Math as Oz} from "${OZ4}"; import {FixedPointMathLib as S} from "${SOLADY}"; import "${PRB}" as P;
contract Harness {
  function oz(uint x, uint y, uint d) external pure returns (uint) { return Oz.mulDiv(x, y, d); }
  function prb(uint x, uint y, uint d) external pure returns (uint) { return P.mulDiv(x, y, d); }
  function prb18(uint x, uint y) external pure returns (uint) { return P.mulDiv18(x, y); }
  ${binary.join('\n  ')}
  ${ternary.join('\n  ')}
}`,
    );
    expect(harness.model.diagnostics).toEqual([]);
    for (const name of meaningsOf([harness])) used.add(name);
    const tally = newTally();
    await callAll(tally, [harness], 120);
    expect(tally.disagreements).toEqual([]);
    expect(tally.successes).toBeGreaterThan(300);
  });

  it('compute what the EVM computes with an old compiler', async () => {
    const { harness } = await prepare(
      'Harness',
      `pragma solidity 0.7.6; import {FullMath} from "${FULL}";
contract Harness { function full(uint x, uint y, uint d) external pure returns (uint) { return FullMath.mulDiv(x, y, d); } }`,
      'solc-0.7',
    );
    for (const name of meaningsOf([harness])) used.add(name);
    const tally = newTally();
    await callAll(tally, [harness], 200);
    expect(tally.disagreements).toEqual([]);
    expect(tally.successes).toBeGreaterThan(40);
  });

  it('treat tokens as the EVM does', async () => {
    const tokens = ['Good', 'Silent', 'False', 'Reverting'];
    const { part, harness } = await prepare(
      'Harness',
      `${HEAD}import {SafeTransferLib as S} from "${SOLADY_TRANSFER}";
import {GPv2SafeERC20 as G} from "${AAVE_TRANSFER}"; import {IERC20} from "@aave/core-v3/contracts/dependencies/openzeppelin/contracts/IERC20.sol";
contract Harness {
  uint public calls;
  function transfer(address t, address to, uint a) external { S.safeTransfer(t, to, a); calls++; }
  function transferFrom(address t, address from, address to, uint a) external { S.safeTransferFrom(t, from, to, a); calls++; }
  function approve(address t, address to, uint a) external { S.safeApprove(t, to, a); calls++; }
  function aave(address t, address to, uint a) external { G.safeTransfer(IERC20(t), to, a); calls++; }
  function aaveFrom(address t, address from, address to, uint a) external { G.safeTransferFrom(IERC20(t), from, to, a); calls++; }
}
contract Payer {
  uint public calls;
  constructor() payable {}
  function pay(address to, uint a) external { S.safeTransferETH(to, a); calls++; }
}
abstract contract Book { mapping(address => uint) public got; uint public last; }
contract Good is Book {
  function transfer(address to, uint a) external returns (bool) { got[to] += a % 1000; last = a; return true; }
  function transferFrom(address from, address to, uint a) external returns (bool) { got[from] = 1; got[to] += a % 1000; last = a; return true; }
  function approve(address to, uint a) external returns (bool) { got[to] = 3; last = a; return true; }
}
contract Silent is Book {
  function transfer(address to, uint a) external { got[to] += a % 1000; last = a; }
  function transferFrom(address from, address to, uint a) external { got[from] = 1; got[to] += a % 1000; last = a; }
  function approve(address to, uint a) external { got[to] = 3; last = a; }
}
contract False is Book {
  function transfer(address, uint) external returns (bool) { last = 1; return false; }
  function transferFrom(address, address, uint) external returns (bool) { last = 1; return false; }
  function approve(address, uint) external returns (bool) { last = 1; return false; }
}
contract Reverting is Book {
  function transfer(address, uint) external pure returns (bool) { revert("no"); }
  function transferFrom(address, address, uint) external pure returns (bool) { revert("no"); }
  function approve(address, uint) external pure returns (bool) { revert("no"); }
}`,
    );
    const parts = [harness, ...tokens.map(part)];
    for (const name of meaningsOf(parts)) used.add(name);
    const tally = newTally();
    // The last of the tokens is an address without code.
    const addresses = [1, 2, 3, 4].map((i) => `0x${partyAddress(i).toString(16).padStart(40, '0')}`);
    const empty = `0x${'77'.repeat(20)}`;
    await callAll(tally, parts, 30, (args, round) =>
      args.length === 0 ? args : [[...addresses, empty][round % 5], ...args.slice(1)],
    );
    expect(tally.disagreements).toEqual([]);
    expect(tally.successes).toBeGreaterThan(50);

    const payer = { ...part('Payer'), value: 1000n };
    for (const name of meaningsOf([payer])) used.add(name);
    const sent = newTally();
    const receivers = [
      ...addresses.slice(0, 1),
      empty,
      `0x${(ACTORS[1] as bigint).toString(16).padStart(40, '0')}`,
    ];
    await callAll(sent, [payer, part('Reverting')], 20, (args, round) =>
      args.length === 0 ? args : [receivers[round % 3], BigInt(100 * (round % 8))],
    );
    expect(sent.disagreements).toEqual([]);
    expect(sent.successes).toBeGreaterThan(5);
  });

  it('were all compared with the EVM', () => {
    expect([...used].filter((name) => KNOWN_TEXTS.some((known) => known.name === name)).sort()).toEqual(
      KNOWN_TEXTS.map((known) => known.name).sort(),
    );
  });
});
