// Relations between an earlier and a later state that are reflexive and transitive: what every activation of every entry
// point keeps, all of them together keep, so they hold across unknown code and across any number of transactions.

import type { Symbol_, Term, TermBank } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import type { Leaf } from '../encode/leaves.js';
import { sortOf, zeroOf } from '../encode/sorts.js';
import { type EntryReach, isBlocked, type Reach } from '../harness/reach.js';
import type { IrType } from '../ir/ir.js';
import { CLOCK } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import type { Instance, TrackedSum, TransactionContext, World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';

/** How a scalar may go on: not at all, up, down, true once it is true, and to no other value once it has one. */
export type Course = 'unchanged' | 'rises' | 'falls' | 'stays' | 'setOnce';

/** What a relation says of an earlier and a later state; of a leaf, at every key. */
export type Kept =
  | {
      readonly kind: Course;
      readonly leaf: Leaf;
      /** At all keys but what these addresses, the same in every state, are. */
      readonly except?: readonly Leaf[];
      /** At first keys below this counter in the earlier state; the counter does not fall. */
      readonly below?: Leaf;
      /** When this scalar had the value in the earlier state; then it still has it. */
      readonly when?: { readonly leaf: Leaf; readonly value: Term; readonly text: string };
      /** At keys of which the first ones lead to this value in the earlier state; then they still do. */
      readonly where?: { readonly leaf: Leaf; readonly value: Term; readonly text: string };
      /** At keys of which the first is a plain account that makes no call in between. */
      readonly idle?: true;
      /** Where the first keys lead to such an account, and to nothing in `empty`; then they still do. */
      readonly held?: Held;
      /** Once it is too late for something, which it then stays. */
      readonly late?: Late;
    }
  /**
   * It stays, becomes 0, or is later than the block of the earlier state by an offset that is the same in every state:
   * transitive because blocks never go back.
   */
  | {
      readonly kind: 'dated';
      readonly leaf: Leaf;
      readonly part: 'number' | 'timestamp';
      readonly offset: Term;
      readonly text: string;
      readonly orZero: boolean;
    }
  /** One quantity minus another, at every key, goes on so. */
  | {
      readonly kind: 'difference';
      readonly course: 'unchanged' | 'rises';
      readonly more: Quantity;
      readonly less: Quantity;
    }
  /** The contract loses no ether. */
  | { readonly kind: 'ether'; readonly instance: Instance }
  /** Nothing more than that the entry points of `while` go on to revert. */
  | { readonly kind: 'blocked' };

/** Entries of which somebody disposes: an address, and what must be empty so that nobody else does. */
export interface Held {
  readonly holder: Leaf;
  readonly empty: readonly Leaf[];
}

/** That it is too late for something in a state: a condition that time alone does not change back. */
export interface Late {
  readonly holds: (state: State, keys: readonly Term[]) => Term;
  /** What else it reads. */
  readonly leaves: readonly Leaf[];
  /** The function that it is too late for. */
  readonly entry: string;
}

/** Under which condition an account makes no call between two states. */
export type Idle = (account: Term) => Term;

/** Something that is counted: a number in storage, at the keys of its leaf; the total of a leaf; the ether of a contract. */
export type Quantity =
  | { readonly leaf: Leaf }
  | { readonly total: TrackedSum }
  | { readonly ether: Instance };

/**
 * A relation between an earlier and a later state. With entry points in `while` it is one inside a transaction: while these
 * must revert in its block, and then they still must afterwards. `P(s) => P(t) and R(s, t)` is reflexive and transitive
 * where R is, so it too holds across any number of activations, as long as all of them are in one block.
 */
export interface Relation {
  readonly kept: Kept;
  readonly while: readonly EntryReach[];
}

/** A relation as people read it. */
export function relationText(relation: Relation): string {
  const { kept } = relation;
  const closed = relation.while.map((e) => `${e.instance.alias}.${e.entry.signature}`).join(', ');
  if (kept.kind === 'blocked')
    return `within a transaction, when the conditions of ${closed} fail they still do later`;
  const text = keptText(kept);
  return relation.while.length === 0
    ? text
    : `within a transaction, while the conditions of ${closed} fail: ${text}`;
}

function keptText(kept: Exclude<Kept, { kind: 'blocked' }>): string {
  if (kept.kind === 'ether') return `${kept.instance.alias} loses no ether`;
  if (kept.kind === 'difference')
    return `${quantityText(kept.more)} - ${quantityText(kept.less)} never ${kept.course === 'rises' ? 'decreases' : 'changes'}`;
  const name = leafText(kept.leaf);
  if (kept.kind === 'dated')
    return `${name} stays${kept.orZero ? ', becomes 0' : ''} or is set to ${kept.text} or more`;
  const course = courseText(kept.kind, name);
  if (kept.except !== undefined)
    return `${course}, at keys other than ${kept.except.map(leafText).join(', ')}`;
  if (kept.late !== undefined)
    return `${course} once it is too late for ${kept.late.entry}, as it then stays`;
  if (kept.idle === true) return `${course} while the account of the key makes no call`;
  if (kept.held !== undefined) {
    const { holder, empty } = kept.held;
    const so = empty.length === 0 ? '' : ` and ${empty.map(leafText).join(', ')} empty`;
    const itself =
      kept.leaf === holder && so === ''
        ? ''
        : ` where ${leafText(holder)} is its account${so}, which stays so`;
    return `${course} while its account makes no call${itself}`;
  }
  const below = kept.below === undefined ? '' : `, at keys below ${leafText(kept.below)}`;
  if (kept.below !== undefined && kept.where === undefined) return course + below;
  if (kept.when !== undefined)
    return kept.when.leaf === kept.leaf
      ? `once ${kept.when.text}, always so`
      : `once ${kept.when.text}, it stays so and ${course}`;
  if (kept.where !== undefined) {
    const { leaf, text } = kept.where;
    return leaf === kept.leaf
      ? `once ${text}, always so${below}`
      : `once ${text}, it stays so and ${course} at such keys${below}`;
  }
  return course;
}

function quantityText(quantity: Quantity): string {
  if ('leaf' in quantity) return leafText(quantity.leaf);
  return 'total' in quantity ? `sum(${leafText(quantity.total.leaf)})` : `balance(${quantity.ether.alias})`;
}

/** A leaf as people read it. */
export function leafText(leaf: Leaf): string {
  return leaf.key.slice(leaf.key.indexOf('/') + 1).replaceAll('[]', '[*]');
}

function courseText(course: Course, name: string): string {
  switch (course) {
    case 'unchanged':
      return `${name} never changes`;
    case 'rises':
      return `${name} never decreases`;
    case 'falls':
      return `${name} never increases`;
    case 'setOnce':
      return `${name}, once set, never changes`;
    default:
      return `${name}, once true, stays true`;
  }
}

/** That a relation holds between two states (of a transaction in `block`), as something to assume. */
export function assumeRelation(
  reach: Reach,
  relation: Relation,
  before: State,
  after: State,
  guard: Term,
  block: TransactionContext | undefined,
  idle: Idle | undefined,
): readonly Hypothesis[] {
  if (relation.while.length > 0 && block === undefined) return [];
  if (needsIdle(relation) && idle === undefined) return [];
  const { bank } = reach.world;
  const keys = keysOf(reach.world, relation);
  return [
    {
      name: relationText(relation),
      guard,
      variables: keys.map((symbol, i) => ({ symbol, type: dimensionsOf(relation)[i] as IrType })),
      body: holds(reach, relation, before, after, keys, block, idle),
    },
    ...ofTotals(reach.world, relation, before, after).map((body) => ({
      name: relationText(relation),
      guard: bank.and(guard, closedIn(reach, relation, before, block)),
      variables: [],
      body,
    })),
  ];
}

/** What every entry keeps their sum keeps. */
function ofTotals(world: World, { kept }: Relation, before: State, after: State): readonly Term[] {
  const { bank } = world;
  if (!('leaf' in kept) || kept.kind === 'dated') return [];
  if (kept.except !== undefined || kept.below !== undefined || kept.where !== undefined) return [];
  if ([kept.idle, kept.held, kept.late].some((part) => part !== undefined)) return [];
  const given =
    kept.when === undefined
      ? bank.true_
      : bank.eq(before.storage.get(kept.when.leaf.key) as Term, kept.when.value);
  return world.sums.flatMap((sum): readonly Term[] => {
    if (sum.leaf.key !== kept.leaf.key) return [];
    const [then, now] = [before.totals.get(sum.id) as Term, after.totals.get(sum.id) as Term];
    if (kept.kind === 'unchanged') return [bank.implies(given, bank.eq(now, then))];
    if (sum.weight !== undefined || !sum.summed.every((s) => s)) return [];
    if (kept.kind === 'rises') return [bank.implies(given, bank.le(then, now))];
    return kept.kind === 'falls' ? [bank.implies(given, bank.le(now, then))] : [];
  });
}

function closedIn(reach: Reach, relation: Relation, at: State, block: TransactionContext | undefined): Term {
  if (block === undefined) return reach.world.bank.true_;
  return reach.world.bank.and(...relation.while.map((entry) => isBlocked(reach, entry, at, block)));
}

/** Types of the keys that a relation speaks of. */
export function dimensionsOf({ kept }: Relation): readonly IrType[] {
  const of = kept.kind === 'difference' ? kept.more : kept;
  return 'leaf' in of ? of.leaf.dimensions : [];
}

/** Fresh keys for a relation. */
export function keysOf(world: World, relation: Relation): readonly Symbol_[] {
  return dimensionsOf(relation).map((type) => world.bank.fresh('key', sortOf(type)) as Symbol_);
}

/** That a relation holds between two states at some keys. */
export function holds(
  reach: Reach,
  relation: Relation,
  before: State,
  after: State,
  keys: readonly Term[],
  block: TransactionContext | undefined,
  idle: Idle | undefined,
): Term {
  const { bank } = reach.world;
  const kept = keeps(reach, relation.kept, before, after, keys, idle);
  return bank.implies(
    closedIn(reach, relation, before, block),
    bank.and(closedIn(reach, relation, after, block), kept),
  );
}

/** Whether a relation is about accounts that make no call. */
function needsIdle({ kept }: Relation): boolean {
  return 'leaf' in kept && kept.kind !== 'dated' && (kept.idle !== undefined || kept.held !== undefined);
}

function keeps(
  reach: Reach,
  kept: Kept,
  before: State,
  after: State,
  keys: readonly Term[],
  idle: Idle = () => reach.world.bank.false_,
): Term {
  const { bank } = reach.world;
  if (kept.kind === 'blocked') return bank.true_;
  if (kept.kind === 'ether') {
    const { address } = kept.instance;
    return bank.le(bank.select(before.balances, address), bank.select(after.balances, address));
  }
  if (kept.kind === 'difference') {
    const { more, less, course } = kept;
    const change = (of: Quantity): readonly Term[] => [
      amount(bank, of, before, keys),
      amount(bank, of, after, keys),
    ];
    const [[moreThen, moreNow], [lessThen, lessNow]] = [change(more), change(less)] as [Term[], Term[]];
    // Without subtractions: what was the smaller sum.
    const [then, now] = [
      bank.add(moreThen as Term, lessNow as Term),
      bank.add(moreNow as Term, lessThen as Term),
    ];
    return course === 'unchanged' ? bank.eq(then, now) : bank.le(then, now);
  }
  const scalar = (state: State, leaf: Leaf): Term => state.storage.get(leaf.key) as Term;
  const read = (state: State): Term =>
    keys.reduce<Term>((term, key) => bank.select(term, key), scalar(state, kept.leaf));
  const [then, now] = [read(before), read(after)];
  if (kept.kind === 'dated') {
    const begun = before.storage.get(`${GHOST}/${CLOCK[kept.part]}`) as Term;
    return bank.or(
      bank.eq(now, then),
      ...(kept.orZero ? [bank.eq(now, bank.int(0n))] : []),
      bank.le(bank.add(begun, kept.offset), now),
    );
  }
  const goesOn = course(reach.world, kept.kind, then, now);
  const [first] = keys;
  if (kept.except !== undefined && first !== undefined)
    // Fixed by construction: the same term in every state.
    return bank.or(...kept.except.map((leaf) => bank.eq(first, scalar(reach.state, leaf))), goesOn);
  const { late } = kept;
  if (late !== undefined)
    return bank.implies(late.holds(before, keys), bank.and(late.holds(after, keys), goesOn));
  if (kept.idle === true) return bank.implies(idle(first as Term), goesOn);
  if (kept.held !== undefined) {
    const at = (state: State, leaf: Leaf): Term =>
      keys
        .slice(0, leaf.dimensions.length)
        .reduce<Term>((term, key) => bank.select(term, key), scalar(state, leaf));
    const { holder, empty } = kept.held;
    const account = at(before, holder);
    const isHeld = (state: State): Term =>
      bank.and(
        bank.eq(at(state, holder), account),
        ...empty.map((leaf) => bank.eq(at(state, leaf), zeroOf(bank, leaf.type))),
      );
    // Of what nobody has yet anybody may dispose.
    const isSomebody = bank.not(bank.eq(account, bank.int(0n)));
    return bank.implies(bank.and(isSomebody, idle(account), isHeld(before)), bank.and(isHeld(after), goesOn));
  }
  const { below, when, where } = kept;
  if (when !== undefined)
    return bank.implies(
      bank.eq(scalar(before, when.leaf), when.value),
      bank.and(bank.eq(scalar(after, when.leaf), when.value), goesOn),
    );
  const isThere = (state: State): Term =>
    where === undefined
      ? bank.true_
      : bank.eq(
          keys
            .slice(0, where.leaf.dimensions.length)
            .reduce<Term>((term, key) => bank.select(term, key), scalar(state, where.leaf)),
          where.value,
        );
  const goesOnThere = bank.implies(isThere(before), bank.and(isThere(after), goesOn));
  if (below === undefined || first === undefined) return goesOnThere;
  const [low, high] = [scalar(before, below), scalar(after, below)];
  return bank.and(bank.le(low, high), bank.implies(bank.lt(first, low), goesOnThere));
}

function amount(
  bank: TermBank,
  of: Quantity,
  { storage, totals, balances }: State,
  keys: readonly Term[],
): Term {
  if ('ether' in of) return bank.select(balances, of.ether.address);
  if ('total' in of) return totals.get(of.total.id) as Term;
  return keys.reduce<Term>((term, key) => bank.select(term, key), storage.get(of.leaf.key) as Term);
}

function course({ bank }: World, kind: Course, then: Term, now: Term): Term {
  switch (kind) {
    case 'unchanged':
      return bank.eq(now, then);
    case 'rises':
      return bank.le(then, now);
    case 'falls':
      return bank.le(now, then);
    case 'setOnce':
      return bank.or(bank.eq(then, bank.int(0n)), bank.eq(now, then));
    default:
      return bank.implies(then, now);
  }
}

/** Who makes no call while unknown code runs: every plain account, for whoever calls has code. */
export function idleInside({ bank, tellsEoasApart }: World): Idle | undefined {
  return tellsEoasApart ? (account) => bank.call(IS_EOA, [account]) : undefined;
}
