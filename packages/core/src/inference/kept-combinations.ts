// Which combinations of numbers are the same in all examples: the vectors c with c · (x - x0) = 0 for every row x, where x0 is
// the row that the examples begin with. By exact elimination; what a data-driven search for invariants begins with (Sharma,
// Gupta, Hariharan, Aiken, Nori: A Data Driven Approach for Algebraic Loop Invariants, ESOP 2013).

/** Differences from a beginning, collected until it is asked what they have in common. */
export interface Differences {
  readonly add: (row: readonly bigint[]) => void;
  /** A basis of what is the same in all, of smallest integers. O(columns²) numbers. */
  readonly kept: () => readonly (readonly bigint[])[];
}

/** Collects rows of so many columns. O(columns²) a row. */
export function differences(columns: number): Differences {
  // Reduced: no row has anything in the pivot column of another.
  const rows = new Map<number, readonly bigint[]>();
  return {
    add: (row) => {
      let left = row;
      for (const [pivot, known] of rows) left = without(left, known, pivot);
      const pivot = left.findIndex((n) => n !== 0n);
      if (pivot < 0) return;
      for (const [other, known] of rows) rows.set(other, without(known, left, pivot));
      rows.set(pivot, left);
    },
    kept: () => {
      const free = Array.from({ length: columns }, (_, i) => i).filter((i) => !rows.has(i));
      return free.map((column) => {
        const shares = [...rows].map(([pivot, row]) => ({
          pivot,
          of: row[pivot] as bigint,
          share: row[column] as bigint,
        }));
        const whole = shares.reduce((all, { of }) => size(all * of) / divisor(all, of), 1n);
        const vector = Array.from({ length: columns }, (_, i) => (i === column ? whole : 0n));
        for (const { pivot, of, share } of shares) vector[pivot] = (-share * whole) / of;
        return shortest(vector);
      });
    },
  };
}

/** A row with nothing in the pivot column of another. */
function without(row: readonly bigint[], other: readonly bigint[], pivot: number): readonly bigint[] {
  const [here, there] = [row[pivot] as bigint, other[pivot] as bigint];
  return here === 0n ? row : shortest(row.map((n, i) => n * there - (other[i] as bigint) * here));
}

/** Divided by what all numbers have in common. */
function shortest(row: readonly bigint[]): readonly bigint[] {
  const common = row.reduce(divisor, 0n);
  return common === 0n ? row : row.map((n) => n / common);
}

function size(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [size(a), size(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
