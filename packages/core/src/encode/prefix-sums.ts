// Sums over the first elements of an array, `sum(xs[i] for i < n)`: a function of the contents and the bound. It is
// expanded over writes when it is made, so that what remains speaks of contents that nothing is known of; facts about
// those are in vc/prefix-facts.ts. Nothing needs to be kept at writes, and the contents of a replayed state add up by folding.
import {
  arraySelect,
  arraySort,
  type FunctionSymbol,
  INT,
  type Sort,
  type Term,
  type TermBank,
  type Value,
} from '@surety/solvers';
import type { IrType } from '../ir/ir.js';

/** What is added up for each element of an array. */
export interface PrefixKind {
  readonly fn: FunctionSymbol;
  /** What an element counts for; `args` are the terms that the sum has beside contents and bound. */
  readonly weight: (element: Term, args: readonly Term[]) => Term;
  /** Smallest and largest weight of an element, where known. */
  readonly least: bigint | undefined;
  readonly most: bigint | undefined;
  /** Types of `args`, where values of them may be keys. */
  readonly types: readonly (IrType | undefined)[];
}

const kinds = new WeakMap<TermBank, Map<string, PrefixKind>>();

/** The sum of unsigned (or signed) elements themselves. */
export function plainSum(bank: TermBank, signed: boolean): PrefixKind {
  return kindOf(bank, signed ? 'signed' : 'unsigned', INT, [], (element) => element, {
    types: [],
    least: signed ? undefined : 0n,
    most: undefined,
  });
}

/** How many elements meet a condition: `weight` is 1 or 0. `id` is the same only for the same condition. */
export function countOf(
  bank: TermBank,
  id: string,
  element: Sort,
  args: readonly { readonly sort: Sort; readonly type: IrType | undefined }[],
  weight: PrefixKind['weight'],
): PrefixKind {
  const sorts = args.map(({ sort }) => sort);
  const types = args.map(({ type }) => type);
  return kindOf(bank, `count ${id}`, element, sorts, weight, { least: 0n, most: 1n, types });
}

function kindOf(
  bank: TermBank,
  id: string,
  element: Sort,
  args: readonly Sort[],
  weight: PrefixKind['weight'],
  limits: Pick<PrefixKind, 'least' | 'most' | 'types'>,
): PrefixKind {
  const all = kinds.get(bank) ?? new Map<string, PrefixKind>();
  kinds.set(bank, all);
  const known = all.get(id);
  if (known !== undefined) return known;
  const plain = limits.most === undefined;
  const name = plain ? `sum_first_${id}` : `count_first_${all.size}`;
  const fn: FunctionSymbol = {
    name,
    domain: [arraySort(INT, element), INT, ...args],
    range: INT,
    ...(plain ? { interpret: ([contents, below]: readonly Value[]) => addUp(contents, below) } : {}),
  };
  const kind: PrefixKind = { fn, weight, ...limits };
  all.set(id, kind);
  return kind;
}

/** The kind whose function this is; undefined for other functions. */
export function prefixKindOf(bank: TermBank, fn: FunctionSymbol): PrefixKind | undefined {
  const all = kinds.get(bank);
  if (all === undefined) return undefined;
  for (const kind of all.values()) if (kind.fn.name === fn.name) return kind;
  return undefined;
}

/** The sum over concrete contents; undefined where they are given by a formula. */
function addUp(contents: Value | undefined, below: Value | undefined): bigint | undefined {
  if (typeof contents !== 'object' || contents.kind !== 'array' || typeof below !== 'bigint')
    return undefined;
  if (contents.compute !== undefined || typeof contents.default !== 'bigint') return undefined;
  if (below <= 0n) return 0n;
  let total = contents.default * below;
  for (const { key } of contents.entries.values()) {
    if (typeof key !== 'bigint' || key < 0n || key >= below) continue;
    const value = arraySelect(contents, key);
    if (typeof value !== 'bigint') return undefined;
    total += value - contents.default;
  }
  return total;
}

/** Sums up to a constant bound no larger are written out. */
const LONGEST_WRITTEN_OUT = 64n;

/**
 * The sum of the weights of elements 0 to `below - 1`; 0 for a bound that is not positive. Each step is an equality:
 * with one element replaced the sum changes by the difference of the weights if its index is below the bound, and the
 * sum of equal elements is a product.
 */
export function prefixSum(
  bank: TermBank,
  kind: PrefixKind,
  contents: Term,
  below: Term,
  args: readonly Term[],
): Term {
  const zero = bank.int(0n);
  const written = literalInteger(below);
  const done = new Map<Term, Term>();
  const of = (array: Term): Term => {
    const known = done.get(array);
    if (known !== undefined) return known;
    // Writes are followed in a loop: there may be thousands of them.
    const stores: (readonly [base: Term, key: Term, value: Term])[] = [];
    let at = array;
    while (at.kind === 'apply' && at.op === 'store' && !done.has(at)) {
      const [base, key, value] = at.args as readonly [Term, Term, Term];
      stores.push([base, key, value]);
      at = base;
    }
    let result = done.get(at) ?? ofBase(at);
    done.set(at, result);
    for (const [base, key, value] of stores.reverse()) {
      const inside = bank.and(bank.le(zero, key), bank.lt(key, below));
      const change = bank.sub(kind.weight(value, args), kind.weight(bank.select(base, key), args));
      result = bank.add(result, bank.ite(inside, change, zero));
    }
    done.set(array, result);
    return result;
  };
  const ofBase = (array: Term): Term => {
    if (written !== undefined && written <= 0n) return zero;
    if (array.kind === 'ite') return bank.ite(array.condition, of(array.then), of(array.else));
    if (array.kind === 'apply' && array.op === 'constArray') {
      const each = kind.weight(array.args[0] as Term, args);
      return bank.mul(each, bank.ite(bank.lt(zero, below), below, zero));
    }
    if (written !== undefined && written <= LONGEST_WRITTEN_OUT)
      return bank.add(
        zero,
        ...Array.from({ length: Number(written) }, (_, i) =>
          kind.weight(bank.select(array, bank.int(BigInt(i))), args),
        ),
      );
    return bank.call(kind.fn, [array, below, ...args]);
  };
  return of(contents);
}

/** The value of an integer literal. */
export function literalInteger(term: Term): bigint | undefined {
  return term.kind === 'literal' && typeof term.value === 'bigint' ? term.value : undefined;
}
