// Assembly in the front end: what is read, and what is refused where solc refuses it.
import { describe, expect, it } from '@jest/globals';
import { loadProgram } from '@surety/core';

function codes(body: string, more = ''): readonly string[] {
  const text = `pragma solidity ^0.8.20;
contract C {
  uint256 state; uint256 constant K = 5; uint256 immutable fixedValue = 3; mapping(address => uint256) map;
  struct S { uint256 x; }
  S s;
  ${more}
  function f(uint256 a, bytes calldata data, uint256[] memory list) external returns (uint256 r) {
    S storage pointer = s;
    assembly { ${body} }
    pointer; list; data; a;
  }
}`;
  const host = { resolve: () => undefined };
  const { diagnostics } = loadProgram([{ path: 'C.sol', text }], host);
  return diagnostics
    .filter((d) => d.severity === 'error')
    .map((d) => `${d.code} ${text.slice(d.location?.start, d.location?.end)}`);
}

describe('assembly in the front end', () => {
  it.each([
    'r := add(a, K)',
    'let x, y := two() function two() -> p, q { p := 1 q := 2 } r := add(x, y)',
    'switch a case 0 { r := 1 } case 0x01 { r := "text" } default { r := hex"ff" }',
    'for { let i := 0 } lt(i, 10) { i := add(i, 1) } { if eq(i, 5) { break } continue }',
    'function g(n) -> m { if n { m := g(sub(n, 1)) leave } m := 1 } r := g(a)',
    'r := sload(state.slot) pop(state.offset)',
    'pointer.slot := keccak256(0, 0x20)',
    'r := add(data.offset, data.length) data.length := 4',
    'mstore(0, map.slot) /* a comment */ // and another\n',
    'let basefee_ := basefee() { let inner := 1 pop(inner) } { let inner := 2 pop(inner) }',
    'r := mload(list)',
  ])('reads %s', (body) => {
    expect(codes(body)).toEqual([]);
  });

  it.each([
    ['r := unknown', 'SOL602 unknown'],
    ['r := unknown(1)', 'SOL602 unknown'],
    ['r := add(1)', 'SOL603 add(1)'],
    ['add(1, 2)', 'SOL604 add(1, 2)'],
    ['r := mstore(0, 1)', 'SOL604 mstore(0, 1)'],
    ['let x, y := add(1, 2)', 'SOL604 add(1, 2)'],
    ['break', 'SOL604 break'],
    ['leave', 'SOL604 leave'],
    ['r := state', 'SOL605 state'],
    ['r := fixedValue', 'SOL605 fixedValue'],
    ['r := pointer', 'SOL605 pointer'],
    ['r := data', 'SOL605 data'],
    ['r := a.slot', 'SOL605 a.slot'],
    ['r := list.length', 'SOL605 list.length'],
    ['function g() -> x { x := a } r := g()', 'SOL605 a'],
    ['K := 1', 'SOL606 K'],
    ['state.slot := 1', 'SOL606 state.slot'],
    ['pointer.offset := 1', 'SOL606 pointer.offset'],
    ['let x := 1 let x := 2', 'SOL607 x'],
    ['let mload := 1', 'SOL607 mload'],
    ['function g() {} let g := 1', 'SOL607 g'],
    [
      'r := 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0',
      'SOL608 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0',
    ],
    ['r := "more than thirty-two bytes of text here"', 'SOL608 "more than thirty-two bytes of text here"'],
    ['switch a', 'SOL601 }'],
    ['switch a case 1 {} case 1 {}', 'SOL601 case'],
    ['r := := 1', 'SOL601 :='],
  ])('refuses %s', (body, expected) => {
    expect(codes(body)).toEqual([expected]);
  });
});
