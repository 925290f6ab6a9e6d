// S-expressions: the reader for everything a solver answers. Iterative, so nesting is no limit.

/** An atom (quoted symbols and strings unquoted, with a mark) or a list. */
export type SExpression = string | readonly SExpression[];

/** Thrown when a solver's answer is not a sequence of s-expressions. */
export class SExpressionError extends Error {
  override readonly name = 'SExpressionError';
}

/** Marks an atom that was a string literal, so that `"sat"` is not taken for `sat`. */
export const STRING_MARK = '"';

const DELIMITER = /[\s()|";]/;

/** All s-expressions of a text, in order; `|a b|` reads as the atom `a b`, `"x"` as `"x`. Throws SExpressionError. */
export function parseSExpressions(text: string): readonly SExpression[] {
  const result: SExpression[] = [];
  const open: SExpression[][] = [];
  let current = result;
  let position = 0;
  while (position < text.length) {
    const c = text.charAt(position);
    if (/\s/.test(c)) {
      position++;
    } else if (c === ';') {
      const end = text.indexOf('\n', position);
      position = end < 0 ? text.length : end;
    } else if (c === '(') {
      const list: SExpression[] = [];
      current.push(list);
      open.push(current);
      current = list;
      position++;
    } else if (c === ')') {
      const outer = open.pop();
      if (outer === undefined) throw new SExpressionError(`unexpected ) at offset ${position}`);
      current = outer;
      position++;
    } else if (c === '|') {
      const end = text.indexOf('|', position + 1);
      if (end < 0) throw new SExpressionError('quoted symbol without end');
      current.push(text.slice(position + 1, end));
      position = end + 1;
    } else if (c === '"') {
      const [value, end] = readString(text, position + 1);
      current.push(STRING_MARK + value);
      position = end;
    } else {
      let end = position + 1;
      while (end < text.length && !DELIMITER.test(text.charAt(end))) end++;
      current.push(text.slice(position, end));
      position = end;
    }
  }
  if (open.length > 0) throw new SExpressionError('unexpected end: a list is not closed');
  return result;
}

// A quote inside a string is written twice.
function readString(text: string, start: number): readonly [string, number] {
  let value = '';
  let position = start;
  for (;;) {
    const end = text.indexOf('"', position);
    if (end < 0) throw new SExpressionError('string without end');
    value += text.slice(position, end);
    if (text.charAt(end + 1) !== '"') return [value, end + 1];
    value += '"';
    position = end + 2;
  }
}
