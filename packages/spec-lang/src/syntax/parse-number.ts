// Number literals with their units.
import type { Expression } from './ast.js';
import { advance, type Cursor, peek, previous, remark } from './cursor.js';
import { numberUnits, numberValue } from './number.js';

/** A number with its unit; the current token is one. */
export function parseNumber(cursor: Cursor): Expression {
  const token = advance(cursor);
  const unit =
    peek(cursor).kind === 'word' && !peek(cursor).startsLine ? numberUnits.get(peek(cursor).text) : undefined;
  const text = unit === undefined ? token.text : `${token.text} ${advance(cursor).text}`;
  const span = { start: token.start, end: previous(cursor).end };
  const result = numberValue(token.text, unit ?? 1n);
  if (result.problem !== undefined) {
    remark(cursor, 'SPEC103', span, `'${text}' is not a number: ${result.problem}`);
    return { kind: 'missing', ...span };
  }
  const hexadecimal = /^0[xX]([0-9a-fA-F_]+)$/.exec(text)?.[1]?.replaceAll('_', '');
  const bytes =
    hexadecimal !== undefined && hexadecimal.length % 2 === 0 ? hexadecimal.length / 2 : undefined;
  return { kind: 'number', text, value: result.value, bytes, ...span };
}
