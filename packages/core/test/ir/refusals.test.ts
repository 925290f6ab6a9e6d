// What the model does not cover is refused where it stands, with a code, and what is around it stays usable.
import { describe, expect, it } from '@jest/globals';
import { printIr, validateIr } from '@surety/core';
import { lowerText } from './ir-support.js';

const refusals: readonly { readonly code: string; readonly what: string; readonly body: string }[] = [
  {
    code: 'MODEL101',
    what: 'recursive struct',
    body: 'struct N { N[] next; } N n; function f() external { delete n; }',
  },
  {
    code: 'MODEL102',
    what: 'element of bytes that others may refer to',
    body: "function f(bytes memory b) external pure { bytes memory c = b; b[0] = 'a'; c; }",
  },
  {
    code: 'MODEL102',
    what: 'element of bytes inside an expression',
    body: "function f(bytes memory b) external pure returns (bytes1) { return b[0] = 'a'; }",
  },
  {
    code: 'MODEL106',
    what: 'code of a contract',
    body: 'function f() external pure returns (bytes memory) { return type(D).creationCode; }',
  },
  {
    code: 'MODEL110',
    what: 'inline assembly',
    body: 'function f(uint a) external returns (uint r) { assembly { r := create(a, 0, 0) } }',
  },
];

describe('refusals', () => {
  it.each(refusals)('$code: $what', ({ code, what, body }) => {
    const { contract, diagnostics } = lowerText(
      `contract D {} contract C { ${body} uint x; function other() external { x = 1; } }`,
    );
    expect(validateIr(contract)).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toContain(code);
    expect(diagnostics.find((d) => d.code === code)?.message).toContain(what);
    expect(diagnostics.every((d) => d.severity === 'warning' && d.location !== undefined)).toBe(true);
    const text = printIr(contract);
    expect(text).toContain(`unsupported ${code}`);
    expect(text).toContain('store x := 1');
  });

  it('reports a construct once per place', () => {
    const { diagnostics } = lowerText(`contract C {
      modifier m() { assembly { pop(create(0, 0, 0)) } _; } function f() external m {} function g() external m {} }`);
    expect(diagnostics.map((d) => d.code)).toEqual(['MODEL110']);
  });

  it('warns when operands depend on the order of evaluation', () => {
    const codes = (body: string) =>
      lowerText(`contract C { uint x; ${body} }`).diagnostics.map((d) => d.code);
    expect(codes('function f(uint i) external pure returns (uint) { return i++ + i; }')).toEqual([
      'MODEL122',
    ]);
    expect(
      codes(
        'function n() internal returns (uint) { return ++x; } function f() external returns (uint) { return x + n(); }',
      ),
    ).toEqual(['MODEL122']);
    expect(
      codes(
        'function n() internal view returns (uint) { return x; } function f(uint i) external returns (uint) { return x++ * 2 + i - (n() + n()); }',
      ),
    ).toEqual(['MODEL122']);
    expect(
      codes(
        'function n() internal view returns (uint) { return x; } function f(uint i) external view returns (uint) { return i++ * 2 + x - n(); }',
      ),
    ).toEqual([]);
  });

  it('warns when initial values and base constructors can see one another', () => {
    const codes = (derived: string) =>
      lowerText(
        `contract A { uint a; constructor() { a = 1; hook(); } function hook() internal virtual {} } contract C is A { ${derived} }`,
      ).diagnostics.map((d) => d.code);
    expect(codes('uint b = 2;')).toEqual([]);
    expect(codes('uint b = 2; function hook() internal override { a = b; }')).toEqual(['MODEL121']);
    expect(codes('uint b = a;')).toEqual(['MODEL121']);
  });
});
