// Expressions, by precedence climbing; the tree has solc's shape and extents. Assignments and `?:` group to the right and
// bind weakest: `c ? a : b = d` is `c ? a : (b = d)`.
import type { CallExpression, Expression, Name, NumberUnit } from './ast.js';
import { isElementary, UNITS } from './keywords.js';
import type { Token } from './lexer.js';
import {
  accept,
  type Cursor,
  expect,
  isName,
  isNext,
  limitDepth,
  nameOf,
  nested,
  peek,
  reportError,
  spanFrom,
  spanOf,
  take,
  takeList,
  takeName,
  unexpected,
} from './parse-cursor.js';
import { parseType } from './parse-types.js';
import { decodeString } from './string-literal.js';
import type { BinaryOperator, UnaryOperator } from './typed-program.js';

const ASSIGNMENTS: ReadonlyMap<string, '=' | BinaryOperator> = new Map(
  ['=', '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'].map((operator) => [
    operator === '=' ? '=' : `${operator}=`,
    operator as '=' | BinaryOperator,
  ]),
);

const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  ['||', '&&', '== !=', '< > <= >=', '|', '^', '&', '<< >>', '+ -', '* / %', '**'].flatMap((row, level) =>
    row.split(' ').map((operator) => [operator, level + 1] as const),
  ),
);

/** Parses an expression. */
export function parseExpression(c: Cursor): Expression {
  return nested(c, parseAssignment);
}

function parseAssignment(c: Cursor): Expression {
  const { start } = peek(c);
  const left = parseBinary(c, 1);
  const operator = peek(c).kind === 'symbol' ? ASSIGNMENTS.get(peek(c).text) : undefined;
  if (operator !== undefined) {
    take(c);
    const right = parseExpression(c);
    return { kind: 'assign', id: c.ids.next(), span: spanFrom(c, start), operator, left, right };
  }
  if (!accept(c, '?')) return left;
  const whenTrue = parseExpression(c);
  expect(c, ':');
  const whenFalse = parseExpression(c);
  return {
    kind: 'conditional',
    id: c.ids.next(),
    span: spanFrom(c, start),
    condition: left,
    // biome-ignore lint/suspicious/noThenProperty: the name of the field in the tree; nodes are never awaited
    then: whenTrue,
    else: whenFalse,
  };
}

function parseBinary(c: Cursor, lowest: number): Expression {
  const { start } = peek(c);
  let left = parseUnary(c);
  for (let links = 0; ; links++) {
    const { text, kind } = peek(c);
    const precedence = kind === 'symbol' ? PRECEDENCE.get(text) : undefined;
    if (precedence === undefined || precedence < lowest) return left;
    limitDepth(c, c.depth + links);
    take(c);
    const toRight = text === '**' && c.power !== 'left';
    const right = nested(c, (inner) => parseBinary(inner, toRight ? precedence : precedence + 1));
    const id = c.ids.next();
    const span = spanFrom(c, start);
    if (toRight && c.power === undefined && right.kind === 'binary' && right.operator === '**')
      reportError(
        c,
        'SOL103',
        "'a ** b ** c' means (a ** b) ** c before 0.8 and a ** (b ** c) since; write parentheses",
        span,
      );
    left = { kind: 'binary', id, span, operator: text as BinaryOperator, left, right };
  }
}

const PREFIXES: ReadonlyMap<string, UnaryOperator | '+'> = new Map([
  ['!', '!'],
  ['~', '~'],
  ['-', '-'],
  ['+', '+'],
  ['++', '++x'],
  ['--', '--x'],
  ['delete', 'delete'],
]);

function parseUnary(c: Cursor): Expression {
  const { start, text, kind } = peek(c);
  const prefix = kind === 'symbol' || kind === 'word' ? PREFIXES.get(text) : undefined;
  if (prefix !== undefined) {
    const id = c.ids.next();
    take(c);
    const operand = nested(c, parseUnary);
    return { kind: 'unary', id, span: spanFrom(c, start), operator: prefix, operand };
  }
  const operand = parsePostfix(c);
  const counted = accept(c, '++') ?? accept(c, '--');
  if (counted === undefined) return operand;
  const operator = counted.text === '++' ? 'x++' : 'x--';
  return { kind: 'unary', id: c.ids.next(), span: spanFrom(c, start), operator, operand };
}

function parsePostfix(c: Cursor): Expression {
  const { start } = peek(c);
  let base = parsePrimary(c);
  for (let links = 0; ; links++) {
    limitDepth(c, c.depth + links);
    const next = peek(c);
    if (next.kind !== 'symbol') return base;
    if (next.text === '.') {
      take(c);
      const name = takeMemberName(c);
      const id = c.ids.next();
      base = { kind: 'member', id, span: spanFrom(c, start), base, name: name.name, nameSpan: name.span };
    } else if (next.text === '[') base = parseIndex(c, base, start);
    else if (next.text === '(') base = parseCall(c, base, start);
    else if (next.text === '{' && startsOptions(c)) {
      const options = takeList(c, '{', '}', parseNamed);
      base = { kind: 'callOptions', id: c.ids.next(), span: spanFrom(c, start), callee: base, options };
    } else return base;
  }
}

