// The world outside and the bounds of a proof: assumptions, trusted summaries, loops, parameters, regions, units.
import { nearestName } from '../diagnostics/suggest.js';
import type { DeclarationForm, Expression, LoopDeclaration, Name, TrustDeclaration } from './ast.js';
import { accept, advance, at, type Cursor, expect, expectName, peek, unexpected } from './cursor.js';
import { parseExpression, parseExpressions, parseRange } from './parse-expression.js';
import { parseNumber } from './parse-number.js';
import { parseClaimName, parseDottedName, parsePath } from './parse-reference.js';

/** A condition, or one of the forms with words of their own: models, moves per block, exact arithmetic. */
export function parseAssume(cursor: Cursor): DeclarationForm {
  advance(cursor);
  for (const [first, second, what] of [
    ['exact', 'division', 'exactDivision'],
    ['no', 'overflow', 'noOverflow'],
  ] as const) {
    const { text } = peek(cursor, 1);
    if (!at(cursor, first) || (text !== second && nearestName(text, [second]) === undefined)) continue;
    advance(cursor);
    expect(cursor, second, `after '${first}'`);
    expect(cursor, ';', 'after the assumption');
    return { kind: 'assumeArithmetic', what };
  }
  const condition = parseExpression(cursor);
  if (accept(cursor, 'moves')) return parseMoves(cursor, condition);
  expect(cursor, ';', 'after the assumption');
  return condition.kind === 'is' && condition.what.text !== 'EOA'
    ? { kind: 'assumeModel', subject: condition.subject, model: condition.what }
    : { kind: 'assume', condition };
}

/** `at most 10% per block`, after `moves`. */
function parseMoves(cursor: Cursor, call: Expression): DeclarationForm {
  expect(cursor, 'at', "and 'most' after 'moves'");
  expect(cursor, 'most', "after 'moves at'");
  // `10% per` would read as a remainder: the sign is looked for behind the number.
  const percent = peek(cursor).kind === 'number' && at(cursor, '%', 1) && at(cursor, 'per', 2);
  const numerator = percent ? parseNumber(cursor) : parseExpression(cursor);
  if (percent) advance(cursor);
  expect(cursor, 'per', "and 'block' after how much it moves");
  expect(cursor, 'block', "after 'per'");
  expect(cursor, ';', 'after the assumption');
  return { kind: 'assumeMoves', call, numerator, percent };
}

/** `trust math.mulDiv(a, b, c) returns floor(a * b / c);` */
export function parseTrust(cursor: Cursor): TrustDeclaration {
  advance(cursor);
  const callee = parsePath(cursor);
  const opening = peek(cursor);
  const parameters: Name[] = [];
  expect(cursor, '(', 'and names of the arguments after the function');
  if (!at(cursor, ')')) {
    do parameters.push(expectName(cursor, 'a name for the argument'));
    while (accept(cursor, ','));
  }
  expect(cursor, ')', 'after the arguments', opening);
  expect(cursor, 'returns', 'and what the function returns after the arguments');
  const result = parseExpression(cursor);
  expect(cursor, ';', 'after what the function returns');
  return { kind: 'trust', callee, parameters, result };
}

/** `loop Pool.accrue#1 invariant e;` */
export function parseLoop(cursor: Cursor): LoopDeclaration {
  advance(cursor);
  const name = parseDottedName(cursor, 'the name of a function');
  expect(cursor, '#', 'and the number of the loop after the function');
  const token = peek(cursor);
  const plain = token.kind === 'number' && /^[1-9][0-9]{0,5}$/.test(token.text);
  if (plain) advance(cursor);
  else unexpected(cursor, "the number of the loop, counted from 1, after '#'");
  expect(cursor, 'invariant', 'after the number of the loop');
  const condition = parseExpression(cursor);
  expect(cursor, ';', 'after the invariant');
  return { kind: 'loop', function: name, number: plain ? Number(token.text) : 1, condition };
}

/** `parameter LTV in 0 .. 1_000_000;` */
export function parseFreeParameter(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of a constant or immutable variable');
  expect(cursor, 'in', 'and a range after the variable');
  const { low, high } = parseRange(cursor);
  expect(cursor, ';', 'after the range');
  return { kind: 'parameter', contract, variable: name, low, high };
}

/** `region safe_ltv: collateralized over LTV;` */
export function parseRegion(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const name = expectName(cursor, 'a name for the region');
  expect(cursor, ':', 'after the name');
  const claim = parseDottedName(cursor, 'the name of a claim');
  expect(cursor, 'over', 'and a parameter after the claim');
  const parameter = parseDottedName(cursor, "the name of a parameter after 'over'");
  expect(cursor, ';', 'after the parameter');
  return { kind: 'region', name, claim, parameter };
}

/** `unit wei;`, `unit USD 1e8;`, `unit USD of price, debt[*];` */
export function parseUnit(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const unit = expectName(cursor, 'the name of a unit');
  const scale = at(cursor, 'of') || at(cursor, ';') ? undefined : parseExpression(cursor);
  const of = accept(cursor, 'of') ? parseExpressions(cursor) : [];
  expect(cursor, ';', 'after the unit');
  return { kind: 'unit', unit, scale, of };
}
