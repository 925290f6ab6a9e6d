// Ghost variables and what updates them: `ghost …;`, `after f(…) { … }`, `on change x { … }`.
import type {
  ChangeHookDeclaration,
  GhostDeclaration,
  GhostStatement,
  HookDeclaration,
  Name,
  TypeName,
} from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  closingBrace,
  enterBlock,
  expect,
  expectClose,
  expectName,
  peek,
  previous,
  takeComments,
  unexpected,
} from './cursor.js';
import { parseExpression, parsePlace } from './parse-expression.js';
import { parseClaimName } from './parse-reference.js';
import { parseParameters, parseTypeName } from './parse-type.js';
import { atDeclaration, recover } from './recover.js';

/** `ghost uint paidOut = 0;`, `ghost mapping(address => mapping(uint => bool)) seen;` */
export function parseGhost(cursor: Cursor): GhostDeclaration {
  advance(cursor);
  const keys: TypeName[] = [];
  const openings: ReturnType<typeof peek>[] = [];
  while (at(cursor, 'mapping') && at(cursor, '(', 1)) {
    advance(cursor);
    openings.push(advance(cursor));
    keys.push(parseTypeName(cursor));
    expect(cursor, '=>', 'and the type of the values after the type of the keys');
  }
  const type = parseTypeName(cursor);
  for (const opening of openings.reverse()) expect(cursor, ')', 'after the type of the values', opening);
  const name = expectName(cursor, 'a name for the ghost variable');
  const initial = accept(cursor, '=') ? parseExpression(cursor) : undefined;
  expect(cursor, ';', 'after the ghost variable');
  return { kind: 'ghost', type, keys, name, initial };
}

/** `after withdraw(uint amount) returns (bool ok) { paidOut += amount; }` */
export function parseHook(cursor: Cursor): HookDeclaration {
  const moment = advance(cursor).text === 'before' ? 'before' : 'after';
  const { contract, name } = parseClaimName(cursor, `the name of a function after '${moment}'`);
  const parameters = parseParameters(cursor, 'after the name of the function');
  const results = accept(cursor, 'returns') ? parseParameters(cursor, "after 'returns'") : [];
  const opening = peek(cursor);
  expect(cursor, '{', 'and updates after the function');
  const updates = parseUpdates(cursor);
  const close = closingBrace(cursor, 'after the updates', opening);
  return { kind: 'hook', moment, contract, name, parameters, results, updates, close };
}

/** `on change credits[k] from was to is { … }` */
export function parseChangeHook(cursor: Cursor): ChangeHookDeclaration {
  advance(cursor);
  expect(cursor, 'change', "and a variable after 'on'");
  const target = parsePlace(cursor);
  const from = parseNamed(cursor, 'from');
  const to = parseNamed(cursor, 'to');
  const opening = peek(cursor);
  expect(cursor, '{', 'and updates after the variable');
  const updates = parseUpdates(cursor);
  const close = closingBrace(cursor, 'after the updates', opening);
  return { kind: 'changeHook', target, from, to, updates, close };
}

function parseNamed(cursor: Cursor, word: string): Name | undefined {
  return accept(cursor, word) ? expectName(cursor, `a name for the value after '${word}'`) : undefined;
}

function parseUpdates(cursor: Cursor): readonly GhostStatement[] {
  const updates: GhostStatement[] = [];
  const outer = cursor.item;
  while (
    !at(cursor, '}') &&
    peek(cursor).kind !== 'end' &&
    !cursor.panicking &&
    !atDeclaration(cursor, true)
  ) {
    cursor.item = peek(cursor);
    updates.push(parseUpdate(cursor));
  }
  cursor.item = outer;
  return updates;
}

type UpdateForm = GhostStatement extends infer G
  ? G extends GhostStatement
    ? Omit<G, 'start' | 'end' | 'comments' | 'trailing' | 'apart' | 'broken'>
    : never
  : never;

function parseUpdate(cursor: Cursor): GhostStatement {
  const first = peek(cursor);
  const before = cursor.diagnostics.length;
  const { position } = cursor;
  const form = at(cursor, 'if') && at(cursor, '(', 1) ? parseIf(cursor) : parseSet(cursor);
  const { end } = previous(cursor);
  if (cursor.panicking) recover(cursor, 'statement', position);
  if (cursor.position === position) advance(cursor);
  const broken = cursor.diagnostics.length > before;
  return { ...form, ...takeComments(cursor, position), start: first.start, end, broken } as GhostStatement;
}

function parseSet(cursor: Cursor): UpdateForm {
  const place = parsePlace(cursor);
  const { text } = peek(cursor);
  const operator = text === '+=' || text === '-=' ? text : '=';
  if (!accept(cursor, operator)) unexpected(cursor, "'=', '+=' or '-=' after the ghost variable");
  const value = parseExpression(cursor);
  expect(cursor, ';', 'after the update');
  return { kind: 'set', place, operator, value };
}

function parseIf(cursor: Cursor): UpdateForm {
  advance(cursor);
  const parenthesis = advance(cursor);
  const condition = parseExpression(cursor);
  expect(cursor, ')', 'after the condition', parenthesis);
  // Chains of `else if` nest in the tree, so they count as blocks.
  enterBlock(cursor, parenthesis);
  const then = parseBranch(cursor);
  let otherwise: readonly GhostStatement[] = [];
  if (accept(cursor, 'else'))
    otherwise = at(cursor, 'if') && at(cursor, '(', 1) ? [parseUpdate(cursor)] : parseBranch(cursor);
  cursor.blocks--;
  return { kind: 'if', condition, then, else: otherwise };
}

function parseBranch(cursor: Cursor): readonly GhostStatement[] {
  const opening = peek(cursor);
  expect(cursor, '{', 'and updates after the condition');
  const updates = parseUpdates(cursor);
  expectClose(cursor, 'after the updates', opening);
  return updates;
}
