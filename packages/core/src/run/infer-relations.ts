// What never goes back: relations between two states that every activation of every entry point keeps (a value never
// falls, a flag stays set). They are reflexive and transitive, so whatever unknown code calls, and however often, they
// hold from the state before it to the state after it, by induction on the number of activations.
import { type SolverBackend, type Symbol_, type Term, tryEvaluate } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';
import { inRangeTerm, sortOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { ask, type SolvingLimits, scriptFor } from './check-obligation.js';
import { assumeInvariant, type EntryRun, entryRun, momentsOfCalls, type Session } from './session.js';
import { startStopwatch } from './stopwatch.js';

/** A relation between an earlier and a later state, at every key of a leaf. */
export interface Relation {
  readonly leaf: Leaf;
  readonly kind: 'unchanged' | 'rises' | 'falls' | 'stays';
}

/** A relation as people read it. */
export function relationText({ leaf, kind }: Relation): string {
  const name = leaf.key.slice(leaf.key.indexOf('/') + 1).replaceAll('[]', '[*]');
  switch (kind) {
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

/** That a relation holds between two states, as something to assume. */
export function assumeRelation(
  world: World,
  relation: Relation,
  before: State,
  after: State,
  guard: Term,
): Hypothesis {
  const keys = keysOf(world, relation.leaf);
  return {
    name: relationText(relation),
    guard,
    variables: keys.map((symbol, i) => ({ symbol, type: relation.leaf.dimensions[i] as IrType })),
    body: holds(world, relation, before, after, keys),
  };
}

function keysOf(world: World, leaf: Leaf): readonly Symbol_[] {
  return leaf.dimensions.map((type) => world.bank.fresh('key', sortOf(type)) as Symbol_);
}

function holds(
  world: World,
  { leaf, kind }: Relation,
  before: State,
  after: State,
  keys: readonly Term[],
): Term {
  const { bank } = world;
  const read = (state: State): Term =>
    keys.reduce<Term>((term, key) => bank.select(term, key), state.storage.get(leaf.key) as Term);
  const [then, now] = [read(before), read(after)];
  switch (kind) {
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
  let alive = candidates(world);
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
        alive = alive.filter((relation) => !broken.includes(relation));
      }
    }
  }
  // What never changes neither rises nor falls.
  const frozen = new Set(alive.filter((r) => r.kind === 'unchanged').map((r) => r.leaf));
  return alive.filter((r) => r.kind === 'unchanged' || !frozen.has(r.leaf));
}

function candidates(world: World): readonly Relation[] {
  return [...world.leaves.values()].flatMap((leaf): readonly Relation[] => {
    if (leaf.type.kind === 'bytes') return [{ leaf, kind: 'unchanged' }];
    if (leaf.type.kind === 'bool')
      return [
        { leaf, kind: 'unchanged' },
        { leaf, kind: 'stays' },
      ];
    if (leaf.type.kind !== 'int' && leaf.type.kind !== 'enum') return [{ leaf, kind: 'unchanged' }];
    return (['unchanged', 'rises', 'falls'] as const).map((kind) => ({ leaf, kind }));
  });
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
    .filter((r) => post.storage.get(r.leaf.key) !== anyState.storage.get(r.leaf.key))
    .map((relation) => {
      const keys = keysOf(world, relation.leaf);
      const ranges = keys.map((key, i) => inRangeTerm(bank, key, relation.leaf.dimensions[i] as IrType));
      const kept = holds(world, relation, anyState, post, keys);
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
      ...alive.map((r) => assumeRelation(world, r, havoc.before, havoc.state, havoc.guard)),
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
