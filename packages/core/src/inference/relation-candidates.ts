// Candidate relations by template. None is trusted: infer-relations.ts keeps those that every entry point keeps. All are
// reflexive and transitive by their form (relation.ts), which is what makes them hold across any number of activations.
import { freeSymbols, type Symbol_, substitute, type Term, type TermBank } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import type { Leaf } from '../encode/leaves.js';
import type { EntryReach, Reach } from '../harness/reach.js';
import { comparability } from '../ir/comparable.js';
import type { IrType } from '../ir/ir.js';
import { constantsOf } from '../ir/named-constants.js';
import { type Course, type Late, leafText, type Quantity, type Relation } from '../session/relation.js';
import type { EntryRun, Session } from '../session/session.js';
import { CLOCK } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import { subsets } from './subsets.js';

/** All candidates of a session, whose entry points run as in `runs`. */
export function relationCandidates(session: Session, runs: readonly EntryRun[]): readonly Relation[] {
  const { world, reach } = session;
  const leaves = [...world.leaves.values()].filter(({ key }) => !isTime(key));
  const written = leaves.filter((leaf) => isWritten(session, runs, leaf));
  return [
    ...leaves.flatMap((leaf) => ofLeaf(leaf, [])),
    ...setOnce(written),
    ...exceptFixed(session, written),
    ...belowCounters(written),
    ...dated(session, runs, written),
    ...onceSo(session, written),
    ...onceSoAt(session, written),
    ...onceSoBelow(session, written),
    ...differences(session, runs, written),
    ...onceLate(session, runs, written),
    ...(world.tellsEoasApart ? ofIdle(session, written) : []),
    ...candidatesWithin(reach),
  ];
}

/** What stays once it is too late to call something. */
function onceLate(
  session: Session,
  runs: readonly EntryRun[],
  written: readonly Leaf[],
): readonly Relation[] {
  const found = new Map<Term, { readonly late: Late; readonly key: IrType | undefined }>();
  for (const { run } of runs)
    for (const part of ['number', 'timestamp'] as const)
      for (const atom of deadlinesIn(run, run.context[part])) {
        const late = lateness(session, run, part, atom);
        if (late !== undefined && !found.has(atom)) found.set(atom, late);
      }
  return [...found.values()].slice(0, MOST_DEADLINES).flatMap(({ late, key }) =>
    written
      .filter(({ dimensions: [first] }) => key === undefined || first?.kind === key.kind)
      .slice(0, MOST_LEAVES)
      .map((leaf): Relation => ({ kept: { kind: 'unchanged', leaf, late }, while: [] })),
  );
}

/** What a run needs that gets false with time: `time <= bound`. */
function deadlinesIn({ post }: EntryRun['run'], time: Term): readonly Term[] {
  const all = post?.path.all;
  if (all === undefined) return [];
  const parts = all.kind === 'apply' && all.op === 'and' ? all.args : [all];
  const isFree = (term: Term): boolean => !freeSymbols([term]).includes(time as Symbol_);
  // Time, or time and something that does not depend on it: what is false stays so as time goes on.
  const isPart = (term: Term): boolean =>
    term === time ||
    (term.kind === 'apply' &&
      term.op === 'add' &&
      term.args.includes(time) &&
      term.args.every((arg) => arg === time || isFree(arg)));
  return parts.filter((part) => {
    if (part.kind !== 'apply' || part.op !== 'le') return false;
    const [left, right] = part.args as readonly [Term, Term];
    return isPart(left) && isFree(right);
  });
}

