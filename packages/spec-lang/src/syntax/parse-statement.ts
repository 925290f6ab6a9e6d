// The statements of a rule: assumptions, assertions, locals, saved states, transactions, waiting and repetition.
import type { FunctionReference, Name, Parameter, Statement } from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  describe,
  enterBlock,
  expect,
  expectClose,
  expectName,
  peek,
  previous,
  report,
  takeComments,
  unexpected,
} from './cursor.js';
import { parseExpression, parseRange } from './parse-expression.js';
import { parseFunctionReferences, parsePath } from './parse-reference.js';
import { parseTransaction } from './parse-transaction.js';
import { parseParameter } from './parse-type.js';
import { atDeclaration, recover } from './recover.js';

type StatementForm = Statement extends infer S
  ? S extends Statement
    ? Omit<S, 'start' | 'end' | 'comments' | 'trailing' | 'apart' | 'broken'>
    : never
  : never;

/** Statements up to the closing brace, which is left standing; or up to the word `reaches`, before which no `;` is needed. */
export function parseStatements(cursor: Cursor, until: '}' | 'reaches'): readonly Statement[] {
  const statements: Statement[] = [];
  const outer = cursor.item;
  while (!at(cursor, '}') && peek(cursor).kind !== 'end' && !cursor.panicking) {
    if (at(cursor, until) || atDeclaration(cursor, true)) break;
    const first = peek(cursor);
    const before = cursor.diagnostics.length;
    const { position } = cursor;
    // `reaches` may stand in the column of the calls, so that a line there may also continue the last of them.
    cursor.item = until === '}' ? first : outer;
    const form = parseStatement(cursor);
    const ended = form?.kind === 'repeat' || (at(cursor, until) && until === 'reaches');
    if (form !== undefined && !ended && !accept(cursor, ';')) {
      unexpected(cursor, until === '}' ? "';' after the statement" : "';' or 'reaches' after the statement");
    }
    const end = previous(cursor).end;
    if (cursor.panicking) recover(cursor, 'statement', position);
    if (cursor.position === position) advance(cursor);
    const broken = cursor.diagnostics.length > before;
    const place = { start: first.start, end, broken };
    if (form !== undefined)
      statements.push({ ...form, ...takeComments(cursor, position), ...place } as Statement);
  }
  cursor.item = outer;
  return statements;
}

function parseStatement(cursor: Cursor): StatementForm | undefined {
  const { text } = peek(cursor);
  const next = peek(cursor, 1);
  if ((text === 'assume' || text === 'assert') && next.text !== '=' && next.text !== '.') {
    advance(cursor);
    return { kind: text, condition: parseCondition(cursor) };
  }
  if (at(cursor, 'state') && next.kind === 'word' && at(cursor, '=', 2)) {
    advance(cursor);
    const name = expectName(cursor, 'a name for the state');
    expect(cursor, '=', 'and `here`');
    expect(cursor, 'here', "after '='");
    return { kind: 'saveState', name };
  }
  if (at(cursor, 'restore') && next.kind === 'word') {
    advance(cursor);
    return { kind: 'restoreState', name: expectName(cursor, 'the name of a saved state') };
  }
  if (at(cursor, 'wait') && at(cursor, 'until', 1)) {
    advance(cursor);
    advance(cursor);
    return { kind: 'wait', condition: parseCondition(cursor) };
  }
  if (at(cursor, 'for') && next.kind === 'word' && at(cursor, 'in', 2)) return parseRepeat(cursor);
  if (at(cursor, 'any') && at(cursor, '*', 1)) return parseAnyNumber(cursor, undefined);
  if (next.text === '.' && at(cursor, 'any', 2) && at(cursor, '*', 3)) {
    const contract = expectName(cursor, 'a contract');
    advance(cursor);
    return parseAnyNumber(cursor, contract);
  }
  if (at(cursor, '(')) return parseTupleDefinition(cursor);
  if (startsDefinition(cursor)) {
    const variable = parseParameter(cursor);
    if (variable.type.name === 'define' && (at(cursor, '=') || at(cursor, '(')))
      report(cursor, 'SPEC104', variable.type, "expected a statement, found 'define'", {
        suggestion: 'a `define` stands outside of claims; a local of a rule has a type: `uint x = …;`',
      });
    expect(cursor, '=', 'and a value after the name of a local');
    return parseDefinition(cursor, [variable]);
  }
  if (peek(cursor).kind !== 'word') {
    report(cursor, 'SPEC104', peek(cursor), `expected a statement, found ${describe(peek(cursor))}`);
    return undefined;
  }
  return { kind: 'transaction', transaction: parseTransaction(cursor, parsePath) };
}

