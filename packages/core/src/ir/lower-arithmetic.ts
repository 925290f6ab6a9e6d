// Solidity's operators on values: checked and wrapping arithmetic, division, powers, shifts, bit operations, comparisons.
import type { BinaryOperator as SolidityOperator, Span } from '../frontend/typed-program.js';
import {
  BOOL,
  binary,
  constant,
  equal,
  inRange,
  less,
  lessOrEqual,
  negate,
  not,
  rangeOf,
  wrap,
  zeroOf,
} from './build.js';
import type { Expression, IrType } from './ir.js';
import { type FunctionLowering, panic, require, saveIfLarge } from './lower-context.js';

/** Panic code of overflow and underflow. */
export const OVERFLOW = 0x11;
/** Panic code of division and modulo by zero. */
export const DIVISION_BY_ZERO = 0x12;

/**
 * `left operator right` with the result type `type`; requirements that Solidity checks are emitted first. `&&` and `||` are
 * not operators on values and never come here.
 */
export function operate(
  f: FunctionLowering,
  operator: SolidityOperator,
  leftOperand: Expression,
  rightOperand: Expression,
  type: IrType,
  span: Span,
): Expression {
  switch (operator) {
    case '==':
      return equal(leftOperand, rightOperand);
    case '!=':
      return not(equal(leftOperand, rightOperand));
    case '<':
      return less(leftOperand, rightOperand);
    case '<=':
      return lessOrEqual(leftOperand, rightOperand);
    case '>':
      return less(rightOperand, leftOperand);
    case '>=':
      return lessOrEqual(rightOperand, leftOperand);
    case '&':
      return binary('bitAnd', leftOperand, rightOperand, type);
    case '|':
      return binary('bitOr', leftOperand, rightOperand, type);
    case '^':
      return binary('bitXor', leftOperand, rightOperand, type);
    case '<<':
      // Never checked: bits that leave the type are lost.
      return wrap(binary('shl', leftOperand, rightOperand, type), type);
    case '>>':
      return binary('shr', leftOperand, rightOperand, type);
    case '+':
    case '-':
    case '*':
    case '**': {
      const left = f.checked ? saveIfLarge(f, leftOperand, span) : leftOperand;
      const right = f.checked ? saveIfLarge(f, rightOperand, span) : rightOperand;
      return ranged(f, binary(EXACT[operator], left, right, type), type, span);
    }
    case '/':
    case '%': {
      const left = saveIfLarge(f, leftOperand, span);
      const right = saveIfLarge(f, rightOperand, span);
      require(f, nonzero(right), panic(DIVISION_BY_ZERO), span);
      if (operator === '%') return binary('mod', left, right, type);
      const quotient = binary('div', left, right, type);
      // Only `min / -1` leaves the range.
      return type.kind === 'int' && type.signed ? ranged(f, quotient, type, span) : quotient;
    }
    case '&&':
    case '||':
      throw new Error('short-circuit operators are lowered to control flow');
    default:
      return operator satisfies never;
  }
}

const EXACT = { '+': 'add', '-': 'sub', '*': 'mul', '**': 'pow' } as const;

/** An exact value brought into the range of a type: by a requirement where arithmetic is checked, by wrapping elsewhere. */
function ranged(f: FunctionLowering, exact: Expression, type: IrType, span: Span): Expression {
  if (!f.checked) return wrap(exact, type);
  require(f, inRange(exact, type), panic(OVERFLOW), span);
  return exact;
}

/** The condition that a number is not zero; folded on constants. */
export function nonzero(operand: Expression): Expression {
  if (operand.kind === 'constant') return constant(BOOL, operand.value !== 0n);
  return not(equal(operand, zeroOf(operand.type)));
}

/** `-operand`. */
export function negated(f: FunctionLowering, operand: Expression, type: IrType, span: Span): Expression {
  const inner = f.checked ? saveIfLarge(f, operand, span) : operand;
  return ranged(f, negate(inner, type), type, span);
}

/** `~operand`: the complement within the type, which is `max - x` unsigned and `-1 - x` signed. */
export function complement(operand: Expression, type: IrType): Expression {
  const range = rangeOf(type);
  if (range === undefined) throw new Error('complement of a type without range');
  return binary('sub', constant(type, range.min + range.max), operand, type);
}

/** One more or one less. */
export function stepped(
  f: FunctionLowering,
  operand: Expression,
  direction: '+' | '-',
  type: IrType,
  span: Span,
): Expression {
  return operate(f, direction, operand, constant(type, 1n), type, span);
}
