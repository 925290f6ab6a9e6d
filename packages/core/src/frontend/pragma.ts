// Language versions: which compiler versions a file's `pragma solidity` lines allow (npm range syntax, as solc reads it).
import type { LanguageVersion } from './ast.js';

type Version = readonly [number, number, number];

/** Last patch of each released minor version; 0.8 leaves room for releases to come. */
const RELEASES: readonly (readonly [minor: number, lastPatch: number])[] = [
  [4, 26],
  [5, 17],
  [6, 12],
  [7, 6],
  [8, 99],
  [9, 0],
];

const ALL_VERSIONS: readonly Version[] = RELEASES.flatMap(([minor, last]) =>
  Array.from({ length: last + 1 }, (_, patch): Version => [0, minor, patch]),
);

/** What a conjunction of version ranges allows; not `satisfiable` when no compiler satisfies all of them. */
export interface VersionRange {
  readonly version: LanguageVersion;
  readonly satisfiable: boolean;
}

const NEWEST: LanguageVersion = {
  lowest: undefined,
  wraps: false,
  allowsBefore: { v05: false, v06: false, v07: false, v08: false },
};

/** The versions allowed by all of the given pragma values together; without any value the newest compiler is assumed. */
export function languageVersion(values: readonly string[]): VersionRange {
  if (values.length === 0) return { version: NEWEST, satisfiable: true };
  const ranges = values.map(parseRange);
  const allowed = ALL_VERSIONS.filter((version) => ranges.every((range) => range?.(version) ?? true));
  const lowest = allowed[0];
  const before = (minor: number): boolean => allowed.some((version) => version[1] < minor);
  return {
    version: {
      lowest: lowest?.join('.'),
      wraps: lowest !== undefined && allowed.every((version) => version[1] < 8),
      allowsBefore: { v05: before(5), v06: before(6), v07: before(7), v08: before(8) },
    },
    satisfiable: allowed.length > 0,
  };
}

type Predicate = (version: Version) => boolean;

function parseRange(value: string): Predicate | undefined {
  const alternatives = value.split('||').map(parseConjunction);
  if (alternatives.some((alternative) => alternative === undefined)) return undefined;
  return (version) => alternatives.some((alternative) => alternative?.(version) ?? false);
}

const VERSION = String.raw`v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?`;
const COMPARATOR = new RegExp(String.raw`\s*(\^|~|>=|<=|>|<|=)?\s*${VERSION}`, 'y');
const HYPHEN = new RegExp(String.raw`^\s*${VERSION}\s+-\s+${VERSION}\s*$`);

function parseConjunction(text: string): Predicate | undefined {
  const unquoted = text.replace(/["']/g, ' ');
  const hyphen = HYPHEN.exec(unquoted);
  if (hyphen) {
    const low = partial(hyphen[1], hyphen[2], hyphen[3]);
    const high = partial(hyphen[4], hyphen[5], hyphen[6]);
    return (version) => compare(version, floor(low)) >= 0 && compare(version, ceiling(high)) < 0;
  }
  const comparators: Predicate[] = [];
  COMPARATOR.lastIndex = 0;
  const source = unquoted.trim();
  while (COMPARATOR.lastIndex < source.length) {
    const match = COMPARATOR.exec(source);
    if (!match) return undefined;
    comparators.push(comparator(match[1] ?? '=', partial(match[2], match[3], match[4])));
  }
  return comparators.length === 0 ? undefined : (version) => comparators.every((test) => test(version));
}

/** Major, minor, patch as far as written. */
type Partial3 = readonly number[];

function partial(...parts: readonly (string | undefined)[]): Partial3 {
  const numbers: number[] = [];
  for (const part of parts) {
    if (part === undefined || !/^\d+$/.test(part)) break;
    numbers.push(Number(part));
  }
  return numbers;
}

function floor(version: Partial3): Version {
  return [version[0] ?? 0, version[1] ?? 0, version[2] ?? 0];
}

/** The first version above everything that a partial version stands for: 0.8 → 0.9.0, 0.8.4 → 0.8.5. */
function ceiling([major, minor, patch]: Partial3): Version {
  if (major === undefined) return [Number.POSITIVE_INFINITY, 0, 0];
  if (minor === undefined) return [major + 1, 0, 0];
  if (patch === undefined) return [major, minor + 1, 0];
  return [major, minor, patch + 1];
}

/** `^` keeps the first non-zero part, `~` the minor version. */
function caretCeiling(version: Partial3): Version {
  const [major, minor, patch] = version;
  if (major === undefined || major > 0) return ceiling(version.slice(0, 1));
  if (minor === undefined || minor > 0) return ceiling(version.slice(0, 2));
  return patch === undefined ? ceiling(version) : [major, minor, patch + 1];
}

function comparator(operator: string, written: Partial3): Predicate {
  const low = floor(written);
  const high = ceiling(written);
  switch (operator) {
    case '^':
      return (version) => compare(version, low) >= 0 && compare(version, caretCeiling(written)) < 0;
    case '~':
      return (version) => compare(version, low) >= 0 && compare(version, ceiling(written.slice(0, 2))) < 0;
    case '>=':
      return (version) => compare(version, low) >= 0;
    case '<=':
      return (version) => compare(version, high) < 0;
    case '>':
      return (version) => compare(version, high) >= 0;
    case '<':
      return (version) => compare(version, low) < 0;
    default:
      return (version) => compare(version, low) >= 0 && compare(version, high) < 0;
  }
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
