// Expressions: Solidity's, with `=>`, quantifiers, `sum`, `count`, chained comparisons, `x in a .. b` and `x is EOA`.
// A precedence climber; where two readings are plausible it asks for parentheses instead of choosing.
import type { TextSpan } from '../source/source-file.js';
import type { BinaryOperator, Expression, ExpressionForm, IndexBound, Name, TypeName } from './ast.js';
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
  remark,
  report,
  unexpected,
} from './cursor.js';
import { notOffered, strengths, sumStrength } from './operators.js';
import { parseNumber } from './parse-number.js';
import { parseParameters, parseTypeName } from './parse-type.js';

const maximalNesting = 64;
const maximalOperators = 300;

/** A whole expression. */
export function parseExpression(cursor: Cursor): Expression {
  if (cursor.nesting === 0) cursor.operators = 0;
  if (cursor.nesting >= maximalNesting) {
    report(cursor, 'SPEC106', peek(cursor), 'this expression is nested too deeply', {
      notes: [`at most ${maximalNesting} levels; split the claim`],
    });
    return missing(cursor);
  }
  cursor.nesting++;
  const expression = parseConditional(cursor);
  cursor.nesting--;
  return expression;
}

function parseConditional(cursor: Cursor): Expression {
  const condition = parseBinary(cursor, 1);
  if (!at(cursor, '?')) {
    refuseOperator(cursor);
    return condition;
  }
  if (condition.kind === 'binary' && condition.operator === '=>') {
    remark(cursor, 'SPEC107', condition, "'=>' and '? :' need parentheses between them", {
      notes: ['`(p => q) ? x : y` or `p => (q ? x : y)`'],
    });
  }
  advance(cursor);
  const whenTrue = parseExpression(cursor);
  expect(cursor, ':', "between the two cases of '?'");
  const whenFalse = parseExpression(cursor);
  return {
    kind: 'conditional',
    condition,
    whenTrue,
    whenFalse,
    start: condition.start,
    end: whenFalse.end,
  };
}

/** Reports an operator of other languages by name, where a plain "expected ';'" would only puzzle. */
function refuseOperator(cursor: Cursor): void {
  const token = peek(cursor);
  if (cursor.panicking || token.kind !== 'symbol') return;
  if (token.text === '{' && at(cursor, 'value', 1) && at(cursor, ':', 2)) {
    report(cursor, 'SPEC409', token, 'a transaction cannot stand inside an expression', {
      suggestion: 'make it a statement of a rule: `uint x = f{value: v}(…) by a;`',
    });
    return;
  }
  const advice = notOffered.get(token.text);
  if (advice !== undefined) {
    report(cursor, 'SPEC108', token, `specifications have no operator '${token.text}'`, {
      suggestion: advice,
    });
  }
}

function parseBinary(cursor: Cursor, minimum: number): Expression {
  let left = parseUnary(cursor);
  for (;;) {
    const token = peek(cursor);
    const strength = strengths.get(token.text);
    if (cursor.panicking || strength === undefined || strength < minimum) return left;
    if (token.kind !== 'symbol' && token.kind !== 'word') return left;
    if (tooManyOperators(cursor)) return left;
    if (strength === 5) {
      left = parseComparison(cursor, left);
      continue;
    }
    advance(cursor);
    const operator = token.text as BinaryOperator;
    if (operator === '**' && left.kind === 'unary') {
      remark(cursor, 'SPEC107', left, `'${left.operator}' and '**' need parentheses between them`, {
        notes: ['Solidity reads `-x ** 2` as `(-x) ** 2`, mathematics as `-(x ** 2)`'],
      });
    }
    const rightAssociative = operator === '=>' || operator === '**';
    if (rightAssociative) cursor.nesting++;
    const right =
      cursor.nesting > maximalNesting
        ? tooDeep(cursor)
        : parseBinary(cursor, rightAssociative ? strength : strength + 1);
    if (rightAssociative) cursor.nesting--;
    const span = { start: left.start, end: right.end };
    if (strength === 4 && left.kind === 'binary' && strengths.get(left.operator) === 4) {
      remark(cursor, 'SPEC107', span, `'${left.operator}' and '${operator}' in a row need parentheses`, {
        notes: ['`a == b && b == c` compares three values; `(a == b) == c` compares a condition'],
      });
    }
    left = { kind: 'binary', operator, left, right, ...span };
  }
}

function tooDeep(cursor: Cursor): Expression {
  report(cursor, 'SPEC106', peek(cursor), 'this expression is nested too deeply');
  return missing(cursor);
}

function tooManyOperators(cursor: Cursor): boolean {
  if (++cursor.operators <= maximalOperators) return false;
  report(cursor, 'SPEC106', peek(cursor), 'this expression has too many operators', {
    notes: [`at most ${maximalOperators}; split the claim`],
  });
  return true;
}

