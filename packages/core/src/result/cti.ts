// A counterexample to induction for people: the state before, the transaction, what it changes. Not replayed: the
// state before was not shown reachable.
import { evaluate, type Model, type Term, visitTerms } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import { isScalar } from '../encode/sorts.js';
import type { TransactionRun } from '../harness/transaction.js';
import { CLOCK } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import type { ReplayValue } from './replay.js';
import type { Trace, TraceStep } from './report.js';
import { showValue, typeName } from './trace.js';

/** The failing step of an induction as an unreplayed trace; `revert` tells why it reverts, when it does. */
export function traceOfCti(
  world: World,
  run: TransactionRun | undefined,
  before: State,
  bad: Term,
  model: Model,
  conclusion: string,
  revert?: string,
): Trace {
  const after = revert === undefined ? (run?.post ?? before) : before;
  const observed = [...observe(world, before, after, bad, model), ...inAll(world, before, after, bad, model)];
  if (run === undefined) {
    const rows = observed.map((o) => ({ name: o.name, value: o.before }));
    // What belongs to all before entries.
    const entries = rows.filter(({ name }) => name.includes('['));
    const state = [...rows.filter((row) => !entries.includes(row)), ...entries].slice(0, MOST_SHOWN);
    return { replayed: false, steps: [], ...(state.length === 0 ? {} : { state }), conclusion };
  }
  const word = (term: Term): string => String(evaluate(term, model));
  const step: TraceStep = {
    kind: 'transaction',
    contract: run.instance.alias,
    function: run.entry.signature,
    sender: showValue(evaluate(run.sender, model) as ReplayValue, { kind: 'address' }),
    value: word(run.value),
    arguments: run.arguments.flatMap(({ local, value }) => {
      if (value.kind === 'path' || value.kind === 'choice' || !isScalar(local.type)) return [];
      const concrete = evaluate(value, model);
      return typeof concrete === 'object'
        ? []
        : [{ name: local.name, type: typeName(local.type), value: showValue(concrete, local.type) }];
    }),
    block: { number: word(run.context.number), timestamp: word(run.context.timestamp) },
    outcome: revert === undefined ? { kind: 'success', returns: [] } : { kind: 'revert', reason: revert },
    callbacks: [],
    changes: observed,
  };
  return { replayed: false, steps: [step], conclusion };
}

/** More of a state is not shown: moves that are made up read entries for many keys. */
const MOST_SHOWN = 24;

/** What the contracts hold, and sums, where the failing formula looks at them. */
function inAll(world: World, before: State, after: State, bad: Term, model: Model): TraceStep['changes'] {
  const { bank } = world;
  const seen = new Set<Term>();
  visitTerms([bad], (term) => {
    seen.add(term);
  });
  const rows: { readonly name: string; readonly from: Term; readonly to: Term }[] = [];
  for (const [i, { alias, address }] of world.instances.entries()) {
    const [from, to] = [bank.select(before.balances, address), bank.select(after.balances, address)];
    if (seen.has(from) || (seen.has(before.balances) && from !== to))
      rows.push({ name: `balance(${i === 0 ? 'this' : alias})`, from, to });
  }
  for (const { id, leaf, summed, weight } of world.sums) {
    const [from, to] = [before.totals.get(id), after.totals.get(id)];
    if (from === undefined || to === undefined || weight !== undefined || !summed.every((s) => s)) continue;
    const path = leaf.key.slice(leaf.key.indexOf('/') + 1);
    if (seen.has(from)) rows.push({ name: `sum(${path.replace(/(\[\])+$/, '')})`, from, to });
  }
  return rows.flatMap(({ name, from, to }) => {
    const [a, b] = [evaluate(from, model), evaluate(to, model)];
    return typeof a === 'bigint' && typeof b === 'bigint' ? [{ name, before: `${a}`, after: `${b}` }] : [];
  });
}

/** Every read of the initial storage that the failing formula makes, with its value after the step. */
function observe(world: World, before: State, after: State, bad: Term, model: Model): TraceStep['changes'] {
  // What a constructor left as a number may be any number of the formula.
  const keyOf = new Map<Term, string>(
    [...before.storage].flatMap(([key, term]) => (term.kind === 'literal' ? [] : [[term, key] as const])),
  );
  const seen = new Map<string, { name: string; before: string; after: string }>();
  visitTerms([bad], (term) => {
    const keys: Term[] = [];
    let base = term;
    while (base.kind === 'apply' && base.op === 'select') {
      keys.unshift(base.args[1] as Term);
      base = base.args[0] as Term;
    }
    const key = keyOf.get(base);
    const leaf = key === undefined ? undefined : world.leaves.get(key);
    if (key === `${GHOST}/${CLOCK.calls}`) return;
    if (key === undefined || leaf === undefined || keys.length !== leaf.dimensions.length) return;
    const values = keys.map((k) => evaluate(k, model));
    if (values.some((v) => typeof v === 'object')) return;
    const name = placeName(
      key,
      values.map((v, i) => showValue(v as ReplayValue, leaf.dimensions[i] ?? leaf.type)),
    );
    const later = keys.reduce((array, k) => world.bank.select(array, k), after.storage.get(key) as Term);
    const [a, b] = [evaluate(term, model), evaluate(later, model)];
    if (typeof a === 'object' || typeof b === 'object') return;
    seen.set(name, { name, before: showValue(a, leaf.type), after: showValue(b, leaf.type) });
  });
  return [...seen.values()];
}

/** `Bank/credits[]` with its keys filled in and the instance left out. */
function placeName(key: string, values: readonly string[]): string {
  let next = 0;
  // The block of the last transaction.
  if (key === `${GHOST}/${CLOCK.number}`) return 'block.number';
  if (key === `${GHOST}/${CLOCK.timestamp}`) return 'block.timestamp';
  return key.slice(key.indexOf('/') + 1).replace(/\[\]/g, () => `[${values[next++] ?? ''}]`);
}
