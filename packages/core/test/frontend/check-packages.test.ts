// The checker on real packages: everything loads without an error, and every type and reference is solc's.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { SourceFile } from '@surety/spec-lang';
import { loadProgram, type SourceHost } from '../../dist/frontend/index.js';
import { brokenInvariants } from './check-support.js';
import {
  moduleHost,
  readModule,
  type SolcNode,
  solcTrees,
  solidityFiles,
  utf16Offsets,
} from './translate-support.js';

const EXPRESSIONS: ReadonlySet<unknown> = new Set([
  'Identifier',
  'MemberAccess',
  'FunctionCall',
  'BinaryOperation',
  'UnaryOperation',
  'Assignment',
  'Conditional',
  'IndexAccess',
  'IndexRangeAccess',
  'Literal',
  'TupleExpression',
  'ElementaryTypeNameExpression',
  'NewExpression',
  'FunctionCallOptions',
]);

/** Subtrees that are not expressions of ours: assembly is text, import symbols and override lists are names. */
const SKIPPED: ReadonlySet<unknown> = new Set([
  'InlineAssembly',
  'ImportDirective',
  'OverrideSpecifier',
  'ArrayTypeName',
]);

interface Seen {
  type?: string;
  reference?: number;
}

function compare(roots: readonly SourceFile[], host: SourceHost = moduleHost) {
  const seen = new Map<string, Seen>();
  const { program, diagnostics } = loadProgram(roots, host, (_, span, type, reference) => {
    const key = `${span.file}:${span.start}:${span.end}`;
    const entry = seen.get(key) ?? {};
    if (type !== '') entry.type = type;
    if (reference !== undefined) entry.reference = reference;
    seen.set(key, entry);
  });
  if (program === undefined) throw new Error('nothing was parsed');
  const { trees, errors } = solcTrees(program.files, false);
  expect(errors).toEqual([]);
  const nodes: { readonly node: SolcNode; readonly file: number }[] = [];
  const byId = new Map<unknown, { readonly node: SolcNode; readonly file: number }>();
  const walk = (value: unknown, file: number): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as SolcNode;
    if (SKIPPED.has(node.nodeType)) return;
    if (typeof node.id === 'number') byId.set(node.id, { node, file });
    if (EXPRESSIONS.has(node.nodeType) || node.nodeType === 'IdentifierPath') nodes.push({ node, file });
    for (const [key, child] of Object.entries(node)) if (key !== 'typeDescriptions') walk(child, file);
  };
  for (const [file, { path }] of program.files.entries()) walk(trees.get(path), file);
  const offsets = program.files.map((file) => utf16Offsets(file.text));
  const extent = (node: SolcNode, file: number): readonly [number, number] => {
    const [start = 0, length = 0] = String(node.src).split(':').map(Number);
    const at = (byte: number): number => offsets[file]?.(byte) ?? byte;
    return [at(start), at(start + length)];
  };
  const wrong: string[] = [];
  let types = 0;
  let references = 0;
  let wrongReferences = 0;
  for (const { node, file } of nodes) {
    const [start, end] = extent(node, file);
    const ours = seen.get(`${file}:${start}:${end}`);
    const text = program.files[file]?.text.slice(start, end);
    const wanted = (node.typeDescriptions as { readonly typeString?: string } | undefined)?.typeString;
    if (EXPRESSIONS.has(node.nodeType) && wanted !== undefined && text !== 'payable(') {
      types++;
      if (ours?.type !== wanted) wrong.push(`${text}: solc ${wanted}, ours ${ours?.type}`);
    }
    const target = byId.get(node.referencedDeclaration);
    if (target === undefined || target.node.nodeType === 'EnumValue' || target.node.nodeType === 'SourceUnit')
      continue;
    references++;
    const declaration = program.declarations.get(ours?.reference ?? -1);
    const [declared] = extent(target.node, target.file);
    if (declaration?.span.file !== target.file || declaration.span.start !== declared) wrongReferences++;
  }
  const errorCount = diagnostics.filter((d) => d.severity === 'error').length;
  return { types, wrong, references, wrongReferences, errorCount, broken: brokenInvariants(program) };
}

describe('the checker agrees with solc', () => {
  it('on all of OpenZeppelin', () => {
    const result = compare(solidityFiles('@openzeppelin/contracts').map(readModule));
    expect(result.errorCount).toBe(0);
    expect(result.broken).toEqual([]);
    expect(result.types).toBeGreaterThan(25000);
    // The one type we do without: a slice of calldata inside a tuple is printed as what it is a slice of.
    expect(result.wrong.filter((line) => !line.includes('bytes calldata slice)'))).toEqual([]);
    expect(result.wrong.length).toBeLessThanOrEqual(2);
    expect(result.references).toBeGreaterThan(14000);
    expect(result.wrongReferences).toBe(0);
  });

  it('on solmate', () => {
    const roots = ['auth', 'tokens', 'utils'].flatMap((folder) => solidityFiles(`solmate/src/${folder}`));
    const result = compare(roots.map(readModule));
    expect(result.errorCount).toBe(0);
    expect(result.broken).toEqual([]);
    expect(result.wrong).toEqual([]);
    expect(result.wrongReferences).toBe(0);
  });

  it('on a file with the whole language', () => {
    const read = (name: string): SourceFile => ({
      path: name,
      text: readFileSync(new URL(`check-language/${name}`, import.meta.url), 'utf8'),
    });
    const result = compare([read('language.sol')], { resolve: (text) => read(text.replace('./', '')) });
    expect(result.errorCount).toBe(0);
    expect(result.broken).toEqual([]);
    expect(result.types).toBeGreaterThan(900);
    expect(result.wrong.filter((line) => !line.includes('bytes calldata slice'))).toEqual([]);
    expect(result.wrongReferences).toBe(0);
  });

  it('loads wrapped ether of 2017', () => {
    const { program, diagnostics } = loadProgram(
      [readModule('canonical-weth/contracts/WETH9.sol')],
      moduleHost,
    );
    expect(diagnostics).toEqual([]);
    expect(program?.contracts.map((c) => [c.name, c.checkedArithmetic, c.languageVersion])).toEqual([
      ['WETH9', false, '0.4.22'],
    ]);
    if (program !== undefined) expect(brokenInvariants(program)).toEqual([]);
  });
});
