// Compilation: how imports find their files, how mistakes come back, and that nothing heavy loads before it is used.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as surface from '@surety/evm';
import { compileSolidity, SolcNotFoundError } from '@surety/evm';

const header = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n';

describe('imports', () => {
  const a = {
    path: 'src/token/A.sol',
    text: `${header}import "../lib/B.sol"; import "pkg/C.sol"; contract A is B, C {}`,
  };
  const b = { path: 'src/lib/B.sol', text: `${header}import "./D.sol"; contract B is D {}` };
  const d = { path: 'src/lib/D.sol', text: `${header}contract D {}` };

  it('finds relative files and packages under node_modules without help', async () => {
    const c = { path: 'node_modules/pkg/C.sol', text: `${header}import "./E.sol"; contract C is E {}` };
    const e = { path: 'node_modules/pkg/E.sol', text: `${header}contract E {}` };
    const result = await compileSolidity([a, b, c, d, e]);
    expect(result.ok && [...result.contracts.keys()].sort()).toEqual([
      'node_modules/pkg/C.sol:C',
      'node_modules/pkg/E.sol:E',
      'src/lib/B.sol:B',
      'src/lib/D.sol:D',
      'src/token/A.sol:A',
    ]);
  });

  it('follows the given resolutions, also for paths solc would not take', async () => {
    const files = [
      { path: '/abs/root:x/A.sol', text: a.text },
      { path: '../up/B.sol', text: b.text },
      { path: 'C=c.sol', text: `${header}contract C {}` },
      { path: 'elsewhere/D.sol', text: d.text },
    ];
    const resolutions = new Map([
      [
        '/abs/root:x/A.sol',
        new Map([
          ['../lib/B.sol', '../up/B.sol'],
          ['pkg/C.sol', 'C=c.sol'],
        ]),
      ],
      ['../up/B.sol', new Map([['./D.sol', 'elsewhere/D.sol']])],
    ]);
    const result = await compileSolidity(files, { resolutions });
    expect(result.ok && [...result.contracts.keys()].sort()).toEqual([
      '../up/B.sol:B',
      '/abs/root:x/A.sol:A',
      'C=c.sol:C',
      'elsewhere/D.sol:D',
    ]);
  });

  it('follows remappings of the user', async () => {
    const c = { path: 'vendor/pkg-1.2/C.sol', text: `${header}contract C {}` };
    const result = await compileSolidity([a, b, c, d], { remappings: ['pkg/=vendor/pkg-1.2/'] });
    expect(result.ok).toBe(true);
  });

  it('compiles nothing to nothing', async () => {
    const result = await compileSolidity([]);
    expect(result.ok && result.contracts.size).toBe(0);
  });
});

describe('messages', () => {
  it('gives errors with their place in UTF-16 offsets', async () => {
    const text = `${header}/* größe 😀 */ contract A { uint x = missing; }`;
    const result = await compileSolidity([{ path: 'A.sol', text }]);
    if (result.ok) throw new Error('compiled');
    const [error] = result.errors;
    expect(error).toMatchObject({ path: 'A.sol', severity: 'error', code: '7576' });
    expect(text.slice(error?.start, error?.end)).toBe('missing');
  });

  it('keeps warnings apart', async () => {
    const result = await compileSolidity([{ path: 'A.sol', text: 'contract A {}' }]);
    expect(result.ok && result.warnings.map((warning) => warning.severity)).toEqual(['warning', 'warning']);
  });

  it('says which package is missing', async () => {
    await expect(compileSolidity([], { solcPackage: 'solc-0.0.0' })).rejects.toThrow(SolcNotFoundError);
  });
});

describe('the package', () => {
  it('imports neither the compiler nor the EVM statically', () => {
    const dist = new URL('../dist/', import.meta.url);
    for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
      const text = readFileSync(new URL(file, dist), 'utf8');
      expect([
        file,
        ...text.matchAll(/^(?:import|export)\s.*from ['"](?:solc|@ethereumjs\/.*)['"]/gm),
      ]).toEqual([file]);
    }
  });

  it('leaves no rejection handler of the compiler behind', async () => {
    await compileSolidity([]);
    expect(process.listeners('uncaughtException').some((listener) => /abort/.test(String(listener)))).toBe(
      false,
    );
    expect(
      process.listeners('unhandledRejection').some((listener) => /abort|throw/.test(String(listener))),
    ).toBe(false);
  });

  it('offers these names', () => {
    expect(Object.keys(surface).sort()).toEqual([
      'AbiError',
      'NoStorageLayoutError',
      'SolcNotFoundError',
      'compileSolidity',
      'createChain',
      'decodeCall',
      'decodeCustomError',
      'decodeEvent',
      'decodeOutput',
      'decodeParameters',
      'decodeValues',
      'encodeCall',
      'encodeConstructor',
      'encodeParameters',
      'encodeValues',
      'findFunction',
      'keccak256',
      'parseAbiType',
      'selectorOf',
      'signatureOf',
    ]);
  });
});
