// From hypotheses and a negated goal to a closed set of assertions: the facts of every symbol and read in sight, the
// partial sums of the keys touched, and quantified hypotheses instantiated at the keys in sight.
import { children, type Script, type Symbol_, substitute, type Term, visitTerms } from '@surety/solvers';
import { sumKindOf, termsOfSum } from '../encode/array-sums.js';
import { inRangeTerm } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import type { World } from '../symbolic/world.js';
import { arraySumFacts } from './array-sum-facts.js';
import { functionFacts } from './lemmas.js';
import { opened } from './open-quantifiers.js';

/** Something that may be assumed: `guard => forall variables. body`. */
export interface Hypothesis {
  /** Reads as prose in an unsat core. */
  readonly name: string;
  readonly guard: Term;
  readonly variables: readonly { readonly symbol: Symbol_; readonly type: IrType | undefined }[];
  readonly body: Term;
}

/** One question to a solver: is there a run that satisfies the hypotheses and `bad`? */
export interface Query {
  readonly hypotheses: readonly Hypothesis[];
  readonly facts: readonly Term[];
  readonly bad: Term;
  /** Whether what is only tried of rounds of loops is spoken of. */
  readonly withTried?: boolean;
}

const MAXIMUM_ROUNDS = 4;
const MAXIMUM_INSTANCES = 600;
/** The same where they are sorted by what is read. */
const MAXIMUM_SORTED = 2400;
/** With more hypotheses than these there are too many instances. */
const MANY_QUANTIFIED = 100;

/** Assertions in the order: goal, hypotheses, facts. Unsatisfiable iff the claim follows (up to instantiation). */
export function buildScript(world: World, query: Query, comments: readonly string[] = []): Script {
  // Where there are too many instances, those come first that speak of what is read.
  const isLarge = query.hypotheses.filter((h) => h.variables.length > 0).length > MANY_QUANTIFIED;
  const all = isLarge ? undefined : instantiated(world, query, false);
  const { asserted } = all?.complete === true ? all : instantiated(world, query, true);
  const assertions = [...asserted].map(([term, name]) => (name === undefined ? { term } : { term, name }));
  return { assertions, comments };
}

interface Instantiated {
  /** What is asserted, with the name of the hypothesis it comes from: an unsat core reads as prose. */
  readonly asserted: ReadonlyMap<Term, string | undefined>;
  /** Whether every instance at the keys in sight is among it. */
  readonly complete: boolean;
}

/** Instances of everything quantified at the keys in sight, in rounds, because an instance brings new ones. */
function instantiated(world: World, query: Query, byReads: boolean): Instantiated {
  const { bank } = world;
  const asserted = new Map<Term, string | undefined>();
  const universal: Hypothesis[] = [];
  const assume = (formula: Term, name?: string): void => {
    const { term, universal: all } = opened(world, formula);
    if (asserted.has(term)) return;
    asserted.set(term, name);
    for (const hypothesis of all) {
      const { guard, variables, body } = hypothesis;
      universal.push(hypothesis);
      const symbols = variables.map(({ symbol }) => symbol);
      asserted.set(bank.implies(guard, bank.forall(symbols, body)), name);
    }
  };
  for (const term of [query.bad, ...query.facts]) assume(term);
  for (const h of query.hypotheses)
    if (h.variables.length === 0) assume(bank.implies(h.guard, h.body), h.name);
  const quantified = query.hypotheses.filter((h) => h.variables.length > 0);
  const done = new Set<string>();
  const sight = new Sight(world);
  let complete = true;
  const instantiate = (
    { body, guard, name }: Pick<Hypothesis, 'body' | 'guard' | 'name'>,
    symbols: readonly Term[],
    tuple: readonly Term[],
  ): void => {
    const id = `${body.id}:${guard.id}:${tuple.map((t) => t.id).join(',')}`;
    if (done.has(id)) return;
    if (done.size >= (byReads ? MAXIMUM_SORTED : MAXIMUM_INSTANCES)) {
      complete = false;
      return;
    }
    done.add(id);
    const map = new Map(symbols.map((v, i) => [v, tuple[i] as Term]));
    assume(bank.implies(guard, substitute(bank, body, map)), name);
  };
  const round = (keysOf: (h: Hypothesis) => readonly (readonly Term[])[]): boolean => {
    const before = asserted.size;
    sight.look([...asserted.keys()]);
    for (const fact of sight.facts()) assume(fact);
    for (const hypothesis of quantified) {
      const symbols = hypothesis.variables.map((v) => v.symbol);
      for (const tuple of tuples(keysOf(hypothesis))) instantiate(hypothesis, symbols, tuple);
    }
    for (const hypothesis of universal.slice()) {
      const symbols = hypothesis.variables.map((v) => v.symbol);
      const keys = readsOfVariables(hypothesis).map((places) => sight.keysRead(places));
      for (const tuple of tuples(keys)) instantiate(hypothesis, symbols, tuple);
    }
    for (const fact of world.roundFacts) {
      if (!sight.has(fact.symbol) || (fact.tried && query.withTried !== true)) continue;
      const at =
        fact.whereRead === true
          ? sight.readsOf(fact.symbol)
          : tuples(fact.variables.map((v) => sight.indicesOf(v.type, v.at)));
      const symbols = fact.variables.map((v) => v.symbol as Term);
      for (const tuple of at) instantiate(fact, symbols, tuple);
    }
    return asserted.size > before;
  };
  if (byReads) {
    const reads = new Map(quantified.map((h) => [h, readsOfVariables(h)]));
    const read = (h: Hypothesis): readonly (readonly Term[])[] =>
      (reads.get(h) ?? []).map((places) => sight.keysRead(places));
    for (let i = 0; i < MAXIMUM_ROUNDS && round(read); i++);
  }
  for (let i = 0; i < MAXIMUM_ROUNDS && round((h) => h.variables.map((v) => sight.keysOf(v.type))); i++);
  asserted.delete(bank.true_);
  return { asserted, complete };
}

