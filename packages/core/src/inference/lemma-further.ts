// Candidate lemmas that are too many to be tried all; infer-towards.ts chooses among them.
import type { ContractBinding, InvariantClaim, SpecExpression } from '@surety/spec-lang';
import type { SearchOptions } from '../search/search.js';
import type { Session } from '../session/session.js';
import {
  amountsOf,
  casesOf,
  clockQuantities,
  furtherCandidates,
  isAddress,
  maker,
  ofAll,
  pairs,
  prefixOf,
  type Quantity,
  zero,
} from './lemma-candidates.js';
import { type Atom, claimOf } from './lemma-claim.js';
import { combinationCandidates } from './lemma-combinations.js';
import { comparing } from './lemma-comparable.js';
import { flowQuantities, strongerClaims } from './lemma-entries.js';
import { notRefuted } from './refuted.js';

/** Accounts whose own entries are looked at. */
const MOST_ACCOUNTS = 4;
const MOST_FIXED = 2;

/** All of them that no reached state refutes; what is tried of every contract is not among them, but for examples. */
export async function candidatesToChooseFrom(
  session: Session,
  trying: SearchOptions,
): Promise<readonly InvariantClaim[]> {
  const made = [
    ...strongerClaims(session.spec),
    ...furtherCandidates(session),
    ...ofAll(session, whileEmpty),
    ...ofAll(session, untilPassed),
  ];
  return [
    ...(await combinationCandidates(session, trying)),
    ...(await notRefuted(session, made, trying, true)),
  ];
}

/** `a == 0 => b == 0` and the like, for all amounts and accounts that change, and for entries of accounts with a name. */
function whileEmpty(session: Session, binding: ContractBinding): readonly InvariantClaim[] {
  const { alias, location } = binding;
  const make = maker(location);
  const { numbers, sums, lengths, holdings } = amountsOf(session, binding);
  const accounts = accountsOf(session, binding);
  const named = entriesOf(session, binding, accounts);
  const literalsOf = ({ value, text }: Quantity): { readonly empty: Atom; readonly filled: Atom } => {
    const none = zero(location, isAddress(value.type) ? value.type : { kind: 'int' });
    const shown = isAddress(value.type) ? 'address(0)' : '0';
    return {
      empty: { condition: make('==', value, none), text: `${text} == ${shown}` },
      filled: { condition: make('!=', value, none), text: `${text} != ${shown}` },
    };
  };
  const changing = [...numbers, ...sums, ...lengths, ...flowQuantities(session, binding), ...accounts].filter(
    ({ value }) => value.kind !== 'state' || value.variable.mutability === 'mutable',
  );
  const implied = (a: Atom, b: Atom): Atom => ({
    condition: make('=>', a.condition, b.condition),
    text: `${a.text} => ${b.text}`,
  });
  const ofCases = casesOf(session, binding).flatMap((when) =>
    named.map(literalsOf).flatMap(({ empty, filled }) => [implied(when, empty), implied(when, filled)]),
  );
  const ofPairs = pairs([...changing, ...named].map(literalsOf)).flatMap(([a, b]) => [
    implied(a.empty, b.empty),
    implied(b.empty, a.empty),
    implied(a.filled, b.empty),
    implied(a.empty, b.filled),
  ]);
  // A number that begins as another one than 0 and stays that until something begins.
  const ofFirst = numbers
    .filter(({ value }) => value.kind === 'state' && value.variable.mutability === 'mutable')
    .flatMap((amount) => {
      const first: SpecExpression = {
        kind: 'initial',
        operand: amount.value,
        type: amount.value.type,
        location,
      };
      const same = {
        condition: make('==', amount.value, first),
        text: `${amount.text} == init(${amount.text})`,
      };
      return changing
        .filter((other) => other.text !== amount.text)
        .map((other) => implied(literalsOf(other).empty, same));
    });
  const flagged = flagsOfAccounts(session, binding, accounts);
  const ofFlags = flagged.flatMap(({ account, flag }) => {
    const down: Atom = {
      condition: { kind: 'unary', operator: '!', operand: flag.condition, type: { kind: 'bool' }, location },
      text: `!${flag.text}`,
    };
    const { filled } = literalsOf(account);
    return [flag, down, implied(filled, flag), implied(filled, down)];
  });
  // What is covered until somebody is known: whoever has won may be paid all there is.
  const ofCovered = accounts
    .filter(({ value }) => value.kind === 'state' && value.variable.mutability === 'mutable')
    .flatMap((account) =>
      holdings.flatMap((held) =>
        [...numbers, ...sums].map((amount) =>
          implied(literalsOf(account).empty, {
            condition: make('<=', amount.value, held.value),
            text: `${amount.text} <= ${held.text}`,
          }),
        ),
      ),
    );
  // What was paid in or out by a phase: so many times what constructors fixed.
  const fixed = numbers.filter(
    ({ value }) => value.kind === 'state' && value.variable.mutability === 'immutable',
  );
  const multiples = fixed.slice(0, MOST_FIXED).flatMap(({ value, text }) => [
    { value, text },
    {
      value: make('*', { kind: 'literal', value: 2n, type: { kind: 'int' }, location }, value),
      text: `2 * ${text}`,
    },
  ]);
  const ofFlows = casesOf(session, binding).flatMap((when) =>
    flowQuantities(session, binding).flatMap((flow) =>
      [{ value: zero(location, { kind: 'int' }), text: '0' }, ...multiples].map(({ value, text }) =>
        implied(when, { condition: make('==', flow.value, value), text: `${flow.text} == ${text}` }),
      ),
    ),
  );
  return [...ofCases, ...ofPairs, ...ofFirst, ...ofFlags, ...ofCovered, ...ofFlows].map((atom, i) =>
    claimOf(`implied${i + 1}`, atom, alias, location),
  );
}

