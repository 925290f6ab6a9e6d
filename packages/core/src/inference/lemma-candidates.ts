// Candidate lemmas by template over the state variables: what is often true of contracts and rarely written down. None
// is trusted: infer-lemmas.ts keeps those that are proved together by plain induction.

import type {
  ContractBinding,
  EnvironmentVariable,
  InvariantClaim,
  Location,
  SpecExpression,
  SpecType,
  SpecVariable,
} from '@surety/spec-lang';
import { GHOST } from '@surety/spec-lang';
import { constantsOf } from '../ir/named-constants.js';
import type { Session } from '../session/session.js';
import { isOfContents } from '../spec/array-sums.js';
import { countsOfEntries } from '../spec/counted-entries.js';
import { countShape } from '../spec/counts.js';
import { sumShape } from '../spec/sums.js';
import { visitExpression as visitSpecExpression } from '../spec/visit-spec.js';
import { CLOCK } from '../symbolic/clock.js';
import { constantBounds, coveredAtPrice, datesAhead } from './lemma-bounds.js';
import { boundedByCalls } from './lemma-calls.js';
import { type Atom, claimOf, number } from './lemma-claim.js';
import { type Comparing, comparing } from './lemma-comparable.js';
import {
  assertedCandidates,
  claimCandidates,
  emptyBeyond,
  emptyTogether,
  emptyUntilMarked,
  entryFlows,
  entryOrders,
  flowQuantities,
  untilBegun,
  untilKnown,
} from './lemma-entries.js';
import { partyCandidates } from './lemma-parties.js';
import { rowTotals } from './lemma-rows.js';
import { subsets } from './subsets.js';

export interface Quantity {
  readonly value: SpecExpression;
  readonly text: string;
}

/** `m[k]`, for any key. */
export interface EntryQuantity extends Quantity {
  readonly parameter: SpecVariable;
  /** The parameter as a value. */
  readonly key: SpecExpression;
  readonly type: SpecType;
}

/** More than this are not tried: the number of queries grows with it. */
const MAXIMUM_CANDIDATES = 400;

/** Candidate invariants of all contracts of the session, plain ones before implications. */
export function lemmaCandidates(session: Session): readonly InvariantClaim[] {
  return [
    ...claimCandidates(session.spec, 'always'),
    ...assertedCandidates(session.spec),
    ...ofAll(session, candidatesOf).slice(0, MAXIMUM_CANDIDATES),
  ];
}

/** Candidates beyond the number that is tried of every contract. */
export function furtherCandidates(session: Session): readonly InvariantClaim[] {
  return ofAll(session, candidatesOf).slice(MAXIMUM_CANDIDATES);
}

/** What is made of every contract whose code is there. */
export function ofAll(
  session: Session,
  made: (session: Session, binding: ContractBinding) => readonly InvariantClaim[],
): readonly InvariantClaim[] {
  return session.spec.contracts.flatMap((binding) =>
    session.contracts.has(binding.alias) ? made(session, binding) : [],
  );
}

/** What is counted in a contract. */
interface Amounts {
  /** State variables and ghosts. */
  readonly numbers: readonly Quantity[];
  readonly lengths: readonly Quantity[];
  /** Totals that are kept. */
  readonly sums: readonly Quantity[];
  /** What it has of ether and of tokens that are modeled. */
  readonly holdings: readonly Quantity[];
  /** Mappings to numbers. */
  readonly tables: readonly Quantity[];
}

/** The amounts that lemmas about a contract speak of. */
export function amountsOf(session: Session, binding: ContractBinding): Amounts {
  const { alias: contract, environment, location } = binding;
  const prefix = prefixOf(session, binding);
  const variables = environment.variables.filter((v) => v.mutability !== 'constant');
  const quantities = (all: readonly EnvironmentVariable[], of: string, before: string): readonly Quantity[] =>
    all.map((variable) => ({
      value: { kind: 'state', contract: of, variable, type: variable.type, location },
      text: `${before}${variable.name}`,
    }));
  const ofKind = (kind: SpecType['kind']): readonly Quantity[] =>
    quantities(
      variables.filter((v) => v.type.kind === kind),
      contract,
      prefix,
    );
  const ghosts = prefix === '' ? session.spec.ghosts.map((g) => g.variable) : [];
  const self: SpecExpression = { kind: 'instance', contract, type: ADDRESS, location };
  const selfText = prefix === '' ? 'this' : contract;
  const balance: Quantity = {
    value: { kind: 'balance', address: self, type: INT, location },
    text: `balance(${selfText})`,
  };
  const tables = ofKind('mapping').filter(
    ({ value: { type } }) => type.kind === 'mapping' && isNumber(type.value),
  );
  return {
    numbers: [
      ...ofKind('integer'),
      ...quantities(
        ghosts.filter((v) => v.type.kind === 'integer'),
        GHOST,
        '',
      ),
    ],
    lengths: ofKind('array').map(({ value, text }) => ({
      value: { kind: 'length', base: value, type: INT, location },
      text: `${text}.length`,
    })),
    sums: [
      ...tables.map(({ value, text }) => ({ value: sumOf(value, location), text: `sum(${text})` })),
      ...ofKind('mapping').flatMap(({ value, text }) => sumsOfFields(value, text, location)),
    ].filter(({ value }) => isTracked(session, value)),
    holdings: [balance, ...tokensHeld(session, binding, self, selfText)],
    tables,
  };
}

