// A checked value in a place that wants a type: conditions, arguments, keys.
import type { Expression } from '../syntax/ast.js';
import { complain, type ExpressionContext, lookup } from './context.js';
import { constantValue } from './inspect.js';
import { bareMember } from './known-names.js';
import { describeType, fits, isAddress, isNumeric, rangeOf } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';
import type { SpecType } from './types.js';

/** The expression checked as a value of `target`; `what` names the place in messages: `argument 1 of 'withdraw'`. */
export function checkAs(
  context: ExpressionContext,
  expression: Expression,
  target: SpecType,
  what: string,
): SpecExpression | undefined {
  const member = bareMember(context, expression, target);
  if (member !== undefined) return member;
  const value = context.check(context, expression);
  return value === undefined ? undefined : coerce(context, expression, value, target, what);
}

/** The value in a place of type `target`, or undefined after a report. */
export function coerce(
  context: ExpressionContext,
  expression: Expression,
  value: SpecExpression,
  target: SpecType,
  what: string,
): SpecExpression | undefined {
  const adapted = adaptLiteral(expression, value, target);
  if (!fits(adapted.type, target)) {
    return complain(
      context,
      'SPEC301',
      expression,
      `${what} must be ${withArticle(target)}, not ${describeType(adapted.type)}`,
      {
        ...adviceFor(context, adapted, target),
      },
    );
  }
  const range = rangeOf(target);
  const constant = range === undefined ? undefined : constantValue(adapted);
  if (range !== undefined && constant !== undefined && (constant < range.min || constant > range.max)) {
    return complain(
      context,
      'SPEC307',
      expression,
      `${what} is ${describeType(target)}, and ${constant} is outside its range`,
    );
  }
  return adapted;
}

/** A hexadecimal literal takes the `bytesN` type of its length where one is wanted, and zero, as in Solidity, of any. */
export function adaptLiteral(
  expression: Expression,
  value: SpecExpression,
  target: SpecType,
): SpecExpression {
  const inner = withoutGroups(expression);
  if (
    target.kind === 'fixedBytes' &&
    inner.kind === 'number' &&
    value.kind === 'literal' &&
    (inner.bytes === target.size || value.value === 0n)
  ) {
    return { ...value, type: target };
  }
  return value;
}

/** A hint for the commonest slips: an index where the element is wanted, a plain number where an address or bytes are. */
export function adviceFor(
  context: ExpressionContext,
  value: SpecExpression,
  target: SpecType,
): { readonly suggestion?: string } {
  if (value.kind === 'variable') {
    const { name } = value.variable;
    const entry = lookup(context.scope, name);
    const indexes = entry?.kind === 'variable' ? entry.indexes : undefined;
    return indexes === undefined || !fits(indexes.element, target)
      ? {}
      : { suggestion: `'${name}' is an index here: write \`${indexes.text}[${name}]\`` };
  }
  if (value.kind !== 'literal' || !isNumeric(value.type)) return {};
  if (isAddress(target))
    return {
      suggestion: value.value === 0n ? 'write `address(0)`' : 'an address literal has 40 hexadecimal digits',
    };
  if (target.kind === 'fixedBytes') {
    return {
      suggestion: `a literal of this type has ${target.size * 2} hexadecimal digits`,
    };
  }
  return {};
}

/** The expression inside redundant parentheses. */
export function withoutGroups(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'group') inner = inner.inner;
  return inner;
}

function withArticle(type: SpecType): string {
  if (type.kind === 'bool') return 'a condition';
  if (type.kind === 'int' || type.kind === 'integer') return `a number (${describeType(type)})`;
  return type.kind === 'address' ? 'an address' : describeType(type);
}
