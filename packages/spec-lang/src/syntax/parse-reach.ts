// What can be done: `can … reaches …` and `possible … reaches …`.
import type { Expression, LemmaReference, PossibleDeclaration, ReachDeclaration } from './ast.js';
import { accept, advance, at, type Cursor, expect, peek, unexpected } from './cursor.js';
import { parseExpression, parseExpressions } from './parse-expression.js';
import { parseClaimName, parseUsing, parseUsingIfAny } from './parse-reference.js';
import { parseStatements } from './parse-statement.js';
import { parseParameters } from './parse-type.js';

/** `can f(address a) when p assume q even if others act where c within 2 by a: calls… reaches goal using …;` */
export function parseReach(cursor: Cursor): ReachDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'a name for what can be done');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  const when: Expression[] = [];
  const assumed: Expression[] = [];
  const using: LemmaReference[] = [];
  let others: ReachDeclaration['others'];
  let within: Expression | undefined;
  let by: Expression | undefined;
  let part = '';
  for (;;) {
    const { text } = peek(cursor);
    if (accept(cursor, 'when')) when.push(...parseExpressions(cursor));
    else if (accept(cursor, 'assume')) assumed.push(...parseExpressions(cursor));
    else if (others === undefined && accept(cursor, 'even')) others = parseOthers(cursor);
    else if (within === undefined && accept(cursor, 'within')) within = parseExpression(cursor);
    else if (by === undefined && accept(cursor, 'by')) by = parseExpression(cursor);
    else if (at(cursor, 'using')) using.push(...parseUsing(cursor));
    else break;
    part = text;
  }
  if (at(cursor, ',') && ['even', 'within', 'by'].includes(part))
    unexpected(cursor, "':' and what 'reaches' the goal", {
      suggestion: `conditions come before \`${part}\`: \`when …, … ${part} …:\``,
    });
  expect(cursor, ':', "and what 'reaches' the goal after the conditions");
  const body = parseStatements(cursor, 'reaches');
  expect(cursor, 'reaches', 'and a goal after the calls');
  const goal = parseExpression(cursor);
  using.push(...parseUsingIfAny(cursor));
  expect(cursor, ';', 'after the goal');
  const conditions = { when: [...when, ...assumed], assumed: assumed.length };
  return { kind: 'can', contract, name, parameters, ...conditions, others, within, by, body, goal, using };
}

/** `if others act where c`, after `even`. */
function parseOthers(cursor: Cursor): ReachDeclaration['others'] {
  expect(cursor, 'if', "after 'even'");
  expect(cursor, 'others', "after 'even if'");
  expect(cursor, 'act', "after 'even if others'");
  return { condition: accept(cursor, 'where') ? parseExpression(cursor) : undefined };
}

/** `possible f(address p) assume q: calls… reaches goal;` */
export function parsePossible(cursor: Cursor): PossibleDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'a name for what is possible');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  const when: Expression[] = [];
  const assumed: Expression[] = [];
  for (;;) {
    if (accept(cursor, 'when')) when.push(...parseExpressions(cursor));
    else if (accept(cursor, 'assume')) assumed.push(...parseExpressions(cursor));
    else break;
  }
  expect(cursor, ':', "and what 'reaches' the goal after the conditions");
  const body = parseStatements(cursor, 'reaches');
  expect(cursor, 'reaches', 'and a goal after the calls');
  const goal = parseExpression(cursor);
  expect(cursor, ';', 'after the goal');
  const conditions = { when: [...when, ...assumed], assumed: assumed.length };
  return { kind: 'possible', contract, name, parameters, ...conditions, body, goal };
}