/** That a deadline is over as a condition on states; undefined where it depends on more than storage and one key. */
function lateness(
  { world, bank, anyState }: Session,
  { context, entry, instance, arguments: given }: EntryRun['run'],
  part: 'number' | 'timestamp',
  atom: Term,
): { readonly late: Late; readonly key: IrType | undefined } | undefined {
  const clock = `${GHOST}/${CLOCK[part]}`;
  if (!world.leaves.has(clock)) return undefined;
  const symbols = new Map([...anyState.storage].map(([key, term]) => [term, key] as const));
  const leaves: Leaf[] = [];
  let key: { readonly symbol: Term; readonly type: IrType } | undefined;
  for (const symbol of freeSymbols([atom])) {
    const name = symbols.get(symbol);
    const leaf = name === undefined ? undefined : world.leaves.get(name);
    const argument = given.find(({ value }) => value === symbol);
    if (leaf !== undefined && !isOfStorage(world, leaf.key, leaf.variable)) return undefined;
    if (leaf !== undefined) leaves.push(leaf);
    else if (argument !== undefined && key === undefined) key = { symbol, type: argument.local.type };
    else if (symbol !== context[part]) return undefined;
  }
  const holds = (state: State, keys: readonly Term[]): Term => {
    const map = new Map<Term, Term>([[context[part], state.storage.get(clock) as Term]]);
    for (const { key: name } of leaves)
      map.set(anyState.storage.get(name) as Term, state.storage.get(name) as Term);
    if (key !== undefined) map.set(key.symbol, keys[0] as Term);
    return bank.not(substitute(bank, atom, map));
  };
  return { late: { holds, leaves, entry: `${instance.alias}.${entry.signature}` }, key: key?.type };
}

const MOST_DEADLINES = 4;

/** Entries of plain accounts that make no call, and those of which such an account disposes. */
function ofIdle({ world }: Session, written: readonly Leaf[]): readonly Relation[] {
  const own = written
    .filter(({ dimensions: [key], key: name }) => key?.kind === 'address' && !name.startsWith(`${GHOST}/`))
    .slice(0, MOST_LEAVES)
    .flatMap((leaf) =>
      coursesOf(leaf).map((kind): Relation => ({ kept: { kind, leaf, idle: true }, while: [] })),
    );
  const isLedBy = (holder: Leaf, leaf: Leaf): boolean =>
    aliasOf(holder) === aliasOf(leaf) &&
    holder.dimensions.length <= leaf.dimensions.length &&
    holder.dimensions.every((type, i) => type.kind === leaf.dimensions[i]?.kind);
  const holders = [...world.leaves.values()]
    .filter(({ type, key, variable }) => isAddress(type.kind) && isOfStorage(world, key, variable))
    .slice(0, MOST_HOLDERS);
  const held = holders.flatMap((holder) => {
    const around = written.filter((leaf) => leaf !== holder && isLedBy(holder, leaf));
    const beside = around.filter((leaf) => leaf.dimensions.length === holder.dimensions.length);
    return [holder, ...around].slice(0, MOST_LEAVES).flatMap((leaf): readonly Relation[] =>
      [[], ...beside.slice(0, MOST_BESIDE).map((empty) => [empty])].map((empty) => ({
        kept: { kind: 'unchanged', leaf, held: { holder, empty } },
        while: [],
      })),
    );
  });
  return [...own, ...held];
}

const MOST_HOLDERS = 4;
const MOST_BESIDE = 3;

/** Blocks go on by themselves, also where no entry point changes anything. */
function isTime(key: string): boolean {
  return key === `${GHOST}/${CLOCK.number}` || key === `${GHOST}/${CLOCK.timestamp}`;
}

function isWritten(session: Session, runs: readonly EntryRun[], { key, variable }: Leaf): boolean {
  // The clock and the number of calls are kept by the harness, transient storage is gone between transactions.
  if (key.startsWith(`${GHOST}/clock.`) || isTransient(session.world, key, variable)) return false;
  return runs.some(
    ({ run: { post } }) => post !== undefined && post.storage.get(key) !== session.anyState.storage.get(key),
  );
}

/** Whether a leaf lasts from one transaction to the next, and is the code's own. */
function isOfStorage(world: World, key: string, variable: string): boolean {
  return !key.startsWith(`${GHOST}/`) && !isTransient(world, key, variable);
}