/** Before the names of other contracts than the first. */
export function prefixOf(session: Session, binding: ContractBinding): string {
  return binding === session.spec.contracts[0] ? '' : `${binding.alias}.`;
}

function candidatesOf(session: Session, binding: ContractBinding): readonly InvariantClaim[] {
  const { location } = binding;
  const make = maker(location);
  const { numbers, lengths, sums, holdings, tables } = amountsOf(session, binding);
  const variables = binding.environment.variables.filter((v) => v.mutability !== 'constant');
  const own = (v: EnvironmentVariable): SpecExpression => ({
    kind: 'state',
    contract: binding.alias,
    variable: v,
    type: v.type,
    location,
  });
  const prefix = prefixOf(session, binding);
  const shown = (v: EnvironmentVariable): string => `${prefix}${v.name}`;
  const ofKind = (...kinds: SpecType['kind'][]): readonly EnvironmentVariable[] =>
    variables.filter((v) => kinds.includes(v.type.kind));
  const self: SpecExpression = { kind: 'instance', contract: binding.alias, type: ADDRESS, location };
  const selfText = prefix === '' ? 'this' : binding.alias;

  const addresses = ofKind('address', 'contract').map((v) => ({ value: own(v), text: shown(v) }));
  const ghosts = ghostsOf(session, binding);
  const flags = flagsOf(session, binding);
  const clocks = clockQuantities(session, location);
  const numeric = variables.filter((v) => v.type.kind === 'mapping' && isNumber(v.type.value));

  const atoms: Atom[] = [];
  // What nobody needs to know of one situation alone.
  const inAnyCase: Atom[] = [];
  for (const { value, text } of addresses) {
    atoms.push({ condition: make('!=', value, zero(location, ADDRESS)), text: `${text} != address(0)` });
    atoms.push({ condition: make('!=', value, self), text: `${text} != ${selfText}` });
  }
  atoms.push(
    ...pairs(addresses).map(
      ([a, b]): Atom => ({ condition: make('!=', a.value, b.value), text: `${a.text} != ${b.text}` }),
    ),
  );
  const flows = flowQuantities(session, binding);
  for (const one of [...numbers, ...sums, ...lengths, ...flows]) {
    atoms.push({ condition: make('>', one.value, zero(location, INT)), text: `${one.text} > 0` });
    atoms.push({ condition: make('==', one.value, zero(location, INT)), text: `${one.text} == 0` });
    if (!lengths.includes(one) && !flows.includes(one))
      for (const held of holdings)
        atoms.push({ condition: make('<=', one.value, held.value), text: `${one.text} <= ${held.text}` });
  }
  const compared = comparing(session, binding, flows);
  for (const number of numbers)
    for (const clock of clocks.filter((c) => compared.mayBeSame(number, c)))
      atoms.push({
        condition: make('<=', number.value, clock.value),
        text: `${number.text} <= ${clock.text}`,
      });
  pairs([...numbers, ...sums, ...lengths, ...flows]).forEach(([a, b]) => {
    if (!compared.worthwhile(a, b)) return;
    atoms.push({ condition: make('<=', a.value, b.value), text: `${a.text} <= ${b.text}` });
    atoms.push({ condition: make('<=', b.value, a.value), text: `${b.text} <= ${a.text}` });
  });
  for (const held of holdings) atoms.push(...twoSums([...sums, ...numbers], held, make));
  // What never changes keeps its totals anyway.
  const changing = numbers.filter(
    ({ value }) => value.kind !== 'state' || value.variable.mutability !== 'immutable',
  );
  const fixed = numbers.filter((n) => !changing.includes(n));
  for (const held of holdings) atoms.push(...restHeld([...changing, ...fixed], changing, held, make));
  inAnyCase.push(...keptCounts(session, binding, [...changing, ...lengths], compared, make));
  inAnyCase.push(...keptTotals(changing, location, make));
  for (const number of numbers) {
    if (number.value.type.kind === 'integer' && number.value.type.signed)
      atoms.push({ condition: make('<=', zero(location, INT), number.value), text: `${number.text} >= 0` });
  }
  const entries = numeric.flatMap((v) => entryOf(own(v), shown(v), location));
  const fields = variables.flatMap((v) => fieldEntries(own(v), shown(v), location));
  inAnyCase.push(...boundedByCalls(session, numbers, entries, location, make));
  const frozen = [...addresses, ...numbers, ...flags.map((f) => ({ value: f.condition, text: f.text }))].map(
    ({ value, text }): Atom => ({
      condition: make('==', value, { kind: 'initial', operand: value, type: value.type, location }),
      text: `${text} == init(${text})`,
    }),
  );
  for (const v of numeric) {
    const table = { value: own(v), text: shown(v) };
    const bounds = [...numbers.filter((n) => compared.worthwhile(table, n)), ...clocks];
    atoms.push(...entryBounds(own(v), shown(v), bounds, location, make));
    if (v.type.kind === 'mapping' && v.type.key.kind === 'address')
      atoms.push(...entryFlows(session, binding, own(v), shown(v), addresses, make));
  }
  const counters = [
    ...variables
      .filter((v) => v.type.kind === 'integer' && v.mutability === 'mutable')
      .map((v) => ({ value: own(v), text: shown(v) })),
    ...lengths,
  ];
  const indexed = variables
    .filter((v) => v.type.kind === 'mapping')
    .map((v) => ({ value: own(v), text: shown(v) }));
  const counted = ghosts
    .filter((v) => v.type.kind === 'mapping')
    .map((v) => ({ value: ghost(v, location), text: v.name }));
  atoms.push(...emptyBeyond(session, counters, [...indexed, ...counted], compared, make));
  atoms.push(...emptyUntilMarked(indexed, counted, make));
  atoms.push(...entryOrders(indexed, compared, make));
  atoms.push(...emptyTogether(session, binding.alias, changing, tables, make));
  atoms.push(...untilBegun(session, binding.alias, changing, make));
  const joining = ofKind('address')
    .filter((v) => v.mutability === 'mutable')
    .map((v) => ({ value: own(v), text: shown(v) }));
  atoms.push(...untilKnown(joining, changing, flags, make));
  const rows = rowTotals(session, tables, indexed, make);
  // Ghost numbers are exact: that they do not fall below zero is to be shown.
  for (const v of ghosts) {
    if (v.type.kind === 'integer')
      atoms.push({ condition: make('<=', zero(location, INT), ghost(v, location)), text: `${v.name} >= 0` });
    if (v.type.kind === 'mapping' && isNumber(v.type.value))
      atoms.push(entryAtLeastZero(ghost(v, location), v.name, location, make));
  }

  const cases = casesOf(session, binding);
  // Time goes on: what lies in the past does so forever.
  const past = numbers.flatMap((number) =>
    clocks
      .filter((c) => compared.mayBeSame(number, c))
      .map(
        (clock): Atom => ({
          condition: make('>', clock.value, number.value),
          text: `${number.text} < ${clock.text}`,
        }),
      ),
  );
  const conditional = cases.flatMap((when) =>
    [...atoms, ...past, ...frozen, ...cases.filter((c) => c !== when)]
      .filter((atom) => atom.parameters === undefined && mayChange(atom.condition))
      .map(
        (atom): Atom => ({
          condition: make('=>', when.condition, atom.condition),
          text: `${when.text} => ${atom.text}`,
        }),
      ),
  );
  const found = constantsOf(session.contracts.get(binding.alias));
  // What is there for whom: of a contract that has nothing but ether.
  const isHeld = (one: Quantity): boolean => holdings.length > 1 || compared.mayBeEther(one);
  const parties = partyCandidates(
    {
      holdings,
      cases,
      joined: joining.map(({ value, text }): Atom => {
        const condition = make('!=', value, zero(location, ADDRESS));
        return { condition, text: `${text} != address(0)` };
      }),
      addresses,
      numbers: numbers.filter(isHeld),
      sums: sums.filter(isHeld),
      constants: found,
      entries: indexed
        .filter(({ value: { type } }) => type.kind === 'mapping' && isAddress(type.key))
        .flatMap(({ value, text }) => entryOf(value, text, location)),
    },
    location,
    make,
  );
  const constants = found.map((c) => ({
    literal: number(c, location),
    text: `${c}`,
  }));
  const bounds = numbers.flatMap((n) =>
    constants.flatMap(({ literal, text }): readonly Atom[] => [
      { condition: make('<=', n.value, literal), text: `${n.text} <= ${text}` },
      { condition: make('<=', literal, n.value), text: `${n.text} >= ${text}` },
    ]),
  );
  const bounded = { numbers, lengths, sums, entries: [...entries, ...fields], clocks };
  bounds.push(...constantBounds(bounded, compared, location, make));
  bounds.push(...datesAhead(bounded, compared, location, make));
  bounds.push(...coveredAtPrice([...changing, ...sums], changing, holdings, compared, location, make));
  return [...rows, ...frozen, ...atoms, ...inAnyCase, ...cases, ...bounds, ...parties, ...conditional].map(
    (atom, i) => claimOf(`lemma${i + 1}`, atom, binding.alias, location),
  );
}

