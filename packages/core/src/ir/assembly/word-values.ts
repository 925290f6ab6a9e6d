// The way between words and typed values: how a value lies in a word, and when a word is a value of a type.
import {
  ADDRESS,
  constant,
  equal,
  FALSE,
  fixedBytesType,
  inRange,
  lessOrEqual,
  number,
  rangeOf,
  TRUE,
  UINT256,
  wrap,
  wrapNumber,
} from '../build.js';
import type { Expression, IrType } from '../ir.js';
import { shiftLeft, shiftRight } from './word-bits.js';
import { conditionOf, formOf, highest, lowZeroBits, numberOf, truth } from './word-form.js';
import { remainderWords, signed } from './words.js';

/** The word that holds a value of a type: as on the stack, sign-extended and left-aligned where Solidity does so. */
export function wordOf(value: Expression): Expression | undefined {
  const { type } = value;
  switch (type.kind) {
    case 'bool':
      return truth(value);
    case 'int':
    case 'address':
    case 'enum':
      return wrap(value, UINT256);
    case 'fixedBytes': {
      const low = wrap(value, UINT256);
      return type.size === 32 ? low : shiftLeft(number(256 - 8 * type.size), low);
    }
    default:
      return undefined;
  }
}

/** A word as a value of a type, with the condition under which it is one; undefined for types without words. */
export function typedValueOf(
  word: Expression,
  type: IrType,
): { readonly value: Expression; readonly valid: Expression } | undefined {
  switch (type.kind) {
    case 'bool': {
      const condition = conditionOf(word);
      if (condition !== undefined) return { value: condition, valid: TRUE };
      return { value: equal(word, number(1)), valid: lessOrEqual(word, number(1)) };
    }
    case 'address':
    case 'enum':
    case 'int': {
      if (type.kind === 'int' && type.signed) return signedValue(word, type);
      const maximum = rangeOf(type)?.max ?? 0n;
      const valid = highest(word) <= maximum ? TRUE : lessOrEqual(word, number(maximum));
      return { value: unwrapped(word, type), valid };
    }
    case 'fixedBytes': {
      const below = 256 - 8 * type.size;
      const value = numberOf(word);
      if (value !== undefined) {
        const clean = BigInt.asUintN(below, value) === 0n;
        return { value: constant(type, value >> BigInt(below)), valid: clean ? TRUE : FALSE };
      }
      const shifted = below === 0 ? word : undoShift(word, below);
      const clean =
        below === 0 || lowZeroBits(word) >= below
          ? TRUE
          : equal(remainderWords(word, number(1n << BigInt(below))), number(0));
      return { value: unwrapped(shifted, type), valid: clean };
    }
    default:
      return undefined;
  }
}

function undoShift(whole: Expression, bits: number): Expression {
  const word = formOf(whole);
  if (word.kind === 'binary' && word.operator === 'mul' && numberOf(word.right) === 1n << BigInt(bits))
    return word.left;
  return shiftRight(number(bits), word);
}

/** A word as a number of another type; a word made from that very type is taken back. */
function unwrapped(whole: Expression, type: IrType): Expression {
  const form = formOf(whole);
  const word = form.kind === 'constant' || form.kind === 'wrap' ? form : whole;
  if (word.kind === 'constant' && typeof word.value === 'bigint') {
    if (type.kind === 'enum') return constant(type, word.value);
    return constant(type, wrapNumber(word.value, type));
  }
  if (word.kind === 'wrap' && sameKind(word.operand.type, type) && word.operand.kind !== 'binary')
    return word.operand;
  return wrap(word, type);
}

function sameKind(a: IrType, b: IrType): boolean {
  if (a.kind === 'int' && b.kind === 'int') return a.bits === b.bits && a.signed === b.signed;
  if (a.kind === 'fixedBytes' && b.kind === 'fixedBytes') return a.size === b.size;
  if (a.kind === 'enum' && b.kind === 'enum') return a.name === b.name;
  return a.kind === 'address' && b.kind === 'address';
}

function signedValue(
  word: Expression,
  type: Extract<IrType, { kind: 'int' }>,
): { readonly value: Expression; readonly valid: Expression } {
  const known = numberOf(word);
  if (known !== undefined) {
    const value = BigInt.asIntN(256, known);
    const fits = BigInt.asIntN(type.bits, value) === value;
    return { value: constant(type, BigInt.asIntN(type.bits, value)), valid: fits ? TRUE : FALSE };
  }
  if (type.bits === 256) return { value: unwrapped(word, type), valid: TRUE };
  // A sign extension or a value of the type itself is clean.
  const form = formOf(word);
  if (form.kind === 'wrap' && sameKind(form.operand.type, type) && form.operand.kind !== 'binary')
    return { value: form.operand, valid: TRUE };
  const value = signed(word);
  return { value: wrap(value, type), valid: inRange(value, type) };
}

/** The address in the low 160 bits, as instructions take it. */
export function addressOf(word: Expression): Expression {
  return unwrapped(word, ADDRESS);
}

/** A word as `bytes32`. */
export function bytes32Of(word: Expression): Expression {
  return unwrapped(word, fixedBytesType(32));
}

/** A word as the value it was made from, with the name of its type in an encoding: `address`, `bool`, `uint256` for others. */
export function typedWord(word: Expression): { readonly value: Expression; readonly type: string } {
  const form = formOf(word);
  const condition = form.kind === 'conditional' ? conditionOf(form) : undefined;
  if (condition !== undefined) return { value: condition, type: 'bool' };
  if (form.kind === 'wrap' && form.operand.kind !== 'binary') {
    const { operand } = form;
    const name = nameOf(operand.type);
    if (name !== undefined) return { value: operand, type: name };
  }
  if (form.kind === 'binary' && form.operator === 'mul' && form.left.kind === 'wrap') {
    const { operand } = form.left;
    if (
      operand.type.kind === 'fixedBytes' &&
      numberOf(form.right) === 1n << BigInt(256 - 8 * operand.type.size)
    )
      return { value: operand, type: `bytes${operand.type.size}` };
  }
  return { value: word, type: 'uint256' };
}

function nameOf(type: IrType): string | undefined {
  if (type.kind === 'address') return 'address';
  if (type.kind === 'int') return `${type.signed ? 'int' : 'uint'}${type.bits}`;
  return type.kind === 'fixedBytes' && type.size === 32 ? 'bytes32' : undefined;
}
