// Joining states: after a branch the two sides become one state whose values are ite terms, so that the number of
// states does not grow with the number of branches. Terms are shared; the size stays about linear.
import type { Term, TermBank } from '@surety/solvers';
import { conditionSince, extendPath, type PathCondition } from './path-condition.js';
import { type ChosenPath, isPointer, type LocalValue, type State, type StoragePath } from './state.js';

/**
 * Joins states that continue disjoint paths since `fork`; undefined when there is none.
 * A value that one side lacks (a local out of scope) is dropped.
 */
export function joinStates(bank: TermBank, fork: PathCondition, states: readonly State[]): State | undefined {
  const first = states[0];
  if (first === undefined || states.length === 1) return first;
  const guards = states.map((state) => conditionSince(bank, state.path, fork));
  const path = extendPath(bank, fork, bank.or(...guards));
  if (path === undefined) return undefined;
  const choose = (values: readonly Term[]): Term => {
    let result = values[values.length - 1] as Term;
    for (let i = values.length - 2; i >= 0; i--)
      result = bank.ite(guards[i] as Term, values[i] as Term, result);
    return result;
  };
  return {
    path,
    storage: joinMaps(
      states.map((s) => s.storage),
      choose,
    ),
    totals: joinMaps(
      states.map((s) => s.totals),
      choose,
    ),
    memory: joinHeaps(
      states.map((s) => s.memory),
      choose,
    ),
    balances: choose(states.map((s) => s.balances)),
    locals: joinLocals(bank, guards, states, choose),
  };
}

function joinMaps<K>(
  maps: readonly ReadonlyMap<K, Term>[],
  choose: (values: readonly Term[]) => Term,
): ReadonlyMap<K, Term> {
  const [first, ...rest] = maps as [ReadonlyMap<K, Term>, ...ReadonlyMap<K, Term>[]];
  if (rest.every((map) => map === first)) return first;
  const joined = new Map<K, Term>();
  for (const [key, value] of first) {
    const values = [value];
    for (const map of rest) {
      const other = map.get(key);
      if (other !== undefined) values.push(other);
    }
    if (values.length !== maps.length) continue;
    joined.set(key, values.every((v) => v === value) ? value : choose(values));
  }
  return joined;
}

/** A heap that one side never touched is still its zero base there: objects of the other side are unreachable from it. */
function joinHeaps(
  maps: readonly ReadonlyMap<string, Term>[],
  choose: (values: readonly Term[]) => Term,
): ReadonlyMap<string, Term> {
  const [first, ...rest] = maps as [ReadonlyMap<string, Term>, ...ReadonlyMap<string, Term>[]];
  if (rest.every((map) => map === first)) return first;
  const joined = new Map<string, Term>();
  for (const key of new Set(maps.flatMap((map) => [...map.keys()]))) {
    const known = maps.map((map) => map.get(key)).filter((heap) => heap !== undefined);
    const some = known[0] as Term;
    const values = maps.map((map) => map.get(key) ?? some);
    joined.set(key, values.every((v) => v === some) ? some : choose(values));
  }
  return joined;
}

function joinLocals(
  bank: TermBank,
  guards: readonly Term[],
  states: readonly State[],
  choose: (values: readonly Term[]) => Term,
): State['locals'] {
  const first = states[0] as State;
  if (states.every((state) => state.locals === first.locals)) return first.locals;
  const joined = new Map(first.locals);
  for (const [local, value] of first.locals) {
    const values = states.map((state) => state.locals.get(local));
    if (values.some((v) => v === undefined)) joined.delete(local);
    else if (values.every((v) => v === value)) continue;
    else if (isPointer(value))
      joined.set(local, joinPointers(bank, guards, values as (StoragePath | ChosenPath)[]));
    else joined.set(local, choose(values as Term[]));
  }
  return joined;
}

/** Paths of one shape get ite keys; different shapes stay a guarded choice. */
function joinPointers(
  bank: TermBank,
  guards: readonly Term[],
  pointers: readonly (StoragePath | ChosenPath)[],
): LocalValue {
  const options: { guard: Term; path: StoragePath }[] = [];
  pointers.forEach((pointer, i) => {
    const guard = guards[i] as Term;
    for (const option of pointer.kind === 'path' ? [{ guard: bank.true_, path: pointer }] : pointer.options) {
      const condition = bank.and(guard, option.guard);
      const same = options.findIndex(
        (o) => o.path.prefix === option.path.prefix && o.path.instance === option.path.instance,
      );
      if (same === -1) options.push({ guard: condition, path: option.path });
      else {
        const earlier = options[same] as { guard: Term; path: StoragePath };
        const keys = earlier.path.keys.map((key, k) =>
          bank.ite(earlier.guard, key, option.path.keys[k] as Term),
        );
        options[same] = { guard: bank.or(earlier.guard, condition), path: { ...earlier.path, keys } };
      }
    }
  });
  return options.length === 1 ? (options[0] as { path: StoragePath }).path : { kind: 'choice', options };
}