/** Where the body of a hypothesis reads leaves by its variables: for each variable, leaves with the place of the key. */
function readsOfVariables(h: Hypothesis): readonly (readonly LeafKey[])[] {
  const found = h.variables.map((): LeafKey[] => []);
  const places = new Map(h.variables.map((v, i) => [v.symbol as Term, i]));
  visitTerms([h.body], (term) => {
    if (term.kind !== 'apply' || term.op !== 'select') return;
    const variable = places.get(term.args[1] as Term);
    if (variable === undefined) return;
    let leaf = term.args[0] as Term;
    let at = 0;
    while (leaf.kind === 'apply' && leaf.op === 'select') {
      leaf = leaf.args[0] as Term;
      at++;
    }
    found[variable]?.push({ leaf, at });
  });
  return found;
}

/** One of the keys by which a leaf is read. */
interface LeafKey {
  readonly leaf: Term;
  readonly at: number;
}

/** What occurs in a set of terms: symbols, reads of leaves, function applications. */
class Sight {
  private readonly seen = new Set<Term>();
  private readonly pending: Term[] = [];
  /** Keys by which a leaf symbol is read. */
  private readonly reads = new Map<Term, Term[][]>();
  /** Keys by which any array is read, the last ones of reads of leaves too. */
  private readonly elements = new Map<Term, Set<Term>>();
  private readonly keys = new Map<string, Set<Term>>();
  /** Keys of writes that nothing reads: what happened at them is known from the rounds of loops only. */
  private readonly written = new Map<string, Set<Term>>();
  private readonly symbols = new Set<Term>();
  private readonly calls: Term[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  look(terms: readonly Term[]): void {
    const note = (term: Term): void => {
      if (term.kind === 'symbol') this.symbols.add(term);
      if (term.kind === 'call') {
        this.calls.push(term);
        this.noteKeysOfSum(term);
      }
      if (term.kind === 'symbol' || term.kind === 'call') {
        const meaning = this.world.meanings.get(term);
        if (meaning !== undefined && meaning.dimensions.length === 0) {
          this.pending.push(term);
          // Scalars of address type are candidates for keys too (senders, parameters).
          if (meaning.type.kind === 'address') this.noteKey(meaning.type, term);
        }
      }
      if (term.kind === 'apply' && term.op === 'store') this.noteWrite(term);
      if (term.kind === 'apply' && term.op === 'select') {
        this.noteRead(term);
        const [array, key] = term.args as readonly [Term, Term];
        this.elements.set(array, (this.elements.get(array) ?? new Set<Term>()).add(key));
      }
    };
    visitTerms(terms, note, children, this.seen);
  }

  private noteRead(term: Term): void {
    const keys: Term[] = [];
    let base = term;
    while (base.kind === 'apply' && base.op === 'select') {
      keys.unshift(base.args[1] as Term);
      base = base.args[0] as Term;
    }
    const meaning = this.world.meanings.get(base);
    const dimensions = meaning?.dimensions ?? this.world.ownArrays.get(base) ?? this.dimensionsOfTotal(base);
    keys.forEach((key, i) => {
      const type = dimensions[i];
      if (type !== undefined) this.noteKey(type, key);
    });
    if (keys.length === 0 || keys.length !== dimensions.length) return;
    this.reads.set(base, [...(this.reads.get(base) ?? []), keys]);
    this.pending.push(term);
  }

  /** Types of the keys by which the totals of a sum are read, where a symbol stands for them. */
  private dimensionsOfTotal(symbol: Term): readonly IrType[] {
    const sum = this.world.totalFacts.find((fact) => fact.total === symbol)?.sum;
    return sum === undefined ? [] : sum.leaf.dimensions.filter((_, i) => sum.summed[i] !== true);
  }

  private noteWrite(term: Extract<Term, { kind: 'apply' }>): void {
    let base = term.args[0] as Term;
    let depth = 0;
    while (base.kind === 'apply' && (base.op === 'store' || base.op === 'select')) {
      if (base.op === 'select') depth++;
      base = base.args[0] as Term;
    }
    const type = this.world.meanings.get(base)?.dimensions[depth];
    if (type === undefined) return;
    const set = this.written.get(keyClass(type)) ?? new Set<Term>();
    this.written.set(keyClass(type), set.add(term.args[1] as Term));
  }

  /** Keys by which the leaf that a symbol stands for is read. */
  readsOf(symbol: Term): readonly (readonly Term[])[] {
    return this.reads.get(symbol) ?? [];
  }

  /** Keys by which some of these leaves are read. */
  keysRead(places: readonly LeafKey[]): readonly Term[] {
    return [
      ...new Set(places.flatMap(({ leaf, at }) => this.readsOf(leaf).flatMap((keys) => keys[at] ?? []))),
    ];
  }

  /** Whether a symbol occurs. */
  has(symbol: Term): boolean {
    return this.symbols.has(symbol);
  }

  /** Terms in sight at which something is read or written. */
  indicesOf(type: IrType, more: readonly Term[] = []): readonly Term[] {
    return [...new Set([...this.keysOf(type), ...(this.written.get(keyClass(type)) ?? []), ...more])];
  }

  /** What a sum over entries depends on is in sight like a key: its bound, and what a condition compares with. */
  private noteKeysOfSum(term: Extract<Term, { kind: 'call' }>): void {
    const kind = sumKindOf(this.world.bank, term.fn);
    if (kind === undefined) return;
    const { below, args } = termsOfSum(kind, term.args);
    if (below !== undefined) this.noteKey({ kind: 'int', signed: false, bits: 256 }, below);
    args.forEach((arg, i) => {
      const type = kind.types[i];
      if (type !== undefined) this.noteKey(type, arg);
    });
  }

  private noteKey(type: IrType, key: Term): void {
    const set = this.keys.get(keyClass(type)) ?? new Set<Term>();
    this.keys.set(keyClass(type), set.add(key));
  }

  /** Terms in sight that may stand for a variable of a type. */
  keysOf(type: IrType | undefined): readonly Term[] {
    return type === undefined ? [] : [...(this.keys.get(keyClass(type)) ?? [])];
  }

  /** Facts of everything seen since the last call, and all sum facts of what is in sight. */
  *facts(): Generator<Term> {
    const { world } = this;
    const { bank } = world;
    for (const term of this.pending.splice(0)) {
      let base = term;
      while (base.kind === 'apply') base = base.args[0] as Term;
      const meaning = world.meanings.get(term) ?? world.meanings.get(base);
      if (meaning === undefined) continue;
      yield inRangeTerm(bank, term, meaning.type);
      if (meaning.maximum !== undefined) yield bank.le(term, bank.int(meaning.maximum));
    }
    for (const fact of world.totalFacts) {
      if (this.symbols.has(fact.total)) yield* this.sumFacts(fact);
    }
    yield* functionFacts(world, this.calls);
    yield* arraySumFacts(world, this.calls, (contents) => [...(this.elements.get(contents) ?? [])]);
  }

  /** For unsigned values: the total is at least the sum over the distinct keys in sight. */
  private *sumFacts({ total, contents, sum }: World['totalFacts'][number]): Generator<Term> {
    const { bank } = this.world;
    const { type } = sum.leaf;
    if (type.kind === 'int' && type.signed && sum.weight === undefined) return;
    const reads = this.reads.get(contents) ?? [];
    const kept = (keys: readonly Term[]): readonly Term[] => keys.filter((_, i) => sum.summed[i] !== true);
    const groups = new Map(
      reads.map((keys) => [
        kept(keys)
          .map((k) => k.id)
          .join(','),
        kept(keys),
      ]),
    );
    for (const keys of this.reads.get(total) ?? []) groups.set(keys.map((k) => k.id).join(','), keys);
    if (groups.size === 0 && sum.summed.every((s) => s)) groups.set('', []);
    for (const group of groups.values()) {
      const parts = reads.map((keys, i) => {
        const inGroup = bank.and(...kept(keys).map((key, k) => bank.eq(key, group[k] as Term)));
        const earlier = reads
          .slice(0, i)
          .map((other) => bank.and(...keys.map((key, k) => bank.eq(key, other[k] as Term))));
        const entry = keys.reduce((array, key) => bank.select(array, key), contents);
        const value = sum.weight?.(this.world, entry) ?? entry;
        return bank.ite(bank.and(inGroup, bank.not(bank.or(...earlier))), value, bank.int(0n));
      });
      const here = group.reduce((term, key) => bank.select(term, key), total);
      yield bank.le(parts.length === 0 ? bank.int(0n) : bank.add(...parts), here);
    }
  }
}

/** Keys of one class may be compared; `address` and contract keys are one class. */
function keyClass(type: IrType): string {
  return type.kind === 'fixedBytes' ? `bytes${type.size}` : type.kind;
}

function tuples(domains: readonly (readonly Term[])[]): readonly (readonly Term[])[] {
  return domains.reduce<readonly (readonly Term[])[]>(
    (acc, domain) => acc.flatMap((t) => domain.map((d) => [...t, d])),
    [[]],
  );
}
