// Reproducible choices: a seeded generator, or a list of numbers that a shrinking test runner hands in.

/** Numbers from somewhere: `below(n)` is an integer from 0 to n - 1. */
export interface Choices {
  below(n: number): number;
}

/** A seeded source (mulberry32). */
export function seeded(seed: number): Choices {
  let state = seed >>> 0;
  return {
    below(n) {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) % n;
    },
  };
}

/** Choices read from a list; zeros when it ends, so that shorter lists mean simpler outcomes. */
export function listed(numbers: readonly number[]): Choices {
  let next = 0;
  return {
    below(n) {
      const number = numbers[next++] ?? 0;
      return number % n;
    },
  };
}

/** One element of a list that is not empty. */
export function pick<T>(choices: Choices, list: readonly T[]): T {
  return list[choices.below(list.length)] as T;
}

/** A number of `bits` random bits. */
export function bits(choices: Choices, count: number): bigint {
  let value = 0n;
  for (let done = 0; done < count; done += 16) value = (value << 16n) | BigInt(choices.below(65536));
  return BigInt.asUintN(count, value);
}
