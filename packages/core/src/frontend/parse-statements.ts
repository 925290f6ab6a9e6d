// Statements. Simple ones end before their semicolon, as in solc.
import type { BlockStatement, CatchClause, Expression, Statement, VariableDefinition } from './ast.js';
import type { Token } from './lexer.js';
import {
  accept,
  type Cursor,
  expect,
  isName,
  isNext,
  nested,
  peek,
  SyntaxFailure,
  spanFrom,
  take,
  takeList,
  unexpected,
} from './parse-cursor.js';
import { parseExpression } from './parse-expressions.js';
import { parseParameter, startsDeclaration, untypedVariable } from './parse-types.js';

/** Parses a block with its braces. */
export function parseBlock(c: Cursor): BlockStatement {
  const { start } = peek(c);
  const id = c.ids.next();
  const unchecked = accept(c, 'unchecked') !== undefined;
  expect(c, '{');
  const statements: Statement[] = [];
  while (!isNext(c, '}')) {
    if (peek(c).kind === 'end') unexpected(c, "'}'");
    statements.push(parseStatement(c));
  }
  take(c);
  return { kind: 'block', id, span: spanFrom(c, start), statements, unchecked };
}

function parseStatement(c: Cursor): Statement {
  return nested(c, parseHere);
}

function parseHere(c: Cursor): Statement {
  const token = peek(c);
  if (token.kind === 'word') {
    const known = parseKeyword(c, token);
    if (known !== undefined) return known;
  } else if (isNext(c, '{')) return parseBlock(c);
  const statement = parseSimple(c);
  expect(c, ';');
  return statement;
}

/** The statement that a word introduces, if it does. */
function parseKeyword(c: Cursor, { text, start }: Token): Statement | undefined {
  switch (text) {
    case 'if':
      return parseIf(c);
    case 'for':
      return parseFor(c);
    case 'while':
      return parseWhile(c);
    case 'do':
      return parseDo(c);
    case 'break':
    case 'continue':
    case 'throw':
      take(c);
      return ended(c, { kind: text, id: c.ids.next(), span: spanFrom(c, start) });
    case 'return': {
      take(c);
      const id = c.ids.next();
      const value = isNext(c, ';') ? undefined : parseExpression(c);
      return ended(c, { kind: 'return', id, span: spanFrom(c, start), value });
    }
    case 'unchecked':
      return isNext(c, '{', 1) ? parseBlock(c) : undefined;
    case 'emit':
    case 'revert': {
      // `revert(…)` is a call; a name behind the word makes it a statement.
      if (!isName(c, peek(c, 1))) return undefined;
      take(c);
      const id = c.ids.next();
      const call = parseExpression(c);
      if (call.kind !== 'call')
        throw new SyntaxFailure('SOL101', `expected a call behind '${text}'`, peek(c));
      const kind = text === 'emit' ? 'emit' : 'revertError';
      return ended(c, { kind, id, span: spanFrom(c, start), call });
    }
    case 'try':
      return parseTry(c);
    case 'assembly':
      return parseAssembly(c);
    default:
      return undefined;
  }
}

function ended(c: Cursor, statement: Statement): Statement {
  expect(c, ';');
  return statement;
}

function parseCondition(c: Cursor): Expression {
  expect(c, '(');
  const condition = parseExpression(c);
  expect(c, ')');
  return condition;
}

function parseIf(c: Cursor): Statement {
  const { start } = expect(c, 'if');
  const id = c.ids.next();
  const condition = parseCondition(c);
  const whenTrue = parseStatement(c);
  const whenFalse = accept(c, 'else') ? parseStatement(c) : undefined;
  return {
    kind: 'if',
    id,
    span: { file: c.file, start, end: (whenFalse ?? whenTrue).span.end },
    condition,
    // biome-ignore lint/suspicious/noThenProperty: the name of the field in the tree; nodes are never awaited
    then: whenTrue,
    else: whenFalse,
  };
}

function parseFor(c: Cursor): Statement {
  const { start } = expect(c, 'for');
  const id = c.ids.next();
  expect(c, '(');
  const initial = isNext(c, ';') ? undefined : parseSimple(c);
  expect(c, ';');
  const condition = isNext(c, ';') ? undefined : parseExpression(c);
  expect(c, ';');
  const update = isNext(c, ')') ? undefined : parseExpression(c);
  expect(c, ')');
  const body = parseStatement(c);
  const span = { file: c.file, start, end: body.span.end };
  return { kind: 'loop', id, span, form: 'for', initial, condition, update, body };
}

function parseWhile(c: Cursor): Statement {
  const { start } = expect(c, 'while');
  const id = c.ids.next();
  const condition = parseCondition(c);
  const body = parseStatement(c);
  const span = { file: c.file, start, end: body.span.end };
  return { kind: 'loop', id, span, form: 'while', initial: undefined, condition, update: undefined, body };
}

