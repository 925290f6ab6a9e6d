// The tree: assignments group to the right, old language forms, literals, names that are keywords elsewhere, places of names.
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

describe('powers', () => {
  const power = (pragma: string): readonly string[] => {
    const unit = unitOf(`${pragma} contract C { function f() public { a ** b ** c; } }`);
    return collect(unit, (node) =>
      node.kind === 'expression' ? print(node.expression as Expression) : undefined,
    );
  };
  it('group to the left before 0.8 and to the right since', () => {
    expect(power('pragma solidity ^0.7.0;')).toEqual(['((a ** b) ** c)']);
    expect(power('pragma solidity ^0.8.0;')).toEqual(['(a ** (b ** c))']);
    expect(() => power('pragma solidity >=0.7.0 <0.9.0;')).toThrow('SOL103');
  });
});

describe('words', () => {
  const errors = (version: string, text: string): number =>
    sourcesOf({ 'a.sol': `pragma solidity ${version};\n${text}` }).diagnostics.length;
  it.each([
    ['uint error; uint global; uint layout; uint at; uint from; uint transient; uint revert;', '0.4', true],
    ['uint error; uint global; uint layout; uint at; uint from; uint transient; uint revert;', '0.8', true],
    ['uint transient transient; uint transient public at; uint public transient = 1;', '0.8', true],
    ['uint virtual; uint receive; uint fallback;', '0.5', true],
    ['uint virtual;', '0.6', false],
    ['uint immutable = 1; uint override; uint unchecked; uint calldata; uint constructor;', '0.4', true],
    ['uint immutable;', '0.5', false],
    ['uint gwei;', '0.6', true],
    ['uint gwei;', '0.7', false],
    ['uint szabo;', '0.6', false],
    ['uint szabo;', '0.8', true],
    ['uint type;', '0.8', false],
    ['uint uint7;', '0.8', true],
    ['function f(bytes calldata) public {}', '0.4', true],
    ['function fallback() external {} function receive() external {}', '0.8', true],
  ])('%s in %s', (members, minor, fine) => {
    const [, second = '0'] = minor.split('.');
    const range = `>=${minor}.0 <0.${Number(second) + 1}.0`;
    expect(errors(range, `contract C { ${members} }`) === 0).toBe(fine);
  });

  it('a modifier or base may be named by a path', () => {
    const unit = unitOf(
      'import "b" as M; contract C is M.Base { constructor() M.Base(1) M.N.m {} }'.slice(17),
    );
    const [invocation, plain] = nodes(unit, 'modifierInvocation') as unknown as {
      path: { parts: { name: string }[] };
    }[];
    expect(invocation?.path.parts.map(({ name }) => name)).toEqual(['M', 'Base']);
    expect(plain?.path.parts.map(({ name }) => name)).toEqual(['M', 'N', 'm']);
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
    expect(codes('pragma solidty ^0.8.0; contract C {}')).toEqual(['SOL103']);
    expect(codes('pragma abicoder v2 v2; contract C {}')).toEqual(['SOL101']);
    expect(codes('pragma solidity ^0.6.0; contract C { function () external {} }')).toEqual(['SOL101']);
    expect(codes('pragma solidity ^0.5.0; contract C { function () external {} }')).toEqual([]);
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