function isTransient(world: World, key: string, variable: string): boolean {
  return world.instances.some(
    ({ alias, contract }) =>
      key.startsWith(`${alias}/`) &&
      contract.variables.some(
        (v) => v.mutability === 'transient' && (v.id === variable || v.name === variable),
      ),
  );
}

function ofLeaf(leaf: Leaf, closed: readonly EntryReach[]): readonly Relation[] {
  return coursesOf(leaf).map((kind) => ({ kept: { kind, leaf }, while: closed }));
}

function coursesOf({ type }: Leaf): readonly Course[] {
  if (type.kind === 'bool') return ['unchanged', 'stays'];
  return type.kind === 'int' || type.kind === 'enum' ? ['unchanged', 'rises', 'falls'] : ['unchanged'];
}

/** `x != 0`, and then it stays what it is. */
function setOnce(written: readonly Leaf[]): readonly Relation[] {
  return written
    .filter(({ type }) => ['int', 'address', 'contract', 'fixedBytes'].includes(type.kind))
    .map((leaf) => ({ kept: { kind: 'setOnce', leaf }, while: [] }));
}

/** Entries of everyone but some addresses that constructors fixed: who is paid, who owns. */
function exceptFixed({ world, reach }: Session, written: readonly Leaf[]): readonly Relation[] {
  const fixed = [...world.leaves.values()].filter(
    (leaf) => leaf.dimensions.length === 0 && isAddress(leaf.type.kind) && reach.fixed.has(leaf.key),
  );
  const groups = fixed.length > MOST_FIXED ? [fixed, ...fixed.map((leaf) => [leaf])] : subsets(fixed);
  return written
    .filter(({ dimensions: [key] }) => key !== undefined && isAddress(key.kind))
    .slice(0, MOST_LEAVES)
    .flatMap((leaf) =>
      groups.map((except): Relation => ({ kept: { kind: 'unchanged', leaf, except }, while: [] })),
    );
}

function isAddress(kind: string): boolean {
  return kind === 'address' || kind === 'contract';
}

/** Entries below a counter that never falls, as of proposals that were made. */
function belowCounters(written: readonly Leaf[]): readonly Relation[] {
  const counters = written
    .filter(
      ({ key, type, dimensions }) =>
        type.kind === 'int' && dimensions.length === 0 && !key.startsWith(`${GHOST}/`),
    )
    .slice(0, MOST_COUNTERS);
  const counted = written
    .filter(({ dimensions: [key] }) => key?.kind === 'int' && !key.signed)
    .slice(0, MOST_LEAVES);
  return counters.flatMap((below) =>
    counted
      .filter((leaf) => aliasOf(leaf) === aliasOf(below))
      .flatMap((leaf) =>
        coursesOf(leaf).map((kind): Relation => ({ kept: { kind, leaf, below }, while: [] })),
      ),
  );
}

function aliasOf({ key }: Leaf): string {
  return key.slice(0, key.indexOf('/'));
}