// solc's extent of this one includes the semicolon.
function parseDo(c: Cursor): Statement {
  const { start } = expect(c, 'do');
  const id = c.ids.next();
  const body = parseStatement(c);
  expect(c, 'while');
  const condition = parseCondition(c);
  expect(c, ';');
  const span = spanFrom(c, start);
  return { kind: 'loop', id, span, form: 'doWhile', initial: undefined, condition, update: undefined, body };
}

function parseTry(c: Cursor): Statement {
  const { start } = expect(c, 'try');
  const id = c.ids.next();
  const call = parseExpression(c);
  const local = (inner: Cursor): VariableDefinition => parseParameter(inner, 'local');
  const returns = accept(c, 'returns') ? takeList(c, '(', ')', local) : [];
  const body = parseBlock(c);
  const catches: CatchClause[] = [];
  do catches.push(parseCatch(c, local));
  while (isNext(c, 'catch'));
  return { kind: 'try', id, span: spanFrom(c, start), call, returns, body, catches };
}

function parseCatch(c: Cursor, local: (c: Cursor) => VariableDefinition): CatchClause {
  const { start } = expect(c, 'catch');
  const id = c.ids.next();
  const errorName = isName(c, peek(c)) ? take(c).text : '';
  const parameters = errorName !== '' || isNext(c, '(') ? takeList(c, '(', ')', local) : [];
  const body = parseBlock(c);
  return { kind: 'catch', id, span: spanFrom(c, start), errorName, parameters, body };
}

function parseAssembly(c: Cursor): Statement {
  const { start } = expect(c, 'assembly');
  const id = c.ids.next();
  // The dialect: `"evmasm"` is the only one.
  if (peek(c).kind === 'string') take(c);
  const flag = (inner: Cursor): string =>
    peek(inner).kind === 'string' ? take(inner).text.slice(1, -1) : unexpected(inner, 'a flag in quotes');
  const flags = isNext(c, '(') ? takeList(c, '(', ')', flag) : [];
  const { start: bodyStart } = peek(c);
  skipBraces(c);
  const span = spanFrom(c, start);
  return { kind: 'assembly', id, span, text: c.text.slice(bodyStart, span.end), bodyStart, flags };
}

function skipBraces(c: Cursor): void {
  expect(c, '{');
  for (let depth = 1; depth > 0; ) {
    const { kind, text } = peek(c);
    if (kind === 'end' || kind === 'unknown') unexpected(c, "'}'");
    if (kind === 'symbol' && text === '{') depth++;
    else if (kind === 'symbol' && text === '}') depth--;
    take(c);
  }
}

/** A declaration or an expression, without its semicolon. */
function parseSimple(c: Cursor): Statement {
  const { start, text } = peek(c);
  const id = c.ids.next();
  if (text === 'var') return parseUntyped(c, id);
  if (isNext(c, '(') && startsTupleDeclaration(c)) {
    const variables = parseComponents(c, (inner) => parseParameter(inner, 'local'));
    expect(c, '=');
    const value = parseExpression(c);
    return { kind: 'declare', id, span: spanFrom(c, start), variables, value };
  }
  if (startsDeclaration(c, c.at)) {
    const local = parseParameter(c, 'local');
    if (local.name === '') unexpected(c, 'a name');
    const value = accept(c, '=') ? parseExpression(c) : undefined;
    return { kind: 'declare', id, span: spanFrom(c, start), variables: [local], value };
  }
  const expression = parseExpression(c);
  const { span } = expression;
  if (c.inModifier && expression.kind === 'identifier' && expression.name === '_')
    return { kind: 'placeholder', id, span };
  return { kind: 'expression', id, span, expression };
}

function startsTupleDeclaration(c: Cursor): boolean {
  let at = c.at + 1;
  while (c.tokens[at]?.text === ',') at++;
  return startsDeclaration(c, at);
}

/** `(a, , b)`, where components may be left out. */
function parseComponents(
  c: Cursor,
  component: (c: Cursor) => VariableDefinition,
): readonly (VariableDefinition | undefined)[] {
  expect(c, '(');
  const variables: (VariableDefinition | undefined)[] = [];
  do variables.push(isNext(c, ',') || isNext(c, ')') ? undefined : component(c));
  while (accept(c, ','));
  if (!accept(c, ')')) unexpected(c, "',' or ')'");
  return variables;
}

/** `var x = …` and `var (x, , y) = …` of old code. */
function parseUntyped(c: Cursor, id: number): Statement {
  const { start } = expect(c, 'var');
  const variables = isNext(c, '(')
    ? parseComponents(c, (inner) => untypedVariable(inner, peek(inner).start))
    : [untypedVariable(c, start)];
  const value = accept(c, '=') ? parseExpression(c) : undefined;
  return { kind: 'declare', id, span: spanFrom(c, start), variables, value };
}
