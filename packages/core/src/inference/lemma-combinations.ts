// Candidate lemmas by example: combinations of amounts that no state reached by trying has changed. What is paid out is what
// was put in and is not there any more, however many names it has in between. None is trusted (infer-lemmas.ts).
import { createLazyEvaluator, type Term, type Value } from '@surety/solvers';
import type {
  ContractBinding,
  InvariantClaim,
  SpecExpression,
  SpecType,
  SpecVariable,
} from '@surety/spec-lang';
import { scopeAt } from '../harness/claim-run.js';
import { type Explored, explore } from '../search/explore.js';
import type { SearchOptions } from '../search/search.js';
import type { Session } from '../session/session.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { evaluateSpec } from '../spec/evaluate-spec.js';
import { instanceOf, SpecLimit } from '../spec/scope.js';
import { differences } from './kept-combinations.js';
import { amountsOf, casesOf, entryOf, type Make, maker, type Quantity } from './lemma-candidates.js';
import { type Atom, claimOf, number } from './lemma-claim.js';
import { flowOf, flowQuantities } from './lemma-entries.js';

/** How far trying goes before, what is looked at, and what is too far-fetched. */
const STAGE = 1;
const MOST_STATES = 300;
const MOST_AMOUNTS = 12;
const MOST_KEYS = 6;
const LARGEST_FACTOR = 16n;
const MOST_CASES = 8;

/** Amounts of one contract, or of one key of it. */
interface Group {
  readonly amounts: readonly Quantity[];
  /** Others may add to these at any time: what depends on them is at most so. */
  readonly open: readonly Quantity[];
  readonly parameter?: SpecVariable;
}

/** `a + b + init(c) == c + init(a + b)`, or `<=` where ether that is there is among them. */
export async function combinationCandidates(
  session: Session,
  options: SearchOptions,
): Promise<readonly InvariantClaim[]> {
  const bindings = session.spec.contracts.filter(({ alias }) => session.contracts.has(alias));
  const groups = bindings.map((binding) => ({ binding, groups: groupsOf(session, binding) }));
  if (groups.every((one) => one.groups.length === 0)) return [];
  const explored = await explore(session, options, STAGE);
  if (explored === undefined || explored.states.length <= 1) return [];
  return groups.flatMap(({ binding, groups: own }) =>
    own
      .flatMap((group) => [
        ...combinationsIn(explored, binding, group),
        ...(group.parameter === undefined ? combinationsByCase(session, explored, binding, group) : []),
      ])
      .map((atom, i) => claimOf(`kept${i + 1}`, atom, binding.alias, binding.location)),
  );
}

function groupsOf(session: Session, binding: ContractBinding): readonly Group[] {
  const { numbers, sums, lengths, holdings, tables } = amountsOf(session, binding);
  const flows = flowQuantities(session, binding);
  const whole: Group = { amounts: [...numbers, ...sums, ...lengths, ...flows], open: holdings };
  const byKey = (['address', 'integer'] as const).map((kind): Group => {
    const entries = tables.flatMap(({ value, text }) => entryOf(value, text, binding.location));
    const [first, ...others] = entries.filter(({ parameter }) => parameter.type.kind === kind);
    if (first === undefined) return { amounts: [], open: [] };
    // All by the same key.
    const { parameter, key } = first;
    const same = others.map((entry): Quantity => ({ ...entry, value: atKey(entry.value, key) }));
    const paid = kind === 'address' ? flowsBy(session, binding, key) : [];
    return { amounts: [first, ...same, ...paid], open: [], parameter };
  });
  return [whole, ...byKey]
    .map((group) => ({ ...group, amounts: group.amounts.slice(0, MOST_AMOUNTS) }))
    .filter((group) => group.amounts.length + group.open.length >= 2);
}

function atKey(entry: SpecExpression, key: SpecExpression): SpecExpression {
  return entry.kind === 'index' ? { ...entry, index: key } : entry;
}

/** `sent(k)` and `received(k)`. */
function flowsBy(
  session: Session,
  { alias, location }: ContractBinding,
  key: SpecExpression,
): readonly Quantity[] {
  if (!session.world.hooks.flows.has(alias)) return [];
  return (['sent', 'received'] as const).map((direction) => ({
    value: flowOf(alias, direction, key, location),
    text: `${direction}(k)`,
  }));
}

/** What is the same in all reached states as at deployment. */
function combinationsIn(explored: Explored, binding: ContractBinding, group: Group): readonly Atom[] {
  const columns = [...group.amounts, ...group.open];
  const rows = rowsOf(explored, binding, group, columns);
  if (rows === undefined) return [];
  const seen = differences(columns.length);
  for (const [start, ...others] of rows)
    for (const other of others) seen.add(other.map((after, i) => after - (start?.[i] as bigint)));
  return seen.kept().flatMap((vector) => {
    if (!isPlausible(vector) || vector.filter((factor) => factor !== 0n).length < 2) return [];
    const open = vector.slice(group.amounts.length).filter((factor) => factor !== 0n);
    if (open.length > 1) return [];
    // What may grow by itself stands on the right.
    const turned = open.some((factor) => factor > 0n) || open.length === 0 ? vector : vector.map((n) => -n);
    const operator = open.length === 0 ? '==' : '<=';
    return [combination(columns, turned, operator, 'deployment', binding, group.parameter)];
  });
}

