// Loading and names: import closures, all import forms, versions, duplicates; and every file of the sample packages.
import { describe, expect, it } from '@jest/globals';
import { checkOverrides } from '../../dist/frontend/overrides.js';
import { languageVersion } from '../../dist/frontend/pragma.js';
import { buildScopes, closestName, lookup, resolvePath } from '../../dist/frontend/scopes.js';
import { loadSources } from '../../dist/frontend/sources.js';
import { moduleHost, readModule, solidityFiles, sourcesOf } from './translate-support.js';

function diagnose(files: Readonly<Record<string, string>>): readonly string[] {
  const sources = sourcesOf(files);
  const scopes = buildScopes(sources);
  return [...sources.diagnostics, ...scopes.diagnostics, ...checkOverrides(scopes)].map(
    ({ code, message }) => `${code} ${message}`,
  );
}

describe('loading', () => {
  it('reads each file once, cycles included', () => {
    const sources = sourcesOf(
      { 'a.sol': 'import "./b.sol"; contract A {}', 'b.sol': 'import "./a.sol"; contract B is A {}' },
      ['a.sol'],
    );
    expect(sources.files.map(({ path }) => path)).toEqual(['a.sol', 'b.sol']);
    expect(sources.diagnostics).toEqual([]);
  });

  it('reports a missing file at the path', () => {
    const text = 'import {X} from "./none.sol";';
    const [diagnostic] = sourcesOf({ 'a.sol': text }).diagnostics;
    expect(diagnostic?.code).toBe('SOL105');
    expect(text.slice(diagnostic?.location?.start, diagnostic?.location?.end)).toBe('"./none.sol"');
  });

  it('takes every file of OpenZeppelin, solmate and canonical-weth without a diagnostic', () => {
    const packages = ['@openzeppelin/contracts', 'solmate/src', 'canonical-weth'];
    for (const [i, files] of packages.map(solidityFiles).entries()) {
      // These test helpers import a package that is not installed.
      const roots = files.filter((file) => !file.startsWith('solmate/src/test/'));
      const sources = loadSources(roots.map(readModule), moduleHost);
      const scopes = buildScopes(sources);
      expect(sources.units.length).toBe(sources.files.length);
      expect([...sources.diagnostics, ...scopes.diagnostics, ...checkOverrides(scopes)]).toEqual([]);
      expect(roots.length).toBeGreaterThanOrEqual([248, 20, 1][i] ?? 0);
    }
  });
});

describe('language versions', () => {
  it.each([
    ['^0.8.20', '0.8.20', false],
    ['>=0.4.22 <0.6', '0.4.22', true],
    ['>=0.4.22<0.9.0', '0.4.22', false],
    ['^0.7.0 || ^0.8.0', '0.7.0', false],
    ['0.5.0 - 0.6.2', '0.5.0', true],
    ['0.6.12', '0.6.12', true],
    ['>0.7.5', '0.7.6', false],
    ['~0.7.1', '0.7.1', true],
    ['<=0.7', '0.4.0', true],
    ['0.8.*', '0.8.0', false],
    ['"^0.8.0"', '0.8.0', false],
  ])('%s', (range, lowest, wraps) => {
    expect(languageVersion([range]).version).toMatchObject({ lowest, wraps });
  });

  it('a library has the version of the files that import it', () => {
    const files = {
      'root.sol': 'pragma solidity ^0.6.0; import "lib.sol";',
      'lib.sol': 'pragma solidity >=0.4.0; library L {}',
    };
    const lib = sourcesOf(files, ['root.sol']).units[1];
    expect(lib?.version).toMatchObject({ wraps: true, lowest: '0.6.0' });
    expect(sourcesOf(files, ['lib.sol']).units[0]?.version.wraps).toBe(false);
  });

  it('a file shared by old and new compilers is refused', () => {
    const files = {
      'old.sol': 'pragma solidity ^0.6.0; import "lib.sol";',
      'new.sol': 'pragma solidity ^0.8.0; import "lib.sol";',
      'lib.sol': 'pragma solidity >=0.4.0; library L {}',
    };
    expect(sourcesOf(files, ['old.sol', 'new.sol']).diagnostics.map(({ code }) => code)).toEqual(['SOL107']);
  });
});

describe('names', () => {
  const files = {
    'a.sol':
      'import "./b.sol"; import {S as T, f} from "./c.sol"; import * as M from "./c.sol"; import "./c.sol" as N; contract A is B {}',
    'b.sol':
      'struct Z { uint x; } contract B { struct In { uint x; } uint private p; uint q; function g() public {} function g(uint) public {} }',
    'c.sol':
      'import {Z} from "./b.sol"; struct S { uint x; } function f() pure {} function f(uint) pure {} contract K { enum E { X } }',
  };
  it('come in by all import forms', () => {
    const scopes = buildScopes(sourcesOf(files, ['a.sol']));
    expect(scopes.diagnostics).toEqual([]);
    const count = (name: string): number => lookup(scopes, { file: 0, contract: undefined }, name).length;
    expect(['B', 'Z', 'T', 'S', 'f', 'M', 'N', 'K'].map(count)).toEqual([1, 1, 1, 0, 2, 1, 1, 0]);
    const span = { file: 0, start: 0, end: 0 };
    const path = (...names: readonly string[]) => ({ parts: names.map((name) => ({ name, span })), span });
    const kinds = (...names: readonly string[]): readonly string[] =>
      resolvePath(scopes, { file: 0, contract: undefined }, path(...names)).map((entry) =>
        entry.kind === 'module' ? 'module' : entry.definition.kind,
      );
    expect(kinds('M', 'K', 'E')).toEqual(['enum']);
    expect(kinds('N', 'Z')).toEqual(['struct']);
    expect(kinds('A', 'In')).toEqual(['struct']);
    const [a] = lookup(scopes, { file: 0, contract: undefined }, 'A');
    const contract = a?.kind === 'definition' ? a.definition.id : undefined;
    expect(
      ['g', 'q', 'p', 'In', 'T'].map((name) => lookup(scopes, { file: 0, contract }, name).length),
    ).toEqual([2, 1, 0, 1, 1]);
  });

  it('are suggested when misspelt', () => {
    expect(closestName('balnceOf', ['balanceOf', 'transfer'])).toBe('balanceOf');
    expect(closestName('x', ['transfer'])).toBeUndefined();
    expect(diagnose({ 'a.sol': 'import {Tokn} from "./b.sol";', 'b.sol': 'contract Token {}' })).toEqual([
      "SOL202 'Tokn' is not declared in './b.sol'",
    ]);
  });

  it.each([
    ['contract A {} contract A {}', ['SOL201']],
    ['contract A { uint x; uint x; }', ['SOL201']],
    ['contract A { function f(uint) public {} function f(uint256 y) public {} }', ['SOL201']],
    ['contract A { function f(uint) public {} function f(uint8) public {} }', []],
    ['contract A { event E(uint a); event E(address a); }', []],
    ['contract A { constructor() {} constructor() {} }', ['SOL201']],
    ['contract A { uint x; } contract B is A { uint x; }', ['SOL201']],
    ['contract A { uint private x; } contract B is A { uint x; }', []],
    ['pragma solidity ^0.5.0; contract A { uint x; } contract B is A { uint x; }', []],
    ['function f() pure {} function f() pure {}', ['SOL201']],
    ['contract B is A {} contract Aa {}', ['SOL203']],
  ])('%s', (text, codes) => {
    expect(diagnose({ 'a.sol': text }).map((line) => line.slice(0, 6))).toEqual(codes);
  });
});