/** `a < b`, `a <= b < c`, `x in 1 .. 5`, `x is EOA`: all at one strength; only comparisons in one direction chain. */
function parseComparison(cursor: Cursor, first: Expression): Expression {
  if (accept(cursor, 'is')) {
    const what = expectName(cursor, "'EOA' or a function after 'is'");
    const { start } = first;
    const opening = peek(cursor);
    if (!accept(cursor, '(')) return { kind: 'is', subject: first, what, start, end: what.end };
    const types: TypeName[] = [];
    if (!at(cursor, ')'))
      do types.push(parseTypeName(cursor));
      while (accept(cursor, ','));
    expect(cursor, ')', 'after the parameter types', opening);
    return { kind: 'is', subject: first, what, types, start, end: previous(cursor).end };
  }
  if (accept(cursor, 'accepts')) {
    expect(cursor, 'ether', "after 'accepts'");
    return { kind: 'acceptsEther', subject: first, start: first.start, end: previous(cursor).end };
  }
  if (accept(cursor, 'in')) {
    const { low, high } = parseRange(cursor);
    return { kind: 'range', subject: first, low, high, start: first.start, end: high.end };
  }
  const operands = [first];
  const operators: BinaryOperator[] = [];
  while (at(cursor, '<') || at(cursor, '<=') || at(cursor, '>') || at(cursor, '>=')) {
    if (operators.length > 0 && tooManyOperators(cursor)) break;
    operators.push(advance(cursor).text as BinaryOperator);
    operands.push(parseBinary(cursor, sumStrength));
  }
  const last = operands.at(-1) ?? first;
  const span = { start: first.start, end: last.end };
  const [operator, second] = [operators[0], operands[1]];
  if (operators.length === 1 && operator !== undefined && second !== undefined) {
    return { kind: 'binary', operator, left: first, right: second, ...span };
  }
  if (new Set(operators.map((each) => each.charAt(0))).size > 1) {
    remark(cursor, 'SPEC107', span, "'<' and '>' in one chain of comparisons", {
      notes: ['`a < b < c` means `a < b && b < c`; write mixed directions with `&&`'],
    });
  }
  return { kind: 'chain', operands, operators, ...span };
}

/** `low .. high`, both without comparisons. */
export function parseRange(cursor: Cursor): { readonly low: Expression; readonly high: Expression } {
  const low = parseBinary(cursor, sumStrength);
  expect(cursor, '..', "between the ends of the range after 'in'");
  return { low, high: parseBinary(cursor, sumStrength) };
}

function parseUnary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (at(cursor, '-') || at(cursor, '!')) {
    if (cursor.nesting >= maximalNesting) return tooDeep(cursor);
    advance(cursor);
    cursor.nesting++;
    const operand = parseUnary(cursor);
    cursor.nesting--;
    return {
      kind: 'unary',
      operator: token.text === '-' ? '-' : '!',
      operand,
      start: token.start,
      end: operand.end,
    };
  }
  return parsePlace(cursor);
}

/** A name, literal or parenthesis with the members, keys and arguments behind it: no operators. */
export function parsePlace(cursor: Cursor): Expression {
  return parsePostfix(cursor, parsePrimary(cursor));
}

function parsePostfix(cursor: Cursor, primary: Expression): Expression {
  let base = primary;
  while (at(cursor, '.') || at(cursor, '[') || at(cursor, '(')) {
    if (tooManyOperators(cursor)) return base;
    const opening = advance(cursor);
    if (opening.text === '.') {
      const member = expectName(cursor, "a member name after '.'");
      base = { kind: 'member', base, member, start: base.start, end: member.end };
    } else if (opening.text === '[') {
      const index = at(cursor, '*') && at(cursor, ']', 1) ? parseStar(cursor) : parseExpression(cursor);
      expect(cursor, ']', 'after the key', opening);
      base = { kind: 'index', base, index, start: base.start, end: previous(cursor).end };
    } else {
      const values = parseArguments(cursor, opening);
      base = { kind: 'call', callee: base, arguments: values, start: base.start, end: previous(cursor).end };
    }
  }
  return base;
}

function parseStar(cursor: Cursor): Expression {
  const { start, end } = advance(cursor);
  return { kind: 'star', start, end };
}

/** Expressions separated by commas, one at least. */
export function parseExpressions(cursor: Cursor): readonly Expression[] {
  const values: Expression[] = [];
  do values.push(parseExpression(cursor));
  while (accept(cursor, ','));
  return values;
}

/** Expressions up to `)`; the opening parenthesis has been passed. */
export function parseArguments(cursor: Cursor, opening: TextSpan): readonly Expression[] {
  if (accept(cursor, ')')) return [];
  const values = parseExpressions(cursor);
  expect(cursor, ')', 'after the arguments', opening);
  return values;
}

function parsePrimary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (cursor.panicking) return missing(cursor);
  if (token.kind === 'number') return parseNumber(cursor);
  if (token.kind === 'string') {
    advance(cursor);
    return { kind: 'string', value: token.text, start: token.start, end: token.end };
  }
  if (at(cursor, '(')) {
    advance(cursor);
    const inner = parseExpression(cursor);
    expect(cursor, ')', 'after the expression', token);
    return { kind: 'group', inner, start: token.start, end: previous(cursor).end };
  }
  if (token.kind === 'word') return parseWord(cursor);
  unexpected(cursor, 'an expression');
  return missing(cursor);
}

