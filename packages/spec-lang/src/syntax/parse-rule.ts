// The statements of a rule: assumptions, assertions, locals, saved states and transactions.
import type { Expression, Name, Parameter, Statement, Transaction } from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  describe,
  expect,
  expectName,
  peek,
  previous,
  recover,
  remark,
  report,
  takeComments,
} from './cursor.js';
import { parseArguments, parseExpression, parseParameter } from './parse-expression.js';

type StatementForm = Statement extends infer S
  ? S extends Statement
    ? Omit<S, 'start' | 'end' | 'comments' | 'trailing' | 'broken'>
    : never
  : never;

/** Statements up to the closing brace, which is left standing. */
export function parseStatements(cursor: Cursor): readonly Statement[] {
  const statements: Statement[] = [];
  while (!at(cursor, '}') && peek(cursor).kind !== 'end' && !cursor.panicking) {
    const first = peek(cursor);
    // A declaration in the first column ends a rule whose brace was forgotten.
    if (
      first.startsLine &&
      isColumnOne(cursor) &&
      /^(contract|import|invariant|rule|function|unroll|link)$/.test(first.text)
    )
      break;
    const before = cursor.diagnostics.length;
    const { position } = cursor;
    const form = parseStatement(cursor);
    if (form !== undefined && form.kind !== 'unsupported') expect(cursor, ';', 'after the statement');
    const end = previous(cursor).end;
    if (cursor.panicking) recover(cursor, 'statement');
    if (cursor.position === position) advance(cursor);
    const broken = cursor.diagnostics.length > before;
    if (form !== undefined) {
      statements.push({
        ...form,
        ...takeComments(cursor, position),
        start: first.start,
        end,
        broken,
      } as Statement);
    }
  }
  return statements;
}

function isColumnOne(cursor: Cursor): boolean {
  const { start } = peek(cursor);
  return start === 0 || cursor.file.text.charAt(start - 1) === '\n';
}

function parseStatement(cursor: Cursor): StatementForm | undefined {
  const { text } = peek(cursor);
  const next = peek(cursor, 1);
  if (text === 'assume' || text === 'assert') {
    if (next.text !== '=' && next.text !== '.') {
      advance(cursor);
      const condition = parseExpression(cursor);
      if (at(cursor, 'by')) {
        report(cursor, 'SPEC409', peek(cursor), 'a transaction cannot stand inside an expression', {
          suggestion: 'make it a statement of its own: `uint x = f(…) by a;`',
        });
      }
      return { kind: text, condition };
    }
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
  if (at(cursor, 'any') && at(cursor, '*', 1)) {
    const { start } = advance(cursor);
    advance(cursor);
    return unsupportedStatement(cursor, start, "'any*'");
  }
  if (at(cursor, '(')) return parseTupleDefinition(cursor);
  if (startsDefinition(cursor)) {
    const variable = parseParameter(cursor);
    expect(cursor, '=', 'and a value after the name of a local');
    return parseDefinition(cursor, [variable]);
  }
  if (peek(cursor).kind !== 'word') {
    report(cursor, 'SPEC104', peek(cursor), `expected a statement, found ${describe(peek(cursor))}`);
    return undefined;
  }
  const transaction = parseTransaction(cursor, parsePath);
  return finishTransaction(cursor, { kind: 'transaction', transaction });
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
  return finishTransaction(cursor, { kind: 'define', variables, value });
}

/** `f(…) succeeds;` is recognized and refused with its name. */
function finishTransaction(cursor: Cursor, form: StatementForm): StatementForm {
  if (at(cursor, 'succeeds') || at(cursor, 'reverts')) {
    const word = advance(cursor);
    remark(cursor, 'SPEC900', word, `'… ${word.text}' after a call is not supported yet`);
  }
  return form;
}

function unsupportedStatement(cursor: Cursor, start: number, construct: string): StatementForm {
  const { end } = previous(cursor);
  remark(cursor, 'SPEC900', { start, end }, `${construct} is not supported yet`);
  recover(cursor, 'statement');
  return { kind: 'unsupported', construct };
}

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
  return !/^(by|at|succeeds|reverts|is|in)$/.test(name.text) || at(cursor, '=', ahead + 1);
}

/** Whether `f{value: …}` or `Alias.f{value: …}` stands here. */
function optionsFollow(cursor: Cursor): boolean {
  let ahead = 1;
  while (at(cursor, '.', ahead)) ahead += 2;
  return peek(cursor).kind === 'word' && at(cursor, '{', ahead);
}

/** `try f{value: e}(…) by a at t`, where `head` reads the part that is called. */
function parseTransaction(cursor: Cursor, head: (cursor: Cursor) => Expression): Transaction {
  const { start } = peek(cursor);
  const tried = at(cursor, 'try') && peek(cursor, 1).kind === 'word' && accept(cursor, 'try');
  let call = head(cursor);
  const path = head === parsePath;
  const value = path ? parseOptions(cursor) : undefined;
  if (path) call = parseCallArguments(cursor, call);
  let by: Expression | undefined;
  let at_: Name | undefined;
  for (;;) {
    if (by === undefined && accept(cursor, 'by')) by = parseExpression(cursor);
    else if (at_ === undefined && accept(cursor, 'at'))
      at_ = expectName(cursor, "a name for the block after 'at'");
    else break;
  }
  return { try: tried, call, value, by, at: at_, start, end: previous(cursor).end };
}

/** `f` or `Alias.f`: a transaction calls a function by its name. */
function parsePath(cursor: Cursor): Expression {
  const first = expectName(cursor, 'a function to call');
  let path: Expression = { kind: 'name', name: first.text, start: first.start, end: first.end };
  while (accept(cursor, '.')) {
    const member = expectName(cursor, "a function name after '.'");
    path = { kind: 'member', base: path, member, start: first.start, end: member.end };
  }
  return path;
}

function parseOptions(cursor: Cursor): Expression | undefined {
  const opening = peek(cursor);
  if (!accept(cursor, '{')) return undefined;
  const option = expectName(cursor, "'value' after '{'");
  if (option.text !== 'value') {
    report(cursor, 'SPEC104', option, `expected 'value', found '${option.text}'`, {
      notes: ['gas is not modelled, and ether is the only other thing a call can be given'],
    });
  }
  expect(cursor, ':', "after 'value'");
  const value = parseExpression(cursor);
  expect(cursor, '}', 'after the value', opening);
  return value;
}

/** Arguments in parentheses; a function without parameters may be called without them. `any` takes none. */
function parseCallArguments(cursor: Cursor, callee: Expression): Expression {
  const opening = peek(cursor);
  if (accept(cursor, '(')) {
    const values = parseArguments(cursor, opening);
    return { kind: 'call', callee, arguments: values, start: callee.start, end: previous(cursor).end };
  }
  const name = callee.kind === 'member' ? callee.member.text : callee.kind === 'name' ? callee.name : '';
  if (name === 'any') return callee;
  if (
    at(cursor, '=') ||
    at(cursor, '[') ||
    at(cursor, '+=') ||
    at(cursor, '-=') ||
    at(cursor, '++') ||
    at(cursor, '--')
  ) {
    report(cursor, 'SPEC108', peek(cursor), 'a rule changes state only through transactions', {
      notes: ['a local is introduced with its type: `uint x = …;`'],
    });
  }
  return { kind: 'call', callee, arguments: [], start: callee.start, end: callee.end };
}
