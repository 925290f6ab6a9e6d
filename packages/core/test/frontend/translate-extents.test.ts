// The tree has solc's shape: every node of real files, and of random expressions, has the kind and extent that solc gives it.
import { describe, expect, it } from '@jest/globals';
import type { SourceFile } from '@surety/spec-lang';
import type { SourceUnit } from '../../dist/frontend/ast.js';
import { loadSources } from '../../dist/frontend/sources.js';
import {
  collect,
  readModule,
  type SolcNode,
  seededRandom,
  solcTrees,
  solidityFiles,
  utf16Offsets,
} from './translate-support.js';

const SOLC_KINDS: Readonly<Record<string, string>> = {
  contract: 'ContractDefinition',
  function: 'FunctionDefinition',
  modifier: 'ModifierDefinition',
  variable: 'VariableDeclaration',
  struct: 'StructDefinition',
  enum: 'EnumDefinition',
  event: 'EventDefinition',
  error: 'ErrorDefinition',
  using: 'UsingForDirective',
  pragma: 'PragmaDirective',
  import: 'ImportDirective',
  inheritance: 'InheritanceSpecifier',
  modifierInvocation: 'ModifierInvocation',
  elementaryType: 'ElementaryTypeName',
  mappingType: 'Mapping',
  arrayType: 'ArrayTypeName',
  functionType: 'FunctionTypeName',
  declare: 'VariableDeclarationStatement',
  expression: 'ExpressionStatement',
  if: 'IfStatement',
  break: 'Break',
  continue: 'Continue',
  return: 'Return',
  emit: 'EmitStatement',
  revertError: 'RevertStatement',
  try: 'TryStatement',
  placeholder: 'PlaceholderStatement',
  assembly: 'InlineAssembly',
  catch: 'TryCatchClause',
  identifier: 'Identifier',
  boolean: 'Literal',
  number: 'Literal',
  string: 'Literal',
  tuple: 'TupleExpression',
  inlineArray: 'TupleExpression',
  member: 'MemberAccess',
  index: 'IndexAccess',
  slice: 'IndexRangeAccess',
  call: 'FunctionCall',
  callOptions: 'FunctionCallOptions',
  new: 'NewExpression',
  typeExpression: 'ElementaryTypeNameExpression',
  unary: 'UnaryOperation',
  binary: 'BinaryOperation',
  assign: 'Assignment',
  conditional: 'Conditional',
};

/** Nodes of solc for which we have no node of our own. */
const WITHOUT_COUNTERPART = new Set([
  'SourceUnit',
  'ParameterList',
  'OverrideSpecifier',
  'StructuredDocumentation',
  'IdentifierPath',
  'EnumValue',
]);

function solcKind(node: SolcNode): string | undefined {
  if (typeof node.id !== 'number' || typeof node.span !== 'object') return undefined;
  if (node.kind === 'userType')
    return node.underlying ? 'UserDefinedValueTypeDefinition' : 'UserDefinedTypeName';
  if (node.kind === 'block') return node.unchecked ? 'UncheckedBlock' : 'Block';
  if (node.kind === 'loop')
    return { for: 'ForStatement', while: 'WhileStatement', doWhile: 'DoWhileStatement' }[String(node.form)];
  return SOLC_KINDS[String(node.kind)];
}

function ourNodes(unit: SourceUnit): ReadonlySet<string> {
  return new Set(
    collect(unit, (node) => {
      const kind = solcKind(node);
      const span = node.span as { readonly start: number; readonly end: number };
      return kind && `${kind} ${span.start} ${span.end}`;
    }),
  );
}

function solcNodes(tree: SolcNode, text: string): ReadonlySet<string> {
  const offset = utf16Offsets(text);
  return new Set(
    collect(tree, (node) => {
      const kind = node.nodeType;
      if (typeof kind !== 'string' || typeof node.src !== 'string') return undefined;
      if (kind.startsWith('Yul') || WITHOUT_COUNTERPART.has(kind)) return undefined;
      const [start = 0, length = 0] = node.src.split(':').map(Number);
      return `${kind} ${offset(start)} ${offset(start + length)}`;
    }),
  );
}

