// What never goes back: relations between two states that every activation of every entry point keeps (a value never
// falls, a flag stays set). They are reflexive and transitive, so whatever unknown code calls, and however often, they
// hold from the state before it to the state after it, by induction on the number of activations.

import type { SolverBackend, Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import type { Leaf } from '../encode/leaves.js';
import { inRangeTerm, sortOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { askAside, type SolvingLimits, scriptFor } from '../session/check-obligation.js';
import {
  assumeRelation,
  dimensionsOf,
  holds,
  type Idle,
  idleInside,
  type Kept,
  type Relation,
} from '../session/relation.js';
import {
  assumeInvariant,
  type EntryRun,
  entryRun,
  momentsOfCalls,
  type Session,
} from '../session/session.js';
import { isSpent, type Patience, startStopwatch } from '../session/stopwatch.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import { brokenAmong } from './broken-among.js';
import { relationCandidates } from './relation-candidates.js';

/** No new round is begun when this was spent: about fifteen seconds of an idle machine. */
const PATIENCE: Patience = { work: 45_000_000, milliseconds: 150_000 };

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
  const runs = world.instances.flatMap((instance) =>
    instance.contract.entries
      // What changes nothing keeps whatever is reflexive.
      .filter((entry) => entry.mutability !== 'view' && entry.mutability !== 'pure')
      .flatMap((entry) => momentsOfCalls(session).map((when) => entryRun(session, instance, entry, when))),
  );
  let alive = relationCandidates(session, runs);
  for (let changed = true; changed; ) {
    changed = false;
    for (const shared of runs) {
      for (;;) {
        signal?.throwIfAborted();
        if (isSpent(watch, PATIENCE)) return [];
        const broken = await brokenBy(session, shared, alive, solver, small, signal);
        if (broken.length === 0) break;
        changed = true;
        alive = without(alive, broken);
      }
    }
  }
  return withoutWeaker(alive);
}

/** What is left of relations; all relations of entry points that may come to succeed go with that. */
function without(alive: readonly Relation[], broken: readonly Relation[]): Relation[] {
  const opened = new Set(broken.filter((r) => r.kept.kind === 'blocked').map((r) => r.while));
  return alive.filter((r) => !broken.includes(r) && !opened.has(r.while));
}

/** What never changes neither rises nor falls, and what holds always holds inside transactions. */
function withoutWeaker(alive: readonly Relation[]): readonly Relation[] {
  return alive.filter(
    (r) =>
      !alive.some(
        (other) =>
          other !== r &&
          (other.while.length === 0 || other.while === r.while) &&
          says(other.kept, r.kept) &&
          // Of two that say the same, the first.
          (!says(r.kept, other.kept) || alive.indexOf(other) < alive.indexOf(r)),
      ),
  );
}

/** Whether one says at least as much as another of the same. */
function says(a: Kept, b: Kept): boolean {
  if (a.kind === 'difference' && b.kind === 'difference')
    return (
      a.course === 'unchanged' &&
      ((a.more === b.more && a.less === b.less) || (a.more === b.less && a.less === b.more))
    );
  if (!('leaf' in a) || !('leaf' in b) || a.leaf !== b.leaf) return false;
  if (a.kind === 'dated')
    return b.kind === 'dated' && a.part === b.part && a.offset === b.offset && !a.orZero;
  const sameCourse = a.kind === 'unchanged' || a.kind === b.kind;
  const everywhere = [a.except, a.below, a.when, a.where, a.idle, a.held, a.late].every(
    (part) => part === undefined,
  );
  // What happens once something is so says that it stays so, too.
  const first = b.kind === 'dated' ? undefined : ((b.when ?? b.where)?.leaf ?? b.held?.holder);
  if (everywhere) return sameCourse && (first === undefined || first === b.leaf);
  if (b.kind === 'dated' || a.kind !== b.kind || a.below !== b.below) return false;
  if (
    [a.when, b.when, a.where, b.where, a.idle, b.idle, a.held, b.held, a.late, b.late].some(
      (part) => part !== undefined,
    )
  )
    return false;
  const { except } = b;
  return a.except !== undefined && except !== undefined && a.except.every((leaf) => except.includes(leaf));
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
  const shareKey = sharedKeys(world);
  const open = alive
    // What reads nothing that this entry point writes is kept by it, for it is reflexive.
    .filter((r) => r.while.length > 0 || touches(r.kept, anyState, post))
    .map((relation) => {
      // Shared: that some of them is broken at some keys is the question, and fewer keys make it a smaller one.
      const keys = dimensionsOf(relation).map((type, i) => shareKey(type, i));
      const ranges = keys.map((key, i) => inRangeTerm(bank, key, dimensionsOf(relation)[i] as IrType));
      const others: Idle = (account) =>
        bank.and(bank.call(IS_EOA, [account]), bank.not(bank.eq(account, run.sender)));
      const kept = holds(session.reach, relation, anyState, post, keys, run.context, others);
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
        assumeRelation(
          session.reach,
          r,
          havoc.before,
          havoc.state,
          havoc.guard,
          havoc.transaction,
          idleInside(world),
        ),
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
  const query = (bad: Term): ReturnType<typeof askAside> =>
    askAside(scriptFor(world, obligation, bad), solver, limits, signal);
  const known = await brokenAmong(
    bank,
    open.map((o) => o.bad),
    query,
  );
  if (known !== undefined) return known.map((k) => (open[k] as (typeof open)[number]).relation);
  const broken: Relation[] = [];
  for (const { relation, bad } of open) {
    const alone = await query(bad);
    if (alone.kind !== 'unsat') broken.push(relation);
  }
  return broken;
}

/** Whether something that a relation reads differs between two states. */
function touches(kept: Kept, before: State, after: State): boolean {
  const differs = ({ key }: Leaf): boolean => after.storage.get(key) !== before.storage.get(key);
  if (kept.kind === 'difference')
    return [kept.more, kept.less].some((of) => {
      if ('ether' in of) return after.balances !== before.balances;
      return differs('leaf' in of ? of.leaf : of.total.leaf);
    });
  return !('leaf' in kept) || leavesOfKept(kept).some(differs);
}

/** The leaves that a relation reads in both states. */
function leavesOfKept(kept: Extract<Kept, { readonly leaf: Leaf }>): readonly Leaf[] {
  if (kept.kind === 'dated') return [kept.leaf];
  return [
    kept.leaf,
    ...(kept.below === undefined ? [] : [kept.below]),
    ...(kept.when === undefined ? [] : [kept.when.leaf]),
    ...(kept.where === undefined ? [] : [kept.where.leaf]),
    ...(kept.held === undefined ? [] : [kept.held.holder, ...kept.held.empty]),
    ...(kept.late?.leaves ?? []),
  ];
}

/** One key for each place and type. */
function sharedKeys(world: World): (type: IrType, place: number) => Term {
  const known = new Map<string, Term>();
  return (type, place) => {
    const name = `${place} ${JSON.stringify(type, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`;
    const key = known.get(name) ?? world.bank.fresh('key', sortOf(type));
    known.set(name, key);
    return key;
  };
}
