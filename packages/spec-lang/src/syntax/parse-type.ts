// Type names and parameter lists.
import type { Parameter, TypeName } from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  expect,
  expectName,
  peek,
  previous,
  unexpected,
} from './cursor.js';
import { numberValue } from './number.js';

/** `(address a, uint)` with its parentheses; `where` says for which construct. */
export function parseParameters(cursor: Cursor, where: string): readonly Parameter[] {
  const opening = peek(cursor);
  const parameters: Parameter[] = [];
  if (!expect(cursor, '(', where) || accept(cursor, ')')) return parameters;
  do parameters.push(parseParameter(cursor));
  while (accept(cursor, ','));
  expect(cursor, ')', 'after the parameters', opening);
  return parameters;
}

const dataLocations: ReadonlySet<string> = new Set(['memory', 'calldata', 'storage']);

/** A type with an optional name; data locations are passed over, a specification has none. */
export function parseParameter(cursor: Cursor): Parameter {
  const type = parseTypeName(cursor);
  if (peek(cursor).kind === 'word' && dataLocations.has(peek(cursor).text)) advance(cursor);
  const name = !cursor.panicking && peek(cursor).kind === 'word' ? expectName(cursor, 'a name') : undefined;
  return { type, name, start: type.start, end: name?.end ?? type.end };
}

/** `uint256`, `Pool.Position[]`, `address payable`. */
export function parseTypeName(cursor: Cursor): TypeName {
  const first = expectName(cursor, 'a type');
  let name = first.text;
  while (accept(cursor, '.')) name += `.${expectName(cursor, "a type name after '.'").text}`;
  if (name === 'address') accept(cursor, 'payable');
  const dimensions: (bigint | undefined)[] = [];
  while (at(cursor, '[')) {
    const opening = advance(cursor);
    dimensions.push(at(cursor, ']') ? undefined : parseLength(cursor));
    expect(cursor, ']', 'after the number of elements', opening);
  }
  return { name, dimensions, start: first.start, end: previous(cursor).end };
}

function parseLength(cursor: Cursor): bigint | undefined {
  const token = peek(cursor);
  const length = token.kind === 'number' ? numberValue(token.text, 1n) : undefined;
  if (length?.problem !== undefined || length === undefined) {
    unexpected(cursor, 'the number of elements');
    return undefined;
  }
  advance(cursor);
  return length.value;
}
