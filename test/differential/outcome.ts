// What an execution of the model comes to under a model of its symbols: exactly one end, its results, state and events.
import {
  constantArray,
  createEvaluator,
  freeSymbols,
  functionSymbols,
  type Model,
  type Sort,
  type Term,
  type Value,
} from '@surety/solvers';
import type { Failure, IrType } from '../../packages/core/dist/ir/ir.js';
import type { LocalValue, State } from '../../packages/core/dist/symbolic/state.js';
import type { Effects, World } from '../../packages/core/dist/symbolic/world.js';
import { type Plain, plainOfTerm } from './plain.js';

/** What an execution did; `undefined` parts have no value the model knows (an uninterpreted function, a fresh value). */
export interface Outcome {
  /** 'unknown': the execution leaves what the model covers. */
  readonly end: 'success' | 'revert' | 'unknown';
  readonly why: string;
  readonly results: readonly (Plain | undefined)[];
  readonly failure: Failure | undefined;
  /** Leaf contents and totals by key. */
  readonly storage: ReadonlyMap<string, Value | undefined>;
  readonly totals: ReadonlyMap<string, Value | undefined>;
  readonly balances: Value | undefined;
  readonly events: readonly SeenEvent[];
}

/** An event of the model; `values` are in order of declaration, undefined where the model has no value. */
export interface SeenEvent {
  /** Index of the emitting instance. */
  readonly emitter: number;
  readonly name: string;
  readonly values: readonly (Plain | undefined)[] | undefined;
}

/** An outcome, and on demand the same with other values for what the model leaves open: where these differ nothing is claimed. */
export interface Judged {
  readonly outcome: Outcome;
  readonly alternatives: () => readonly Outcome[];
}

/** The model in which plain accounts are plain accounts and accept every call. */
export const PLAIN_WORLD: Model = {
  symbols: new Map(),
  functions: new Map([['is_eoa', { entries: [], default: true }]]),
};

/** The ends of one execution, as terms. */
export interface Ends {
  readonly world: World;
  readonly post: State | undefined;
  readonly results: readonly LocalValue[];
  readonly types: readonly IrType[];
  readonly effects: Effects;
}

/** How many other choices are tried for what the model leaves open. */
const ALTERNATIVES = 8;

/** The outcome under a model, and again with other values for everything the model leaves open. */
export function judged(ends: Ends, model: Model): Judged {
  let others: readonly Outcome[] | undefined;
  return {
    outcome: outcomeOf(ends, model),
    alternatives: () => {
      others ??= Array.from({ length: ALTERNATIVES }, (_, round) =>
        outcomeOf(ends, otherwise(ends, model, round)),
      );
      return others;
    },
  };
}

/** In round 0 unknown symbols and functions are 1, true, "01" rather than 0, false, ""; in later ones, some of them are. */
function otherwise(ends: Ends, model: Model, round: number): Model {
  const { post, effects } = ends;
  const terms = [
    ...effects.reverts.map((r) => r.condition),
    ...effects.incomplete.map((i) => i.condition),
    ...effects.events.map((e) => e.condition),
    ...effects.events.flatMap((e) => [...(e.arguments ?? []).map((a) => a.term), ...e.memory.values()]),
    ...(post === undefined
      ? []
      : [
          post.path.all,
          post.balances,
          ...post.storage.values(),
          ...post.totals.values(),
          ...post.memory.values(),
        ]),
    ...ends.results.filter((r): r is Term => r.kind !== 'path' && r.kind !== 'choice'),
  ];
  const symbols = new Map(model.symbols);
  const functions = new Map(model.functions);
  for (const symbol of freeSymbols(terms))
    if (!symbols.has(symbol.name) && !symbol.name.startsWith('refuses'))
      symbols.set(symbol.name, other(symbol.sort, round, symbol.name));
  for (const fn of functionSymbols(terms))
    if (!functions.has(fn.name))
      functions.set(fn.name, { entries: [], default: other(fn.range, round, fn.name) });
  return { symbols, functions };
}

/** In these rounds all integers are beyond every machine type. */
const BEYOND: ReadonlyMap<number, bigint> = new Map([
  [1, 1n << 300n],
  [2, -(1n << 300n)],
]);

function other(sort: Sort, round: number, name: string): Value {
  if (sort.kind === 'array') return constantArray(other(sort.element, round, name));
  let mixed = 17 + round;
  for (const letter of name) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  const isOne = round === 0 || (mixed >>> (round % 5)) % 2 === 1;
  if (sort.kind === 'bool') return isOne;
  if (sort.kind === 'bytes') return isOne ? '01' : '';
  return BEYOND.get(round) ?? (isOne ? 1n : BigInt(round));
}

/** Evaluates the ends of an execution under a model: exactly one of them must hold. */
function outcomeOf({ world, post, results, types, effects }: Ends, model: Model): Outcome {
  const evaluator = createEvaluator(model);
  const empty = {
    results: [],
    failure: undefined,
    storage: new Map(),
    totals: new Map(),
    balances: undefined,
    events: [],
  };
  const limit = effects.incomplete.find((i) => evaluator(i.condition) !== false);
  if (limit !== undefined) return { ...empty, end: 'unknown', why: `${limit.code} ${limit.what}` };
  const failures = effects.reverts.filter((r) => evaluator(r.condition) !== false);
  const succeeds = post !== undefined && evaluator(post.path.all) === true;
  const [failure] = failures;
  if (failure !== undefined && failures.length === 1 && !succeeds)
    return { ...empty, end: 'revert', why: '', failure: failure.failure };
  if (failures.length > 0 || !succeeds || post === undefined) {
    const kinds = failures
      .map((f) => JSON.stringify(f.failure, (_k, v) => (typeof v === 'bigint' ? String(v) : v)))
      .join(' and ');
    return {
      ...empty,
      end: 'unknown',
      why: `ENDS: ${failures.length} failures (${kinds}), success ${succeeds}`,
    };
  }
  return {
    end: 'success',
    why: '',
    failure: undefined,
    results: results.map((value, i) => plainOfTerm(world, post, types[i] as IrType, value, evaluator)),
    storage: new Map([...post.storage].map(([key, term]) => [key, evaluator(term)] as const)),
    totals: new Map([...post.totals].map(([key, term]) => [key, evaluator(term)] as const)),
    balances: evaluator(post.balances),
    events: effects.events
      .filter((event) => evaluator(event.condition) !== false)
      .map((event) => ({
        emitter: event.emitter.index,
        name: event.event,
        values: event.arguments?.map(({ term, type }) =>
          plainOfTerm(world, { ...post, memory: event.memory }, type, term, evaluator),
        ),
      })),
  };
}
