// Did-you-mean for names and paths.
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The candidate closest to `name`, if close enough that a slip of the keyboard explains it. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly text: string; readonly distance: number } | undefined;
  for (const text of candidates) {
    const distance = editDistance(name.toLowerCase(), text.toLowerCase(), limit);
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { text, distance };
  }
  return best?.text;
}

/**
 * An existing path like `absolute`, which does not exist: a sibling with a similar name, else the same file name
 * in a similar folder. Looks at one directory per path segment, so it is fast in any tree.
 */
export function closestPath(absolute: string): string | undefined {
  const folder = dirname(absolute);
  if (folder === absolute) return undefined;
  const entries = listNames(folder);
  if (entries !== undefined) {
    if (entries.includes(basename(absolute))) return absolute;
    const name = closest(basename(absolute), entries);
    return name === undefined ? undefined : join(folder, name);
  }
  const similarFolder = closestPath(folder);
  if (similarFolder === undefined) return undefined;
  const inside = listNames(similarFolder);
  if (inside === undefined) return undefined;
  const name = closest(basename(absolute), inside);
  return name === undefined ? undefined : join(similarFolder, name);
}

/** Names in a folder; undefined when it is not a readable folder. */
function listNames(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** Levenshtein distance with transpositions of neighbors; may stop early once above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforePrevious, j - 2) + 1);
      }
      row.push(cost);
    }
    beforePrevious = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
