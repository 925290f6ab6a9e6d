// Turns operands into values and inserts implicit conversions.
import { type Place, report } from './check-context.js';
import { candidateAbiSignature } from './check-functions.js';
import { type Candidate, isPoison, type Operand, poisonExpression } from './check-operand.js';
import { implicitlyConvertible } from './convert.js';
import { isUtf8 } from './literal.js';
import { BYTES_MEMORY, functionType, mobileType } from './type-build.js';
import { typeEquals } from './type-equal.js';
import { describeType } from './type-string.js';
import type { Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

/** The value an operand denotes; a reported mistake when it is something else (a type, an overloaded name). */
export function operandValue(place: Place, operand: Operand): Expression {
  switch (operand.kind) {
    case 'value':
      return operand.expression;
    case 'poison':
      return poisonExpression(operand.code, 'an expression with a mistake', operand.span);
    case 'functions': {
      const [only] = operand.candidates;
      if (operand.candidates.length === 1 && only !== undefined)
        return functionValue(place, only, operand.span);
      return mistake(
        place,
        operand.span,
        'SOL321',
        `'${operand.name}' names several functions; it is unclear which is meant`,
      );
    }
    case 'typeName':
    case 'library':
      return mistake(place, operand.span, 'SOL322', 'a type is not a value');
    case 'metaType':
      return mistake(place, operand.span, 'SOL322', `'type(…)' is not a value; one of its members is needed`);
    default:
      return mistake(place, operand.span, 'SOL322', `this cannot be used as a value`);
  }
}

/** A function named without being called. */
export function functionValue(place: Place, candidate: Candidate, span: Span): Expression {
  const { access, definition, signature } = candidate;
  if (candidate.receiver !== undefined) {
    return mistake(place, span, 'SOL902', 'a function attached with "using for" can only be called');
  }
  const { mutability, parameters, returns } = signature;
  if (access.kind === 'internal') {
    const type = functionType('internal', mutability, parameters, returns);
    return { kind: 'function', declaration: definition.id, dispatch: access.dispatch, type, span };
  }
  const base: Expression =
    access.kind === 'declaration'
      ? {
          kind: 'name',
          name: access.contract.name,
          type: {
            kind: 'typeName',
            type: {
              kind: 'contract',
              declaration: access.contract.id,
              name: access.contract.name,
              payable: false,
            },
          },
          span,
        }
      : access.base;
  return {
    kind: 'externalFunction',
    base,
    declaration: definition.id,
    signature: candidateAbiSignature(place.checker, candidate),
    type: functionType('external', mutability, parameters, returns),
    span,
  };
}

/** Reports and returns the expression that stands for the mistake. */
export function mistake(
  place: Place,
  span: Span,
  code: string,
  message: string,
  more: { readonly suggestion?: string; readonly notes?: readonly string[] } = {},
): Expression {
  report(place.checker, span, code, message, more);
  return poisonExpression(code, message, span);
}

/** As `mistake`, for operands. */
export function mistakeOperand(
  place: Place,
  span: Span,
  code: string,
  message: string,
  more: { readonly suggestion?: string; readonly notes?: readonly string[] } = {},
): Operand {
  report(place.checker, span, code, message, more);
  return { kind: 'poison', code, span };
}

/** The expression converted implicitly to `to`; a mistake is reported when that is not allowed. */
export function coerce(place: Place, expression: Expression, to: Type): Expression {
  if (isPoison(expression) || typeEquals(expression.type, to)) return expression;
  if (!implicitlyConvertible(expression.type, to, place.facts)) {
    return mistake(
      place,
      expression.span,
      'SOL301',
      `${describeType(expression.type)} cannot be converted to ${describeType(to)} implicitly`,
    );
  }
  if (
    to.kind === 'tuple' &&
    expression.kind === 'tuple' &&
    expression.components.length === to.components.length
  ) {
    const components = expression.components.map((component, i) => {
      const target = to.components[i];
      if (component === undefined) return undefined;
      return target === undefined ? toMobile(place, component) : coerce(place, component, target);
    });
    return { ...expression, components, type: { kind: 'tuple', components: components.map((c) => c?.type) } };
  }
  return { kind: 'convert', operand: expression, explicit: false, type: to, span: expression.span };
}

/** The expression with a type of its own: literals become the smallest integer or a string. */
export function toMobile(place: Place, expression: Expression): Expression {
  if (isPoison(expression)) return expression;
  const { type } = expression;
  // Bytes that are no text cannot become a string; they are encoded alike.
  const mobile = type.kind === 'stringLiteral' && !isUtf8(type.bytes) ? BYTES_MEMORY : mobileType(type);
  if (mobile === undefined) {
    return mistake(
      place,
      expression.span,
      'SOL303',
      `${describeType(expression.type)} has no type of its own here`,
    );
  }
  return coerce(place, expression, mobile);
}
