// Values of constant expressions where a type needs one: array lengths.
import type { Expression } from './ast.js';
import { findLocal, type Place, placeOf } from './check-context.js';
import { parseNumberLiteral } from './literal.js';
import { foldBinary, foldUnary, rational } from './literal-rational.js';
import { integerRange } from './type-build.js';
import { elementaryType } from './type-elementary.js';
import type { Type } from './types.js';

type Rational = Extract<Type, { readonly kind: 'rational' }>;

/** The integer an expression of literals and constants denotes, or undefined. */
export function constantInteger(place: Place, expression: Expression): bigint | undefined {
  const value = constantRational(place, expression);
  return value?.denominator === 1n ? value.numerator : undefined;
}

function constantRational(place: Place, expression: Expression): Rational | undefined {
  switch (expression.kind) {
    case 'number': {
      const literal = parseNumberLiteral(expression.text, expression.unit);
      return literal.kind === 'rational' ? literal.type : undefined;
    }
    case 'tuple': {
      const [only] = expression.components;
      return expression.components.length === 1 && only !== undefined
        ? constantRational(place, only)
        : undefined;
    }
    case 'identifier':
      if (findLocal(place, expression.name) !== undefined) return undefined;
      return constantOf(place, place.checker.names.lookup(expression.name, place.unit, place.contract)[0]);
    case 'member':
      return memberConstant(place, expression);
    case 'unary': {
      const operand = constantRational(place, expression.operand);
      return operand === undefined ? undefined : foldUnary(expression.operator, operand);
    }
    case 'binary': {
      const left = constantRational(place, expression.left);
      const right = constantRational(place, expression.right);
      if (left === undefined || right === undefined) return undefined;
      const folded = foldBinary(expression.operator, left, right);
      // Typed constants divide as integers do; literals alone divide exactly, which only matters when it is not whole.
      return folded !== undefined &&
        expression.operator === '/' &&
        folded.denominator !== 1n &&
        usesNames(expression)
        ? rational(folded.numerator / folded.denominator, 1n)
        : folded;
    }
    default:
      return undefined;
  }
}

function memberConstant(
  place: Place,
  expression: Extract<Expression, { kind: 'member' }>,
): Rational | undefined {
  const { base, name } = expression;
  if (base.kind === 'identifier') {
    const [entity] = place.checker.names.lookup(base.name, place.unit, place.contract);
    if (entity?.kind === 'module')
      return constantOf(place, place.checker.names.exported(entity.file, name)[0]);
    if (entity?.kind !== 'contract') return undefined;
    return constantOf(
      place,
      entity.parts.find((part) => part.kind === 'variable' && part.name === name),
    );
  }
  const [argument] = base.kind === 'call' ? base.arguments : [];
  if (base.kind !== 'call' || base.callee.kind !== 'identifier' || base.callee.name !== 'type')
    return undefined;
  if (argument?.kind !== 'typeExpression' || argument.typeName.kind !== 'elementaryType') return undefined;
  const type = elementaryType(argument.typeName.name, false);
  if (type?.kind !== 'integer' || (name !== 'max' && name !== 'min')) return undefined;
  return rational(integerRange(type.signed, type.bits)[name], 1n);
}

function constantOf(place: Place, entity: { readonly kind: string } | undefined): Rational | undefined {
  if (entity === undefined) return undefined;
  const { checker } = place;
  const definition =
    'id' in entity && typeof entity.id === 'number' ? checker.names.definition(entity.id) : undefined;
  if (definition?.kind !== 'variable' || definition.mutability !== 'constant') return undefined;
  if (definition.initializer === undefined || checker.open.has(definition.id)) return undefined;
  checker.open.add(definition.id);
  const value = constantRational(
    placeOf(checker, checker.names.owner(definition.id)),
    definition.initializer,
  );
  checker.open.delete(definition.id);
  return value;
}

function usesNames(expression: Expression): boolean {
  switch (expression.kind) {
    case 'identifier':
    case 'member':
      return true;
    case 'binary':
      return usesNames(expression.left) || usesNames(expression.right);
    case 'unary':
      return usesNames(expression.operand);
    case 'tuple':
      return expression.components.some((component) => component !== undefined && usesNames(component));
    default:
      return false;
  }
}
