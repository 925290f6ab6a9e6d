// Sums over the entries of arrays, `sum(xs[i] for i < n)`, `sum(owed[a] for a where open[a])`: functions of the contents (and
// of the bound). They are expanded over writes when they are made, so that what remains speaks of contents that nothing is
// known of; facts about those are in vc/array-sum-facts.ts. Nothing needs to be kept at writes, and the contents of a
// replayed state add up by folding. Without a bound all keys are meant: of a mapping all but finitely many entries are empty,
// and what is empty counts for nothing.
import {
  arraySelect,
  arraySort,
  BOOL,
  children,
  type FunctionSymbol,
  freeSymbols,
  INT,
  type Sort,
  type Symbol_,
  substitute,
  type Term,
  type TermBank,
  type Value,
  visitTerms,
} from '@surety/solvers';
import type { IrType } from '../ir/ir.js';

/** What is added up at each key. */
export interface SumKind {
  readonly fn: FunctionSymbol;
  /** How many arrays are read at each key. */
  readonly width: number;
  /** Whether keys go from 0 to a bound; otherwise all keys are meant. */
  readonly bounded: boolean;
  /** Stands for any key. */
  readonly key: Symbol_;
  readonly weight: Weight;
  /** Whether the entries of the first array are what is summed. */
  readonly ofEntries: boolean;
  /** Smallest and largest weight, where known. */
  readonly least: bigint | undefined;
  readonly most: bigint | undefined;
  /** Types of the further terms that the sum depends on, where values of them may be keys. */
  readonly types: readonly (IrType | undefined)[];
}

/** What the entries at a key count for; `args` are the terms that the sum has beside contents and bound. */
export type Weight = (entries: readonly Term[], key: Term, args: readonly Term[]) => Term;

/** The terms of a sum. */
export interface SumTerms {
  readonly contents: readonly Term[];
  readonly below: Term | undefined;
  readonly args: readonly Term[];
}

const kinds = new WeakMap<TermBank, Map<string, SumKind>>();

/** The sum of unsigned (or signed) elements themselves. */
export function plainSum(bank: TermBank, signed: boolean): SumKind {
  const known = kindsOf(bank).get(signed ? 'signed' : 'unsigned');
  if (known !== undefined) return known;
  const name = signed ? 'signed' : 'unsigned';
  const fn: FunctionSymbol = {
    name: `sum_first_${name}`,
    domain: [arraySort(INT, INT), INT],
    range: INT,
    interpret: ([contents, below]) => addUp(contents, below),
  };
  const kind: SumKind = {
    fn,
    width: 1,
    bounded: true,
    key: bank.fresh('key', INT),
    weight: ([element]) => element as Term,
    ofEntries: true,
    least: signed ? undefined : 0n,
    most: undefined,
    types: [],
  };
  kindsOf(bank).set(name, kind);
  return kind;
}

/** A sum of other weights. `id` is the same only for the same weights of entries of the same sorts. */
export function weighedSum(
  bank: TermBank,
  id: string,
  shape: {
    readonly key: Sort;
    readonly entries: readonly Sort[];
    readonly args: readonly { readonly sort: Sort; readonly type: IrType | undefined }[];
  },
  of: Pick<SumKind, 'bounded' | 'weight' | 'ofEntries' | 'least' | 'most'>,
): SumKind {
  const all = kindsOf(bank);
  const known = all.get(id);
  if (known !== undefined) return known;
  const arrays = shape.entries.map((entry) => arraySort(shape.key, entry));
  const fn: FunctionSymbol = {
    name: `${of.most === undefined ? 'sum' : 'count'}_${of.bounded ? 'first' : 'where'}_${all.size}`,
    domain: [...arrays, ...(of.bounded ? [INT] : []), ...shape.args.map(({ sort }) => sort)],
    range: INT,
    interpret: (values) => addUpWeights(bank, kind, values),
  };
  const types = shape.args.map(({ type }) => type);
  const kind: SumKind = { fn, width: arrays.length, key: bank.fresh('key', shape.key), types, ...of };
  all.set(id, kind);
  return kind;
}

function kindsOf(bank: TermBank): Map<string, SumKind> {
  const all = kinds.get(bank) ?? new Map<string, SumKind>();
  kinds.set(bank, all);
  return all;
}

/** The kind whose function this is; undefined for other functions. */
export function sumKindOf(bank: TermBank, fn: FunctionSymbol): SumKind | undefined {
  const all = kinds.get(bank);
  if (all === undefined) return undefined;
  for (const kind of all.values()) if (kind.fn.name === fn.name) return kind;
  return undefined;
}

/** The terms that a sum was made of. */
export function termsOfSum(kind: SumKind, args: readonly Term[]): SumTerms {
  const rest = args.slice(kind.width);
  return {
    contents: args.slice(0, kind.width),
    below: kind.bounded ? rest[0] : undefined,
    args: kind.bounded ? rest.slice(1) : rest,
  };
}