function isPlausible(vector: readonly bigint[]): boolean {
  return vector.every((factor) => factor <= LARGEST_FACTOR && factor >= -LARGEST_FACTOR);
}

/** `phase == Over => received() == sent() + owed`: what is the same in all reached states of one situation. */
function combinationsByCase(
  session: Session,
  explored: Explored,
  binding: ContractBinding,
  { amounts }: Group,
): readonly Atom[] {
  const { location } = binding;
  const make = maker(location);
  const isFixed = ({ value }: Quantity): boolean =>
    value.kind === 'state' && value.variable.mutability === 'immutable';
  return casesOf(session, binding)
    .slice(0, MOST_CASES)
    .flatMap((when) => {
      const rows = rowsOf(explored, binding, { amounts, open: [] }, amounts, when)?.flat() ?? [];
      if (rows.length === 0) return [];
      const seen = differences(amounts.length);
      for (const row of rows) seen.add(row);
      return seen.kept().flatMap((vector) => {
        const speaksOfChange = amounts.some((amount, i) => vector[i] !== 0n && !isFixed(amount));
        if (!isPlausible(vector) || !speaksOfChange) return [];
        const { condition, text } = combination(amounts, vector, '==', 'nothing', binding, undefined);
        return [{ condition: make('=>', when.condition, condition), text: `${when.text} => ${text}` }];
      });
    });
}

/** Amounts in a sample of the states (of one situation), for some keys: the state after deployment comes first. */
function rowsOf(
  { world, any, states, model, addresses }: Explored,
  binding: ContractBinding,
  { parameter }: Group,
  columns: readonly Quantity[],
  when?: Atom,
): readonly (readonly (readonly bigint[])[])[] | undefined {
  const inert = { run: (_frame: unknown, state: typeof any): typeof any => state };
  const { values } = arbitraryVariables(world, parameter === undefined ? [] : [parameter]);
  let terms: readonly Term[];
  let given: Term;
  try {
    const scope = scopeAt(world, instanceOf(world, binding.alias), any, values, inert);
    terms = columns.map(({ value }) => evaluateSpec(scope, value).term);
    given = when === undefined ? world.bank.true_ : evaluateSpec(scope, when.condition).term;
  } catch (error) {
    if (error instanceof SpecLimit) return undefined;
    throw error;
  }
  const [key] = values.values();
  const keys: readonly (Value | undefined)[] =
    parameter === undefined
      ? [undefined]
      : parameter.type.kind === 'address'
        ? addresses.slice(0, MOST_KEYS)
        : Array.from({ length: MOST_KEYS }, (_, i) => BigInt(i));
  const step = Math.ceil(states.length / MOST_STATES);
  const sample = states.filter((state, i) => i % step === 0 || state === states[0]);
  return keys.map((chosen) => {
    const drawn: [string, Value][] =
      key?.kind === 'symbol' && chosen !== undefined ? [[key.name, chosen]] : [];
    return sample.flatMap((state) => {
      const value = createLazyEvaluator({
        ...model,
        symbols: new Map([...model.symbols, ...state.values, ...drawn]),
      });
      if (value(given) !== true) return [];
      const row = terms.map((term) => value(term));
      return row.every((n) => typeof n === 'bigint') ? [row] : [];
    });
  });
}

function combination(
  columns: readonly Quantity[],
  vector: readonly bigint[],
  operator: '==' | '<=',
  /** What the combination is equal to. */
  equals: 'deployment' | 'nothing',
  { location }: ContractBinding,
  parameter: SpecVariable | undefined,
): Atom {
  const make = maker(location);
  const parts = (sign: 1n | -1n): readonly Quantity[] =>
    columns.flatMap((column, i) => {
      const factor = (vector[i] as bigint) * sign;
      return factor <= 0n ? [] : [times(factor, column, make)];
    });
  // What is subtracted stands on the other side, and so does what it was at deployment.
  const [right, left] = [parts(1n), parts(-1n)];
  const atFirst = (of: readonly Quantity[]): readonly Quantity[] =>
    of.map(({ value, text }) => ({
      value: { kind: 'initial', operand: value, type: value.type, location },
      text: `init(${text})`,
    }));
  const none: Quantity = { value: number(0n, location), text: '0' };
  const [less, more] = (
    equals === 'deployment'
      ? [
          [...left, ...atFirst(right)],
          [...right, ...atFirst(left)],
        ]
      : [left, right]
  ).map((all) =>
    all.length === 0
      ? none
      : {
          value: all.map((q) => q.value).reduce((a, b) => make('+', a, b)),
          text: all.map((q) => q.text).join(' + '),
        },
  ) as [Quantity, Quantity];
  return {
    condition: make(operator, less.value, more.value),
    text: `${less.text} ${operator} ${more.text}`,
    ...(parameter === undefined ? {} : { parameters: [parameter] }),
  };
}

function times(factor: bigint, { value, text }: Quantity, make: Make): Quantity {
  if (factor === 1n) return { value, text };
  const literal: SpecExpression = { kind: 'literal', value: factor, type: INT, location: value.location };
  return { value: make('*', literal, value), text: `${factor} * ${text}` };
}

const INT: SpecType = { kind: 'int' };
