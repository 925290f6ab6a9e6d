// Typed expressions made by the checker itself, for what sugar stands for.
import type { Location } from '../source/source-file.js';
import { readsState } from './inspect.js';
import { addressType, boolType } from './type-rules.js';
import type { SpecBinaryOperator, SpecExpression, SpecVariable } from './typed-ast.js';

/** A comparison or connective. */
export function compare(
  operator: SpecBinaryOperator,
  left: SpecExpression,
  right: SpecExpression,
  location: Location,
): SpecExpression {
  return { kind: 'binary', operator, left, right, type: boolType, location };
}

/** The value before, when it may have been another one. */
export function before(operand: SpecExpression): SpecExpression {
  return readsState(operand)
    ? { kind: 'old', operand, type: operand.type, location: operand.location }
    : operand;
}

/** All of them, or `true`. */
export function allOf(parts: readonly SpecExpression[], location: Location): SpecExpression {
  const [first, ...rest] = parts;
  if (first === undefined) return truth(true, location);
  return rest.reduce((left, right) => compare('&&', left, right, location), first);
}

/** Some of them, or `false`. */
export function someOf(parts: readonly SpecExpression[], location: Location): SpecExpression {
  const [first, ...rest] = parts;
  if (first === undefined) return truth(false, location);
  return rest.reduce((left, right) => compare('||', left, right, location), first);
}

/** `true` or `false`. */
export function truth(value: boolean, location: Location): SpecExpression {
  return { kind: 'literal', value, type: boolType, location };
}

/** `t.sender`. */
export function senderOf(block: SpecVariable, location: Location): SpecExpression {
  return { kind: 'blockMember', block, member: 'sender', type: addressType, location };
}