/** The sum over concrete contents; undefined where they are given by a formula. */
function addUp(contents: Value | undefined, below: Value | undefined): bigint | undefined {
  if (typeof contents !== 'object' || contents.kind !== 'array' || typeof below !== 'bigint')
    return undefined;
  if (contents.compute !== undefined || typeof contents.default !== 'bigint') return undefined;
  if (below <= 0n) return 0n;
  let total = contents.default * below;
  for (const { key } of contents.entries.values()) {
    if (typeof key !== 'bigint' || key < 0n || key >= below) continue;
    const value = arraySelect(contents, key);
    if (typeof value !== 'bigint') return undefined;
    total += value - contents.default;
  }
  return total;
}

/** The sum of weights over concrete contents; undefined where they are given by a formula. */
function addUpWeights(
  bank: TermBank,
  kind: SumKind,
  values: readonly (Value | undefined)[],
): bigint | undefined {
  const contents = values.slice(0, kind.width);
  const rest = values.slice(kind.width).map((value) => literalOf(bank, value));
  const args = kind.bounded ? rest.slice(1) : rest;
  if (args.some((arg) => arg === undefined)) return undefined;
  const known = args as readonly Term[];
  const keys = new Map<string, Value>();
  const defaults: Term[] = [];
  for (const array of contents) {
    if (typeof array !== 'object' || array.kind !== 'array' || array.compute !== undefined) return undefined;
    const usual = literalOf(bank, array.default);
    if (usual === undefined) return undefined;
    defaults.push(usual);
    for (const [text, { key }] of array.entries) keys.set(text, key);
  }
  const weightAt = (entries: readonly Term[], key: Term): bigint | undefined =>
    literalInteger(kind.weight(entries, key, known));
  const below = kind.bounded ? values[kind.width] : undefined;
  let total: bigint | undefined;
  if (typeof below === 'bigint') {
    const each = sameEverywhere(kind, defaults, known);
    const usual = each === undefined ? undefined : literalInteger(each);
    total = usual === undefined ? undefined : usual * (below < 0n ? 0n : below);
  } else if (!kind.bounded) {
    const same = sumOfSame(bank, kind, defaults, known);
    total = same?.ends === bank.true_ ? literalInteger(same.sum) : undefined;
  }
  for (const value of keys.values()) {
    const key = literalOf(bank, value);
    if (typeof below === 'bigint' && (typeof value !== 'bigint' || value < 0n || value >= below)) continue;
    const entries = contents.map((array) =>
      literalOf(
        bank,
        typeof array === 'object' && array.kind === 'array' ? arraySelect(array, value) : undefined,
      ),
    );
    if (total === undefined || key === undefined || entries.some((entry) => entry === undefined))
      return undefined;
    const [now, usual] = [weightAt(entries as readonly Term[], key), weightAt(defaults, key)];
    if (now === undefined || usual === undefined) return undefined;
    total += now - usual;
  }
  return total;
}

function literalOf(bank: TermBank, value: Value | undefined): Term | undefined {
  if (typeof value === 'boolean') return bank.bool(value);
  if (typeof value === 'bigint') return bank.int(value);
  return typeof value === 'string' ? bank.bytes(value) : undefined;
}

/** Sums up to a constant bound no larger are written out. */
const LONGEST_WRITTEN_OUT = 64n;

/**
 * The sum of the weights at the keys from 0 to `below - 1` (0 for a bound that is not positive), or at all keys. Each step is
 * an equality: with one entry replaced the sum changes by the difference of the weights if its key is summed over, and the
 * sum over equal entries is a product.
 */