/** Times that are only ever set to the present and some time more. */
function dated(session: Session, runs: readonly EntryRun[], written: readonly Leaf[]): readonly Relation[] {
  const { world, bank, reach } = session;
  const relations: Relation[] = [];
  for (const leaf of written) {
    if (leaf.type.kind !== 'int' || leaf.key.startsWith(`${GHOST}/`)) continue;
    const alias = aliasOf(leaf);
    const constants = constantsOf(session.contracts.get(alias)).filter((c) => c < LATEST);
    const offsets: { readonly offset: Term; readonly text: string }[] = [
      { offset: bank.int(0n), text: '' },
      ...constants.map((c) => ({ offset: bank.int(c), text: ` + ${c}` })),
      ...[...world.leaves.values()]
        .filter((l) => aliasOf(l) === alias && l.dimensions.length === 0 && l.type.kind === 'int')
        .filter((l) => reach.fixed.has(l.key))
        .map((l) => ({ offset: reach.state.storage.get(l.key) as Term, text: ` + ${leafText(l)}` })),
    ];
    for (const part of ['number', 'timestamp'] as const) {
      if (!world.leaves.has(`${GHOST}/${CLOCK[part]}`)) continue;
      const isSet = runs.some(({ run: { post, context } }) => {
        const after = post?.storage.get(leaf.key);
        return after !== undefined && [...freeSymbols([after])].includes(context[part] as Symbol_);
      });
      if (!isSet) continue;
      const name = part === 'number' ? 'block.number' : 'now';
      for (const { offset, text } of offsets.slice(0, MOST_OFFSETS))
        for (const orZero of [false, true])
          relations.push({
            kept: { kind: 'dated', leaf, part, offset, text: `${name}${text}`, orZero },
            while: [],
          });
    }
  }
  return relations;
}

/** What stays once a flag is up (or down), or a phase is reached. */
function onceSo({ bank }: Session, written: readonly Leaf[]): readonly Relation[] {
  const scalars = written.filter(({ dimensions }) => dimensions.length === 0);
  return scalars
    .flatMap((leaf) => casesOf(bank, leaf))
    .slice(0, MOST_CASES)
    .flatMap((when) =>
      written
        .slice(0, MOST_LEAVES)
        .filter((leaf) => leaf !== when.leaf || leaf.type.kind === 'enum')
        .flatMap((leaf) =>
          (leaf === when.leaf ? (['unchanged'] as const) : coursesOf(leaf)).map(
            (kind): Relation => ({ kept: { kind, leaf, when }, while: [] }),
          ),
        ),
    );
}

/** The same of entries, at each key: what is done is done, and nothing of it changes any more. */
function onceSoAt({ bank }: Session, written: readonly Leaf[]): readonly Relation[] {
  return entriesOnce(bank, written).map(({ where, leaf }) => ({
    kept: { kind: 'unchanged', leaf, where },
    while: [],
  }));
}

/** The same of records by number, where a flag is down also for those that are still to come. */
function onceSoBelow({ bank, contracts }: Session, written: readonly Leaf[]): readonly Relation[] {
  const counters = written.filter(({ type, dimensions }) => type.kind === 'int' && dimensions.length === 0);
  return entriesOnce(bank, written).flatMap(({ where, leaf }) => {
    const contract = contracts.get(aliasOf(where.leaf));
    if (contract === undefined || where.leaf.dimensions[0]?.kind !== 'int') return [];
    const { same } = comparability(contract);
    return counters
      .filter((c) => aliasOf(c) === aliasOf(where.leaf))
      .filter((c) =>
        same({ of: 'contents', variable: c.variable }, { of: 'keys', variable: where.leaf.variable }),
      )
      .map((below): Relation => ({ kept: { kind: 'unchanged', leaf, where, below }, while: [] }));
  });
}

/** Phases of entries with entries at the same keys. */
function entriesOnce(
  bank: TermBank,
  written: readonly Leaf[],
): readonly { readonly where: Case; readonly leaf: Leaf }[] {
  const entries = written.filter(({ dimensions }) => dimensions.length > 0);
  const leadsTo = (first: Leaf, leaf: Leaf): boolean =>
    (first !== leaf || leaf.type.kind === 'enum' || leaf.type.kind === 'bool') &&
    first.dimensions.length <= leaf.dimensions.length &&
    first.dimensions.every((type, i) => type.kind === leaf.dimensions[i]?.kind);
  return entries
    .flatMap((leaf) => casesOf(bank, leaf))
    .slice(0, MOST_CASES)
    .flatMap((where) =>
      entries
        .filter((leaf) => leadsTo(where.leaf, leaf))
        .slice(0, MOST_LEAVES)
        .map((leaf) => ({ where, leaf })),
    );
}

