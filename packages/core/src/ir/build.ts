// Constructors for IR types and expressions: interned value types, constants, comparisons, and the little folding that keeps
// the printed IR readable. No lowering decisions are made here.
import type { BinaryOperator, BuiltinName, Expression, IrType, Local, Place } from './ir.js';

const interned = new Map<string, IrType>();

function intern(key: string, make: () => IrType): IrType {
  const known = interned.get(key);
  if (known !== undefined) return known;
  const made = make();
  interned.set(key, made);
  return made;
}

export const BOOL: IrType = { kind: 'bool' };
export const ADDRESS: IrType = { kind: 'address' };
export const BYTES: IrType = { kind: 'bytes', text: false };
export const STRING: IrType = { kind: 'bytes', text: true };
export const FUNCTION_VALUE: IrType = { kind: 'functionValue' };

/** `uintN` or `intN`; the same object for the same type. */
export function intType(signed: boolean, bits: number): IrType {
  return intern(`${signed ? 'int' : 'uint'}${bits}`, () => ({ kind: 'int', signed, bits }));
}

export const UINT256: IrType = intType(false, 256);

/** `bytesN`; the same object for the same size. */
export function fixedBytesType(size: number): IrType {
  return intern(`bytes${size}`, () => ({ kind: 'fixedBytes', size }));
}

/** Whether two IR types are the same: structural, with enums and structs by their qualified name. */
export function sameType(a: IrType, b: IrType): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'bool':
    case 'address':
    case 'functionValue':
    case 'bytes': // contents of `bytes` and `string` are interchangeable
      return b.kind === a.kind;
    case 'int':
      return b.kind === 'int' && a.signed === b.signed && a.bits === b.bits;
    case 'fixedBytes':
      return b.kind === 'fixedBytes' && a.size === b.size;
    case 'enum':
      return b.kind === 'enum' && a.name === b.name && a.members.length === b.members.length;
    case 'struct':
      return (
        b.kind === 'struct' &&
        a.name === b.name &&
        a.fields.length === b.fields.length &&
        a.fields.every((field, i) => {
          const other = b.fields[i];
          return other !== undefined && other.name === field.name && sameType(field.type, other.type);
        })
      );
    case 'array':
      return b.kind === 'array' && a.length === b.length && sameType(a.element, b.element);
    case 'mapping':
      return b.kind === 'mapping' && sameType(a.key, b.key) && sameType(a.value, b.value);
    default:
      return a satisfies never;
  }
}

/** Structs and arrays: the types that live behind a reference. */
export function isAggregate(type: IrType): type is Extract<IrType, { kind: 'struct' | 'array' }> {
  return type.kind === 'struct' || type.kind === 'array';
}

/** Types whose values are integers in the IR. */
export function isNumeric(type: IrType): boolean {
  return type.kind === 'int' || type.kind === 'address' || type.kind === 'fixedBytes' || type.kind === 'enum';
}

/** Smallest and largest value of a type whose values are integers; undefined for other types. */
export function rangeOf(type: IrType): { readonly min: bigint; readonly max: bigint } | undefined {
  switch (type.kind) {
    case 'int':
      return type.signed
        ? { min: -(1n << BigInt(type.bits - 1)), max: (1n << BigInt(type.bits - 1)) - 1n }
        : { min: 0n, max: (1n << BigInt(type.bits)) - 1n };
    case 'address':
      return { min: 0n, max: (1n << 160n) - 1n };
    case 'fixedBytes':
      return { min: 0n, max: (1n << BigInt(8 * type.size)) - 1n };
    case 'enum':
      return { min: 0n, max: BigInt(type.members.length) - 1n };
    default:
      return undefined;
  }
}

/** Reduces a number into the range of a type, in two's complement. */
export function wrapNumber(value: bigint, type: IrType): bigint {
  switch (type.kind) {
    case 'int':
      return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
    case 'address':
      return BigInt.asUintN(160, value);
    case 'fixedBytes':
      return BigInt.asUintN(8 * type.size, value);
    default:
      return value;
  }
}