export function sumTerm(bank: TermBank, kind: SumKind, { contents, below, args }: SumTerms): Term {
  const zero = bank.int(0n);
  const written = below === undefined ? undefined : literalInteger(below);
  const done = new Map<string, Term>();
  const idOf = (arrays: readonly Term[]): string => arrays.map(({ id }) => id).join(' ');
  const weightAt = (arrays: readonly Term[], key: Term): Term =>
    kind.weight(
      arrays.map((array) => bank.select(array, key)),
      key,
      args,
    );
  const of = (arrays: readonly Term[]): Term => {
    // Writes are followed in a loop: there may be thousands of them.
    const stores: (readonly [after: readonly Term[], before: readonly Term[], key: Term])[] = [];
    let at = arrays;
    let result = done.get(idOf(at));
    while (result === undefined) {
      const next = at.findIndex((array) => array.kind === 'apply' && array.op === 'store');
      const store = at[next];
      if (store?.kind !== 'apply') break;
      const [base, key] = store.args as readonly [Term, Term];
      const before = at.map((array, i) => (i === next ? base : array));
      stores.push([at, before, key]);
      at = before;
      result = done.get(idOf(at));
    }
    result ??= ofBase(at);
    done.set(idOf(at), result);
    for (const [after, before, key] of stores.reverse()) {
      const inside = below === undefined ? bank.true_ : bank.and(bank.le(zero, key), bank.lt(key, below));
      const change = bank.sub(weightAt(after, key), weightAt(before, key));
      result = bank.add(result, bank.ite(inside, change, zero));
      done.set(idOf(after), result);
    }
    return result;
  };
  const ofBase = (arrays: readonly Term[]): Term => {
    if (written !== undefined && written <= 0n) return zero;
    const choice = arrays.find((array) => array.kind === 'ite');
    if (choice?.kind === 'ite') {
      const { condition } = choice;
      // What was chosen by the same condition is chosen together.
      const side = (pick: (array: Extract<Term, { kind: 'ite' }>) => Term): Term =>
        of(
          arrays.map((array) =>
            array.kind === 'ite' && array.condition === condition ? pick(array) : array,
          ),
        );
      return bank.ite(
        condition,
        side((array) => array.then),
        side((array) => array.else),
      );
    }
    const entries = arrays.map((array) =>
      array.kind === 'apply' && array.op === 'constArray' ? array.args[0] : undefined,
    );
    if (entries.every((entry) => entry !== undefined)) {
      if (below === undefined) {
        const same = sumOfSame(bank, kind, entries, args);
        if (same?.ends === bank.true_) return same.sum;
      } else {
        const each = sameEverywhere(kind, entries, args);
        if (each !== undefined) return bank.mul(each, bank.ite(bank.lt(zero, below), below, zero));
      }
    }
    if (written !== undefined && written <= LONGEST_WRITTEN_OUT)
      return bank.add(
        zero,
        ...Array.from({ length: Number(written) }, (_, i) => weightAt(arrays, bank.int(BigInt(i)))),
      );
    return bank.call(kind.fn, [...arrays, ...(below === undefined ? [] : [below]), ...args]);
  };
  return of(contents);
}

/** What entries count for whatever their key; undefined where that depends on it. */
function sameEverywhere(kind: SumKind, entries: readonly Term[], args: readonly Term[]): Term | undefined {
  const weight = kind.weight(entries, kind.key, args);
  return freeSymbols([weight]).includes(kind.key) ? undefined : weight;
}

/**
 * The sum over the same entries at all keys, and when it has an end: when they count for nothing at all keys but those that the
 * condition names. Undefined where more is asked of keys than is told apart: what is asked otherwise may be so of one key and
 * not so of another, so it is taken to be both; where that may be too much to ask, `isExact` is false.
 */
export function sumOfSame(
  bank: TermBank,
  kind: SumKind,
  entries: readonly Term[],
  args: readonly Term[],
): { readonly ends: Term; readonly sum: Term; readonly isExact: boolean } | undefined {
  const weight = kind.weight(entries, kind.key, args);
  const asked = questionsAbout(weight, kind.key);
  if (asked.length > MOST_QUESTIONS) return undefined;
  const named = new Map(asked.map((term) => [term, otherSide(term, kind.key)]));
  const cases = asked.reduce<readonly Term[]>(
    (all, term) => {
      const answers = named.get(term) === undefined ? [bank.true_, bank.false_] : [bank.false_];
      return all.flatMap((one) => answers.map((value) => substitute(bank, one, new Map([[term, value]]))));
    },
    [weight],
  );
  const ends = bank.and(...cases.map((one) => bank.eq(one, bank.int(0n))));
  const keys = [...named.values()].filter((key) => key !== undefined);
  const parts = keys.map((key, i) => {
    const again = bank.or(...keys.slice(0, i).map((other) => bank.eq(key, other)));
    return bank.ite(again, bank.int(0n), kind.weight(entries, key, args));
  });
  // Where an answer hangs on another one something is still asked of the key.
  if (freeSymbols([ends]).includes(kind.key)) return undefined;
  const isExact = keys.length === asked.length || ends === bank.true_;
  return { ends, sum: bank.add(bank.int(0n), ...parts), isExact };
}

/** What a symbol is compared with in `symbol == term`. */
function otherSide(term: Term, symbol: Symbol_): Term | undefined {
  if (term.kind !== 'apply' || term.op !== 'eq' || !term.args.includes(symbol)) return undefined;
  const other = term.args.find((arg) => arg !== symbol);
  return other === undefined || freeSymbols([other]).includes(symbol) ? undefined : other;
}

const MOST_QUESTIONS = 4;

/** The innermost conditions in a term that depend on a symbol. */
function questionsAbout(term: Term, symbol: Symbol_): readonly Term[] {
  const depends = new Set<Term>([symbol]);
  const asking = new Set<Term>();
  const found: Term[] = [];
  visitTerms([term], (part) => {
    const below = children(part);
    if (below.some((child) => depends.has(child))) depends.add(part);
    if (part.sort !== BOOL || !depends.has(part)) return;
    if (!below.some((child) => asking.has(child))) found.push(part);
    asking.add(part);
  });
  return found;
}

/** The value of an integer literal. */
export function literalInteger(term: Term): bigint | undefined {
  return term.kind === 'literal' && typeof term.value === 'bigint' ? term.value : undefined;
}
