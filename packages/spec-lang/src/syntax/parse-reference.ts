// Names of claims, lemmas and functions, and the lists that follow `using` and `except`.
import type { Expression, FunctionReference, LemmaReference, Name, TypeName } from './ast.js';
import { accept, advance, at, type Cursor, expect, expectName, peek, previous } from './cursor.js';
import { parseArguments } from './parse-expression.js';
import { parseTypeName } from './parse-type.js';

/** `supply` or `Token.supply`. */
export function parseClaimName(
  cursor: Cursor,
  what: string,
): { readonly contract: Name | undefined; readonly name: Name } {
  const first = expectName(cursor, what);
  if (!accept(cursor, '.')) return { contract: undefined, name: first };
  return { contract: first, name: expectName(cursor, `${what} after '.'`) };
}

/** The same as one name, `Token.supply` with its dot. */
export function parseDottedName(cursor: Cursor, what: string): Name {
  const { contract, name } = parseClaimName(cursor, what);
  if (contract === undefined) return name;
  return { text: `${contract.text}.${name.text}`, start: contract.start, end: name.end };
}

/** `f` or `Alias.f` as an expression: a call names its function. */
export function parsePath(cursor: Cursor): Expression {
  const first = expectName(cursor, 'a function to call');
  let path: Expression = { kind: 'name', name: first.text, start: first.start, end: first.end };
  while (accept(cursor, '.')) {
    const member = expectName(cursor, "a function name after '.'");
    path = { kind: 'member', base: path, member, start: first.start, end: member.end };
  }
  return path;
}

/** `using solvent, capped(u)`, its first word included. */
export function parseUsing(cursor: Cursor): readonly LemmaReference[] {
  advance(cursor);
  const items: LemmaReference[] = [];
  do {
    const name = parseDottedName(cursor, 'the name of an invariant');
    const opening = peek(cursor);
    const values = accept(cursor, '(') ? parseArguments(cursor, opening) : undefined;
    items.push({ name, arguments: values, start: name.start, end: previous(cursor).end });
  } while (accept(cursor, ','));
  return items;
}

/** `using …` if it stands here, and once more if it stands there again. */
export function parseUsingIfAny(cursor: Cursor): readonly LemmaReference[] {
  const items: LemmaReference[] = [];
  while (at(cursor, 'using')) items.push(...parseUsing(cursor));
  return items;
}

/** `setFee, send(address,uint256)`; `after` is the word before the list. */
export function parseFunctionReferences(cursor: Cursor, after: string): readonly FunctionReference[] {
  const items: FunctionReference[] = [];
  do items.push(parseFunctionReference(cursor, after));
  while (accept(cursor, ','));
  return items;
}

/** `transfer` or `transfer(address,uint256)`. */
export function parseFunctionReference(cursor: Cursor, after: string): FunctionReference {
  const name = expectName(cursor, `the name of a function after '${after}'`);
  const opening = peek(cursor);
  if (!accept(cursor, '(')) return { name, types: undefined, start: name.start, end: name.end };
  const types: TypeName[] = [];
  if (!at(cursor, ')')) {
    types.push(parseTypeName(cursor));
    // A signature stands on one line: what follows a comma at the end of it is the next item of the list around.
    while (at(cursor, ',') && !peek(cursor, 1).startsLine && accept(cursor, ','))
      types.push(parseTypeName(cursor));
  }
  expect(cursor, ')', 'after the parameter types', opening);
  return { name, types, start: name.start, end: previous(cursor).end };
}
