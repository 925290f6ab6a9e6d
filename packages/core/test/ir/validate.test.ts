// The validator finds what lowering must never produce, and nothing in what lowering makes of real packages.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadProgram, lowerContract, printIr, validateIr } from '@surety/core';
import type { IrContract, Statement } from '../../dist/ir/ir.js';
import { lowerText, modulesFolder, packageHost, packageText } from './ir-support.js';

/** The contract with the body of one function replaced. */
function withBody(
  contract: IrContract,
  id: string,
  change: (body: readonly Statement[]) => readonly Statement[],
) {
  const fn = contract.functions.get(id);
  if (fn === undefined) throw new Error(`no function ${id}`);
  const functions = new Map(contract.functions).set(id, { ...fn, body: change(fn.body) });
  return { ...contract, functions };
}

describe('validateIr', () => {
  const { contract } = lowerText(
    'contract C { uint x; function g(uint v) internal { x = v; } function f(uint a) external returns (uint r) { uint b = a; g(b); r = b; } }',
  );
  const id = 'C.f(uint256)';

  it('accepts what lowering made', () => {
    expect(validateIr(contract)).toEqual([]);
  });

  it.each([
    [
      'a local without value',
      (body: readonly Statement[]) => body.slice(1),
      'b may be used before it has a value',
    ],
    [
      'a wrong number of arguments',
      (body: readonly Statement[]) => body.map((s) => (s.kind === 'call' ? { ...s, arguments: [] } : s)),
      'wrong number of arguments',
    ],
    [
      'an unknown function',
      (body: readonly Statement[]) => body.map((s) => (s.kind === 'call' ? { ...s, function: 'nobody' } : s)),
      'call of the unknown nobody',
    ],
    [
      'a break outside a loop',
      (body: readonly Statement[]) =>
        body.flatMap((s) => (s.kind === 'call' ? [{ kind: 'break', span: s.span } as const] : [s])),
      'break outside a loop',
    ],
    [
      'a value of another type',
      (body: readonly Statement[]) =>
        body.map((s) =>
          s.kind === 'assign'
            ? { ...s, value: { type: { kind: 'bool' }, kind: 'constant', value: true } as const }
            : s,
        ),
      'uint256 expected, bool given',
    ],
  ] as const)('finds %s', (_, change, fault) => {
    expect(validateIr(withBody(contract, id, change)).join('\n')).toContain(fault);
  });
});

describe('every contract of the packages', () => {
  const folders = [
    '@openzeppelin/contracts/token',
    '@openzeppelin/contracts/access',
    '@openzeppelin/contracts/finance',
    'solmate/src/tokens',
  ];
  const roots = [
    ...folders.flatMap(solidityFiles),
    '@openzeppelin/contracts/governance/TimelockController.sol',
    '@openzeppelin/contracts/utils/ReentrancyGuard.sol',
    'canonical-weth/contracts/WETH9.sol',
  ];
  const { program, diagnostics } = loadProgram(
    roots.map((root) => ({ path: root, text: packageText(root) ?? '' })),
    packageHost,
  );

  it('loads', () => {
    expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    expect(roots.length).toBeGreaterThan(70);
  });

  it('lowers to well-formed IR', () => {
    const faults: string[] = [];
    let count = 0;
    for (const contract of program?.contracts ?? []) {
      if (program === undefined || contract.contractKind !== 'contract') continue;
      const lowered = lowerContract(program, contract.id).contract;
      count++;
      expect(printIr(lowered)).toContain(`contract ${contract.name}`);
      for (const fault of validateIr(lowered)) faults.push(`${contract.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(60);
  });

  it.each([
    ['TimelockController', []],
    ['VestingWallet', []],
    ['AccessManager', []],
    ['WETH9', []],
    ['WETH', []],
    ['ERC4626', []],
  ] as const)('covers %s but for %j', (name, expected) => {
    const contract = program?.contracts.find((c) => c.name === name);
    if (program === undefined || contract === undefined) throw new Error(`no contract ${name}`);
    const codes = lowerContract(program, contract.id)
      .diagnostics.map((d) => d.code)
      .filter((code) => code !== 'MODEL100' && code !== 'MODEL105');
    expect(codes).toEqual(expected);
  });
});

function solidityFiles(folder: string): readonly string[] {
  return readdirSync(path.join(modulesFolder, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? solidityFiles(`${folder}/${entry.name}`)
      : entry.name.endsWith('.sol')
        ? [`${folder}/${entry.name}`]
        : [],
  );
}
