// Folding of bit-vector operators: literals are computed by the operator table, neutral elements dropped.
import type { TermBank } from './bank.js';
import { type Operator, operatorInfo } from './operators.js';
import type { Sort } from './sort.js';
import { integerValue, type Literal, type Term } from './term.js';

const COMMUTATIVE: ReadonlySet<Operator> = new Set(['bvadd', 'bvmul', 'bvand', 'bvor', 'bvxor']);

/** `op(args)` for the bit-vector operators and the conversions to and from integers. */
export function foldBitvec(
  bank: TermBank,
  op: Operator,
  args: readonly Term[],
  sort: Sort,
  indices: readonly number[],
): Term {
  if (args.every((arg): arg is Literal => arg.kind === 'literal')) {
    const sorts = args.map((arg) => arg.sort);
    const values = args.map((arg) => arg.value);
    const result = operatorInfo(op).evaluate(values, indices, sorts);
    const literal = result === undefined ? undefined : bank.value(result, sort);
    if (literal !== undefined) return literal;
  }
  const [a, b] = args;
  if (a === undefined) throw new Error(`${op}: no arguments`);
  if (b === undefined) return foldUnary(bank, op, a, sort, indices) ?? bank.intern(op, args, sort, indices);
  // Literals go right, otherwise the older term goes left.
  const swap = COMMUTATIVE.has(op) && (a.kind === 'literal' || (b.kind !== 'literal' && b.id < a.id));
  const [x, y] = swap ? [b, a] : [a, b];
  return foldBinary(bank, op, x, y, sort) ?? bank.intern(op, [x, y], sort, indices);
}

function foldUnary(
  bank: TermBank,
  op: Operator,
  a: Term,
  sort: Sort,
  indices: readonly number[],
): Term | undefined {
  const inner = a.kind === 'apply' ? a.args[0] : undefined;
  switch (op) {
    case 'bvnot':
    case 'bvneg':
      return a.kind === 'apply' && a.op === op ? inner : undefined;
    case 'zeroExtend':
    case 'signExtend':
      return indices[0] === 0 ? a : undefined;
    case 'extract':
      return sort === a.sort ? a : undefined;
    case 'int2bv':
      return a.kind === 'apply' && a.op === 'bv2int' && inner?.sort === sort ? inner : undefined;
    case 'bv2int':
      if (a.kind !== 'apply' || a.op !== 'int2bv' || inner === undefined) return undefined;
      return bank.mod(inner, bank.int(1n << BigInt(a.indices[0] ?? 0)));
    default:
      return undefined;
  }
}

function foldBinary(bank: TermBank, op: Operator, a: Term, b: Term, sort: Sort): Term | undefined {
  if (op === 'bvult' || op === 'bvslt') return a === b ? bank.false_ : undefined;
  if (sort.kind !== 'bitvec') return undefined;
  const zero = bank.bitvec(0n, sort.width);
  const ones = bank.bitvec(-1n, sort.width);
  switch (op) {
    case 'bvadd':
    case 'bvshl':
    case 'bvlshr':
    case 'bvashr':
      return b === zero ? a : undefined;
    case 'bvsub':
      return b === zero ? a : a === b ? zero : undefined;
    case 'bvmul':
      return b === zero ? zero : integerValue(b) === 1n ? a : undefined;
    case 'bvudiv':
      return integerValue(b) === 1n ? a : undefined;
    case 'bvand':
      return b === zero ? zero : b === ones || a === b ? a : undefined;
    case 'bvor':
      return b === ones ? ones : b === zero || a === b ? a : undefined;
    case 'bvxor':
      return b === zero ? a : a === b ? zero : b === ones ? bank.bvnot(a) : undefined;
    default:
      return undefined;
  }
}
