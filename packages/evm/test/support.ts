// Shared by the tests of this package: compiling a text or a file with its imports, and short names for accounts.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  type CompiledContract,
  type CompileOptions,
  compileSolidity,
  type DecodedState,
  type DecodedValue,
  type SourceFile,
} from '@surety/evm';

export const ALICE = `0x${'a1'.repeat(20)}`;
export const BOB = `0x${'b0'.repeat(20)}`;
export const CAROL = `0x${'ca'.repeat(20)}`;

/** Compiles one text; gives its contracts by plain name and fails the test on errors. */
export async function compileText(
  text: string,
  options: CompileOptions = {},
): Promise<(name: string) => CompiledContract> {
  return compileFiles([{ path: 'Test.sol', text }], options);
}

/** Compiles files; gives their contracts by plain name. */
export async function compileFiles(
  files: readonly SourceFile[],
  options: CompileOptions = {},
): Promise<(name: string) => CompiledContract> {
  const result = await compileSolidity(files, options);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return (name) => {
    const found = [...result.contracts.values()].find((contract) => contract.name === name);
    if (found === undefined) throw new Error(`no contract ${name}`);
    return found;
  };
}

/** The closure of a source that imports packages from the root's node_modules. */
export function withImports(path: string, text: string): readonly SourceFile[] {
  const files = new Map<string, string>([[path, text]]);
  const visit = (from: string, content: string): void => {
    for (const [, target] of content.matchAll(/^\s*import\s[^"']*["']([^"']+)["']/gm)) {
      const found = target?.startsWith('.')
        ? normalize(join(dirname(from), target))
        : `node_modules/${target}`;
      if (files.has(found)) continue;
      const imported = readFileSync(found, 'utf8');
      files.set(found, imported);
      visit(found, imported);
    }
  };
  visit(path, text);
  return [...files].map(([name, content]) => ({ path: name, text: content }));
}

/** Decoded storage in plain values: structs as objects, mappings as maps, arrays as lists, bytes as text or hex. */
export function plain(value: DecodedValue): unknown {
  switch (value.kind) {
    case 'value':
      return value.value;
    case 'bytes':
      return value.text ?? value.hex;
    case 'struct':
      return Object.fromEntries(value.fields.map((field) => [field.label, plain(field.value)]));
    case 'array':
      return value.elements.map((element) => plain(element.value));
    case 'mapping':
      return new Map(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    default:
      return value satisfies never;
  }
}

/** All variables of a decoded state in plain values, by name. */
export function plainState(state: DecodedState): Readonly<Record<string, unknown>> {
  return Object.fromEntries(state.variables.map((variable) => [variable.label, plain(variable.value)]));
}