function ghostsOf(session: Session, binding: ContractBinding): readonly EnvironmentVariable[] {
  return binding === session.spec.contracts[0] ? session.spec.ghosts.map((g) => g.variable) : [];
}

function ghost(variable: EnvironmentVariable, location: Location): SpecExpression {
  return { kind: 'state', contract: GHOST, variable, type: variable.type, location };
}

function flagsOf(session: Session, binding: ContractBinding): readonly Atom[] {
  const { alias: contract, environment, location } = binding;
  const prefix = prefixOf(session, binding);
  const isFlag = (v: EnvironmentVariable): boolean => v.type.kind === 'bool' && v.mutability !== 'constant';
  return [
    ...environment.variables.filter(isFlag).map((variable): Atom => {
      const condition: SpecExpression = { kind: 'state', contract, variable, type: variable.type, location };
      return { condition, text: `${prefix}${variable.name}` };
    }),
    ...ghostsOf(session, binding)
      .filter(isFlag)
      .map((v): Atom => ({ condition: ghost(v, location), text: v.name })),
  ];
}

/** The situations that a contract tells apart: its flags, up and down, and its phases. */
export function casesOf(session: Session, binding: ContractBinding): readonly Atom[] {
  const { alias: contract, environment, location } = binding;
  const make = maker(location);
  const prefix = prefixOf(session, binding);
  const flags = flagsOf(session, binding);
  const phases = environment.variables.filter((v) => v.type.kind === 'enum' && v.mutability !== 'constant');
  return [
    ...flags,
    ...flags.map(
      (f): Atom => ({
        condition: { kind: 'unary', operator: '!', operand: f.condition, type: BOOL, location },
        text: `!${f.text}`,
      }),
    ),
    ...phases.flatMap((variable) => {
      const value: SpecExpression = { kind: 'state', contract, variable, type: variable.type, location };
      return enumCases(value, `${prefix}${variable.name}`, location, make);
    }),
  ];
}

