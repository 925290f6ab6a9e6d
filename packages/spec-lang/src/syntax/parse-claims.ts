// Invariants, function blocks and rules.
import { suggestName } from '../diagnostics/suggest.js';
import type {
  FunctionClause,
  FunctionDeclaration,
  FunctionReference,
  InvariantDeclaration,
  LemmaReference,
  Name,
  RuleDeclaration,
} from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  closingBrace,
  describe,
  expect,
  expectClose,
  expectName,
  peek,
  previous,
  report,
  takeComments,
} from './cursor.js';
import { missing, parseExpression, parseExpressions } from './parse-expression.js';
import { parseClaimName, parseFunctionReferences, parseUsing, parseUsingIfAny } from './parse-reference.js';
import { parseStatements } from './parse-statement.js';
import { parseParameters } from './parse-type.js';
import { atDeclaration, recover } from './recover.js';

/** `invariant name(parameters) between transactions: condition using … except … preserved by …;` */
export function parseInvariant(cursor: Cursor): InvariantDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the invariant');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  const moments = parseMoments(cursor);
  expect(cursor, ':', 'after the name of the invariant');
  const condition = parseExpression(cursor);
  const using: LemmaReference[] = [];
  const except: FunctionReference[] = [];
  const preserved: InvariantDeclaration['preserved'][number][] = [];
  for (;;) {
    if (at(cursor, 'using')) using.push(...parseUsing(cursor));
    else if (accept(cursor, 'except')) except.push(...parseFunctionReferences(cursor, 'except'));
    else if (at(cursor, 'preserved')) preserved.push(parsePreserved(cursor));
    else break;
  }
  if (previous(cursor).text !== '}') expect(cursor, ';', 'after the invariant');
  else accept(cursor, ';');
  return { kind: 'invariant', contract, name, parameters, condition, moments, using, except, preserved };
}

function parseMoments(cursor: Cursor): InvariantDeclaration['moments'] {
  const between = accept(cursor, 'between');
  if (!between && !accept(cursor, 'inside')) return 'always';
  expect(cursor, 'transactions', `after '${between ? 'between' : 'inside'}'`);
  return between ? 'betweenTransactions' : 'insideTransactions';
}

/** `preserved by f(uint x) { assume x > 0; }`. */
function parsePreserved(cursor: Cursor): InvariantDeclaration['preserved'][number] {
  const { start } = advance(cursor);
  expect(cursor, 'by', "and a function after 'preserved'");
  const name = expectName(cursor, "the name of a function after 'by'");
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the function') : [];
  const opening = peek(cursor);
  expect(cursor, '{', 'and assumptions after the function');
  const conditions: InvariantDeclaration['condition'][] = [];
  while (accept(cursor, 'assume')) {
    conditions.push(parseExpression(cursor));
    expect(cursor, ';', 'after the assumption');
  }
  if (conditions.length === 0) expect(cursor, 'assume', "after '{'");
  expectClose(cursor, 'after the assumptions', opening);
  return { function: name, parameters, conditions, start, end: previous(cursor).end };
}

/** `function f(parameters) returns (results) { clauses }`. */
export function parseFunction(cursor: Cursor): FunctionDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the function');
  const parameters = parseParameters(cursor, 'after the name of the function');
  const results = accept(cursor, 'returns') ? parseParameters(cursor, "after 'returns'") : [];
  const opening = peek(cursor);
  expect(cursor, '{', 'and clauses after the function');
  const clauses: FunctionClause[] = [];
  const outer = cursor.item;
  while (
    !at(cursor, '}') &&
    peek(cursor).kind !== 'end' &&
    !cursor.panicking &&
    !atDeclaration(cursor, true)
  ) {
    cursor.item = peek(cursor);
    clauses.push(parseClause(cursor));
  }
  cursor.item = outer;
  const close = closingBrace(cursor, 'after the clauses', opening);
  return { kind: 'function', contract, name, parameters, results, clauses, close };
}

function parseClause(cursor: Cursor): FunctionClause {
  const first = peek(cursor);
  const before = cursor.diagnostics.length;
  const { position } = cursor;
  const form = parseClauseForm(cursor);
  expect(cursor, ';', 'after the clause');
  const { end } = previous(cursor);
  if (cursor.panicking) recover(cursor, 'statement', position);
  if (cursor.position === position) advance(cursor);
  const broken = cursor.diagnostics.length > before;
  return { ...form, ...takeComments(cursor, position), start: first.start, end, broken } as FunctionClause;
}

