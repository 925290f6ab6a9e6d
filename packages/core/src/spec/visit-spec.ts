// Visiting every expression of a typed specification.
import type { Assumption, Claim, RuleStatement, SpecExpression, TypedSpec } from '@surety/spec-lang';

/** Calls `visit` for every expression of every claim, assumption and hook, parents before children. */
export function visitSpecExpressions(spec: TypedSpec, visit: (expression: SpecExpression) => void): void {
  for (const assumption of spec.assumptions)
    for (const expression of assumptionExpressions(assumption)) visitExpression(expression, visit);
  for (const hook of spec.hooks) {
    if (hook.kind === 'change') visitExpression(hook.target, visit);
    for (const { place, value, condition } of hook.updates)
      for (const expression of present([place, value, condition])) visitExpression(expression, visit);
  }
  for (const claim of spec.claims) visitClaim(claim, visit);
}

function present<T>(items: readonly (T | undefined)[]): readonly T[] {
  return items.filter((item) => item !== undefined);
}

/** The expressions of an assumption. */
export function assumptionExpressions(assumption: Assumption): readonly SpecExpression[] {
  switch (assumption.kind) {
    case 'isEoa':
    case 'acceptsEther':
      return [assumption.address];
    case 'condition':
    case 'loopInvariant':
      return [assumption.condition];
    case 'model':
      return [assumption.subject];
    case 'returnRange':
      return present([assumption.call.receiver, assumption.low, assumption.high]);
    case 'returnMoves':
      return present([assumption.call.receiver]);
    case 'summary':
      return present([assumption.call.receiver, assumption.result]);
    default:
      return [];
  }
}

/** Calls `visit` for every expression of a claim. */
export function visitClaim(claim: Claim, visit: (expression: SpecExpression) => void): void {
  const all = (expressions: readonly (SpecExpression | undefined)[]): void => {
    for (const expression of present(expressions)) visitExpression(expression, visit);
  };
  if (claim.kind !== 'possible') for (const used of claim.using) all(used.arguments ?? []);
  switch (claim.kind) {
    case 'invariant':
      all([claim.condition, ...claim.preserved.flatMap((p) => p.conditions)]);
      break;
    case 'function':
      all([claim.condition, ...(claim.changes ?? []), ...(claim.emits?.arguments ?? [])]);
      break;
    case 'rule':
      for (const statement of claim.body) all(statementExpressions(statement));
      break;
    case 'reach':
      all([...claim.when, claim.others?.condition, claim.actor, claim.goal]);
      for (const statement of claim.witness ?? []) all(statementExpressions(statement));
      break;
    case 'possible':
      all([claim.goal]);
      for (const statement of claim.body) all(statementExpressions(statement));
      break;
    default:
      claim satisfies never;
  }
}

/** The expressions of a statement, as they stand in it. */
export function statementExpressions(statement: RuleStatement): readonly SpecExpression[] {
  return present(partsOf(statement));
}

function partsOf(statement: RuleStatement): readonly (SpecExpression | undefined)[] {
  switch (statement.kind) {
    case 'assume':
    case 'assert':
    case 'wait':
      return [statement.condition];
    case 'let':
      return [statement.value];
    case 'anyNumber':
      return [statement.senderCondition];
    case 'call':
      return [
        ...(statement.target.kind === 'function' ? statement.target.arguments : []),
        statement.sender,
        statement.value,
        statement.senderCondition,
      ];
    default:
      return [];
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

/** An operator with other operands; undefined for what is no operator on values. */
export function withOperands(
  e: SpecExpression,
  put: (operand: SpecExpression) => SpecExpression,
): SpecExpression | undefined {
  switch (e.kind) {
    case 'unary':
      return { ...e, operand: put(e.operand) };
    case 'binary':
      return { ...e, left: put(e.left), right: put(e.right) };
    case 'conditional':
      return {
        ...e,
        condition: put(e.condition),
        // biome-ignore lint/suspicious/noThenProperty: the shape of the typed specification.
        then: put(e.then),
        else: put(e.else),
      };
    case 'min':
    case 'max':
      return { ...e, arguments: e.arguments.map(put) };
    default:
      return undefined;
  }
}

/** Whether two expressions say the same, wherever they stand. */
export function sameExpression(a: SpecExpression, b: SpecExpression): boolean {
  return shapeOf(a) === shapeOf(b);
}

/** An expression as a text without places, for comparisons and names. */
export function shapeOf(expression: SpecExpression): string {
  return JSON.stringify(expression, (key, value: unknown) =>
    key === 'location' ? undefined : typeof value === 'bigint' ? value.toString() : value,
  );
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
    case 'acceptsEther':
      return [e.address];
    case 'etherFlow':
      return e.counterpart === undefined ? [] : [e.counterpart];
    case 'count':
      return present([e.domain, e.condition, e.below]);
    case 'unary':
    case 'defined':
    case 'old':
    case 'initial':
    case 'inState':
      return [e.operand];
    case 'binary':
      return [e.left, e.right];
    case 'conditional':
      return [e.condition, e.then, e.else];
    case 'quantifier':
      return [e.body];
    case 'sum':
      return present([e.body, e.condition, e.below]);
    case 'ask':
      return [e.receiver, ...e.arguments];
    case 'call':
    case 'min':
    case 'max':
      return e.arguments;
    default:
      return [];
  }
}
