// Text to the tree of a specification file. Never throws: the tree holds what could be read.
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import { lineColumn, type SourceFile } from '../source/source-file.js';
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
  // What the lexer had to step over leaves a gap that the parser stumbles into on the same line: one mistake, one report.
  const lines = new Set(tokens.diagnostics.map((each) => lineOf(file.text, each)));
  // A comment without an end hides the rest of the file, so that everything open there seems unfinished.
  const unclosed = tokens.diagnostics.some(({ location }) => file.text.startsWith('/*', location?.start));
  const visible = unclosed ? (tokens.value.at(-2)?.end ?? 0) : file.text.length + 1;
  const own = cursor.diagnostics.filter(
    (each) =>
      (each.code !== 'SPEC104' || !lines.has(lineOf(file.text, each))) &&
      (each.location?.start ?? 0) < visible,
  );
  return {
    value: { path: file.path, declarations, comments },
    diagnostics: [...tokens.diagnostics, ...own],
  };
}

function lineOf(text: string, { location }: Diagnostic): number {
  return lineColumn(text, location?.start ?? 0).line;
}
