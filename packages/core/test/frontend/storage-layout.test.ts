// Storage positions on small contracts; test/oracle compares whole packages with solc.
import { describe, expect, it } from '@jest/globals';
import { storageBytes, storageLayout, structLayout } from '../../dist/frontend/storage-layout.js';
import { loadTexts } from './check-support.js';

function layoutOf(text: string, name = 'C'): readonly string[] | undefined {
  const { program } = loadTexts({ 'C.sol': `pragma solidity ^0.8.30;\n${text}` });
  const contract = program.contracts.find((c) => c.name === name);
  if (contract === undefined) throw new Error('no such contract');
  return storageLayout(program, contract)?.storage.map(
    ({ variable, slot, offset }) => `${variable.name} ${slot}+${offset}`,
  );
}

describe('storage layout', () => {
  it('packs values into slots from the low end', () => {
    expect(layoutOf('contract C { uint128 a; uint64 b; bool c; address d; bytes32 e; uint8 f; }')).toEqual([
      'a 0+0',
      'b 0+16',
      'c 0+24',
      'd 1+0',
      'e 2+0',
      'f 3+0',
    ]);
  });

  it('starts a slot for structs, arrays and mappings, and for what follows them', () => {
    const text =
      'contract C { struct S { uint8 x; uint256 y; } bool a; S s; bool b; uint64[5] p; bool c; mapping(uint => S) m; S[2] t; uint8 d; string q; }';
    expect(layoutOf(text)).toEqual([
      'a 0+0',
      's 1+0',
      'b 3+0',
      'p 4+0',
      'c 6+0',
      'm 7+0',
      't 8+0',
      'd 12+0',
      'q 13+0',
    ]);
  });

  it('puts inherited variables first and leaves out constants, immutables and transient ones', () => {
    const text =
      'contract A { uint8 a; } contract B is A { uint256 constant K = 1; uint8 b; } contract C is B { uint256 immutable i = 2; uint256 transient t; uint8 c; }';
    expect(layoutOf(text)).toEqual(['a 0+0', 'b 0+1', 'c 0+2']);
  });

  it('knows the size of every type', () => {
    const text =
      'type U is uint40; enum E { A, B } contract C { struct S { U u; E e; } U u; E e; function() f; function() external g; C c; S s; }';
    const { program } = loadTexts({ 'C.sol': `pragma solidity ^0.8.30;\n${text}` });
    const [contract] = program.contracts;
    expect(contract?.stateVariables.map((v) => storageBytes(program, v.type))).toEqual([
      5n,
      1n,
      8n,
      24n,
      20n,
      32n,
    ]);
    const struct = [...program.declarations.values()].find((d) => d.kind === 'struct');
    const fields = struct?.kind === 'struct' ? structLayout(program, struct.fields) : undefined;
    expect(fields?.map(({ slot, offset }) => [slot, offset])).toEqual([
      [0n, 0],
      [0n, 5],
    ]);
  });

  it('honors a base slot', () => {
    expect(layoutOf('contract C layout at 0x10 { uint8 a; uint256 b; }')).toEqual(['a 16+0', 'b 17+0']);
    expect(layoutOf('contract B { uint8 b; } contract C is B layout at 2 ** 8 + 1 { uint8 a; }')).toEqual([
      'b 257+0',
      'a 257+1',
    ]);
    expect(layoutOf('uint constant K = 3; contract C layout at 2 * K { uint8 a; }')).toEqual(['a 6+0']);
    // The slot that ERC-7201 gives for its own example.
    const main = 0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500n;
    expect(layoutOf('contract C layout at erc7201("example.main") { uint8 a; }')).toEqual([`a ${main}+0`]);
  });

  it('refuses base slots that no compiler takes', () => {
    const codes = (text: string): readonly string[] =>
      loadTexts({ 'C.sol': `pragma solidity ^0.8.30;\n${text}` }).diagnostics.map(({ code }) => code);
    expect(codes('contract C layout at 2 ** 256 {}')).toEqual(['SOL344']);
    expect(codes('contract C layout at uint(5) {}')).toEqual(['SOL344']);
    expect(codes('abstract contract C layout at 5 {}')).toEqual(['SOL344']);
    expect(codes('contract B layout at 5 {} contract C is B {}')).toEqual(['SOL344']);
    expect(codes('contract C { mapping(uint => uint) transient m; }')).toEqual(['SOL345']);
  });
});
