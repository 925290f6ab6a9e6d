// Conversions between Solidity types, implicit and explicit, and the meaning of literals.
import type { Span } from '../frontend/typed-program.js';
import type { Type } from '../frontend/types.js';
import {
  binary,
  builtin,
  constant,
  FALSE,
  inRange,
  localValue,
  number,
  sameType,
  TRUE,
  UINT256,
  wrap,
  wrapNumber,
} from './build.js';
import type { Expression, IrType } from './ir.js';
import {
  copyToMemory,
  expressionOf,
  type FunctionLowering,
  irType,
  panic,
  require,
  saveIfLarge,
  unsupported,
  type Value,
  value,
} from './lower-context.js';

/** Panic code of a number that is no member of an enum. */
const NOT_A_MEMBER = 0x21;

/** A literal of a type: booleans, numbers, and text or hex contents (left-aligned in `bytesN`). */
export function literalValue(literal: boolean | bigint | string, type: IrType): Expression {
  if (typeof literal === 'boolean') return literal ? TRUE : FALSE;
  if (typeof literal === 'bigint') return constant(type, wrapNumber(literal, type));
  if (type.kind === 'fixedBytes') {
    return constant(type, BigInt(`0x0${literal.padEnd(2 * type.size, '0').slice(0, 2 * type.size)}`));
  }
  return constant(type, literal.toLowerCase());
}

/** The type that a literal has on its own: numbers are 256 bits wide, text is a string. */
export function literalType(type: Type): Type {
  if (type.kind === 'rational') {
    return { kind: 'integer', signed: type.numerator < 0n, bits: 256 };
  }
  return type.kind === 'stringLiteral' ? { kind: 'string', location: 'memory', pointer: false } : type;
}

/** Converts a value from one type to another. */
export function convert(f: FunctionLowering, operand: Value, from: Type, to: Type, span: Span): Value {
  const source = underlying(from);
  const target = underlying(to);
  switch (target.kind) {
    case 'tuple': {
      if (operand.kind !== 'tuple' || source.kind !== 'tuple') return operand;
      return {
        kind: 'tuple',
        components: operand.components.map((component, i) => {
          const sourceType = source.components[i];
          const targetType = target.components[i];
          if (component === undefined || sourceType === undefined || targetType === undefined)
            return component;
          return convert(f, component, sourceType, targetType, span);
        }),
      };
    }
    case 'bytes':
    case 'string':
      // A copy into storage keeps the reference, so that the contents are read when the assignment is done.
      if (target.location === 'storage') return operand;
      return value(expressionOf(f, operand, span));
    case 'array':
    case 'struct':
      return convertAggregate(f, operand, source, target, span);
    case 'mapping':
    case 'function':
      return operand;
    case 'bool':
      return operand;
    case 'integer':
    case 'address':
    case 'contract':
    case 'fixedBytes':
    case 'enum':
      return value(convertWord(f, expressionOf(f, operand, span), source, irType(f, target, span), span));
    case 'rational':
    case 'stringLiteral':
      return operand;
    case 'userDefined':
    case 'typeName':
    case 'magic':
      return unsupported('MODEL101', `a value of type ${target.kind}`, span);
    default:
      return target satisfies never;
  }
}

function underlying(type: Type): Type {
  return type.kind === 'userDefined' ? type.underlying : type;
}

function convertAggregate(
  f: FunctionLowering,
  operand: Value,
  source: Type,
  target: Extract<Type, { kind: 'array' | 'struct' }>,
  span: Span,
): Value {
  if (target.location === 'storage') return operand; // pointer to the same place, or the source of a copy
  const type = irType(f, target, span);
  if (!sameType(type, irType(f, source, span))) {
    unsupported('MODEL104', 'a copy that converts the elements of an array', span);
  }
  if (operand.kind === 'storage') return value(expressionOf(f, operand, span));
  const object = expressionOf(f, operand, span);
  const sourceLocation = source.kind === 'array' || source.kind === 'struct' ? source.location : 'memory';
  // Calldata objects are immutable memory objects here, so a memory copy must be a new object.
  return sourceLocation === 'calldata' && target.location === 'memory'
    ? value(localValue(copyToMemory(f, { kind: 'memory', object }, type, span)))
    : operand;
}

function convertWord(
  f: FunctionLowering,
  operand: Expression,
  source: Type,
  target: IrType,
  span: Span,
): Expression {
  if (operand.kind === 'constant' && typeof operand.value === 'string') {
    return literalValue(operand.value, target);
  }
  switch (target.kind) {
    case 'enum': {
      if (source.kind === 'enum') return operand;
      const inner = saveIfLarge(f, operand, span);
      require(f, inRange(inner, target), panic(NOT_A_MEMBER), span);
      return wrap(inner, target);
    }
    case 'fixedBytes': {
      if (source.kind === 'bytes' || source.kind === 'string')
        return builtin('bytes.toFixed', [operand], target);
      if (source.kind !== 'fixedBytes') return wrap(operand, target);
      if (operand.kind === 'constant' && typeof operand.value === 'bigint') {
        const shift = BigInt(8 * Math.abs(target.size - source.size));
        const shifted = target.size > source.size ? operand.value << shift : operand.value >> shift;
        return constant(target, shifted);
      }
      if (target.size === source.size) return operand;
      // bytesN is its big-endian number: widening appends zero bytes, narrowing cuts the last ones off.
      return target.size > source.size
        ? binary('shl', wrap(operand, target), number(8 * (target.size - source.size)), target)
        : wrap(binary('shr', operand, number(8 * (source.size - target.size)), operand.type), target);
    }
    default:
      return wrap(operand, target);
  }
}

/** The length of `bytes` contents. */
export function bytesLength(contents: Expression): Expression {
  return contents.kind === 'constant' && typeof contents.value === 'string'
    ? number(contents.value.length / 2)
    : builtin('bytes.length', [contents], UINT256);
}
