// Walks over the typed program: the expressions directly inside an expression, and the parts of a statement.
import type { Call, Expression, Statement } from '../frontend/typed-program.js';

/** The operands of an expression, in source order. */
export function typedOperands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'enumMember':
    case 'function':
    case 'name':
    case 'unsupported':
      return [];
    case 'externalFunction':
    case 'field':
    case 'builtinMember':
      return [expression.base];
    case 'index':
      return [expression.base, expression.index];
    case 'slice':
      return present([expression.base, expression.from, expression.to]);
    case 'unary':
    case 'convert':
      return [expression.operand];
    case 'binary':
    case 'assign':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.else];
    case 'tuple':
      return present(expression.components);
    case 'inlineArray':
      return expression.elements;
    case 'call':
      return callOperands(expression.call);
    default:
      return expression satisfies never;
  }
}

/** Receiver, options and arguments of a call. */
function callOperands(call: Call): readonly Expression[] {
  switch (call.kind) {
    case 'internal':
    case 'structConstructor':
    case 'errorValue':
      return call.arguments;
    case 'internalValue':
      return [call.callee, ...call.arguments];
    case 'external':
      return [call.target, ...options(call.options), ...call.arguments];
    case 'externalValue':
      return [call.callee, ...options(call.options), ...call.arguments];
    case 'builtin':
      return [...present([call.receiver]), ...options(call.options), ...call.arguments];
    case 'new':
      return [...options(call.options), ...call.arguments];
    case 'newArray':
      return [call.length];
    default:
      return call satisfies never;
  }
}

function options(given: Extract<Call, { kind: 'new' }>['options']): readonly Expression[] {
  return present([given.value, given.gas, given.salt]);
}

function present(list: readonly (Expression | undefined)[]): readonly Expression[] {
  return list.filter((e) => e !== undefined);
}

/** The expressions and statements directly inside a statement, in source order. */
export function typedParts(statement: Statement): {
  readonly expressions: readonly Expression[];
  readonly statements: readonly Statement[];
} {
  const parts = (
    expressions: readonly (Expression | undefined)[],
    statements: readonly (Statement | undefined)[] = [],
  ) => ({ expressions: present(expressions), statements: statements.filter((s) => s !== undefined) });
  switch (statement.kind) {
    case 'block':
      return parts([], statement.statements);
    case 'declare':
    case 'return':
      return parts([statement.value]);
    case 'expression':
      return parts([statement.expression]);
    case 'if':
      return parts([statement.condition], [statement.then, statement.else]);
    case 'loop':
      return parts([statement.condition, statement.update], [statement.initial, statement.body]);
    case 'emit':
    case 'revertError':
      return parts(statement.arguments);
    case 'try':
      return parts([statement.call], [statement.body, ...statement.catches.map((clause) => clause.body)]);
    case 'break':
    case 'continue':
    case 'placeholder':
    case 'assembly':
    case 'unsupported':
      return parts([]);
    default:
      return statement satisfies never;
  }
}

/** Calls the visitor on a statement and all statements inside it. */
export function visitTypedStatements(statement: Statement, visitor: (statement: Statement) => void): void {
  visitor(statement);
  for (const inner of typedParts(statement).statements) visitTypedStatements(inner, visitor);
}

/** Calls the visitor on an expression and everything inside it. */
export function visitTypedExpression(
  expression: Expression,
  visitor: (expression: Expression) => void,
): void {
  visitor(expression);
  for (const inner of typedOperands(expression)) visitTypedExpression(inner, visitor);
}
