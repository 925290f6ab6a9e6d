// Values of constant expressions where the language needs one: array lengths, base slots.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { CallExpression, Expression } from './ast.js';
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
    case 'call':
      return namespaceSlot(place, expression);
    default:
      return undefined;
  }
}

/** `erc7201("id")` (since 0.8.35): keccak256(keccak256(id) - 1) with its last byte cleared. */
function namespaceSlot(place: Place, { callee, arguments: args }: CallExpression): Rational | undefined {
  const [only] = args;
  const builtin =
    callee.kind === 'identifier' &&
    callee.name === 'erc7201' &&
    findLocal(place, callee.name) === undefined &&
    place.checker.names.lookup(callee.name, place.unit, place.contract).length === 0;
  const id = builtin && args.length === 1 && only !== undefined ? constantBytes(place, only) : undefined;
  if (id === undefined) return undefined;
  const inner = BigInt(`0x${bytesToHex(keccak_256(hexToBytes(id)))}`) - 1n;
  const outer = bytesToHex(keccak_256(hexToBytes(inner.toString(16).padStart(64, '0'))));
  return rational(BigInt(`0x${outer.slice(0, -2)}00`), 1n);
}

/** The bytes (hex) of a string literal, or of a constant that is one. */
function constantBytes(place: Place, expression: Expression): string | undefined {
  if (expression.kind === 'string') return expression.bytes;
  if (expression.kind !== 'identifier' || findLocal(place, expression.name) !== undefined) return undefined;
  const [entity] = place.checker.names.lookup(expression.name, place.unit, place.contract);
  if (entity?.kind !== 'variable' || entity.mutability !== 'constant') return undefined;
  return entity.initializer?.kind === 'string' ? entity.initializer.bytes : undefined;
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
