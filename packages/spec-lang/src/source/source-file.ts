// A source text with its line map; spans are half-open ranges of UTF-16 offsets.

/** Half-open range `[start, end)` of UTF-16 offsets in one file. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A text under a name that users recognize (a path as they wrote it or relative to the project root). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A place in a file. */
export interface Location extends TextSpan {
  readonly path: string;
}

/** Line and column, both counted from 1; columns count UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. O(length) per call: meant for diagnostics, not for hot loops. */
export function lineColumn(text: string, offset: number): LineColumn {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  let line = 1;
  for (let i = before.indexOf('\n'); i !== -1; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: offset - lastBreak };
}