// Members are not names of the program's own alone: `f.address`, `x.constructor` of old code.
function takeMemberName(c: Cursor): Name {
  const token = peek(c);
  return isName(c, token) || token.text === 'address'
    ? nameOf(c, take(c))
    : unexpected(c, 'the name of a member');
}

// Behind `try f()` a brace opens a block: options are told by a name and a colon, as solc does it.
function startsOptions(c: Cursor): boolean {
  return isName(c, peek(c, 1)) && isNext(c, ':', 2);
}

function parseNamed(c: Cursor): { readonly name: Name; readonly value: Expression } {
  const name = takeName(c);
  expect(c, ':');
  return { name, value: parseExpression(c) };
}

function parseIndex(c: Cursor, base: Expression, start: number): Expression {
  expect(c, '[');
  const id = c.ids.next();
  const from = isNext(c, ']') || isNext(c, ':') ? undefined : parseExpression(c);
  if (accept(c, ':')) {
    const to = isNext(c, ']') ? undefined : parseExpression(c);
    expect(c, ']');
    return { kind: 'slice', id, span: spanFrom(c, start), base, from, to };
  }
  expect(c, ']');
  return { kind: 'index', id, span: spanFrom(c, start), base, index: from };
}

function parseCall(c: Cursor, callee: Expression, start: number): CallExpression {
  const id = c.ids.next();
  if (isNext(c, '{', 1)) {
    expect(c, '(');
    const named = takeList(c, '{', '}', parseNamed);
    expect(c, ')');
    return {
      kind: 'call',
      id,
      span: spanFrom(c, start),
      callee,
      arguments: named.map(({ value }) => value),
      names: named.map(({ name }) => name),
    };
  }
  const values = parseArguments(c);
  return { kind: 'call', id, span: spanFrom(c, start), callee, arguments: values, names: undefined };
}

/** Parses `(a, b)`. */
export function parseArguments(c: Cursor): readonly Expression[] {
  return takeList(c, '(', ')', parseExpression);
}

function parsePrimary(c: Cursor): Expression {
  const token = peek(c);
  switch (token.kind) {
    case 'number':
      return parseNumber(c);
    case 'string':
      return parseString(c);
    case 'symbol':
      if (token.text === '(' || token.text === '[') return parseTuple(c);
      return unexpected(c, 'an expression');
    case 'word':
      return parseWord(c, token);
    case 'unknown':
    case 'end':
      return unexpected(c, 'an expression');
    default:
      token.kind satisfies never;
      throw new Error('unknown kind of token');
  }
}

function parseWord(c: Cursor, token: Token): Expression {
  const span = spanOf(c, token);
  if (token.text === 'true' || token.text === 'false') {
    take(c);
    return { kind: 'boolean', id: c.ids.next(), span, value: token.text === 'true' };
  }
  if (token.text === 'new') {
    const id = c.ids.next();
    take(c);
    const typeName = parseType(c);
    return { kind: 'new', id, span: spanFrom(c, token.start), typeName };
  }
  if (token.text === 'payable') {
    take(c);
    const typeName = {
      kind: 'elementaryType',
      id: c.ids.next(),
      span,
      name: 'address',
      payable: true,
    } as const;
    return { kind: 'typeExpression', id: c.ids.next(), span, typeName };
  }
  if (isElementary(token.text)) {
    take(c);
    const typeName = {
      kind: 'elementaryType',
      id: c.ids.next(),
      span,
      name: token.text,
      payable: false,
    } as const;
    return { kind: 'typeExpression', id: c.ids.next(), span, typeName };
  }
  if (!isName(c, token) && token.text !== 'type') return unexpected(c, 'an expression');
  take(c);
  return { kind: 'identifier', id: c.ids.next(), span, name: token.text };
}

function parseNumber(c: Cursor): Expression {
  const { start, text } = take(c);
  const unit = UNITS.has(peek(c).text) ? (take(c).text as NumberUnit) : undefined;
  return { kind: 'number', id: c.ids.next(), span: spanFrom(c, start), text, unit };
}

// Adjacent literals are one.
function parseString(c: Cursor): Expression {
  const { start } = take(c);
  while (peek(c).kind === 'string') take(c);
  const span = spanFrom(c, start);
  const { form, bytes, error } = decodeString(c.text, span.start, span.end);
  if (error) reportError(c, 'SOL102', error, span);
  return { kind: 'string', id: c.ids.next(), span, form, bytes };
}

function parseTuple(c: Cursor): Expression {
  const id = c.ids.next();
  const { start, text } = take(c);
  if (text === '[') {
    const elements = [parseExpression(c)];
    while (accept(c, ',')) elements.push(parseExpression(c));
    expect(c, ']');
    return { kind: 'inlineArray', id, span: spanFrom(c, start), elements };
  }
  const components: (Expression | undefined)[] = [];
  if (!accept(c, ')')) {
    do components.push(isNext(c, ',') || isNext(c, ')') ? undefined : parseExpression(c));
    while (accept(c, ','));
    if (!accept(c, ')')) unexpected(c, "',' or ')'");
  }
  return { kind: 'tuple', id, span: spanFrom(c, start), components };
}
