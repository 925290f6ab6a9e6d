// What never goes back: relations between two states that every activation of every entry point keeps (a value never
// falls, a flag stays set). They are reflexive and transitive, so whatever unknown code calls, and however often, they
// hold from the state before it to the state after it, by induction on the number of activations.
import { type SolverBackend, type Symbol_, type Term, tryEvaluate } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';
import { inRangeTerm, sortOf } from '../encode/sorts.js';
import { type EntryReach, isBlocked, type Reach } from '../harness/reach.js';
import type { IrType } from '../ir/ir.js';
import type { State } from '../symbolic/state.js';
import type { Instance, TransactionContext, World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { ask, type SolvingLimits, scriptFor } from './check-obligation.js';
import { assumeInvariant, type EntryRun, entryRun, momentsOfCalls, type Session } from './session.js';
import { startStopwatch } from './stopwatch.js';

/** What a relation says of an earlier and a later state; of a leaf, at every key. */
type Kept =
  | { readonly kind: 'unchanged' | 'rises' | 'falls' | 'stays'; readonly leaf: Leaf }
  /** The contract loses no ether. */
  | { readonly kind: 'ether'; readonly instance: Instance }
  /** Nothing more than that the entry points of `while` go on to revert. */
  | { readonly kind: 'blocked' };

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
  const { leaf } = kept;
  const name = leaf.key.slice(leaf.key.indexOf('/') + 1).replaceAll('[]', '[*]');
  switch (kept.kind) {
    case 'unchanged':
      return `${name} never changes`;
    case 'rises':
      return `${name} never decreases`;
    case 'falls':
      return `${name} never increases`;
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
): readonly Hypothesis[] {
  if (relation.while.length > 0 && block === undefined) return [];
  const { bank } = reach.world;
  const keys = keysOf(reach.world, relation);
  return [
    {
      name: relationText(relation),
      guard,
      variables: keys.map((symbol, i) => ({ symbol, type: dimensionsOf(relation)[i] as IrType })),
      body: holds(reach, relation, before, after, keys, block),
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
  if (!('leaf' in kept)) return [];
  return world.sums.flatMap((sum): readonly Term[] => {
    if (sum.leaf.key !== kept.leaf.key) return [];
    const [then, now] = [before.totals.get(sum.id) as Term, after.totals.get(sum.id) as Term];
    if (kept.kind === 'unchanged') return [bank.eq(now, then)];
    if (sum.weight !== undefined || !sum.summed.every((s) => s)) return [];
    return kept.kind === 'rises' ? [bank.le(then, now)] : kept.kind === 'falls' ? [bank.le(now, then)] : [];
  });
}

function closedIn(reach: Reach, relation: Relation, at: State, block: TransactionContext | undefined): Term {
  if (block === undefined) return reach.world.bank.true_;
  return reach.world.bank.and(...relation.while.map((entry) => isBlocked(reach, entry, at, block)));
}

function dimensionsOf({ kept }: Relation): readonly IrType[] {
  return 'leaf' in kept ? kept.leaf.dimensions : [];
}

function keysOf(world: World, relation: Relation): readonly Symbol_[] {
  return dimensionsOf(relation).map((type) => world.bank.fresh('key', sortOf(type)) as Symbol_);
}

function holds(
  reach: Reach,
  relation: Relation,
  before: State,
  after: State,
  keys: readonly Term[],
  block: TransactionContext | undefined,
): Term {
  const { bank } = reach.world;
  const kept = keeps(reach.world, relation.kept, before, after, keys);
  return bank.implies(
    closedIn(reach, relation, before, block),
    bank.and(closedIn(reach, relation, after, block), kept),
  );
}

function keeps(world: World, kept: Kept, before: State, after: State, keys: readonly Term[]): Term {
  const { bank } = world;
  if (kept.kind === 'blocked') return bank.true_;
  if (kept.kind === 'ether') {
    const { address } = kept.instance;
    return bank.le(bank.select(before.balances, address), bank.select(after.balances, address));
  }
  const read = (state: State): Term =>
    keys.reduce<Term>((term, key) => bank.select(term, key), state.storage.get(kept.leaf.key) as Term);
  const [then, now] = [read(before), read(after)];
  switch (kept.kind) {
    case 'unchanged':
      return bank.eq(now, then);
    case 'rises':
      return bank.le(then, now);
    case 'falls':
      return bank.le(now, then);
    default:
      return bank.implies(then, now);
  }
}

/** No new round is begun after this long. */
const INFERENCE_MILLISECONDS = 15_000;

/** Relations that all entry points keep, given the session's inferred invariants, under which nothing leaves the model. */
export async function inferRelations(
  session: Session,
  given: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<readonly Relation[]> {
  const watch = startStopwatch(given);
  const { solver } = watch;
  const { world } = session;
  const small: SolvingLimits = { rlimit: limits.rlimit / 10, wallMilliseconds: limits.wallMilliseconds / 5 };
  let alive = [...candidates(world), ...candidatesWithin(session.reach)];
  const runs = world.instances.flatMap((instance) =>
    instance.contract.entries.flatMap((entry) =>
      momentsOfCalls(session).map((when) => entryRun(session, instance, entry, when)),
    ),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const shared of runs) {
      for (;;) {
        signal?.throwIfAborted();
        if (watch.milliseconds() > INFERENCE_MILLISECONDS) return [];
        const broken = await brokenBy(session, shared, alive, solver, small, signal);
        if (broken.length === 0) break;
        changed = true;
        alive = without(alive, broken);
      }
    }
  }
  return withoutWeaker(alive);
}

function candidates(world: World): readonly Relation[] {
  return [...world.leaves.values()].flatMap((leaf) => ofLeaf(leaf, []));
}

function ofLeaf(leaf: Leaf, closed: readonly EntryReach[]): readonly Relation[] {
  const { kind } = leaf.type;
  const kinds =
    kind === 'bool'
      ? (['unchanged', 'stays'] as const)
      : kind === 'int' || kind === 'enum'
        ? (['unchanged', 'rises', 'falls'] as const)
        : (['unchanged'] as const);
  return kinds.map((of) => ({ kept: { kind: of, leaf }, while: closed }));
}

/**
 * Relations inside a transaction. A call that comes back is one in the same block: what must revert by then (a phase is
 * over, a waiting time begins anew) may do so however often it is called. Tried are each entry point, and all together
 * that write a leaf or send ether, as far as something of their conditions is known.
 */
function candidatesWithin({ world, entries }: Reach): readonly Relation[] {
  const { bank } = world;
  const groups = new Map<string, readonly EntryReach[]>();
  const add = (group: readonly EntryReach[]): void => {
    if (group.length === 0 || group.some((e) => e.needed === bank.true_ || e.needed === bank.false_)) return;
    groups.set(group.map((e) => entries.indexOf(e)).join(), group);
  };
  for (const entry of entries) add([entry]);
  for (const key of world.leaves.keys()) add(entries.filter((e) => e.writes.has(key)));
  for (const { index } of world.instances) add(entries.filter((e) => e.sendsEther.has(index)));
  return [...groups.values()].slice(0, MAXIMUM_GROUPS).flatMap((group): readonly Relation[] => {
    const written = [...world.leaves.values()].filter((leaf) => group.some((e) => e.writes.has(leaf.key)));
    const payers = world.instances.filter((i) => group.some((e) => e.sendsEther.has(i.index)));
    return [
      { kept: { kind: 'blocked' }, while: group },
      ...payers.map((instance): Relation => ({ kept: { kind: 'ether', instance }, while: group })),
      ...written.flatMap((leaf) => ofLeaf(leaf, group)),
    ];
  });
}

/** Each group of entry points costs a dozen candidates. */
const MAXIMUM_GROUPS = 12;

/** What is left of relations; all relations of entry points that may come to succeed go with that. */
function without(alive: readonly Relation[], broken: readonly Relation[]): Relation[] {
  const opened = new Set(broken.filter((r) => r.kept.kind === 'blocked').map((r) => r.while));
  return alive.filter((r) => !broken.includes(r) && !opened.has(r.while));
}

/** What never changes neither rises nor falls, and what holds always holds inside transactions. */
function withoutWeaker(alive: readonly Relation[]): readonly Relation[] {
  const says = (a: Kept, b: Kept): boolean =>
    'leaf' in a && 'leaf' in b && a.leaf === b.leaf && (a.kind === 'unchanged' || a.kind === b.kind);
  return alive.filter(
    (r) =>
      !alive.some(
        (other) =>
          other !== r && (other.while.length === 0 || other.while === r.while) && says(other.kept, r.kept),
      ),
  );
}

async function brokenBy(
  session: Session,
  shared: EntryRun,
  alive: readonly Relation[],
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<readonly Relation[]> {
  const { world, bank, anyState } = session;
  const { run, havocs } = shared;
  const { post } = run;
  if (post === undefined) return [];
  const open = alive
    .filter(
      (r) =>
        r.while.length > 0 ||
        !('leaf' in r.kept) ||
        post.storage.get(r.kept.leaf.key) !== anyState.storage.get(r.kept.leaf.key),
    )
    .map((relation) => {
      const keys = keysOf(world, relation);
      const ranges = keys.map((key, i) => inRangeTerm(bank, key, dimensionsOf(relation)[i] as IrType));
      const kept = holds(session.reach, relation, anyState, post, keys, run.context);
      return { relation, bad: bank.and(post.path.all, ...ranges, bank.not(kept)) };
    })
    .filter(({ bad }) => bad !== bank.false_);
  if (open.length === 0) return [];
  // An activation may begin inside a transaction.
  const lemmas = session.inferred.filter((lemma) => lemma.moments !== 'betweenTransactions');
  const hypotheses = [
    ...lemmas.map((c) => assumeInvariant(world, c, anyState, bank.true_, 'before')),
    ...havocs.flatMap((havoc) => [
      ...lemmas.map((c) => assumeInvariant(world, c, havoc.state, havoc.guard, 'after a call')),
      ...alive.flatMap((r) =>
        assumeRelation(session.reach, r, havoc.before, havoc.state, havoc.guard, havoc.transaction),
      ),
    ]),
  ];
  const obligation = {
    id: 'relations',
    description: 'relations between states',
    entry: run.entry.signature,
    hypotheses,
    facts: [...session.facts, ...shared.facts],
    bad: bank.false_,
    incomplete: [],
    reached: undefined,
    choices: [],
  };
  const query = (bad: Term): ReturnType<typeof ask> =>
    ask(scriptFor(world, obligation, bad), solver, limits, signal);
  const joint = await query(bank.or(...open.map((o) => o.bad)));
  if (joint.kind === 'unsat') return [];
  if (joint.kind === 'sat') {
    const broken = open.filter((o) => tryEvaluate(o.bad, joint.model) === true);
    if (broken.length > 0) return broken.map((o) => o.relation);
  }
  const broken: Relation[] = [];
  for (const { relation, bad } of open) {
    const alone = await query(bad);
    if (alone.kind !== 'unsat') broken.push(relation);
  }
  return broken;
}
