// Visiting every expression of a typed specification.
import type { Claim, RuleStatement, SpecExpression, TypedSpec } from '@surety/spec-lang';

/** Calls `visit` for every expression of every claim and assumption, parents before children. */
export function visitSpecExpressions(spec: TypedSpec, visit: (expression: SpecExpression) => void): void {
  for (const assumption of spec.assumptions)
    visitExpression(assumption.kind === 'isEoa' ? assumption.address : assumption.condition, visit);
  for (const claim of spec.claims) visitClaim(claim, visit);
}

/** Calls `visit` for every expression of a claim. */
export function visitClaim(claim: Claim, visit: (expression: SpecExpression) => void): void {
  for (const used of claim.using)
    for (const argument of used.arguments ?? []) visitExpression(argument, visit);
  if (claim.kind === 'rule') for (const statement of claim.body) visitStatement(statement, visit);
  else visitExpression(claim.condition, visit);
}

function visitStatement(statement: RuleStatement, visit: (expression: SpecExpression) => void): void {
  switch (statement.kind) {
    case 'assume':
    case 'assert':
      visitExpression(statement.condition, visit);
      break;
    case 'let':
      visitExpression(statement.value, visit);
      break;
    case 'call':
      if (statement.target.kind === 'function')
        for (const argument of statement.target.arguments) visitExpression(argument, visit);
      if (statement.sender !== undefined) visitExpression(statement.sender, visit);
      if (statement.value !== undefined) visitExpression(statement.value, visit);
      break;
    default:
  }
}

/** Calls `visit` for an expression and everything below it. */
export function visitExpression(
  expression: SpecExpression,
  visit: (expression: SpecExpression) => void,
): void {
  visit(expression);
  for (const child of childExpressions(expression)) visitExpression(child, visit);
}

function childExpressions(e: SpecExpression): readonly SpecExpression[] {
  switch (e.kind) {
    case 'index':
      return [e.base, e.index];
    case 'field':
    case 'length':
      return [e.base];
    case 'balance':
    case 'isEoa':
      return [e.address];
    case 'unary':
    case 'old':
    case 'inState':
      return [e.operand];
    case 'binary':
      return [e.left, e.right];
    case 'conditional':
      return [e.condition, e.then, e.else];
    case 'quantifier':
    case 'sum':
      return [e.body];
    case 'call':
    case 'min':
    case 'max':
      return e.arguments;
    default:
      return [];
  }
}