interface Case {
  readonly leaf: Leaf;
  readonly value: Term;
  readonly text: string;
}

/** The values of a flag or a phase. */
function casesOf(bank: TermBank, leaf: Leaf): readonly Case[] {
  const text = leafText(leaf);
  if (leaf.type.kind === 'bool')
    return [
      { leaf, value: bank.true_, text },
      { leaf, value: bank.false_, text: `!${text}` },
    ];
  if (leaf.type.kind !== 'enum') return [];
  return leaf.type.members.map((member, i) => ({
    leaf,
    value: bank.int(BigInt(i)),
    text: `${text} == ${member}`,
  }));
}

/**
 * What two quantities have to do with each other that one entry point changes together: what is owed and what there is,
 * what was recorded and what was sent. So it is known after unknown code how much more is to come.
 */
function differences(
  { world, anyState }: Session,
  runs: readonly EntryRun[],
  written: readonly Leaf[],
): readonly Relation[] {
  const numbers = written
    .filter(({ type, key }) => type.kind === 'int' && !key.startsWith(`${GHOST}/received`))
    .slice(0, MOST_LEAVES);
  const sums = world.sums.filter(
    ({ summed, weight, leaf }) => weight === undefined && summed.every((s) => s) && numbers.includes(leaf),
  );
  const quantities: readonly Quantity[] = [
    ...world.instances.map((ether) => ({ ether })),
    ...sums.map((total) => ({ total })),
    ...numbers.map((leaf) => ({ leaf })),
  ];
  const changes = (of: Quantity, { run: { post } }: EntryRun): boolean => {
    if (post === undefined) return false;
    if ('ether' in of) return post.balances !== anyState.balances;
    const { key } = 'leaf' in of ? of.leaf : of.total.leaf;
    return post.storage.get(key) !== anyState.storage.get(key);
  };
  const sameKeys = (a: readonly IrType[], b: readonly IrType[]): boolean =>
    a.length === b.length && a.every((type, i) => type.kind === b[i]?.kind);
  const keysOf = (of: Quantity): readonly IrType[] => ('leaf' in of ? of.leaf.dimensions : []);
  return quantities
    .flatMap((more, i) => quantities.slice(i + 1).map((less) => [more, less] as const))
    .filter(
      ([more, less]) =>
        sameKeys(keysOf(more), keysOf(less)) && runs.some((run) => changes(more, run) && changes(less, run)),
    )
    .slice(0, MOST_PAIRS)
    .flatMap(([more, less]): readonly Relation[] => {
      const rises: Relation = { kept: { kind: 'difference', course: 'rises', more, less }, while: [] };
      // Ether is forced in while no entry point runs: what a contract has grows by itself.
      if ('ether' in more) return 'ether' in less ? [] : [rises];
      return [
        { kept: { kind: 'difference', course: 'unchanged', more, less }, while: [] },
        rises,
        { kept: { kind: 'difference', course: 'rises', more: less, less: more }, while: [] },
      ];
    });
}

/** Times this far away are none. */
const LATEST = 1n << 48n;
const MOST_FIXED = 4;
const MOST_LEAVES = 12;
const MOST_COUNTERS = 3;
const MOST_OFFSETS = 8;
const MOST_CASES = 8;
const MOST_PAIRS = 24;

/**
 * Relations inside a transaction. A call that comes back is one in the same block: what must revert by then (a phase is
 * over, a waiting time begins anew) may do so however often it is called. Tried are each entry point, and all together
 * that write a leaf or send ether, as far as something of their conditions is known.
 */
function candidatesWithin({ world, entries }: Reach): readonly Relation[] {
  const { bank } = world;
  const groups = new Map<string, readonly EntryReach[]>();
  const add = (all: readonly EntryReach[]): void => {
    // What never succeeds writes nothing.
    const group = all.filter((e) => e.needed !== bank.false_);
    if (group.length === 0 || group.some((e) => e.needed === bank.true_)) return;
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
