// Conditions that are true or false whatever the code does: by constants, by equal sides, by the range of a type.
import { constantValue, keyOf } from './inspect.js';
import { rangeOf } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';

interface Interval {
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

const everything: Interval = { min: undefined, max: undefined };

/** Bounds of a number, from its type and constants alone. */
function intervalOf(expression: SpecExpression): Interval {
  const constant = constantValue(expression);
  if (constant !== undefined) return { min: constant, max: constant };
  if (expression.kind === 'enumMember') {
    const index = BigInt(expression.index);
    return { min: index, max: index };
  }
  if (expression.kind === 'binary') {
    const [left, right] = [intervalOf(expression.left), intervalOf(expression.right)];
    if (expression.operator === '+') {
      return {
        min: both(left.min, right.min, (a, b) => a + b),
        max: both(left.max, right.max, (a, b) => a + b),
      };
    }
    const positive = (left.min ?? -1n) >= 0n && (right.min ?? -1n) >= 0n;
    if (expression.operator === '*' && positive) {
      return {
        min: both(left.min, right.min, (a, b) => a * b),
        max: both(left.max, right.max, (a, b) => a * b),
      };
    }
    return everything;
  }
  if (expression.kind === 'old' || expression.kind === 'inState' || expression.kind === 'initial') {
    return intervalOf(expression.operand);
  }
  if (expression.kind === 'sum')
    return intervalOf(expression.body).min === 0n ? { min: 0n, max: undefined } : everything;
  if (expression.kind === 'count') return { min: 0n, max: undefined };
  return rangeOf(expression.type) ?? everything;
}

function both(
  left: bigint | undefined,
  right: bigint | undefined,
  combine: (left: bigint, right: bigint) => bigint,
): bigint | undefined {
  return left === undefined || right === undefined ? undefined : combine(left, right);
}

/** Whether the condition is the same in all states; undefined when that is not seen. A division is never folded away. */
export function foldCondition(expression: SpecExpression): boolean | undefined {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'boolean' ? expression.value : undefined;
    case 'unary': {
      const operand = expression.operator === '!' ? foldCondition(expression.operand) : undefined;
      return operand === undefined ? undefined : !operand;
    }
    case 'conditional': {
      const condition = foldCondition(expression.condition);
      const [yes, no] = [foldCondition(expression.then), foldCondition(expression.else)];
      if (condition !== undefined) return condition ? yes : no;
      return yes === no ? yes : undefined;
    }
    case 'quantifier': {
      const body = foldCondition(expression.body);
      return body;
    }
    case 'binary':
      return foldBinary(expression);
    default:
      return undefined;
  }
}

function foldBinary(expression: SpecExpression & { readonly kind: 'binary' }): boolean | undefined {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||' || operator === '=>') {
    const [first, second] = [foldCondition(left), foldCondition(right)];
    if (operator === '&&') {
      if (first === false || second === false) return false;
      return first === true && second === true ? true : undefined;
    }
    const negated = operator === '=>' ? negate(first) : first;
    if (negated === true || second === true) return true;
    if (negated === false && second === false) return false;
    return operator === '=>' && alike(left, right) ? true : undefined;
  }
  const same = alike(left, right);
  if (operator === '==' || operator === '!=') {
    const equal = same ? true : foldEqual(left, right);
    return equal === undefined ? undefined : equal === (operator === '==');
  }
  if (operator === '<' || operator === '<=') return foldOrder(operator, left, right, same);
  if (operator === '>' || operator === '>=')
    return foldOrder(operator === '>' ? '<' : '<=', right, left, same);
  return undefined;
}

/** Whether two expressions are the same one, so that they have the same value. */
function alike(left: SpecExpression, right: SpecExpression): boolean {
  return left.kind === right.kind && keyOf(left) === keyOf(right);
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function foldEqual(left: SpecExpression, right: SpecExpression): boolean | undefined {
  const [first, second] = [foldCondition(left), foldCondition(right)];
  if (first !== undefined && second !== undefined) return first === second;
  const [a, b] = [intervalOf(left), intervalOf(right)];
  if (a.min !== undefined && a.min === a.max && b.min === b.max && a.min === b.min) return true;
  const apart = (low: bigint | undefined, high: bigint | undefined): boolean =>
    low !== undefined && high !== undefined && low > high;
  return apart(a.min, b.max) || apart(b.min, a.max) ? false : undefined;
}

function foldOrder(
  operator: '<' | '<=',
  left: SpecExpression,
  right: SpecExpression,
  same: boolean,
): boolean | undefined {
  if (same) return operator === '<=';
  const [a, b] = [intervalOf(left), intervalOf(right)];
  const below = (x: bigint | undefined, y: bigint | undefined, strict: boolean): boolean =>
    x !== undefined && y !== undefined && (strict ? x < y : x <= y);
  if (below(a.max, b.min, operator === '<')) return true;
  return below(b.max, a.min, operator === '<=') ? false : undefined;
}