/** `block.number <= deadline => sum(deposits) <= balance(this)`: what is so until a date has passed. */
function untilPassed(session: Session, binding: ContractBinding): readonly InvariantClaim[] {
  const { alias, location } = binding;
  const make = maker(location);
  const { numbers, sums, holdings } = amountsOf(session, binding);
  const { same } = comparing(session, binding, []);
  const dates = clockQuantities(session, location).flatMap((clock) =>
    numbers
      .filter((number) => same(number, clock))
      .map((date): Atom => {
        return { condition: make('<=', clock.value, date.value), text: `${clock.text} <= ${date.text}` };
      }),
  );
  const atoms = [...numbers, ...sums, ...flowQuantities(session, binding)].flatMap(
    (amount): readonly Atom[] => {
      const initial: SpecExpression = {
        kind: 'initial',
        operand: amount.value,
        type: amount.value.type,
        location,
      };
      return [
        { condition: make('==', amount.value, initial), text: `${amount.text} == init(${amount.text})` },
        ...holdings.map((held) => ({
          condition: make('<=', amount.value, held.value),
          text: `${amount.text} <= ${held.text}`,
        })),
      ];
    },
  );
  return dates
    .flatMap((until) =>
      atoms.map((atom) => ({
        condition: make('=>', until.condition, atom.condition),
        text: `${until.text} => ${atom.text}`,
      })),
    )
    .map((atom, i) => claimOf(`until${i + 1}`, atom, alias, location));
}

/** Addresses that are state variables. */
function accountsOf(session: Session, binding: ContractBinding): readonly Quantity[] {
  const { alias: contract, location, environment } = binding;
  const prefix = prefixOf(session, binding);
  return environment.variables
    .filter((v) => v.type.kind === 'address' && v.mutability !== 'constant')
    .slice(0, MOST_ACCOUNTS)
    .map((variable) => ({
      value: { kind: 'state', contract, variable, type: variable.type, location },
      text: `${prefix}${variable.name}`,
    }));
}

/** `m[a]`, for mappings to flags. */
function flagsOfAccounts(
  session: Session,
  binding: ContractBinding,
  accounts: readonly Quantity[],
): readonly { readonly account: Quantity; readonly flag: Atom }[] {
  const { alias: contract, location, environment } = binding;
  const prefix = prefixOf(session, binding);
  return environment.variables.flatMap((variable) => {
    const { type } = variable;
    if (type.kind !== 'mapping' || !isAddress(type.key) || type.value.kind !== 'bool') return [];
    const base: SpecExpression = { kind: 'state', contract, variable, type, location };
    const flagType = type.value;
    return accounts.map((account) => ({
      account,
      flag: {
        condition: { kind: 'index', base, index: account.value, type: flagType, location },
        text: `${prefix}${variable.name}[${account.text}]`,
      },
    }));
  });
}

/** `m[a]`, for mappings to numbers. */
function entriesOf(
  session: Session,
  binding: ContractBinding,
  accounts: readonly Quantity[],
): readonly Quantity[] {
  const { location } = binding;
  return amountsOf(session, binding).tables.flatMap(({ value: base, text }) => {
    const { type } = base;
    if (type.kind !== 'mapping' || !isAddress(type.key)) return [];
    return accounts.map((account): Quantity => {
      const value: SpecExpression = { kind: 'index', base, index: account.value, type: type.value, location };
      return { value, text: `${text}[${account.text}]` };
    });
  });
}
