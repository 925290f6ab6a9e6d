// Translation: assignments put right, old language forms, literals, and the places of names.
import { describe, expect, it } from '@jest/globals';
import type { Expression, SourceUnit } from '../../dist/frontend/ast.js';
import { collect, sourcesOf, unitOf } from './translate-support.js';

/** The expression statements of a function body, printed with all parentheses. */
function shapes(body: string): readonly string[] {
  const unit = unitOf(`contract C { function f() public { ${body} } }`);
  return collect(unit, (node) =>
    node.kind === 'expression' ? print(node.expression as Expression) : undefined,
  );
}

function print(expression: Expression | undefined): string {
  if (!expression) return '';
  switch (expression.kind) {
    case 'identifier':
      return expression.name;
    case 'assign':
      return `(${print(expression.left)} ${expression.operator === '=' ? '' : expression.operator}= ${print(expression.right)})`;
    case 'conditional':
      return `(${print(expression.condition)} ? ${print(expression.then)} : ${print(expression.else)})`;
    case 'binary':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'tuple':
      return `[${expression.components.map(print).join(', ')}]`;
    case 'index':
      return `${print(expression.base)}[${print(expression.index)}]`;
    default:
      return expression.kind;
  }
}

function nodes(unit: SourceUnit, kind: string): readonly Record<string, unknown>[] {
  return collect(unit, (node) => (node.kind === kind ? node : undefined));
}

describe('assignments', () => {
  it.each([
    ['a = b = c;', '(a = (b = c))'],
    ['a += b -= c;', '(a += (b -= c))'],
    ['a = b = c = d;', '(a = (b = (c = d)))'],
    ['c ? x = a : y = b;', '(c ? (x = a) : (y = b))'],
    ['a = b ? c : d = e;', '(a = (b ? c : (d = e)))'],
    ['a = b = c ? d : e;', '(a = (b = (c ? d : e)))'],
    ['(a = b) = c;', '([(a = b)] = c)'],
    ['(c ? x : y) = z;', '([(c ? x : y)] = z)'],
    ['a ? b : c ? d : e = f;', '(a ? b : (c ? d : (e = f)))'],
    ['(a, , b) = (c, d, e);', '([a, , b] = [c, d, e])'],
    ['a[b = c] = d = e;', '(a[(b = c)] = (d = e))'],
  ])('%s', (body, expected) => {
    expect(shapes(body)).toEqual([expected]);
  });
});

describe('literals', () => {
  const bytesOf = (literal: string): unknown =>
    nodes(unitOf(`contract C { string s = ${literal}; }`), 'string')[0]?.bytes;
  it('are decoded', () => {
    expect(bytesOf('"ab" \'c\'')).toBe('616263');
    expect(bytesOf(String.raw`"\n\x41\u20ac\\\""`)).toBe('0a41e282ac5c22');
    expect(bytesOf('unicode"€"')).toBe('e282ac');
    expect(bytesOf('hex\'00_ff\' hex"AB"')).toBe('00ffab');
    expect(bytesOf('""')).toBe('');
  });
  it('report malformed escapes', () => {
    expect(sourcesOf({ 'a.sol': String.raw`contract C { string s = "\q"; }` }).diagnostics[0]?.code).toBe(
      'SOL102',
    );
  });
  it('keep numbers and units as written', () => {
    const numbers = nodes(
      unitOf('contract C { uint a = 1_000 gwei; uint b = 0xFf; uint c = 1.5e18; }'),
      'number',
    );
    expect(numbers.map(({ text, unit }) => [text, unit])).toEqual([
      ['1_000', 'gwei'],
      ['0xFf', undefined],
      ['1.5e18', undefined],
    ]);
  });
});

describe('definitions', () => {
  it('have exact names, overrides and argument lists', () => {
    const text = `abstract contract /* x */ A is B, C(1), D() {
      modifier m() virtual override(B, C) { _; }
      function f(uint a, address payable) external /* , */ override (B, x.C) m n(1) q() returns (uint) {}
      uint public override constant K = 1;
      using { L.g as <=, h } for T global;
    }`;
    const [contract] = unitOf(`contract B {} contract C {} ${text}`).declarations.slice(-1);
    if (contract?.kind !== 'contract') throw new Error('no contract');
    expect(contract.bases.map((base) => base.arguments?.length)).toEqual([undefined, 1, 0]);
    const [modifier, f, k, using] = contract.parts;
    if (
      modifier?.kind !== 'modifier' ||
      f?.kind !== 'function' ||
      k?.kind !== 'variable' ||
      using?.kind !== 'using'
    )
      throw new Error('parts');
    expect(modifier.override?.bases.length).toBe(2);
    expect(modifier.body?.statements.map(({ kind }) => kind)).toEqual(['placeholder']);
    expect(f.override?.bases.map((path) => path.parts.map((part) => part.name))).toEqual([['B'], ['x', 'C']]);
    expect(f.modifiers.map((call) => call.arguments?.length)).toEqual([undefined, 1, 0]);
    expect([k.name, k.mutability, k.visibility]).toEqual(['K', 'constant', 'public']);
    expect(using.functions?.map(({ path, operator }) => [path.parts.at(-1)?.name, operator])).toEqual([
      ['g', '<='],
      ['h', undefined],
    ]);
    expect(contract.abstract).toBe(true);
  });

  it('old forms are translated by their meaning', () => {
    const old = unitOf(
      `pragma solidity ^0.4.11; contract C { function C() { throw; } function() payable {} function g() constant { var x = 1; } }`,
    );
    const functions = nodes(old, 'function');
    expect(functions.map(({ functionKind, name, mutability }) => [functionKind, name, mutability])).toEqual([
      ['constructor', '', 'nonpayable'],
      ['fallback', '', 'payable'],
      ['function', 'g', 'view'],
    ]);
    expect(nodes(old, 'throw').length).toBe(1);
    expect(nodes(old, 'variable')[0]?.typeName).toBeUndefined();
    const since05 = nodes(
      unitOf('pragma solidity ^0.5.0; contract C { function C() public {} }'),
      'function',
    );
    expect(since05[0]?.functionKind).toBe('function');
  });

  it('contradicting specifiers are refused', () => {
    const codes = (text: string): readonly string[] =>
      sourcesOf({ 'a.sol': text }).diagnostics.map(({ code }) => code);
    expect(codes('contract C { function f() public private {} }')).toEqual(['SOL103']);
    expect(codes('contract C { function f() public view pure {} }')).toEqual(['SOL103']);
    expect(codes('contract C { receive(uint a) external payable {} }')).toEqual(['SOL103']);
    expect(codes('contract C { uint public constant immutable x = 1; }')).toEqual(['SOL103']);
    expect(
      codes('contract C { function f(function() external view returns (uint) g) public view {} }'),
    ).toEqual([]);
  });

  it('named arguments and call options keep their names', () => {
    const unit = unitOf(
      'contract C { function f() public { g({a: 1, b: 2}); h({}); i(); this.j{value: 1, gas: 2}(3); } }',
    );
    expect(
      nodes(unit, 'call').map(({ names }) =>
        (names as { name: string }[] | undefined)?.map(({ name }) => name),
      ),
    ).toEqual([['a', 'b'], [], undefined, undefined]);
    expect(nodes(unit, 'callOptions').length).toBe(1);
  });
});
