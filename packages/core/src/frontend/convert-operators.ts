// Types of built-in operators: which operand types an operator takes and what both operands are converted to.
import { type ConversionFacts, commonType } from './convert.js';
import { foldBinary, foldUnary } from './literal-rational.js';
import { INT256, mobileType, UINT256 } from './type-build.js';
import { typeEquals } from './type-equal.js';
import type { BinaryOperator, UnaryOperator } from './typed-program.js';
import type { Type } from './types.js';

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(['<', '<=', '>', '>=', '==', '!=']);
const BIT_OPERATORS: ReadonlySet<BinaryOperator> = new Set(['&', '|', '^']);

/** Whether the operator yields a bool by comparing. */
export function isComparison(operator: BinaryOperator): boolean {
  return COMPARISONS.has(operator);
}

/** Shifts and `**` keep the left operand's type and take the right operand as it is. */
export function keepsLeftType(operator: BinaryOperator): boolean {
  return operator === '<<' || operator === '>>' || operator === '**';
}

/**
 * The type the operands of a built-in binary operator are converted to (for shifts and `**` the left operand only), or
 * undefined when the operator does not apply. Two literals give the folded literal type.
 */
export function binaryOperandType(
  operator: BinaryOperator,
  left: Type,
  right: Type,
  facts: ConversionFacts,
): Type | undefined {
  switch (left.kind) {
    case 'rational':
      return rationalOperand(operator, left, right, facts);
    case 'integer': {
      if (right.kind !== 'integer' && right.kind !== 'rational') return undefined;
      if (keepsLeftType(operator)) return isUnsignedAmount(right, facts) ? left : undefined;
      if (operator === '&&' || operator === '||') return undefined;
      return commonType(left, right, facts);
    }
    case 'fixedBytes': {
      if (operator === '<<' || operator === '>>') return isUnsignedAmount(right, facts) ? left : undefined;
      const common = commonType(left, right, facts);
      if (common?.kind !== 'fixedBytes') return undefined;
      return isComparison(operator) || BIT_OPERATORS.has(operator) ? common : undefined;
    }
    case 'address':
    case 'contract':
    case 'enum':
      return isComparison(operator) ? commonType(left, right, facts) : undefined;
    case 'bool':
      if (right.kind !== 'bool') return undefined;
      return operator === '==' || operator === '!=' || operator === '&&' || operator === '||'
        ? left
        : undefined;
    case 'function':
      if (right.kind !== 'function' || (operator !== '==' && operator !== '!=')) return undefined;
      return left.visibility === right.visibility ? commonType(left, right, facts) : undefined;
    case 'stringLiteral':
      // A string literal compares with a value of fixed size: `x == "ab"` for bytes2.
      return right.kind === 'fixedBytes' && (isComparison(operator) || BIT_OPERATORS.has(operator))
        ? commonType(left, right, facts)
        : undefined;
    default:
      return undefined;
  }
}

function rationalOperand(
  operator: BinaryOperator,
  left: Extract<Type, { kind: 'rational' }>,
  right: Type,
  facts: ConversionFacts,
): Type | undefined {
  if (right.kind === 'rational') {
    if (!isComparison(operator)) return foldBinary(operator, left, right);
    const mobileLeft = mobileType(left);
    const mobileRight = mobileType(right);
    return mobileLeft !== undefined && mobileRight !== undefined
      ? commonType(mobileLeft, mobileRight, facts)
      : undefined;
  }
  if (right.kind === 'integer') {
    if (left.denominator !== 1n || mobileType(left) === undefined) return undefined;
    if (keepsLeftType(operator)) {
      return isUnsignedAmount(right, facts) ? (left.numerator < 0n ? INT256 : UINT256) : undefined;
    }
    if (operator === '&&' || operator === '||') return undefined;
    return commonType(left, right, facts);
  }
  if (right.kind === 'fixedBytes' || right.kind === 'address') {
    const common = commonType(left, right, facts);
    if (common === undefined || !typeEquals(common, right)) return undefined;
    return isComparison(operator) || (right.kind === 'fixedBytes' && BIT_OPERATORS.has(operator))
      ? common
      : undefined;
  }
  return undefined;
}

/** Amounts of shifts and exponents must be unsigned (before 0.8 signed ones were accepted). */
function isUnsignedAmount(amount: Type, facts: ConversionFacts): boolean {
  if (amount.kind === 'integer') return !amount.signed || facts.before08;
  if (amount.kind !== 'rational') return false;
  return amount.denominator === 1n && amount.numerator >= 0n && mobileType(amount) !== undefined;
}

/** The type of a built-in unary operator's result, or undefined when it does not apply. `delete` gives its operand's type. */
export function unaryOperandType(
  operator: UnaryOperator | '+',
  operand: Type,
  facts: ConversionFacts,
): Type | undefined {
  switch (operator) {
    case 'delete':
      switch (operand.kind) {
        case 'rational':
        case 'stringLiteral':
        case 'tuple':
        case 'typeName':
        case 'magic':
        case 'mapping':
          return undefined;
        default:
          return operand;
      }
    case '!':
      return operand.kind === 'bool' ? operand : undefined;
    case '~':
      if (operand.kind === 'rational') return foldUnary('~', operand);
      return operand.kind === 'integer' || operand.kind === 'fixedBytes' ? operand : undefined;
    case '-':
      if (operand.kind === 'rational') return foldUnary('-', operand);
      return operand.kind === 'integer' && (operand.signed || facts.before08) ? operand : undefined;
    case '+':
      if (operand.kind === 'rational') return foldUnary('+', operand);
      return operand.kind === 'integer' && facts.before08 ? operand : undefined;
    case '++x':
    case '--x':
    case 'x++':
    case 'x--':
      return operand.kind === 'integer' ? operand : undefined;
    default:
      return operator satisfies never;
  }
}
