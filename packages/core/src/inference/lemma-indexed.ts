// Lemmas for what is shared through an index (rewards for each staked unit, interest for each lent one): code computes
// `x[k] * (index - paid[k]) / unit` for one account, and what is there must cover that of all accounts, settled or not.
import { type Term, visitTerms } from '@surety/solvers';
import type { ContractBinding, InvariantClaim, SpecExpression } from '@surety/spec-lang';
import { entryRun, type Session } from '../session/session.js';
import { noteProduct } from '../spec/entrywise.js';
import { amountsOf, entryOf, maker, type Quantity, sumOf } from './lemma-candidates.js';
import { type Atom, claimOf, number } from './lemma-claim.js';
import { subsets } from './subsets.js';

/** Other tables whose totals may be owed as well. */
const MOST_TABLES = 3;
const MOST_SHARED = 4;

interface Shared {
  readonly held: Quantity;
  readonly paid: Quantity;
  readonly index: Quantity;
  readonly unit: bigint;
  /** Tables that the quotient is written to. */
  readonly into: Quantity[];
}

/** `paid[k] <= index`, and that holdings cover what is owed and not settled yet. */
export function indexedCandidates(session: Session, binding: ContractBinding): readonly InvariantClaim[] {
  const { alias, location } = binding;
  const make = maker(location);
  const { holdings, sums } = amountsOf(session, binding);
  const atoms = sharedIn(session, binding).flatMap(({ held, paid, index, unit, into }): readonly Atom[] => {
    const [settled] = entryOf(paid.value, paid.text, location);
    if (settled === undefined) return [];
    const total = sumOf(held.value, location);
    const product = sumOfProduct(held, paid, location);
    noteProduct(session.world, product);
    const settledInto = into.filter((table) => sums.some((s) => s.text === `sum(${table.text})`));
    const owed = [[], ...subsets(settledInto.slice(0, MOST_TABLES))].flatMap((some) => [
      some,
      [held, ...some],
    ]);
    const pending = make('*', index.value, total);
    const pendingText = `sum(${held.text}[k] * (${index.text} - ${paid.text}[k]) for k)`;
    return [
      {
        condition: make('<=', settled.value, index.value),
        text: `${settled.text} <= ${index.text}`,
        parameters: [settled.parameter],
      },
      ...holdings.flatMap((holding) =>
        owed.map((some): Atom => {
          const booked = some.reduce<SpecExpression>(
            (all, table) => make('+', all, make('*', number(unit, location), sumOf(table.value, location))),
            pending,
          );
          const texts = some.map(({ text }) => `sum(${text})`);
          const bookedText = texts.length === 0 ? '' : `${unit} * (${texts.join(' + ')}) + `;
          return {
            condition: make(
              '<=',
              booked,
              make('+', make('*', number(unit, location), holding.value), product),
            ),
            text: `${bookedText}${pendingText} <= ${unit} * ${holding.text}`,
          };
        }),
      ),
    ];
  });
  return atoms.map((atom, i) => claimOf(`shared${i + 1}`, atom, alias, location));
}

/** `sum(held[k] * paid[k] for k)`. */
function sumOfProduct(
  held: Quantity,
  paid: Quantity,
  location: ContractBinding['location'],
): Extract<SpecExpression, { kind: 'sum' }> {
  const plain = sumOf(held.value, location);
  const [paidEntry] = entryOf(paid.value, paid.text, location);
  const [key] = plain.variables;
  if (paidEntry === undefined || key === undefined) throw new Error(`${paid.text} is no table`);
  const index: SpecExpression = { ...paidEntry.key, kind: 'variable', variable: key } as SpecExpression;
  const factor: SpecExpression = {
    kind: 'index',
    base: paid.value,
    index,
    type: paidEntry.type,
    location,
  };
  return { ...plain, body: maker(location)('*', plain.body, factor) };
}

/** What the code multiplies and divides so. */
function sharedIn(session: Session, binding: ContractBinding): readonly Shared[] {
  const { world, anyState } = session;
  const instance = world.instances.find(({ alias }) => alias === binding.alias);
  if (instance === undefined) return [];
  const { tables, numbers } = amountsOf(session, binding);
  const variableOf = new Map<Term, string>();
  for (const [key, contents] of anyState.storage) {
    const leaf = world.leaves.get(key);
    if (leaf !== undefined && key.startsWith(`${binding.alias}/`) && contents.kind === 'symbol')
      variableOf.set(contents, leaf.variable);
  }
  const among = (all: readonly Quantity[], contents: Term | undefined): Quantity | undefined =>
    all.find(({ value }) => {
      if (value.kind !== 'state' || contents === undefined) return false;
      const { name, declaredIn } = value.variable;
      return [name, `${declaredIn}.${name}`].includes(variableOf.get(contents) ?? '');
    });
  const found = new Map<string, Shared>();
  const look = (term: Term, into: Quantity | undefined): void => {
    if (term.kind !== 'apply' || term.op !== 'div') return;
    const [above, below] = term.args;
    const unit = below?.kind === 'literal' && typeof below.value === 'bigint' ? below.value : undefined;
    if (above?.kind !== 'apply' || above.op !== 'mul' || unit === undefined || unit <= 0n) return;
    for (const factor of above.args) {
      const entry = entryRead(factor);
      const held = among(tables, entry?.contents);
      const rest = above.args.filter((other) => other !== factor);
      if (entry === undefined || held === undefined) continue;
      const { entries, symbols } = readIn(rest, entry.key);
      const paid = entries.map((contents) => among(tables, contents)).find((table) => table !== undefined);
      const index = symbols.map((symbol) => among(numbers, symbol)).find((each) => each !== undefined);
      if (paid === undefined || index === undefined || paid.text === held.text) continue;
      const name = `${held.text} ${paid.text} ${index.text} ${unit}`;
      const shared = found.get(name) ?? { held, paid, index, unit, into: [] };
      found.set(name, shared);
      if (
        into !== undefined &&
        into.text !== held.text &&
        into.text !== paid.text &&
        !shared.into.includes(into)
      )
        shared.into.push(into);
    }
  };
  for (const entry of instance.contract.entries) {
    const { post } = entryRun(session, instance, entry).run;
    for (const [key, contents] of post?.storage ?? [])
      visitTerms([contents], (term) => look(term, among(tables, anyState.storage.get(key))));
  }
  return [...found.values()].slice(0, MOST_SHARED);
}

function entryRead(term: Term): { readonly contents: Term; readonly key: Term } | undefined {
  if (term.kind !== 'apply' || term.op !== 'select') return undefined;
  const [contents, key] = term.args as readonly [Term, Term];
  return { contents, key };
}

/** Which entries at a key, and which symbols, terms read. */
function readIn(
  terms: readonly Term[],
  key: Term,
): { readonly entries: readonly Term[]; readonly symbols: readonly Term[] } {
  const entries: Term[] = [];
  const symbols: Term[] = [];
  visitTerms(terms, (part) => {
    const read = entryRead(part);
    if (read?.key === key) entries.push(read.contents);
    if (part.kind === 'symbol') symbols.push(part);
  });
  return { entries, symbols };
}
