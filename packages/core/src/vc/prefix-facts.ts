// Facts about sums over the first elements of an array (encode/prefix-sums.ts). Let P(n) be the sum of the weights w(i) of
// elements 0 to n-1. What is said of it below follows from P(n) = 0 for n <= 0, P(n+1) = P(n) + w(n) for n >= 0, and
// from least <= w(i) <= most: each line is an instance of a theorem about all arrays, so any selection of them is sound.
import type { Term } from '@surety/solvers';
import { literalInteger, type PrefixKind, prefixKindOf, prefixSum } from '../encode/prefix-sums.js';
import type { World } from '../symbolic/world.js';

/** Elements between two bounds that are written out when the bounds differ by a constant. */
const LONGEST_GAP = 8n;
/** Elements of one array that are told apart, and bounds that are compared. */
const MOST_READS = 12;
const MOST_BOUNDS = 16;

interface Group {
  readonly kind: PrefixKind;
  readonly contents: Term;
  readonly args: readonly Term[];
  readonly sums: { readonly below: Term; readonly sum: Term }[];
}

/** Facts for the sums among the `call` terms; `readsOf` gives the keys by which contents are read. */
export function* prefixFacts(
  world: World,
  calls: readonly Term[],
  readsOf: (contents: Term) => readonly Term[],
): Generator<Term> {
  const { bank } = world;
  const groups = new Map<string, Group>();
  for (const sum of calls) {
    if (sum.kind !== 'call') continue;
    const kind = prefixKindOf(bank, sum.fn);
    if (kind === undefined) continue;
    const [contents, below, ...args] = sum.args as [Term, Term, ...Term[]];
    // After a substitution there may be writes or a constant bound to expand.
    const expanded = prefixSum(bank, kind, contents, below, args);
    if (expanded !== sum) {
      yield bank.eq(sum, expanded);
      continue;
    }
    const id = [kind.fn.name, contents.id, ...args.map((arg) => arg.id)].join(' ');
    const group = groups.get(id) ?? { kind, contents, args, sums: [] };
    groups.set(id, group);
    group.sums.push({ below, sum });
  }
  for (const group of groups.values()) {
    const reads = readsOf(group.contents).slice(0, MOST_READS);
    const sums = group.sums.slice(0, MOST_BOUNDS);
    for (const each of sums) yield* factsOfOne(world, group, each, reads);
    for (const [i, a] of sums.entries())
      for (const b of sums.slice(0, i)) {
        yield* factsOfTwo(world, group, a, b, reads);
        yield* factsOfTwo(world, group, b, a, reads);
      }
  }
}

function* factsOfOne(
  { bank }: World,
  { kind, contents, args }: Group,
  { below, sum }: Group['sums'][number],
  reads: readonly Term[],
): Generator<Term> {
  const zero = bank.int(0n);
  const weightAt = (key: Term): Term => kind.weight(bank.select(contents, key), args);
  yield bank.implies(bank.le(below, zero), bank.eq(sum, zero));
  // Over the distinct indices in sight below the bound.
  const overReads = (value: (weight: Term) => Term): Term =>
    bank.add(
      zero,
      ...reads.map((key, i) => {
        const again = bank.or(...reads.slice(0, i).map((other) => bank.eq(key, other)));
        const counted = bank.and(bank.le(zero, key), bank.lt(key, below), bank.not(again));
        return bank.ite(counted, value(weightAt(key)), zero);
      }),
    );
  if (kind.least === 0n)
    yield bank.le(
      overReads((weight) => weight),
      sum,
    );
  if (kind.most !== undefined) {
    // The same of what each element lacks: it sums up to `most * n - P(n)`.
    const most = bank.int(kind.most);
    const lack = bank.sub(bank.mul(most, below), sum);
    yield bank.implies(
      bank.le(zero, below),
      bank.le(
        overReads((weight) => bank.sub(most, weight)),
        lack,
      ),
    );
  }
  // The first elements one by one, as far as they are looked at.
  const literals = new Set(reads.map(literalInteger));
  const first: Term[] = [];
  for (let i = 0n; literals.has(i); i++) {
    first.push(weightAt(bank.int(i)));
    yield bank.implies(bank.eq(below, bank.int(i + 1n)), bank.eq(sum, bank.add(...first)));
  }
}

/** What follows where the bound of `low` is not above that of `high`. */
function* factsOfTwo(
  { bank }: World,
  { kind, contents, args }: Group,
  low: Group['sums'][number],
  high: Group['sums'][number],
  reads: readonly Term[],
): Generator<Term> {
  const zero = bank.int(0n);
  const weightAt = (key: Term): Term => kind.weight(bank.select(contents, key), args);
  const gap = bank.sub(high.below, low.below);
  const known = literalInteger(gap);
  const start = bank.le(zero, low.below);
  if (known !== undefined && known >= 1n && known <= LONGEST_GAP) {
    const between = Array.from({ length: Number(known) }, (_, i) =>
      weightAt(bank.add(low.below, bank.int(BigInt(i)))),
    );
    yield bank.implies(start, bank.eq(high.sum, bank.add(low.sum, ...between)));
  }
  if (known === undefined) {
    yield bank.implies(bank.eq(low.below, high.below), bank.eq(low.sum, high.sum));
    const next = bank.and(start, bank.eq(gap, bank.int(1n)));
    yield bank.implies(next, bank.eq(high.sum, bank.add(low.sum, weightAt(low.below))));
  }
  if (known !== undefined && known < 0n) return;
  const ordered = bank.le(low.below, high.below);
  if (kind.least === 0n) {
    yield bank.implies(ordered, bank.le(low.sum, high.sum));
    for (const key of reads) {
      const between = bank.and(start, bank.le(low.below, key), bank.lt(key, high.below));
      yield bank.implies(between, bank.le(bank.add(low.sum, weightAt(key)), high.sum));
    }
  }
  if (kind.most !== undefined)
    yield bank.implies(
      bank.and(start, ordered),
      bank.le(high.sum, bank.add(low.sum, bank.mul(bank.int(kind.most), gap))),
    );
}
