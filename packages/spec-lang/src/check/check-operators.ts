// Operators: which operands each takes, what type results, and the slips that constants reveal.
import type { BinaryOperator, Expression } from '../syntax/ast.js';
import { adaptLiteral, adviceFor, checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import { constantValue } from './inspect.js';
import { bareMember, isKnownName } from './known-names.js';
import { boolType, describeType, intType, isAddress, isNumeric, rangeOf, sameType } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';
import type { SpecType } from './types.js';

type Checked = SpecExpression | undefined;
type Span = { readonly start: number; readonly end: number };

/** `left operator right` from the tree. */
export function checkBinary(
  context: ExpressionContext,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  span: Span,
): Checked {
  if (operator === '&&' || operator === '||' || operator === '=>') {
    const what = (side: string): string => `the ${side} side of '${operator}'`;
    const checkedLeft = checkAs(context, left, boolType, what('left'));
    const checkedRight = checkAs(context, right, boolType, what('right'));
    if (checkedLeft === undefined || checkedRight === undefined) return undefined;
    return {
      kind: 'binary',
      operator,
      left: checkedLeft,
      right: checkedRight,
      type: boolType,
      location: locate(context, span),
    };
  }
  const [checkedLeft, checkedRight] = checkSides(context, [left, right]);
  if (checkedLeft === undefined || checkedRight === undefined) return undefined;
  return combine(context, operator, [left, checkedLeft], [right, checkedRight], span);
}

/** Values to be compared with each other; a bare name may be a member of the enum that another one has. */
export function checkSides(context: ExpressionContext, trees: readonly Expression[]): readonly Checked[] {
  const mayBeMember = (tree: Expression): boolean => {
    const inner = withoutGroups(tree);
    if (inner.kind !== 'name') return false;
    return !isKnownName(context, inner.name) || lookup(context.scope, inner.name)?.kind === 'tree';
  };
  const known = trees.map((tree) => (mayBeMember(tree) ? undefined : context.check(context, tree)));
  const wanted = known.find((value) => value?.type.kind === 'enum')?.type;
  return trees.map((tree, i) => {
    if (!mayBeMember(tree)) return known[i];
    return bareMember(context, tree, wanted) ?? context.check(context, tree);
  });
}

/** Comparison or arithmetic of two checked values, each with the tree it came from. */
export function combine(
  context: ExpressionContext,
  operator: BinaryOperator,
  [leftTree, leftValue]: readonly [Expression, SpecExpression],
  [rightTree, rightValue]: readonly [Expression, SpecExpression],
  span: Span,
): Checked {
  const left = adaptLiteral(leftTree, leftValue, rightValue.type);
  const right = adaptLiteral(rightTree, rightValue, leftValue.type);
  const location = locate(context, span);
  if (operator === '==' || operator === '!=') {
    if (!isComparable(left.type, right.type)) return misfit(context, operator, left, right, span);
    warnRange(context, left, right, span);
    return { kind: 'binary', operator, left, right, type: boolType, location };
  }
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
    if (!isOrdered(left.type, right.type)) return misfit(context, operator, left, right, span);
    warnRange(context, left, right, span);
    return { kind: 'binary', operator, left, right, type: boolType, location };
  }
  if (!isNumeric(left.type) || !isNumeric(right.type)) return misfit(context, operator, left, right, span);
  const constant = constantValue(right);
  if ((operator === '/' || operator === '%') && constant === 0n) {
    return complain(context, 'SPEC305', rightTree, 'this divides by zero');
  }
  if (operator === '**') {
    const negative =
      constant !== undefined ? constant < 0n : right.type.kind !== 'integer' || right.type.signed;
    if (negative) {
      return complain(context, 'SPEC309', rightTree, 'this exponent may be negative', {
        notes: ['an exponent is a number without sign: a literal, or a value of an unsigned type'],
      });
    }
  }
  return { kind: 'binary', operator, left, right, type: intType, location };
}

/** Whether `==` has a meaning between values of two types. */
function isComparable(left: SpecType, right: SpecType): boolean {
  if (isNumeric(left) && isNumeric(right)) return true;
  if (isAddress(left) && isAddress(right)) return true;
  if (['mapping', 'array', 'struct'].includes(left.kind)) return false;
  return sameType(left, right);
}

function isOrdered(left: SpecType, right: SpecType): boolean {
  if (isNumeric(left) && isNumeric(right)) return true;
  if (isAddress(left) && isAddress(right)) return true;
  return left.kind === 'enum' && sameType(left, right);
}

function misfit(
  context: ExpressionContext,
  operator: string,
  left: SpecExpression,
  right: SpecExpression,
  span: Span,
): undefined {
  const aggregate = [left.type, right.type].find(
    ({ kind }) => kind === 'mapping' || kind === 'array' || kind === 'struct',
  );
  const notes =
    aggregate === undefined
      ? {}
      : {
          notes: [
            aggregate.kind === 'struct'
              ? 'compare structs field by field'
              : 'compare entries, with `forall`; for "unchanged" write `same(variable, state)` in a rule',
          ],
        };
  return complain(
    context,
    'SPEC302',
    span,
    `'${operator}' cannot be used between ${describeType(left.type)} and ${describeType(right.type)}`,
    { ...notes, ...adviceFor(context, left, right.type), ...adviceFor(context, right, left.type) },
  );
}

/** A machine value against a constant it cannot reach: true or false whatever happens, so probably not what was meant. */
function warnRange(
  context: ExpressionContext,
  left: SpecExpression,
  right: SpecExpression,
  span: Span,
): void {
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const range = rangeOf(value.type);
    const constant = constantValue(other);
    if (range === undefined || constant === undefined || constantValue(value) !== undefined) continue;
    if (constant < range.min || constant > range.max) {
      complain(
        context,
        'SPEC306',
        span,
        `${constant} is outside the range of ${describeType(value.type)}, so this comparison never changes`,
      );
      return;
    }
  }
}
