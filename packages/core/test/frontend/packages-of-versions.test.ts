// Roots of several language versions in one load, and readings of real code that once went wrong.
import { describe, expect, it } from '@jest/globals';
import { checkProject, loadPrograms, lowerContract, printIr } from '@surety/core';
import { codesOf, loadTexts } from './check-support.js';

const FILES: Readonly<Record<string, string>> = {
  'Lib.sol':
    'pragma solidity >=0.5.0; library Lib { function add(uint a, uint b) internal pure returns (uint) { return a + b; } }',
  'Old.sol':
    'pragma solidity ^0.7.0; import "Lib.sol"; contract Old { function f(uint a) public pure returns (uint) { return Lib.add(a, 1); } }',
  'New.sol':
    'pragma solidity ^0.8.0; import "Lib.sol"; contract New { function f(uint a) public pure returns (uint) { return Lib.add(a, 1); } }',
};
const host = {
  resolve: (path: string) => (FILES[path] === undefined ? undefined : { path, text: FILES[path] }),
};
const roots = Object.entries(FILES).map(([path, text]) => ({ path, text }));

describe('roots of several language versions', () => {
  it('are loaded in groups, so that a shared file has the arithmetic of its importer', () => {
    const groups = loadPrograms(roots, host);
    expect(groups.map((group) => group.roots)).toEqual([['Lib.sol', 'New.sol'], ['Old.sol']]);
    expect(groups.flatMap((group) => group.diagnostics)).toEqual([]);
    const arithmetic = groups.map((group) =>
      group.program?.contracts.map((contract) => `${contract.name} ${contract.checkedArithmetic}`),
    );
    expect(arithmetic).toEqual([
      ['Lib true', 'New true'],
      ['Lib false', 'Old false'],
    ]);
  });

  it('give one account of the project', () => {
    const result = checkProject(roots, host);
    expect(result.diagnostics).toEqual([]);
    expect(result).toMatchObject({ files: 3, importedFiles: 0, contracts: 3, functions: 3, unsupported: [] });
    expect(result.deployable.map((c) => [c.name, c.coveredEntries, c.entries, c.whole])).toEqual([
      ['New', 1, 1, true],
      ['Old', 1, 1, true],
    ]);
  });

  it('count what entries reach that is not part of the model', () => {
    const text =
      'pragma solidity ^0.8.0; contract C { function a() public { b(); } function b() internal { assembly { let x := gas() sstore(x, x) } } function c() public {} }';
    const result = checkProject([{ path: 'C.sol', text }], { resolve: () => undefined });
    expect(result.deployable).toEqual([
      { name: 'C', path: 'C.sol', entries: 2, coveredEntries: 1, whole: false },
    ]);
    expect(result.unsupported).toHaveLength(1);
    expect(result.unsupported[0]).toMatchObject({ code: 'MODEL110', places: 1, entries: 1 });
  });
});

describe('`address payable` without a name', () => {
  it('is payable in parameters, results and mappings', () => {
    expect(
      codesOf(
        'mapping(address payable => address payable) m; function f() internal view returns (address payable) { return m[payable(msg.sender)]; } function g() public { f().transfer(1); }',
      ),
    ).toEqual([]);
    expect(
      codesOf(
        'function f(address payable) external override {}',
        'interface I { function f(address payable to) external; }',
      ),
    ).toEqual(['SOL411']);
    const inherited =
      'pragma solidity ^0.8.0; interface I { function f(address payable to) external; } contract C is I { function f(address payable) external override {} }';
    expect(loadTexts({ 'C.sol': inherited }).diagnostics).toEqual([]);
  });
});

describe('code with a missing import', () => {
  it('has one error, not one a call of what was missing', () => {
    const text =
      'pragma solidity ^0.8.0; import "./Test.sol"; contract C is Test { function fail(string memory) internal {} function f() public { fail(); assertEq(1, 2); } }';
    const codes = loadTexts({ 'C.sol': text }).diagnostics.map((d) => d.code);
    expect(codes).toEqual(['SOL105', 'SOL203']);
  });
});

describe('push before 0.6', () => {
  it('gives the new length', () => {
    const text =
      'pragma solidity ^0.5.0; contract C { uint[] a; function f() public returns (uint) { return a.push(7) - 1; } }';
    const { program, diagnostics } = loadTexts({ 'C.sol': text });
    expect(diagnostics).toEqual([]);
    const lowered = lowerContract(program, program.contracts[0]?.id ?? -1);
    expect(lowered.diagnostics).toEqual([]);
    expect(printIr(lowered.contract)).toMatch(/store a\[\$1\] := 7\n {2}\$2 := length\(a\)\n.*\$2 - 1/);
  });
});

describe('unary plus', () => {
  it('ended with 0.5', () => {
    const text = 'contract C { function f(uint a) public pure returns (uint) { return 7 / + a; } }';
    const codes = (version: string): readonly string[] =>
      loadTexts({ 'C.sol': `pragma solidity ${version}; ${text}` }).diagnostics.map((d) => d.code);
    expect(codes('^0.8.0')).toEqual(['SOL309']);
    expect(codes('^0.5.0')).toEqual(['SOL309']);
    expect(codes('^0.4.0')).toEqual([]);
  });
});