type ClauseForm = FunctionClause extends infer C
  ? C extends FunctionClause
    ? Omit<C, 'start' | 'end' | 'comments' | 'trailing' | 'apart' | 'broken'>
    : never
  : never;

const clauseForms =
  '`reverts if`, `reverts only if`, `reverts iff`, `succeeds if`, `ensures`, `changes`, `emits`, `using`';

function parseClauseForm(cursor: Cursor): ClauseForm {
  const first = peek(cursor);
  if (accept(cursor, 'reverts')) {
    if (accept(cursor, 'iff')) return parseCondition(cursor, 'revertsIff');
    const only = accept(cursor, 'only');
    expect(cursor, 'if', only ? "after 'reverts only'" : "after 'reverts'");
    return parseCondition(cursor, only ? 'revertsOnlyIf' : 'revertsIf');
  }
  if (accept(cursor, 'succeeds')) {
    expect(cursor, 'if', "after 'succeeds'");
    return parseCondition(cursor, 'succeedsIf');
  }
  if (accept(cursor, 'ensures')) return parseCondition(cursor, 'ensures');
  if (at(cursor, 'using')) return { kind: 'using', items: parseUsing(cursor) };
  if (accept(cursor, 'changes')) {
    const label = parseLabel(cursor);
    // A variable may be called `nothing`; alone it is the word.
    if (at(cursor, 'nothing') && (at(cursor, ';', 1) || peek(cursor, 1).startsLine)) {
      advance(cursor);
      return { kind: 'changes', label, items: [] };
    }
    return { kind: 'changes', label, items: parseExpressions(cursor) };
  }
  if (accept(cursor, 'emits')) return parseEmits(cursor);
  const words = ['reverts', 'succeeds', 'ensures', 'using', 'changes', 'emits'];
  report(cursor, 'SPEC104', first, `expected a clause, found ${describe(first)}`, {
    notes: [`the clauses of a function are ${clauseForms}`],
    ...suggestName(first.text, words),
  });
  return { kind: 'ensures', label: undefined, condition: missing(cursor) };
}

type ConditionKind = 'revertsIf' | 'revertsOnlyIf' | 'revertsIff' | 'succeedsIf' | 'ensures';

function parseCondition(cursor: Cursor, kind: ConditionKind): ClauseForm {
  return { kind, label: parseLabel(cursor), condition: parseExpression(cursor) };
}

/** `name:`, which becomes the name of the claim. */
function parseLabel(cursor: Cursor): Name | undefined {
  if (peek(cursor).kind !== 'word' || !at(cursor, ':', 1)) return undefined;
  const label = expectName(cursor, 'a label');
  advance(cursor);
  return label;
}

/** `emits Transfer(sender, _, amount)`. */
function parseEmits(cursor: Cursor): ClauseForm {
  const label = parseLabel(cursor);
  const event = expectName(cursor, "the name of an event after 'emits'");
  const opening = peek(cursor);
  expect(cursor, '(', 'and arguments after the event');
  const values: (ReturnType<typeof missing> | undefined)[] = [];
  if (!at(cursor, ')')) {
    do {
      const any = at(cursor, '_') && (at(cursor, ',', 1) || at(cursor, ')', 1));
      values.push(any ? undefined : parseExpression(cursor));
      if (any) advance(cursor);
    } while (accept(cursor, ','));
  }
  expect(cursor, ')', 'after the arguments', opening);
  return { kind: 'emits', label, event, arguments: values };
}

/** `rule name(parameters) from deployment using … { statements }`. */
export function parseRule(cursor: Cursor): RuleDeclaration {
  advance(cursor);
  const { contract, name } = parseClaimName(cursor, 'the name of the rule');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  const fromDeployment = accept(cursor, 'from');
  if (fromDeployment) expect(cursor, 'deployment', "after 'from'");
  const using = parseUsingIfAny(cursor);
  const opening = peek(cursor);
  expect(cursor, '{', 'and statements after the rule');
  const body = parseStatements(cursor, '}');
  const close = closingBrace(cursor, 'after the statements', opening);
  return { kind: 'rule', contract, name, parameters, fromDeployment, using, body, close };
}
