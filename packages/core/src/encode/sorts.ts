// How IR types become sorts, ranges and zero values of terms.
import { arraySort, BOOL, BYTES, INT, type Sort, type Term, type TermBank } from '@surety/solvers';
import type { IrType } from '../ir/ir.js';

/** Inclusive range of the integers that a type holds. */
export interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

/** The type of exact integers of a specification: no range. */
export const EXACT_INT: IrType = { kind: 'int', signed: true, bits: 0 };

/** The range of an integer-valued type; undefined for bool, bytes and aggregates. */
export function rangeOf(type: IrType): Range | undefined {
  switch (type.kind) {
    case 'int':
      if (type.bits === 0) return undefined;
      return type.signed
        ? { low: -(1n << BigInt(type.bits - 1)), high: (1n << BigInt(type.bits - 1)) - 1n }
        : { low: 0n, high: (1n << BigInt(type.bits)) - 1n };
    case 'address':
      return { low: 0n, high: (1n << 160n) - 1n };
    case 'fixedBytes':
      return { low: 0n, high: (1n << BigInt(8 * type.size)) - 1n };
    case 'enum':
      return { low: 0n, high: BigInt(type.members.length - 1) };
    case 'functionValue':
      return { low: 0n, high: (1n << 64n) - 1n };
    default:
      return undefined;
  }
}

/** Whether values of the type are held by a single term (not a struct, array or mapping). */
export function isScalar(type: IrType): boolean {
  return type.kind !== 'struct' && type.kind !== 'array' && type.kind !== 'mapping';
}

/** Sort of a scalar; references to memory objects are integers. */
export function sortOf(type: IrType): Sort {
  if (type.kind === 'bool') return BOOL;
  if (type.kind === 'bytes') return BYTES;
  return INT;
}

/** Zero value of a scalar. */
export function zeroOf(bank: TermBank, type: IrType): Term {
  if (type.kind === 'bool') return bank.false_;
  if (type.kind === 'bytes') return bank.bytes('');
  return bank.int(0n);
}

/** The array sort over `dimensions`, outermost first, ending in `element`. */
export function nestedArraySort(dimensions: readonly IrType[], element: Sort): Sort {
  return dimensions.reduceRight<Sort>((inner, key) => arraySort(sortOf(key), inner), element);
}

/** The constant array over `dimensions` that is `value` everywhere; `value` itself without dimensions. */
export function constantNestedArray(bank: TermBank, dimensions: readonly IrType[], value: Term): Term {
  let result = value;
  for (let i = dimensions.length - 1; i >= 0; i--) {
    const key = dimensions[i] as IrType;
    result = bank.constArray(arraySort(sortOf(key), result.sort), result);
  }
  return result;
}

/** Whether two types of keys have the same values. */
export function haveSameValues(a: IrType, b: IrType): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)];
  return a.kind === b.kind && one?.low === other?.low && one?.high === other?.high;
}

/** The fact that a scalar term lies in the range of its type; `true` when there is no range. */
export function inRangeTerm(bank: TermBank, term: Term, type: IrType): Term {
  const range = rangeOf(type);
  if (range === undefined) return bank.true_;
  return bank.and(bank.le(bank.int(range.low), term), bank.le(term, bank.int(range.high)));
}
