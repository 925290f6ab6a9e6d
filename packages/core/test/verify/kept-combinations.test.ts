// Exact elimination: what is kept in all examples is found, and nothing else.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../../src/inference/kept-combinations.js';

const keptIn = (columns: number, rows: readonly (readonly bigint[])[]): readonly (readonly bigint[])[] => {
  const seen = differences(columns);
  for (const row of rows) seen.add(row);
  return seen.kept();
};

describe('kept combinations', () => {
  it('of no example are all', () => {
    expect(keptIn(2, [])).toEqual([
      [1n, 0n],
      [0n, 1n],
    ]);
  });

  it('are by rates', () => {
    const rows = [
      [-2n, 3n, 0n],
      [0n, -1n, 5n],
      [2n, 0n, -15n],
    ];
    expect(keptIn(3, rows)).toEqual([[15n, 10n, 2n]]);
  });

  it('are none where everything changes by itself', () => {
    expect(
      keptIn(2, [
        [1n, 0n],
        [0n, 7n],
      ]),
    ).toEqual([]);
  });

  it('give nothing with every example, and are as many as there is room for', () => {
    const size = 4;
    const row = fc.array(fc.bigInt({ min: -9n, max: 9n }), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const kept = keptIn(size, rows);
        for (const vector of kept)
          for (const one of rows)
            expect(vector.reduce((sum, n, i) => sum + n * (one[i] as bigint), 0n)).toBe(0n);
        // As many as the rank of the rows leaves.
        expect(kept.length).toBe(size - rank(rows, size));
      }),
    );
  });
});

/** Rank by elimination in doubles of small numbers, exact enough for these. */
function rank(rows: readonly (readonly bigint[])[], columns: number): number {
  const m = rows.map((row) => row.map(Number));
  let r = 0;
  for (let c = 0; c < columns && r < m.length; c++) {
    const pivot = m.findIndex((row, i) => i >= r && Math.abs(row[c] as number) > 1e-9);
    if (pivot < 0) continue;
    [m[r], m[pivot]] = [m[pivot] as number[], m[r] as number[]];
    for (let i = r + 1; i < m.length; i++) {
      const factor = (m[i]?.[c] as number) / (m[r]?.[c] as number);
      for (let j = c; j < columns; j++) (m[i] as number[])[j] -= factor * (m[r]?.[j] as number);
    }
    r++;
  }
  return r;
}
