// Transactions: `try Token.f{value: v}(x) by a at t succeeds`, `any of f, g by s where c`, `any except h`.
import type { Expression, FunctionReference, Name, Transaction } from './ast.js';
import { accept, at, type Cursor, expect, expectName, peek, previous, report } from './cursor.js';
import { parseArguments, parseExpression } from './parse-expression.js';
import { parseFunctionReferences, parsePath } from './parse-reference.js';

/** A transaction whose part that is called is read by `head`: a path, or in a definition any expression. */
export function parseTransaction(cursor: Cursor, head: (cursor: Cursor) => Expression): Transaction {
  const { start } = peek(cursor);
  const tried = at(cursor, 'try') && peek(cursor, 1).kind === 'word' && accept(cursor, 'try');
  let call = head(cursor);
  const path = head === parsePath;
  const value = path ? parseOptions(cursor) : undefined;
  if (path) call = parseCallArguments(cursor, call);
  const any = calledName(call) === 'any' && call.kind !== 'call';
  let among: readonly FunctionReference[] | undefined;
  const except: FunctionReference[] = [];
  let by: Expression | undefined;
  let where: Expression | undefined;
  let block: Name | undefined;
  let expects: 'succeeds' | 'reverts' | undefined;
  for (;;) {
    if (any && among === undefined && accept(cursor, 'of')) among = parseFunctionReferences(cursor, 'of');
    else if (any && accept(cursor, 'except')) except.push(...parseFunctionReferences(cursor, 'except'));
    else if (by === undefined && accept(cursor, 'by')) by = parseExpression(cursor);
    else if (by !== undefined && where === undefined && accept(cursor, 'where'))
      where = parseExpression(cursor);
    else if (block === undefined && accept(cursor, 'at'))
      block = expectName(cursor, "a name for the call after 'at'");
    else if (expects === undefined && accept(cursor, 'succeeds')) expects = 'succeeds';
    else if (expects === undefined && accept(cursor, 'reverts')) expects = 'reverts';
    else break;
  }
  const { end } = previous(cursor);
  return { try: tried, call, value, among, except, by, where, at: block, expects, start, end };
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
  if (calledName(callee) === 'any') return callee;
  if (['=', '[', '+=', '-=', '++', '--'].some((operator) => at(cursor, operator))) {
    report(cursor, 'SPEC108', peek(cursor), 'a rule changes state only through transactions', {
      notes: ['a local is introduced with its type: `uint x = …;`'],
    });
  }
  return { kind: 'call', callee, arguments: [], start: callee.start, end: callee.end };
}

function calledName(callee: Expression): string {
  return callee.kind === 'member' ? callee.member.text : callee.kind === 'name' ? callee.name : '';
}
