// Repeatable random numbers for generated cases.

/** Numbers that depend on the seed alone. */
export interface RandomNumbers {
  /** A whole number from 0 to `bound` - 1. */
  readonly below: (bound: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

/** mulberry32 (Tommy Ettinger, public domain). */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    pick: <T>(list: readonly T[]): T => {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}
