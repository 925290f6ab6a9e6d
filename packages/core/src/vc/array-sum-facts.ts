// Facts about sums over the entries of arrays (encode/array-sums.ts). Let P(n) be the sum of the weights w(i) at the keys 0 to
// n-1. What is said of it below follows from P(n) = 0 for n <= 0, P(n+1) = P(n) + w(n) for n >= 0, and from
// least <= w(i) <= most: each line is an instance of a theorem about all arrays, so any selection of them is sound. A sum
// over all keys, of which finitely many count, is at least that over some of them where nothing counts below 0.
import type { Term } from '@surety/solvers';
import {
  literalInteger,
  type SumKind,
  type SumTerms,
  sumKindOf,
  sumOfSame,
  sumTerm,
  termsOfSum,
} from '../encode/array-sums.js';
import type { World } from '../symbolic/world.js';

/** Elements between two bounds that are written out when the bounds differ by a constant. */
const LONGEST_GAP = 8n;
/** Elements of one array that are told apart, and bounds that are compared. */
const MOST_READS = 12;
const MOST_BOUNDS = 16;
/** Fewer keys of a mapping than these were ever written (a stated assumption). */
const MOST_KEYS = 1n << 128n;

interface Group {
  readonly kind: SumKind;
  readonly of: SumTerms;
  readonly sums: { readonly below: Term; readonly sum: Term }[];
}

/** Facts for the sums among the `call` terms; `readsOf` gives the keys by which contents are read. */
export function* arraySumFacts(
  world: World,
  calls: readonly Term[],
  readsOf: (contents: Term) => readonly Term[],
): Generator<Term> {
  const { bank } = world;
  const groups = new Map<string, Group>();
  for (const sum of calls) {
    if (sum.kind !== 'call') continue;
    const kind = sumKindOf(bank, sum.fn);
    if (kind === undefined) continue;
    const of = termsOfSum(kind, sum.args);
    // After a substitution there may be writes or a constant bound to expand.
    const expanded = sumTerm(bank, kind, of);
    if (expanded !== sum) {
      yield bank.eq(sum, expanded);
      continue;
    }
    const reads = (): readonly Term[] => [...new Set(of.contents.flatMap(readsOf))].slice(0, MOST_READS);
    if (of.below === undefined) {
      yield* factsOfAll(world, { kind, of, sum }, reads());
      continue;
    }
    const id = [kind.fn.name, ...[...of.contents, ...of.args].map((term) => term.id)].join(' ');
    const group = groups.get(id) ?? { kind, of, sums: [] };
    groups.set(id, group);
    group.sums.push({ below: of.below, sum });
  }
  for (const group of groups.values()) {
    const reads = [...new Set(group.of.contents.flatMap(readsOf))].slice(0, MOST_READS);
    const sums = group.sums.slice(0, MOST_BOUNDS);
    for (const each of sums) yield* factsOfOne(world, group, each, reads);
    for (const [i, a] of sums.entries())
      for (const b of sums.slice(0, i)) {
        yield* factsOfTwo(world, group, a, b, reads);
        yield* factsOfTwo(world, group, b, a, reads);
      }
  }
}

/** What a key counts for. */
function weightAt({ bank }: World, { kind, of }: Pick<Group, 'kind' | 'of'>, key: Term): Term {
  const entries = of.contents.map((contents) => bank.select(contents, key));
  return kind.weight(entries, key, of.args);
}

/** What the distinct keys in sight among those that `counted` holds of count for. */
function overReads(
  { bank }: World,
  reads: readonly Term[],
  value: (key: Term) => Term,
  counted: (key: Term) => Term = () => bank.true_,
): Term {
  const zero = bank.int(0n);
  const parts = reads.map((key, i) => {
    const again = bank.or(...reads.slice(0, i).map((other) => bank.eq(key, other)));
    return bank.ite(bank.and(counted(key), bank.not(again)), value(key), zero);
  });
  return bank.add(zero, ...parts);
}

