// The way back into the walk for parts of expressions: operand, value, converted value. The forms themselves are in
// `check-expression.ts`, reached through the checker, so that each form's file can check the expressions inside it.
import type { Expression as Syntax } from './ast.js';
import { coerce, operandValue } from './check-coerce.js';
import type { Place } from './check-context.js';
import { type Operand, operandTypeString } from './check-operand.js';
import type { Expression } from './typed-program.js';
import type { Type } from './types.js';

/** The value of an expression, unconverted: literals keep their literal type. */
export function checkExpression(place: Place, node: Syntax): Expression {
  return operandValue(place, checkOperand(place, node));
}

/** The value of an expression, converted implicitly to a type. */
export function checkConverted(place: Place, node: Syntax, to: Type): Expression {
  return coerce(place, checkExpression(place, node), to);
}

/** What an expression denotes; the observer is told its type. */
export function checkOperand(place: Place, node: Syntax): Operand {
  const operand = place.checker.operandOf(place, node);
  const { observe } = place.checker;
  if (observe !== undefined) {
    const type = operandTypeString(operand);
    if (type !== undefined)
      observe(node.id, node.span, solcTypeString(place, node, type), referenceOf(operand, node));
  }
  return operand;
}

/** Two types of solc's that we do without: calldata slices, and `this` in a library. */
function solcTypeString(place: Place, node: Syntax, type: string): string {
  if (node.kind === 'slice') return `${type} slice`;
  const library = place.contract?.contractKind === 'library';
  return library && node.kind === 'identifier' && node.name === 'this'
    ? `library ${place.contract?.name}`
    : type;
}

/** The declaration that a name or member refers to, for the observer. */
function referenceOf(operand: Operand, node: Syntax): number | undefined {
  if (node.kind !== 'identifier' && node.kind !== 'member') return undefined;
  switch (operand.kind) {
    case 'value':
      return operand.expression.kind === 'variable' ? operand.expression.declaration : undefined;
    case 'functions':
    case 'events':
    case 'errors':
      return operand.candidates[0]?.definition.id;
    case 'typeName':
      return 'declaration' in operand.type ? operand.type.declaration : undefined;
    case 'library':
    case 'modifier':
      return operand.definition.id;
    default:
      return undefined;
  }
}
