// Text to the tree of a specification file. Never throws: the tree holds what could be read.
import type { Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Declaration, SpecFile } from './ast.js';
import { cursorOf, peek, takeCommentsHere } from './cursor.js';
import { tokenize } from './lexer.js';
import { parseDeclaration } from './parse-declaration.js';

/** Parses one specification file; declarations with errors are kept and marked `broken`. */
export function parseSpec(file: SourceFile): Result<SpecFile> {
  const tokens = tokenize(file);
  const cursor = cursorOf(file, tokens.value);
  const declarations: Declaration[] = [];
  while (peek(cursor).kind !== 'end') {
    const declaration = parseDeclaration(cursor);
    if (declaration !== undefined) declarations.push(declaration);
  }
  const comments = takeCommentsHere(cursor);
  return {
    value: { path: file.path, declarations, comments },
    diagnostics: [...tokens.diagnostics, ...cursor.diagnostics],
  };
}
