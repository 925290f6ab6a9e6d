// Sorts: the types of terms. Interned in one table, so that equal sorts are identical objects (===).

/** The sort of truth values. */
export interface BoolSort {
  readonly kind: 'bool';
}
/** The sort of mathematical (unbounded) integers. */
export interface IntSort {
  readonly kind: 'int';
}
/** The sort of machine words of a fixed width in bits. */
export interface BitvecSort {
  readonly kind: 'bitvec';
  readonly width: number;
}
/** The sort of byte strings; the solver sees an uninterpreted sort with pairwise distinct literals. */
export interface BytesSort {
  readonly kind: 'bytes';
}
/** The sort of total maps from index to element. */
export interface ArraySort {
  readonly kind: 'array';
  readonly index: Sort;
  readonly element: Sort;
}
/** A sort of which only equality is known. */
export interface UninterpretedSort {
  readonly kind: 'uninterpreted';
  readonly name: string;
}
/** Every sort a term can have; obtained only from the constants and functions of this file, compared by ===. */
export type Sort = BoolSort | IntSort | BitvecSort | BytesSort | ArraySort | UninterpretedSort;

const interned = new Map<string, Sort>();

function intern<S extends Sort>(key: string, make: () => S): S {
  const known = interned.get(key);
  // The key determines the shape, so the entry stored under it is an S.
  if (known !== undefined) return known as S;
  const sort = make();
  Object.freeze(sort);
  interned.set(key, sort);
  return sort;
}

// Uninterpreted sorts may be called `Int`; a prefix keeps their keys apart from the built-in ones.
function internKey(sort: Sort): string {
  switch (sort.kind) {
    case 'uninterpreted':
      return `?${sort.name}`;
    case 'array':
      return `(${internKey(sort.index)},${internKey(sort.element)})`;
    default:
      return printSort(sort);
  }
}

/** The sort of truth values. */
export const BOOL: BoolSort = intern('Bool', () => ({ kind: 'bool' }));
/** The sort of mathematical integers. */
export const INT: IntSort = intern('Int', () => ({ kind: 'int' }));
/** The sort of byte strings. */
export const BYTES: BytesSort = intern('Bytes', () => ({ kind: 'bytes' }));

/** The sort of bit-vectors of `width` bits; throws unless the width is a positive integer. */
export function bitvecSort(width: number): BitvecSort {
  if (!Number.isInteger(width) || width < 1)
    throw new Error(`bitvecSort: width must be a positive integer, got ${width}`);
  return intern(`(_ BitVec ${width})`, () => ({ kind: 'bitvec', width }));
}

/** The sort of arrays from `index` to `element`. */
export function arraySort(index: Sort, element: Sort): ArraySort {
  return intern(`(${internKey(index)},${internKey(element)})`, () => ({ kind: 'array', index, element }));
}

/** The uninterpreted sort of this name. */
export function uninterpretedSort(name: string): UninterpretedSort {
  return intern(`?${name}`, () => ({ kind: 'uninterpreted', name }));
}

/** Whether two sorts are the same; sorts are interned, so this is identity. */
export function sortEquals(a: Sort, b: Sort): boolean {
  return a === b;
}

/** The sort in SMT-LIB notation, for messages and keys (uninterpreted names appear as they are). */
export function printSort(sort: Sort): string {
  switch (sort.kind) {
    case 'bool':
      return 'Bool';
    case 'int':
      return 'Int';
    case 'bytes':
      return 'Bytes';
    case 'bitvec':
      return `(_ BitVec ${sort.width})`;
    case 'array':
      return `(Array ${printSort(sort.index)} ${printSort(sort.element)})`;
    case 'uninterpreted':
      return sort.name;
  }
}

/** How many values a sort has when that is a fixed finite number, else undefined. */
export function sortCardinality(sort: Sort): bigint | undefined {
  switch (sort.kind) {
    case 'bool':
      return 2n;
    case 'bitvec':
      return 1n << BigInt(sort.width);
    case 'array': {
      const index = sortCardinality(sort.index);
      const element = sortCardinality(sort.element);
      // Above 2^16 the exact number is of no use to anyone here and may not fit in memory.
      if (index === undefined || element === undefined || index > 16n || element > 16n) return undefined;
      return element ** index;
    }
    case 'int':
    case 'bytes':
    case 'uninterpreted':
      return undefined;
  }
}