/** Names, and the words that are special in front of a parenthesis. */
function parseWord(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.text === 'true' || token.text === 'false') {
    advance(cursor);
    return { kind: 'boolean', value: token.text === 'true', start: token.start, end: token.end };
  }
  if (at(cursor, '(', 1)) {
    if (token.text === 'forall' || token.text === 'exists')
      return parseQuantifier(cursor, token.text, token.start);
    if (token.text === 'sum') return parseSum(cursor);
    if (token.text === 'type') return parseTypeBound(cursor);
    if (token.text === 'count' && isCount(cursor)) return parseCount(cursor);
  } else if (token.text === 'exactly' && at(cursor, 'one', 1) && at(cursor, '(', 2)) {
    advance(cursor);
    return parseQuantifier(cursor, 'exactlyOne', token.start);
  } else if ((token.text === 'forall' || token.text === 'exists') && peek(cursor, 1).kind === 'word') {
    report(
      cursor,
      'SPEC104',
      peek(cursor, 1),
      `expected '(' after '${token.text}', found ${describe(peek(cursor, 1))}`,
      {
        suggestion: `write \`${token.text} (address a) …\``,
      },
    );
    return missing(cursor);
  }
  advance(cursor);
  return { kind: 'name', name: token.text, start: token.start, end: token.end };
}

function parseQuantifier(
  cursor: Cursor,
  quantifier: 'forall' | 'exists' | 'exactlyOne',
  start: number,
): Expression {
  const { text } = advance(cursor);
  const variables = parseParameters(cursor, `after '${text}'`);
  const body = parseExpression(cursor);
  return { kind: 'quantifier', quantifier, variables, body, start, end: body.end };
}

function parseSum(cursor: Cursor): Expression {
  const { start } = advance(cursor);
  const opening = advance(cursor);
  const body = parseExpression(cursor);
  const variables: Name[] = [];
  if (accept(cursor, 'for')) {
    do variables.push(expectName(cursor, "the name of a key after 'for'"));
    while (accept(cursor, ','));
  }
  const bound = variables.length === 0 ? undefined : parseBound(cursor);
  const condition = variables.length > 0 && accept(cursor, 'where') ? parseExpression(cursor) : undefined;
  if (at(cursor, 'where'))
    report(cursor, 'SPEC104', peek(cursor), 'the condition of a sum needs a name for the keys', {
      suggestion: '`sum(m[a] for a where …)`',
    });
  expect(cursor, ')', 'after the sum', opening);
  return {
    kind: 'sum',
    body,
    variables,
    start,
    end: previous(cursor).end,
    ...(bound === undefined ? {} : { bound }),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** `< n` or `<= n` after the name of an index; undefined without one. */
function parseBound(cursor: Cursor): IndexBound | undefined {
  for (const operator of ['<', '<='] as const)
    if (accept(cursor, operator)) return { operator, value: parseBinary(cursor, sumStrength) };
  return undefined;
}

/** Whether `count(` begins a count: a function of the contract may have that name. */
function isCount(cursor: Cursor): boolean {
  if (at(cursor, 'in', 3)) return true;
  if (!at(cursor, '<', 3) && !at(cursor, '<=', 3)) return false;
  let depth = 1;
  for (let ahead = 4; depth > 0; ahead++) {
    const token = peek(cursor, ahead);
    if (token.kind === 'end' || token.text === ';') return false;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth === 1 && token.text === 'where') return true;
  }
  return false;
}

/** `count(a in credits where credits[a] > 0)`, `count(i < n where xs[i] > 0)`. */
function parseCount(cursor: Cursor): Expression {
  const { start } = advance(cursor);
  const opening = advance(cursor);
  const variable = expectName(cursor, 'a name for the keys');
  const bound = parseBound(cursor);
  if (bound === undefined) expect(cursor, 'in', 'and a mapping after the name');
  const domain = bound === undefined ? parsePlace(cursor) : undefined;
  expect(cursor, 'where', `and a condition after the ${bound === undefined ? 'mapping' : 'bound'}`);
  const condition = parseExpression(cursor);
  expect(cursor, ')', 'after the condition', opening);
  const count: Expression = {
    kind: 'count',
    variable,
    domain,
    condition,
    start,
    end: previous(cursor).end,
  };
  return bound === undefined ? count : { ...count, bound };
}

function parseTypeBound(cursor: Cursor): Expression {
  const { start } = advance(cursor);
  const opening = advance(cursor);
  const type = parseTypeName(cursor);
  expect(cursor, ')', 'after the type', opening);
  expect(cursor, '.', "and 'max' or 'min' after the type");
  const bound = expectName(cursor, "'max' or 'min'");
  if (bound.text !== 'max' && bound.text !== 'min') {
    report(cursor, 'SPEC104', bound, `expected 'max' or 'min', found '${bound.text}'`);
  }
  return { kind: 'typeBound', type, bound: bound.text === 'min' ? 'min' : 'max', start, end: bound.end };
}

/** Stands in where an expression could not be read; always accompanied by a report. */
export function missing(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  const form: ExpressionForm = { kind: 'missing' };
  return { ...form, start, end: start };
}