const BOOL: SpecType = { kind: 'bool' };
const INT: SpecType = { kind: 'int' };
const ADDRESS: SpecType = { kind: 'address' };

/** Whether a condition speaks of anything but what never changes. */
function mayChange(condition: SpecExpression): boolean {
  let found = false;
  visitSpecExpression(condition, (e) => {
    if (
      e.kind === 'balance' ||
      e.kind === 'etherFlow' ||
      (e.kind === 'state' && e.variable.mutability !== 'immutable')
    )
      found = true;
  });
  return found;
}

/** Makes an expression of an operator. */
export type Make = (
  operator: '==' | '!=' | '<=' | '>' | '=>' | '&&' | '+' | '*',
  left: SpecExpression,
  right: SpecExpression,
) => SpecExpression;

export function maker(location: Location): Make {
  return (operator, left, right) => ({
    kind: 'binary',
    operator,
    left,
    right,
    type: operator === '+' || operator === '*' ? INT : BOOL,
    location,
  });
}

export function zero(location: Location, type: SpecType): SpecExpression {
  return { kind: 'literal', value: 0n, type, location };
}

export function isAddress({ kind }: SpecType): boolean {
  return kind === 'address' || kind === 'contract';
}

export function isNumber(type: SpecType): boolean {
  return type.kind === 'integer';
}