function compare(sources: readonly SourceFile[]): {
  readonly compared: number;
  readonly differences: readonly string[];
} {
  const { trees, errors } = solcTrees(sources, true);
  expect(errors).toEqual([]);
  const loaded = loadSources(sources, { resolve: () => undefined });
  expect(loaded.units.length).toBe(sources.length);
  let compared = 0;
  const differences: string[] = [];
  for (const unit of loaded.units) {
    const text = sources[unit.file]?.text ?? '';
    const ours = ourNodes(unit);
    const theirs = solcNodes(trees.get(unit.path) ?? {}, text);
    compared += theirs.size;
    const report = (side: string, node: string): void => {
      const [kind = '', start, end] = node.split(' ');
      const excerpt = text.slice(Number(start), Number(end));
      if (!isPeculiarity(kind, excerpt, text, Number(start)))
        differences.push(`${side} ${unit.path} ${kind} ${excerpt.slice(0, 60)}`);
    };
    for (const node of theirs) if (!ours.has(node)) report('missing', node);
    for (const node of ours) if (!theirs.has(node)) report('surplus', node);
  }
  return { compared, differences };
}

// Where solc's extents or nodes are its own affair: symbols of an import and the update of `for` are nodes, the success
// branch of `try` is a clause, `return;` includes its semicolon, and two kinds of node reach one token too far.
function isPeculiarity(kind: string, excerpt: string, text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 500), start);
  if (kind === 'Identifier') return /import\s*\{[^}]*$/.test(before);
  if (kind === 'ExpressionStatement')
    return /;\s*$/.test(before) && /^\s*\)/.test(text.slice(start + excerpt.length));
  if (kind === 'TryCatchClause') return !excerpt.startsWith('catch');
  if (kind === 'Return' || kind === 'IfStatement' || kind === 'WhileStatement')
    return /\breturn;?$/.test(excerpt);
  if (kind === 'ElementaryTypeName' || kind === 'ElementaryTypeNameExpression')
    return excerpt.startsWith('payable');
  return kind === 'FunctionTypeName';
}

const OPERATORS =
  '= = = += -= *= /= %= &= |= ^= <<= >>= + - * / % ** << >> & | ^ < > <= >= == != && ||'.split(' ');

function randomExpression(random: (bound: number) => number, depth: number): string {
  const operand = (): string => randomExpression(random, depth - 1);
  const name = String.fromCharCode(97 + random(26));
  if (depth === 0) return name;
  switch (random(14)) {
    case 0:
    case 1:
    case 2:
      return `${operand()} ? ${operand()} : ${operand()}`;
    case 3:
      return `(${operand()})`;
    case 4:
      return `${['-', '!', '~', '++', '--', 'delete '][random(6)]}${name}.${name}`;
    case 5:
      return `${name}[${operand()}]${['', '++', '--', '.q', '(x)'][random(5)]}`;
    case 6:
      return `${name}(${operand()}, ${operand()})`;
    default:
      return `${operand()} ${OPERATORS[random(OPERATORS.length)]} ${operand()}`;
  }
}

describe('extents against solc', () => {
  it('all nodes of every sixth file of OpenZeppelin and solmate', () => {
    const all = [...solidityFiles('@openzeppelin/contracts'), ...solidityFiles('solmate/src')];
    const files = all.filter((_, i) => i % 6 === 0).map(readModule);
    // Only the exact pins of test contracts stand in solc's way; the replacement has the same length.
    const sources = files.map(({ path, text }) => ({
      path,
      text: text.replace('solidity 0.8.15;', 'solidity ^0.8.1;'),
    }));
    const { compared, differences } = compare(sources);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(12_000);
  });

  it('300 random expressions, most with assignments and conditionals', () => {
    const random = seededRandom(20);
    const lines = Array.from({ length: 300 }, () => `    ${randomExpression(random, 1 + random(4))};`);
    const text = `contract C {\n  function f() public {\n${lines.join('\n')}\n  }\n}\n`;
    const { compared, differences } = compare([{ path: 'random.sol', text }]);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(3_000);
  });
});
