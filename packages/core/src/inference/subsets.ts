// Subsets of a few things.

/** All subsets but the empty one, small ones first. O(2^n). */
export function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  let all: readonly (readonly T[])[] = [[]];
  for (const item of items) all = [...all, ...all.map((some) => [...some, item])];
  return all.filter((some) => some.length > 0).sort((a, b) => a.length - b.length);
}