/** `sum(m)`. */
export function sumOf(mapping: SpecExpression, location: Location): Extract<SpecExpression, { kind: 'sum' }> {
  const key = mapping.type.kind === 'mapping' ? mapping.type.key : INT;
  const variable: SpecVariable = { name: 'k', type: key, location };
  const index: SpecExpression = { kind: 'variable', variable, type: key, location };
  return {
    kind: 'sum',
    variables: [variable],
    body: { kind: 'index', base: mapping, index, type: INT, location },
    type: INT,
    location,
  };
}

/** `m[k].n`, for the numbers of a record. */
function fieldEntries(mapping: SpecExpression, text: string, location: Location): readonly EntryQuantity[] {
  if (mapping.type.kind !== 'mapping' || mapping.type.value.kind !== 'struct') return [];
  const { fields } = mapping.type.value;
  return entryOf(mapping, text, location).flatMap((entry) =>
    fields
      .filter((field) => isNumber(field.type))
      .map(({ name, type }) => ({
        ...entry,
        value: { kind: 'field', base: entry.value, field: name, type, location },
        type,
        text: `${entry.text}.${name}`,
      })),
  );
}

/** `sum(m[k].n for k)`, for the numbers of a record. */
function sumsOfFields(mapping: SpecExpression, text: string, location: Location): readonly Quantity[] {
  const sum = sumOf(mapping, location);
  if (mapping.type.kind !== 'mapping' || mapping.type.value.kind !== 'struct') return [];
  const base: SpecExpression = { ...sum.body, type: mapping.type.value };
  return mapping.type.value.fields
    .filter((field) => isNumber(field.type))
    .map(({ name, type }) => ({
      value: { ...sum, body: { kind: 'field', base, field: name, type, location } },
      text: `sum(${text}[k].${name} for k)`,
    }));
}

/** `n == count(k in m where m[k].phase == A) + count(…)`: what code counts. */
function keptCounts(
  session: Session,
  binding: ContractBinding,
  numbers: readonly Quantity[],
  compared: Comparing,
  make: Make,
): readonly Atom[] {
  const contract = session.contracts.get(binding.alias);
  if (contract === undefined) return [];
  const counters = numbers.filter((n) => n.value.kind === 'length' || compared.isCounter(n));
  return countsOfEntries(binding, contract).flatMap(({ counts }) => {
    const kept = counts.filter(({ count }) => isTracked(session, count)).slice(0, MOST_COUNTED);
    return counters.slice(0, MOST_COUNTERS).flatMap((counter) =>
      subsets(kept).map((some): Atom => {
        const total = some.map(({ count }): SpecExpression => count).reduce((a, b) => make('+', a, b));
        return {
          condition: make('==', counter.value, total),
          text: `${counter.text} == ${some.map(({ text }) => text).join(' + ')}`,
        };
      }),
    );
  });
}

const MOST_COUNTERS = 4;
const MOST_COUNTED = 4;

/** Only sums that the execution keeps can be spoken of. */
export function isTracked(session: Session, sum: SpecExpression): boolean {
  if ((sum.kind !== 'sum' && sum.kind !== 'count') || isOfContents(sum)) return false;
  const { id } = sum.kind === 'sum' ? sumShape(sum) : countShape(sum);
  return session.world.sums.some((s) => s.id === id);
}

/** What a contract has of the tokens that are modeled. */
function tokensHeld(
  session: Session,
  holder: ContractBinding,
  self: SpecExpression,
  selfText: string,
): readonly Quantity[] {
  const isModel = ({ alias }: ContractBinding): boolean =>
    session.world.instances.some((i) => i.alias === alias && i.model !== undefined);
  if (isModel(holder)) return [];
  return session.spec.contracts
    .filter(isModel)
    .flatMap(({ alias, environment, location }) =>
      environment.variables
        .filter(({ type }) => type.kind === 'mapping' && isAddress(type.key) && isNumber(type.value))
        .map((variable): Quantity => {
          const base: SpecExpression = {
            kind: 'state',
            contract: alias,
            variable,
            type: variable.type,
            location,
          };
          return {
            value: { kind: 'index', base, index: self, type: INT, location },
            text: `${alias}.${variable.name}(${selfText})`,
          };
        }),
    )
    .slice(0, MOST_TOKENS);
}

const MOST_TOKENS = 2;

