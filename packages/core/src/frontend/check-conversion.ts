// Explicit conversions `T(x)`.
import type { CallSyntax } from './check-arguments.js';
import { mistakeOperand } from './check-coerce.js';
import type { Place } from './check-context.js';
import { isPoison, type Operand, valueOperand } from './check-operand.js';
import { checkExpression } from './check-walk.js';
import { explicitlyConvertible } from './convert.js';
import { ADDRESS_PAYABLE, isReference, locationOf, mobileType, relocate } from './type-build.js';
import { describeType } from './type-string.js';
import type { Type } from './types.js';

/** `T(x)` for a type that is not a struct. */
export function checkConversion(place: Place, node: CallSyntax, named: Type): Operand {
  const { span } = node;
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length !== 1) {
    return mistakeOperand(
      place,
      span,
      'SOL323',
      `a conversion takes 1 argument, ${node.arguments.length} given`,
    );
  }
  const operand = checkExpression(place, argument);
  if (isPoison(operand)) return valueOperand({ ...operand, span });
  const type = targetType(place, operand.type, named);
  if (!explicitlyConvertible(operand.type, type, place.facts)) {
    return mistakeOperand(
      place,
      span,
      'SOL304',
      `${describeType(operand.type)} cannot be converted to ${describeType(type)}`,
      {
        notes: conversionNotes(operand.type, type),
      },
    );
  }
  if (operand.type.kind === 'rational' && type.kind === 'address')
    return valueOperand({ kind: 'literal', value: BigInt.asUintN(160, operand.type.numerator), type, span });
  return valueOperand({ kind: 'convert', operand, explicit: true, type, span });
}

/** The type that results: reference types keep the location of the operand, old `address(x)` may be payable. */
function targetType(place: Place, from: Type, named: Type): Type {
  if (isReference(named)) {
    const location = locationOf(from);
    return relocate(named, location ?? 'memory', true);
  }
  if (named.kind === 'address' && !named.payable && place.unit.version.wraps && from.kind !== 'address') {
    return explicitlyConvertible(from, ADDRESS_PAYABLE, place.facts) &&
      !(from.kind === 'contract' && !from.payable)
      ? ADDRESS_PAYABLE
      : named;
  }
  return named;
}

function conversionNotes(from: Type, to: Type): readonly string[] {
  const mobile = mobileType(from);
  if (
    mobile?.kind === 'integer' &&
    to.kind === 'integer' &&
    mobile.signed !== to.signed &&
    mobile.bits !== to.bits
  ) {
    return ['since 0.8 sign and width cannot change in one conversion'];
  }
  return [];
}
