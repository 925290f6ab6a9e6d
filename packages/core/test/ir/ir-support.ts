// Shared by the tests of the IR: lowering of texts and packages.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProgram, lowerContract, type SourceHost } from '@surety/core';

const modules = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));

/** Reads imports of installed packages; paths are those of the package, e.g. `solmate/src/tokens/ERC20.sol`. */
export const packageHost: SourceHost = {
  resolve: (importText, fromPath) => {
    const file = importText.startsWith('.')
      ? path.posix.join(path.posix.dirname(fromPath), importText)
      : importText;
    const text = packageText(file);
    return text === undefined ? undefined : { path: file, text };
  },
};

/** The text of a file of an installed package. */
export function packageText(file: string): string | undefined {
  const full = path.join(modules, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

/** Folder of the installed packages. */
export const modulesFolder = modules;

/** Lowers one contract of a text that has no errors; imports are those of installed packages. */
export function lowerText(solidity: string, name = 'C', pragma = '^0.8.26') {
  const text = `pragma solidity ${pragma};\n${solidity}`;
  const { program, diagnostics } = loadProgram([{ path: 'C.sol', text }], packageHost);
  const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => d.message);
  const contract = program?.contracts.find((c) => c.name === name);
  if (program === undefined || contract === undefined || errors.length > 0) {
    throw new Error(`no contract ${name}: ${errors.join('; ')}`);
  }
  return lowerContract(program, contract.id);
}

/** A text without its first line break and the indentation of its first line. */
export function outdent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join('\n');
}