/** A constant; numbers for numeric types, booleans for bool, lowercase hex for bytes. */
export function constant(type: IrType, value: bigint | boolean | string): Expression {
  return { type, kind: 'constant', value };
}

export const TRUE: Expression = constant(BOOL, true);
export const FALSE: Expression = constant(BOOL, false);

/** An unsigned 256-bit number. */
export function number(value: bigint | number): Expression {
  return constant(UINT256, BigInt(value));
}

/** The zero value of a type that has values of its own (not a struct, array or mapping). */
export function zeroOf(type: IrType): Expression {
  switch (type.kind) {
    case 'bool':
      return FALSE;
    case 'bytes':
      return constant(type, '');
    case 'int':
    case 'address':
    case 'fixedBytes':
    case 'enum':
    case 'functionValue':
      return constant(type, 0n);
    case 'struct':
    case 'array':
    case 'mapping':
      throw new Error(`no zero value for ${type.kind}`);
    default:
      return type satisfies never;
  }
}

/** The value (or memory reference) a local holds. */
export function localValue(local: Local): Expression {
  return { type: local.type, kind: 'local', local };
}

/** Contents of a place. */
export function read(place: Place): Expression {
  return { type: place.type, kind: 'read', place };
}

/** A binary operation, exact on integers; constant truth values are folded in `and` and `or`. */
export function binary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  type: IrType,
): Expression {
  if (operator === 'and') {
    if (left.kind === 'constant') return left.value === true ? right : FALSE;
    if (right.kind === 'constant' && right.value === true) return left;
  }
  if (operator === 'or') {
    if (left.kind === 'constant') return left.value === true ? TRUE : right;
    if (right.kind === 'constant' && right.value === false) return left;
  }
  return { type, kind: 'binary', operator, left, right };
}

/** Logical negation; a double negation disappears. */
export function not(operand: Expression): Expression {
  if (operand.kind === 'constant' && typeof operand.value === 'boolean') return operand.value ? FALSE : TRUE;
  if (operand.kind === 'unary' && operand.operator === 'not') return operand.operand;
  return { type: BOOL, kind: 'unary', operator: 'not', operand };
}

export function negate(operand: Expression, type: IrType): Expression {
  return { type, kind: 'unary', operator: 'negate', operand };
}

export function equal(left: Expression, right: Expression): Expression {
  return binary('eq', left, right, BOOL);
}

export function less(left: Expression, right: Expression): Expression {
  return binary('lt', left, right, BOOL);
}

export function lessOrEqual(left: Expression, right: Expression): Expression {
  return binary('le', left, right, BOOL);
}

/** Two's complement reduction into `type`; folded on constants, and left out where the operand has that very type already. */
export function wrap(operand: Expression, type: IrType): Expression {
  if (operand.kind === 'constant' && typeof operand.value === 'bigint') {
    return constant(type, wrapNumber(operand.value, type));
  }
  const exact = operand.kind === 'binary' || operand.kind === 'unary';
  if (!exact && sameType(operand.type, type)) return operand;
  return { type, kind: 'wrap', operand };
}

/** Whether an exact value lies in the range of a type; folded on constants. */
export function inRange(operand: Expression, range: IrType): Expression {
  const limits = rangeOf(range);
  if (operand.kind === 'constant' && typeof operand.value === 'bigint' && limits !== undefined) {
    return operand.value >= limits.min && operand.value <= limits.max ? TRUE : FALSE;
  }
  return { type: BOOL, kind: 'inRange', operand, range };
}

/** `condition ? then : else` on values. */
export function conditional(condition: Expression, then: Expression, otherwise: Expression): Expression {
  if (condition.kind === 'constant') return condition.value === true ? then : otherwise;
  return { type: then.type, kind: 'conditional', condition, then, else: otherwise };
}

/** A built-in function applied to arguments. */
export function builtin(
  name: BuiltinName,
  operands: readonly Expression[],
  type: IrType,
  detail?: string,
): Expression {
  return detail === undefined
    ? { type, kind: 'builtin', name, arguments: operands }
    : { type, kind: 'builtin', name, arguments: operands, detail };
}
