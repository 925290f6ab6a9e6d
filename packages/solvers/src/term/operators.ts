// The table of operators: an operator's SMT-LIB name, arity, sort rule and meaning stand here and nowhere else.
import { arraySort, BOOL, bitvecSort, INT, type Sort } from './sort.js';
import {
  arraySelect,
  arrayStore,
  asArray,
  constantArray,
  type Value,
  valueKey,
  valuesEqual,
} from './value.js';

/** What is known of one operator. */
export interface OperatorInfo {
  /** SMT-LIB head symbol; indexed operators are written `(_ smtlib i j)`, constArray `(as const sort)`. */
  readonly smtlib: string;
  /** Number of arguments, or 'nary' for two or more. */
  readonly arity: number | 'nary';
  /** Sort of the application, or undefined when the arguments do not fit. */
  readonly sort: (args: readonly Sort[], indices: readonly number[]) => Sort | undefined;
  /** Meaning on values; undefined where SMT-LIB leaves the result open (division by zero) or a value is not known. */
  readonly evaluate: (
    args: readonly Value[],
    indices: readonly number[],
    sorts: readonly Sort[],
  ) => Value | undefined;
}

type SortRule = OperatorInfo['sort'];

const all =
  (argument: Sort, result: Sort): SortRule =>
  (args) =>
    args.every((sort) => sort === argument) ? result : undefined;
const allSame: SortRule = (args) => (args.every((sort) => sort === args[0]) ? BOOL : undefined);
const sameBitvec: SortRule = (args) =>
  args[0]?.kind === 'bitvec' && args.every((sort) => sort === args[0]) ? args[0] : undefined;
const compareBitvec: SortRule = (args) => (sameBitvec(args, []) === undefined ? undefined : BOOL);

function bool(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw new Error('expected a Bool value');
  return value;
}

function int(value: Value | undefined): bigint {
  if (typeof value !== 'bigint')
    throw new Error(`expected an integer value, got ${value === undefined ? 'nothing' : valueKey(value)}`);
  return value;
}

function value(args: readonly Value[], position: number): Value {
  const found = args[position];
  if (found === undefined) throw new Error(`argument ${position} is missing`);
  return found;
}

function widthOf(sorts: readonly Sort[], position = 0): number {
  const sort = sorts[position];
  if (sort?.kind !== 'bitvec') throw new Error('expected a bit-vector sort');
  return sort.width;
}

/** Quotient of SMT-LIB's `div`: the remainder is never negative (Euclidean); the divisor must not be zero. */
export function euclideanDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b >= 0n ? quotient : b > 0n ? quotient - 1n : quotient + 1n;
}

/** Remainder of SMT-LIB's `mod`: between 0 and |b| - 1; the divisor must not be zero. */
export function euclideanMod(a: bigint, b: bigint): bigint {
  const remainder = a % b;
  return remainder >= 0n ? remainder : remainder + (b > 0n ? b : -b);
}

/** Quotient rounded toward minus infinity, for a positive divisor. */
export function floorDiv(a: bigint, b: bigint): bigint {
  return euclideanDiv(a, b);
}

const unsigned = (width: number, n: bigint): bigint => BigInt.asUintN(width, n);
const signed = (width: number, n: bigint): bigint => BigInt.asIntN(width, n);

function bitvecBinary(
  smtlib: string,
  meaning: (a: bigint, b: bigint, width: number) => bigint,
): OperatorInfo {
  return {
    smtlib,
    arity: 2,
    sort: sameBitvec,
    evaluate: (args, _indices, sorts) => {
      const width = widthOf(sorts);
      return unsigned(width, meaning(int(args[0]), int(args[1]), width));
    },
  };
}

function bitvecUnary(smtlib: string, meaning: (a: bigint) => bigint): OperatorInfo {
  return {
    smtlib,
    arity: 1,
    sort: sameBitvec,
    evaluate: (args, _indices, sorts) => unsigned(widthOf(sorts), meaning(int(args[0]))),
  };
}

