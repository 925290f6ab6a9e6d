// Shared by the tests of the checker: loading of texts and packages, and the invariants of every typed program.
import type { Diagnostic } from '@surety/spec-lang';
import { loadProgram } from '../../dist/frontend/index.js';
import { typeString } from '../../dist/frontend/type-string.js';
import type { TypedProgram } from '../../dist/frontend/typed-program.js';
import type { Type } from '../../dist/frontend/types.js';

export interface Loaded {
  readonly program: TypedProgram;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads texts by path; the first one is the root. */
export function loadTexts(files: Readonly<Record<string, string>>): Loaded {
  const [root] = Object.keys(files);
  if (root === undefined) throw new Error('no file');
  const { program, diagnostics } = loadProgram([{ path: root, text: files[root] ?? '' }], {
    resolve: (importText) => {
      const path = importText.replace(/^\.\//, '');
      const text = files[path];
      return text === undefined ? undefined : { path, text };
    },
  });
  if (program === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return { program, diagnostics };
}

/** Codes of the errors of one contract's body under `pragma ^0.8.20`. */
export function codesOf(body: string, before = ''): readonly string[] {
  const text = `pragma solidity ^0.8.20;\n${before}\ncontract C {\n${body}\n}`;
  return loadTexts({ 'C.sol': text }).diagnostics.map((d) => d.code);
}

/** A typed expression as compact text: every conversion and every kind of call shows. */
export function show(value: unknown): string {
  const node = value as Shown;
  switch (node.kind) {
    case 'literal':
      return String(node.value);
    case 'convert':
      return `${node.explicit === true ? 'as' : 'to'}<${typeString(node.type)}>(${show(node.operand)})`;
    case 'binary':
    case 'assign':
      return `(${show(node.left)} ${String(node.operator)} ${show(node.right)})`;
    case 'variable':
      return `#${typeString(node.type)}`;
    case 'call':
      return `${String((node.call as Shown).kind)}(${((node.call as Shown).arguments as readonly unknown[]).map(show).join(', ')})`;
    default:
      return String(node.kind);
  }
}

type Shown = { readonly kind: string; readonly type: Type } & Readonly<Record<string, unknown>>;

/** What is wrong with a typed program, whatever it was made of; empty when nothing is. */
export function brokenInvariants(program: TypedProgram): readonly string[] {
  const broken: string[] = [];
  const seen = new Set<object>();
  const declared = (id: unknown, what: string): void => {
    if (typeof id !== 'number' || !program.declarations.has(id))
      broken.push(`${what} refers to no declaration`);
  };
  const visit = (node: unknown, underConversion: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    if (Array.isArray(node)) {
      for (const item of node) visit(item, underConversion);
      return;
    }
    seen.add(node);
    const { kind, type } = node as Shown;
    const literalType = type?.kind === 'rational' || type?.kind === 'stringLiteral';
    if (literalType && !underConversion)
      broken.push(`${kind} of type ${typeString(type)} without a conversion`);
    if (kind === 'unsupported') broken.push(`unsupported: ${String((node as Shown).what)}`);
    if (kind === 'variable' && 'declaration' in node) declared(node.declaration, 'a variable');
    if (kind === 'function' && 'dispatch' in node && 'declaration' in node)
      declared(node.declaration, 'a function');
    if (kind === 'internal' && 'function' in node) declared(node.function, 'a call');
    if (kind === 'external' && 'signature' in node && node.signature === '')
      broken.push('an external call without signature');
    for (const [key, child] of Object.entries(node)) {
      if (key !== 'type' && key !== 'span') visit(child, kind === 'convert');
    }
  };
  for (const declaration of program.declarations.values()) visit(declaration, false);
  return [...new Set(broken)];
}