/** Number and timestamp of the last block, where the contracts look at time. */
export function clockQuantities(session: Session, location: Location): readonly Quantity[] {
  if (session.world.ghosts?.contract.variables.some((v) => v.name === CLOCK.number) !== true) return [];
  const uint64: SpecType = { kind: 'integer', signed: false, bits: 64 };
  return [
    { name: CLOCK.number, text: 'block.number' },
    { name: CLOCK.timestamp, text: 'now' },
  ].map(({ name, text }) => ({
    value: {
      kind: 'state',
      contract: GHOST,
      variable: { name, type: uint64, declaredIn: GHOST, mutability: 'mutable', location },
      type: uint64,
      location,
    },
    text,
  }));
}

/** `a + b <= held`: what is owed in two places is covered together. */
function twoSums(parts: readonly Quantity[], held: Quantity, make: Make): readonly Atom[] {
  return pairs(parts)
    .slice(0, 10)
    .map(([a, b]) => ({
      condition: make('<=', make('+', a.value, b.value), held.value),
      text: `${a.text} + ${b.text} <= ${held.text}`,
    }));
}

/** `a <= b + held`: what is granted and not paid yet is there. */
function restHeld(
  granted: readonly Quantity[],
  paid: readonly Quantity[],
  held: Quantity,
  make: Make,
): readonly Atom[] {
  return granted
    .flatMap((a) => paid.filter((b) => b !== a).map((b) => [a, b] as const))
    .slice(0, MOST_RESTS)
    .map(([a, b]) => ({
      condition: make('<=', a.value, make('+', b.value, held.value)),
      text: `${a.text} <= ${b.text} + ${held.text}`,
    }));
}

const MOST_RESTS = 12;

/** Totals of some numbers that stay what they were at deployment: what one loses the other gets. */
function keptTotals(numbers: readonly Quantity[], location: Location, make: Make): readonly Atom[] {
  const groups = [...pairs(numbers), ...triples(numbers), ...(numbers.length > 3 ? [numbers] : [])];
  return groups.slice(0, 20).map((group) => {
    const total = group.map((q) => q.value).reduce((a, b) => make('+', a, b));
    const text = group.map((q) => q.text).join(' + ');
    return {
      condition: make('==', total, { kind: 'initial', operand: total, type: INT, location }),
      text: `${text} == init(${text})`,
    };
  });
}

function triples<T>(items: readonly T[]): readonly (readonly [T, T, T])[] {
  return items.flatMap((a, i) => pairs(items.slice(i + 1)).map(([b, c]) => [a, b, c] as const));
}

/** `m[k] <= n` for every key. */
function entryBounds(
  mapping: SpecExpression,
  text: string,
  numbers: readonly Quantity[],
  location: Location,
  make: Make,
): readonly Atom[] {
  return entryOf(mapping, text, location).flatMap((entry) =>
    numbers.map((n) => ({
      condition: make('<=', entry.value, n.value),
      text: `${entry.text} <= ${n.text}`,
      parameters: [entry.parameter],
    })),
  );
}

/** `m[k]`, for every key. */
export function entryOf(mapping: SpecExpression, text: string, location: Location): readonly EntryQuantity[] {
  if (mapping.type.kind !== 'mapping') return [];
  const { key, value: type } = mapping.type;
  const parameter: SpecVariable = { name: 'k', type: key, location };
  const index: SpecExpression = { kind: 'variable', variable: parameter, type: key, location };
  const value: SpecExpression = { kind: 'index', base: mapping, index, type, location };
  return [{ value, text: `${text}[k]`, parameter, key: index, type }];
}

/** `m[k] >= 0` for every key. */
function entryAtLeastZero(mapping: SpecExpression, text: string, location: Location, make: Make): Atom {
  const key = mapping.type.kind === 'mapping' ? mapping.type.key : INT;
  const parameter: SpecVariable = { name: 'k', type: key, location };
  const index: SpecExpression = { kind: 'variable', variable: parameter, type: key, location };
  const entry: SpecExpression = { kind: 'index', base: mapping, index, type: INT, location };
  return {
    condition: make('<=', zero(location, INT), entry),
    text: `${text}[k] >= 0`,
    parameters: [parameter],
  };
}

function enumCases(value: SpecExpression, text: string, location: Location, make: Make): readonly Atom[] {
  if (value.type.kind !== 'enum') return [];
  const { type } = value;
  return type.members.map((member, index) => ({
    condition: make('==', value, { kind: 'enumMember', index, type, location }),
    text: `${text} == ${type.name}.${member}`,
  }));
}

export function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}