function extension(smtlib: string, meaning: (a: bigint, width: number) => bigint): OperatorInfo {
  return {
    smtlib,
    arity: 1,
    sort: ([a], [count]) =>
      a?.kind === 'bitvec' && count !== undefined && Number.isInteger(count) && count >= 0
        ? bitvecSort(a.width + count)
        : undefined,
    evaluate: (args, indices, sorts) => {
      const width = widthOf(sorts);
      return unsigned(width + (indices[0] ?? 0), meaning(int(args[0]), width));
    },
  };
}

// SMT-LIB defines the signed operations by the unsigned ones, also for a zero divisor.
function signedDivision(a: bigint, b: bigint, width: number): bigint {
  const x = signed(width, a);
  const y = signed(width, b);
  if (y === 0n) return x < 0n ? 1n : -1n;
  return x / y;
}

function signedRemainder(a: bigint, b: bigint, width: number): bigint {
  const y = signed(width, b);
  return y === 0n ? a : signed(width, a) % y;
}

/** Every operator by its name. */
export const OPERATORS = {
  not: { smtlib: 'not', arity: 1, sort: all(BOOL, BOOL), evaluate: (args) => !bool(args[0]) },
  and: { smtlib: 'and', arity: 'nary', sort: all(BOOL, BOOL), evaluate: (args) => args.every(bool) },
  or: { smtlib: 'or', arity: 'nary', sort: all(BOOL, BOOL), evaluate: (args) => args.some(bool) },
  eq: {
    smtlib: '=',
    arity: 2,
    sort: allSame,
    evaluate: (args, _indices, sorts) => {
      const sort = sorts[0];
      return sort === undefined ? undefined : valuesEqual(value(args, 0), value(args, 1), sort);
    },
  },
  distinct: {
    smtlib: 'distinct',
    arity: 'nary',
    sort: allSame,
    evaluate: (args, _indices, sorts) => {
      const sort = sorts[0];
      if (sort === undefined) return undefined;
      let known = true;
      for (let i = 0; i < args.length; i++) {
        for (let j = 0; j < i; j++) {
          const same = valuesEqual(value(args, i), value(args, j), sort);
          if (same === true) return false;
          if (same === undefined) known = false;
        }
      }
      return known ? true : undefined;
    },
  },
  add: {
    smtlib: '+',
    arity: 'nary',
    sort: all(INT, INT),
    evaluate: (args) => args.reduce<bigint>((sum, arg) => sum + int(arg), 0n),
  },
  mul: {
    smtlib: '*',
    arity: 'nary',
    sort: all(INT, INT),
    evaluate: (args) => args.reduce<bigint>((product, arg) => product * int(arg), 1n),
  },
  div: {
    smtlib: 'div',
    arity: 2,
    sort: all(INT, INT),
    evaluate: (args) => (int(args[1]) === 0n ? undefined : euclideanDiv(int(args[0]), int(args[1]))),
  },
  mod: {
    smtlib: 'mod',
    arity: 2,
    sort: all(INT, INT),
    evaluate: (args) => (int(args[1]) === 0n ? undefined : euclideanMod(int(args[0]), int(args[1]))),
  },
  le: { smtlib: '<=', arity: 2, sort: all(INT, BOOL), evaluate: (args) => int(args[0]) <= int(args[1]) },
  select: {
    smtlib: 'select',
    arity: 2,
    sort: ([a, i]) => (a?.kind === 'array' && a.index === i ? a.element : undefined),
    evaluate: (args) => arraySelect(asArray(value(args, 0)), value(args, 1)),
  },
  store: {
    smtlib: 'store',
    arity: 3,
    sort: ([a, i, v]) => (a?.kind === 'array' && a.index === i && a.element === v ? a : undefined),
    evaluate: (args) => arrayStore(asArray(value(args, 0)), value(args, 1), value(args, 2)),
  },
  // The index sort is not determined by the argument: the bank passes the array sort itself.
  constArray: {
    smtlib: 'const',
    arity: 1,
    sort: ([v]) => (v === undefined ? undefined : arraySort(INT, v)),
    evaluate: (args) => constantArray(value(args, 0)),
  },
  bvadd: bitvecBinary('bvadd', (a, b) => a + b),
  bvsub: bitvecBinary('bvsub', (a, b) => a - b),
  bvmul: bitvecBinary('bvmul', (a, b) => a * b),
  bvudiv: bitvecBinary('bvudiv', (a, b) => (b === 0n ? -1n : a / b)),
  bvurem: bitvecBinary('bvurem', (a, b) => (b === 0n ? a : a % b)),
  bvsdiv: bitvecBinary('bvsdiv', signedDivision),
  bvsrem: bitvecBinary('bvsrem', signedRemainder),
  bvand: bitvecBinary('bvand', (a, b) => a & b),
  bvor: bitvecBinary('bvor', (a, b) => a | b),
  bvxor: bitvecBinary('bvxor', (a, b) => a ^ b),
  bvshl: bitvecBinary('bvshl', (a, b, width) => (b >= BigInt(width) ? 0n : a << b)),
  bvlshr: bitvecBinary('bvlshr', (a, b, width) => (b >= BigInt(width) ? 0n : a >> b)),
  bvashr: bitvecBinary(
    'bvashr',
    (a, b, width) => signed(width, a) >> (b >= BigInt(width) ? BigInt(width) : b),
  ),
  bvnot: bitvecUnary('bvnot', (a) => ~a),
  bvneg: bitvecUnary('bvneg', (a) => -a),
  bvult: { smtlib: 'bvult', arity: 2, sort: compareBitvec, evaluate: (args) => int(args[0]) < int(args[1]) },
  bvslt: {
    smtlib: 'bvslt',
    arity: 2,
    sort: compareBitvec,
    evaluate: (args, _indices, sorts) =>
      signed(widthOf(sorts), int(args[0])) < signed(widthOf(sorts), int(args[1])),
  },
  concat: {
    smtlib: 'concat',
    arity: 2,
    sort: ([a, b]) =>
      a?.kind === 'bitvec' && b?.kind === 'bitvec' ? bitvecSort(a.width + b.width) : undefined,
    evaluate: (args, _indices, sorts) => (int(args[0]) << BigInt(widthOf(sorts, 1))) | int(args[1]),
  },
  extract: {
    smtlib: 'extract',
    arity: 1,
    sort: ([a], [high, low]) =>
      a?.kind === 'bitvec' &&
      high !== undefined &&
      low !== undefined &&
      Number.isInteger(high) &&
      Number.isInteger(low) &&
      0 <= low &&
      low <= high &&
      high < a.width
        ? bitvecSort(high - low + 1)
        : undefined,
    evaluate: (args, [high = 0, low = 0]) => unsigned(high - low + 1, int(args[0]) >> BigInt(low)),
  },
  zeroExtend: extension('zero_extend', (a) => a),
  signExtend: extension('sign_extend', (a, width) => signed(width, a)),
  int2bv: {
    smtlib: 'int2bv',
    arity: 1,
    sort: ([a], [width]) =>
      a === INT && width !== undefined && Number.isInteger(width) && width > 0
        ? bitvecSort(width)
        : undefined,
    evaluate: (args, indices) => unsigned(indices[0] ?? 1, int(args[0])),
  },
  bv2int: {
    smtlib: 'bv2nat',
    arity: 1,
    sort: ([a]) => (a?.kind === 'bitvec' ? INT : undefined),
    evaluate: (args) => int(args[0]),
  },
} as const satisfies Readonly<Record<string, OperatorInfo>>;

/** The name of an operator: a key of the table. */
export type Operator = keyof typeof OPERATORS;

/** The row of the table for an operator. */
export function operatorInfo(op: Operator): OperatorInfo {
  return OPERATORS[op];
}
