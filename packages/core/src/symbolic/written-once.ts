// Loops that write one entry a round, `for (i …) m[list[i]] = f(m[list[i]], i)`. Of an entry of `m` it is tried that rounds so far left it alone,
// or that the one that wrote it last met its key; then also that its value is `f` of what was there when the loop began, which needs
// that rounds meet different entries (no name is listed twice): that is for the lemmas of the state to say.
//
// Which round wrote an entry is an array that the code does not have. At the entry of the loop it is "none" everywhere, a round writes its own
// number at its key; so it exists, and what it says is an invariant like any other: it holds at first, and each round keeps it.
import { freeSymbols, INT, substitute, type Term } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';
import { nestedArraySort } from '../encode/sorts.js';
import type { Local } from '../ir/ir.js';
import { isPointer, type State } from './state.js';
import type { World } from './world.js';

/** A local that is one more (`step` 1) or one less after a round. */
export interface Stepping {
  readonly local: Local;
  readonly symbol: Term;
  readonly step: 1n | -1n;
}

/** The local of an arbitrary round that counts rounds. */
export function steppingLocal(
  { bank }: World,
  locals: Iterable<Local>,
  head: State,
  next: State,
): Stepping | undefined {
  for (const local of locals) {
    const symbol = head.locals.get(local);
    const now = next.locals.get(local);
    if (local.holds !== 'value' || local.type.kind !== 'int' || symbol?.kind !== 'symbol') continue;
    if (now === undefined || isPointer(now)) continue;
    if (now === bank.add(symbol, bank.int(1n))) return { local, symbol, step: 1n };
    if (now === bank.sub(symbol, bank.int(1n))) return { local, symbol, step: -1n };
  }
  return undefined;
}

/** What is tried, in a state at the head of a loop. */
export interface WrittenEntries {
  /** Rounds so far left the entry alone, or one of them wrote it. */
  readonly written: (state: State, keys: readonly Term[]) => Term;
  /** One that was written has the value that its round gives to what was there at first; where that is a function of the counter. */
  readonly valued: ((state: State, keys: readonly Term[]) => Term) | undefined;
  /** What a round before wrote was written by it, or again by a later one. */
  readonly noted: (state: State, round: Term) => Term;
}

/**
 * Undefined where rounds do not write one entry of `leaf` whose key is a function of the counter. `round` is an arbitrary round, all of whose
 * symbols were made since `before`.
 */