function parseCondition(cursor: Cursor): ReturnType<typeof parseExpression> {
  const condition = parseExpression(cursor);
  if (at(cursor, 'by')) {
    report(cursor, 'SPEC409', peek(cursor), 'a transaction cannot stand inside an expression', {
      suggestion: 'make it a statement of its own: `uint x = f(…) by a;`',
    });
  }
  return condition;
}

/** `any* by s where s != a except pause`, from the word `any`. */
function parseAnyNumber(cursor: Cursor, contract: Name | undefined): StatementForm {
  advance(cursor);
  advance(cursor);
  const except: FunctionReference[] = [];
  let by: Name | undefined;
  let where: ReturnType<typeof parseExpression> | undefined;
  for (;;) {
    if (by === undefined && accept(cursor, 'by'))
      by = expectName(cursor, "a name for the senders after 'by'");
    else if (by !== undefined && where === undefined && accept(cursor, 'where'))
      where = parseExpression(cursor);
    else if (accept(cursor, 'except')) except.push(...parseFunctionReferences(cursor, 'except'));
    else break;
  }
  return { kind: 'anyNumber', contract, by, where, except };
}

function parseRepeat(cursor: Cursor): StatementForm {
  advance(cursor);
  const variable = expectName(cursor, 'a name for the number');
  expect(cursor, 'in', 'and a range after the name');
  const { low, high } = parseRange(cursor);
  const opening = peek(cursor);
  expect(cursor, '{', 'and statements after the range');
  enterBlock(cursor, opening);
  const body = parseStatements(cursor, '}');
  cursor.blocks--;
  expectClose(cursor, 'after the statements', opening);
  return { kind: 'repeat', variable, low, high, body };
}

function parseTupleDefinition(cursor: Cursor): StatementForm {
  const opening = advance(cursor);
  const variables: Parameter[] = [];
  do variables.push(parseParameter(cursor));
  while (accept(cursor, ','));
  expect(cursor, ')', 'after the results', opening);
  expect(cursor, '=', 'and a call after the results');
  return parseDefinition(cursor, variables);
}

function parseDefinition(cursor: Cursor, variables: readonly Parameter[]): StatementForm {
  const definite = at(cursor, 'try') && peek(cursor, 1).kind === 'word';
  const value = parseTransaction(cursor, definite || optionsFollow(cursor) ? parsePath : parseExpression);
  return { kind: 'define', variables, value };
}

/** Words that follow a called function and are no names of locals there. */
const afterCall = /^(by|at|of|except|where|succeeds|reverts|reaches|is|in|accepts)$/;

/** Whether a type and a name stand here: `uint x`, `Pool.Position p`, `uint[] xs`. */
function startsDefinition(cursor: Cursor): boolean {
  if (peek(cursor).kind !== 'word' || at(cursor, 'try') || (at(cursor, 'any') && !at(cursor, '=', 2)))
    return false;
  let ahead = 1;
  for (;;) {
    if (at(cursor, '.', ahead) && peek(cursor, ahead + 1).kind === 'word') ahead += 2;
    else if (at(cursor, '[', ahead) && at(cursor, ']', ahead + 1)) ahead += 2;
    else if (
      at(cursor, '[', ahead) &&
      peek(cursor, ahead + 1).kind === 'number' &&
      at(cursor, ']', ahead + 2)
    )
      ahead += 3;
    else break;
  }
  const name = peek(cursor, ahead);
  if (name.kind !== 'word' || name.startsLine) return false;
  return !afterCall.test(name.text) || at(cursor, '=', ahead + 1);
}

/** Whether `f{value: …}` or `Alias.f{value: …}` stands here. */
function optionsFollow(cursor: Cursor): boolean {
  let ahead = 1;
  while (at(cursor, '.', ahead)) ahead += 2;
  return peek(cursor).kind === 'word' && at(cursor, '{', ahead);
}
