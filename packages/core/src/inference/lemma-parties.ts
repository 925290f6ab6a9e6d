// Candidate lemmas of contracts that several parties take part in, who are known by name: what they have put in is there once a
// phase is reached, and nobody else has entries.
import type { Location, SpecExpression, SpecType } from '@surety/spec-lang';
import type { EntryQuantity, Make, Quantity } from './lemma-candidates.js';
import type { Atom } from './lemma-claim.js';

/** Cases with which candidates are made; stakes, owners and tables that are looked at. */
const MOST_COVERED = 16;
const MOST_STAKES = 4;
const MOST_OWNERS = 3;
const MOST_TABLES = 6;
/** More players than these do not share a pot in what is tried. */
const MOST_SHARES = 8n;

/** What the candidates are about. */
export interface Parties {
  /** Flags and phases. */
  readonly cases: readonly Atom[];
  /** That somebody is known: an address that can change is set. */
  readonly joined: readonly Atom[];
  readonly addresses: readonly Quantity[];
  readonly numbers: readonly Quantity[];
  readonly sums: readonly Quantity[];
  /** The ether of the contract, and what it has of each token. */
  readonly holdings: readonly Quantity[];
  /** Numbers in the code. */
  readonly constants: readonly bigint[];
  /** Entries by address, at any key. */
  readonly entries: readonly EntryQuantity[];
}

/** All candidates about parties. */
export function partyCandidates(parties: Parties, location: Location, make: Make): readonly Atom[] {
  const { cases, joined, entries } = parties;
  const both = cases.flatMap((when) => joined.map((who) => and(when, who, make)));
  const covering = [...cases, ...joined, ...both]
    .slice(0, MOST_COVERED)
    .flatMap((when) => covered(parties, location, make).map((atom) => implies(when, atom, make)));
  const tables = entries.slice(0, MOST_TABLES);
  const untouched = cases
    .slice(0, MOST_COVERED)
    .flatMap((when) => tables.map((entry) => implies(when, emptyEntry(entry, location, make), make)));
  return [...onlyTheirs(tables, parties.addresses, location, make), ...covering, ...untouched];
}

function and(a: Atom, b: Atom, make: Make): Atom {
  return { condition: make('&&', a.condition, b.condition), text: `${a.text} && ${b.text}` };
}

function implies(when: Atom, then: Atom, make: Make): Atom {
  const text = `${when.text} => ${then.text}`;
  return { ...then, condition: make('=>', when.condition, then.condition), text };
}

/** `2 * stake <= balance`, also beside a total: what several have put in is there. */
function covered(
  { numbers, constants, sums, holdings }: Parties,
  location: Location,
  make: Make,
): readonly Atom[] {
  const factors = constants.filter((c) => c > 1n && c <= MOST_SHARES);
  return numbers.slice(0, MOST_STAKES).flatMap((stake) => {
    const several = factors.map((c): Quantity => {
      const factor: SpecExpression = { kind: 'literal', value: c, type: { kind: 'int' }, location };
      return { value: make('*', factor, stake.value), text: `${c} * ${stake.text}` };
    });
    return holdings.flatMap((held) => {
      const within = (value: SpecExpression, text: string): Atom => ({
        condition: make('<=', value, held.value),
        text: `${text} <= ${held.text}`,
      });
      return [stake, ...several].flatMap((one) => [
        within(one.value, one.text),
        ...sums.map((sum) => within(make('+', sum.value, one.value), `${sum.text} + ${one.text}`)),
      ]);
    });
  });
}

/** `m[k] == 0`, `!m[k]`. */
function emptyEntry({ value, text, parameter, type }: EntryQuantity, location: Location, make: Make): Atom {
  const bool: SpecType = { kind: 'bool' };
  const condition: SpecExpression =
    type.kind === 'bool'
      ? { kind: 'unary', operator: '!', operand: value, type: bool, location }
      : make('==', value, { kind: 'literal', value: 0n, type, location });
  return { condition, text: type.kind === 'bool' ? `!${text}` : `${text} == 0`, parameters: [parameter] };
}

/** `k != a && k != b => m[k] == 0`: only those that the contract knows by name have entries. */
function onlyTheirs(
  entries: readonly EntryQuantity[],
  addresses: readonly Quantity[],
  location: Location,
  make: Make,
): readonly Atom[] {
  const few = addresses.slice(0, MOST_OWNERS);
  const groups = few.length > 1 ? [few, ...few.map((one) => [one])] : few.map((one) => [one]);
  return entries.flatMap((entry) => {
    const others = groups.map((group) =>
      group
        .map(({ value, text }): Atom => ({ condition: make('!=', entry.key, value), text: `k != ${text}` }))
        .reduce((a, b) => and(a, b, make)),
    );
    return others.map((other) => implies(other, emptyEntry(entry, location, make), make));
  });
}