export function writtenOnce(
  world: World,
  leaf: Leaf,
  { local, symbol, step }: Stepping,
  round: { readonly head: State; readonly next: State },
  first: State,
  before: number,
): WrittenEntries | undefined {
  const { bank } = world;
  const contentsIn = (state: State): Term => state.storage.get(leaf.key) as Term;
  const read = (contents: Term, keys: readonly Term[]): Term =>
    keys.reduce((term, key) => bank.select(term, key), contents);
  const numberIn = (state: State): Term => state.locals.get(local) as Term;
  const [head, next] = [contentsIn(round.head), contentsIn(round.next)];
  const key = keyWritten(world, head, next, leaf.dimensions.length);
  if (key === undefined || !isOf(key, [symbol], before)) return undefined;
  const keyAt = (number: Term): readonly Term[] =>
    key.map((term) => substitute(bank, term, new Map([[symbol, number]])));
  const there = bank.fresh('there', read(head, key).sort);
  const value = substitute(bank, read(next, key), new Map([[read(head, key), there]]));

  const none = bank.sub(numberIn(first), bank.int(step));
  const isBefore = (a: Term, b: Term): Term => (step > 0n ? bank.lt(a, b) : bank.lt(b, a));
  const isEarlier = (number: Term, state: State): Term =>
    bank.and(isBefore(none, number), isBefore(number, numberIn(state)));
  const writers = new Map<Term, Term>();
  /** The number of the round that wrote an entry; `none` where none did. */
  const writerOf = (state: State, contents: Term, keys: readonly Term[]): Term | undefined => {
    if (contents === contentsIn(first)) return none;
    if (contents.kind === 'symbol') {
      const known = writers.get(contents) ?? bank.fresh('writer', nestedArraySort(leaf.dimensions, INT));
      writers.set(contents, known);
      world.ownArrays.set(known, leaf.dimensions);
      return read(known, keys);
    }
    // After a round from such a head.
    const base = baseOf(contents);
    const written = keyWritten(world, base, contents, leaf.dimensions.length);
    const earlier = base.kind === 'symbol' ? writerOf(state, base, keys) : undefined;
    if (written === undefined || earlier === undefined) return undefined;
    return bank.ite(same(world, keys, written), bank.sub(numberIn(state), bank.int(step)), earlier);
  };
  const about =
    (holds: (writer: Term, now: Term, was: Term, state: State) => Term) =>
    (state: State, keys: readonly Term[]): Term => {
      const writer = writerOf(state, contentsIn(state), keys);
      if (writer === undefined) return bank.false_;
      return holds(writer, read(contentsIn(state), keys), read(contentsIn(first), keys), state);
    };
  return {
    written: (state, keys) =>
      about((writer, now, was) =>
        bank.or(
          bank.and(bank.eq(writer, none), bank.eq(now, was)),
          bank.and(isEarlier(writer, state), same(world, keyAt(writer), keys)),
        ),
      )(state, keys),
    valued: isOf([value], [symbol, there], before)
      ? about((writer, now, was) => {
          const given = new Map([
            [symbol, writer],
            [there as Term, was],
          ]);
          return bank.or(bank.eq(writer, none), bank.eq(now, substitute(bank, value, given)));
        })
      : undefined,
    noted: (state, number) => {
      const writer = writerOf(state, contentsIn(state), keyAt(number));
      if (writer === undefined) return bank.false_;
      return bank.implies(
        isEarlier(number, state),
        bank.and(bank.not(isBefore(writer, number)), isEarlier(writer, state)),
      );
    },
  };
}

/** Whether terms speak of some symbols only, and of what there was before. */
function isOf(terms: readonly Term[], symbols: readonly Term[], before: number): boolean {
  return freeSymbols(terms).every((free) => free.id < before || symbols.includes(free));
}

function same({ bank }: World, a: readonly Term[], b: readonly Term[]): Term {
  return bank.and(...a.map((term, i) => bank.eq(term, b[i] as Term)));
}

/** The contents that writes began with. */
function baseOf(contents: Term): Term {
  if (contents.kind === 'ite') return baseOf(contents.then);
  return contents.kind === 'apply' && contents.op === 'store' ? baseOf(contents.args[0] as Term) : contents;
}

/** The keys of the one entry in which contents may differ from those that they were made of. */
function keyWritten(world: World, from: Term, to: Term, dimensions: number): readonly Term[] | undefined {
  const found: (readonly Term[])[] = [];
  const isKnown = noteWritten(world, from, to, dimensions, [], found);
  const [one, ...others] = found;
  if (!isKnown || one === undefined) return undefined;
  return others.every((other) => other.every((term, i) => term === one[i])) ? one : undefined;
}

function noteWritten(
  world: World,
  from: Term,
  to: Term,
  dimensions: number,
  keys: readonly Term[],
  found: (readonly Term[])[],
): boolean {
  if (from === to) return true;
  if (dimensions === 0) {
    found.push(keys);
    return true;
  }
  if (to.kind === 'ite')
    return (
      noteWritten(world, from, to.then, dimensions, keys, found) &&
      noteWritten(world, from, to.else, dimensions, keys, found)
    );
  if (to.kind !== 'apply' || to.op !== 'store') return false;
  const [base, key, value] = to.args as readonly [Term, Term, Term];
  const entry = world.bank.select(from, key);
  return (
    noteWritten(world, from, base, dimensions, keys, found) &&
    noteWritten(world, entry, value, dimensions - 1, [...keys, key], found)
  );
}
