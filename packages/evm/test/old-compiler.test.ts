// Contracts of older Solidity, compiled by an older compiler package: canonical WETH9, whose pragma ends below 0.6.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createChain } from '@surety/evm';
import { ALICE, BOB, compileFiles, plainState } from './support.js';

const path = 'node_modules/canonical-weth/contracts/WETH9.sol';

describe('canonical WETH9', () => {
  it('compiles with solc 0.5, runs and decodes', async () => {
    const files = [{ path, text: readFileSync(path, 'utf8') }];
    const weth = (await compileFiles(files, { solcPackage: 'solc-0.5' }))('WETH9');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: weth, from: ALICE, args: [] });
    // The unnamed fallback function deposits.
    await chain.transact({ from: ALICE, to, value: 50n, data: '0x' });
    await chain.transact({ from: ALICE, to, function: 'approve', args: [BOB, 7n] });
    expect((await chain.transact({ from: ALICE, to, function: 'withdraw', args: [20n] })).success).toBe(true);
    const refused = await chain.transact({ from: ALICE, to, function: 'withdraw', args: [31n] });
    expect(refused.revert).toEqual({ kind: 'empty', data: '0x' });
    const state = chain.decodeStorage(to, weth);
    expect(plainState(state)).toEqual({
      name: 'Wrapped Ether',
      symbol: 'WETH',
      decimals: 18n,
      balanceOf: new Map([[ALICE, 30n]]),
      allowance: new Map([[ALICE, new Map([[BOB, 7n]])]]),
    });
    expect(state.unexplained).toEqual([]);
  });
});
