// Unary and binary operators: folding of literals, built-in operators, operators defined by `using {f as op}`.
import type { FunctionDefinition, Expression as Syntax, UsingOperator } from './ast.js';
import { requireAssignable } from './check-assignable.js';
import { coerce, mistakeOperand, toMobile } from './check-coerce.js';
import type { Place } from './check-context.js';
import { applicableUsings, namedFunctions } from './check-functions.js';
import { isPoison, type Operand, valueOperand } from './check-operand.js';
import { signatureOf } from './check-types.js';
import { checkExpression, checkOperand } from './check-walk.js';
import { binaryOperandType, isComparison, keepsLeftType, unaryOperandType } from './convert-operators.js';
import { BOOL, EMPTY_TUPLE, resultType } from './type-build.js';
import { typeEquals } from './type-equal.js';
import { describeType } from './type-string.js';
import type { Expression } from './typed-program.js';
import type { Type } from './types.js';

const ASSIGNING: ReadonlySet<string> = new Set(['++x', '--x', 'x++', 'x--', 'delete']);

/** `-x`, `!x`, `x++`, `delete x`, … */
export function checkUnary(place: Place, node: Extract<Syntax, { kind: 'unary' }>): Operand {
  const { operator, span } = node;
  const operand = checkOperand(place, node.operand);
  if (operand.kind === 'poison') return { ...operand, span };
  if (ASSIGNING.has(operator) && !requireAssignable(place, operand))
    return { kind: 'poison', code: 'SOL330', span };
  const value = operand.kind === 'value' ? operand.expression : checkExpression(place, node.operand);
  if (isPoison(value)) return valueOperand({ ...value, span });
  // Since 0.5 there is no unary plus, not even of literals.
  if (operator === '+' && !place.facts.before05) return doesNotApply(place, node, value);
  if (value.type.kind === 'userDefined' && operator !== 'delete') {
    return userUnary(place, node, value) ?? doesNotApply(place, node, value);
  }
  const type = unaryOperandType(operator, value.type, place.facts);
  if (type === undefined) return doesNotApply(place, node, value);
  if (type.kind === 'rational') return valueOperand({ kind: 'literal', value: type.numerator, type, span });
  if (operator === '+') return valueOperand(value);
  return valueOperand({
    kind: 'unary',
    operator,
    operand: value,
    userFunction: undefined,
    type: operator === 'delete' ? EMPTY_TUPLE : type,
    span,
  });
}

function doesNotApply(place: Place, node: Extract<Syntax, { kind: 'unary' }>, value: Expression): Operand {
  const symbol = node.operator.replace('x', '');
  return mistakeOperand(
    place,
    node.span,
    'SOL309',
    `'${symbol}' does not apply to ${describeType(value.type)}`,
  );
}

function userUnary(
  place: Place,
  node: Extract<Syntax, { kind: 'unary' }>,
  value: Expression,
): Operand | undefined {
  const { operator, span } = node;
  if (operator !== '-' && operator !== '~') return undefined;
  const found = userOperator(place, value.type, operator, 1);
  if (found === undefined) return undefined;
  const type = resultType(found.returns);
  return valueOperand({
    kind: 'unary',
    operator,
    operand: value,
    userFunction: found.definition.id,
    type,
    span,
  });
}

/** `a + b`, `a < b`, … */
export function checkBinary(place: Place, node: Extract<Syntax, { kind: 'binary' }>): Operand {
  const { operator, span } = node;
  const left = checkExpression(place, node.left);
  const right = checkExpression(place, node.right);
  const bad = isPoison(left) ? left : isPoison(right) ? right : undefined;
  if (bad !== undefined) return valueOperand({ ...bad, span });
  const user = left.type.kind === 'userDefined' ? userOperator(place, left.type, operator, 2) : undefined;
  if (user !== undefined && typeEquals(left.type, right.type)) {
    const type = resultType(user.returns);
    return valueOperand({
      kind: 'binary',
      operator,
      left,
      right,
      userFunction: user.definition.id,
      type,
      span,
    });
  }
  const common = binaryOperandType(operator, left.type, right.type, place.facts);
  if (common === undefined) {
    return mistakeOperand(
      place,
      span,
      'SOL309',
      `'${operator}' does not apply to ${describeType(left.type)} and ${describeType(right.type)}`,
    );
  }
  // Two literals fold into one; comparisons of literals are left to run time, as in solc.
  if (common.kind === 'rational')
    return valueOperand({ kind: 'literal', value: common.numerator, type: common, span });
  const shared = { kind: 'binary', operator, userFunction: undefined, span } as const;
  const convertedLeft = coerce(place, left, common);
  const convertedRight = keepsLeftType(operator) ? toMobile(place, right) : coerce(place, right, common);
  const type = isComparison(operator) ? BOOL : common;
  return valueOperand({ ...shared, left: convertedLeft, right: convertedRight, type });
}

interface UserOperator {
  readonly definition: FunctionDefinition;
  readonly returns: readonly Type[];
}

/** The function that `using {f as op} for T global` gives an operator on T. */
function userOperator(place: Place, type: Type, operator: string, operands: 1 | 2): UserOperator | undefined {
  for (const { using, from } of applicableUsings(place, type)) {
    for (const entry of using.functions ?? []) {
      const written: UsingOperator | undefined = entry.operator;
      if (written !== operator) continue;
      for (const definition of namedFunctions(from, entry.path)) {
        const signature = signatureOf(place.checker, definition);
        if (signature?.parameters.length === operands) return { definition, returns: signature.returns };
      }
    }
  }
  return undefined;
}