/** Of a sum over all keys. */
function* factsOfAll(
  world: World,
  { kind, of, sum }: Pick<Group, 'kind' | 'of'> & { readonly sum: Term },
  reads: readonly Term[],
): Generator<Term> {
  const { bank } = world;
  const same = of.contents.map((contents) =>
    contents.kind === 'apply' && contents.op === 'constArray' ? contents.args[0] : undefined,
  );
  const empty = same.every((entry) => entry !== undefined) ? sumOfSame(bank, kind, same, of.args) : undefined;
  if (empty !== undefined) yield bank.implies(empty.ends, bank.eq(sum, empty.sum));
  if (kind.most === 1n) yield bank.lt(sum, bank.int(MOST_KEYS));
  if (kind.least !== 0n) return;
  yield bank.le(
    overReads(world, reads, (key) => weightAt(world, { kind, of }, key)),
    sum,
  );
  // What the condition leaves out is a sum, too.
  const [entries] = of.contents;
  if (!kind.ofEntries || entries === undefined) return;
  const leftOut = overReads(world, reads, (key) =>
    bank.sub(bank.select(entries, key), weightAt(world, { kind, of }, key)),
  );
  for (const whole of world.totalFacts)
    if (whole.contents === entries && whole.sum.weight === undefined && whole.sum.summed.length === 1)
      yield bank.le(leftOut, bank.sub(whole.total, sum));
}

function* factsOfOne(
  world: World,
  group: Group,
  { below, sum }: Group['sums'][number],
  reads: readonly Term[],
): Generator<Term> {
  const { bank } = world;
  const { kind } = group;
  const zero = bank.int(0n);
  yield bank.implies(bank.le(below, zero), bank.eq(sum, zero));
  const inside = (key: Term): Term => bank.and(bank.le(zero, key), bank.lt(key, below));
  if (kind.least === 0n)
    yield bank.le(
      overReads(world, reads, (key) => weightAt(world, group, key), inside),
      sum,
    );
  if (kind.most !== undefined) {
    // The same of what each element lacks: it sums up to `most * n - P(n)`.
    const most = bank.int(kind.most);
    const lack = bank.sub(bank.mul(most, below), sum);
    yield bank.implies(
      bank.le(zero, below),
      bank.le(
        overReads(world, reads, (key) => bank.sub(most, weightAt(world, group, key)), inside),
        lack,
      ),
    );
  }
  // The first elements one by one, as far as they are looked at.
  const literals = new Set(reads.map(literalInteger));
  const first: Term[] = [];
  for (let i = 0n; literals.has(i); i++) {
    first.push(weightAt(world, group, bank.int(i)));
    yield bank.implies(bank.eq(below, bank.int(i + 1n)), bank.eq(sum, bank.add(...first)));
  }
}

/** What follows where the bound of `low` is not above that of `high`. */
function* factsOfTwo(
  world: World,
  group: Group,
  low: Group['sums'][number],
  high: Group['sums'][number],
  reads: readonly Term[],
): Generator<Term> {
  const { bank } = world;
  const { kind } = group;
  const zero = bank.int(0n);
  const weight = (key: Term): Term => weightAt(world, group, key);
  const gap = bank.sub(high.below, low.below);
  const known = literalInteger(gap);
  const start = bank.le(zero, low.below);
  if (known !== undefined && known >= 1n && known <= LONGEST_GAP) {
    const between = Array.from({ length: Number(known) }, (_, i) =>
      weight(bank.add(low.below, bank.int(BigInt(i)))),
    );
    yield bank.implies(start, bank.eq(high.sum, bank.add(low.sum, ...between)));
  }
  if (known === undefined) {
    yield bank.implies(bank.eq(low.below, high.below), bank.eq(low.sum, high.sum));
    const next = bank.and(start, bank.eq(gap, bank.int(1n)));
    yield bank.implies(next, bank.eq(high.sum, bank.add(low.sum, weight(low.below))));
  }
  if (known !== undefined && known < 0n) return;
  const ordered = bank.le(low.below, high.below);
  if (kind.least === 0n) {
    yield bank.implies(ordered, bank.le(low.sum, high.sum));
    for (const key of reads) {
      const between = bank.and(start, bank.le(low.below, key), bank.lt(key, high.below));
      yield bank.implies(between, bank.le(bank.add(low.sum, weight(key)), high.sum));
    }
  }
  if (kind.most !== undefined)
    yield bank.implies(
      bank.and(start, ordered),
      bank.le(high.sum, bank.add(low.sum, bank.mul(bank.int(kind.most), gap))),
    );
}
