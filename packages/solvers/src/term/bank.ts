// The term bank: hash-consing and the constructors of every term. Constructors check sorts and fold.
import { foldSelect, foldStore, type SelectMemo } from './arrays.js';
import { foldBitvec } from './bitvector.js';
import { foldConnective, foldDistinct, foldEquality, foldIte, foldIteEquality, foldNot } from './boolean.js';
import { foldDiv, foldLessEqual, foldMod, foldProduct, foldSum } from './linear.js';
import { type Operator, operatorInfo } from './operators.js';
import { type ArraySort, BOOL, BYTES, bitvecSort, INT, printSort, type Sort } from './sort.js';
import {
  booleanValue,
  type FunctionSymbol,
  type Literal,
  type Quantifier,
  type Symbol_,
  type Term,
} from './term.js';
import type { Value } from './value.js';

/** A term before the bank gives it its id. */
type Draft = { readonly [K in Term['kind']]: Omit<Extract<Term, { kind: K }>, 'id'> }[Term['kind']];

const NO_INDICES: readonly number[] = Object.freeze([]);

/** Makes terms; equal terms of one bank are identical. Terms of different banks must not be mixed. */
export class TermBank {
  private readonly terms = new Map<string, Term>();
  private readonly symbols = new Map<string, Symbol_>();
  private readonly functions = new Map<string, FunctionSymbol>();
  private readonly negations = new Map<Term, Term>();
  private readonly selects: SelectMemo = new Map();
  private readonly freshCounters = new Map<string, number>();
  private readonly arrayKeys = new Map<Sort, number>();
  private nextId = 0;

  /** The literal `true`. */
  readonly true_: Term = this.make('true', { kind: 'literal', sort: BOOL, value: true });
  /** The literal `false`. */
  readonly false_: Term = this.make('false', { kind: 'literal', sort: BOOL, value: false });

  private make(key: string, draft: Draft): Term {
    const known = this.terms.get(key);
    if (known !== undefined) return known;
    // A draft is a term without its id; spreading a union loses that, so the compiler needs to be told.
    const term = Object.freeze({ ...draft, id: this.nextId++ } as Term);
    this.terms.set(key, term);
    return term;
  }

  /** The number of terms made so far. */
  get size(): number {
    return this.nextId;
  }

  /** @internal Shares `op(args)` without folding it; for the folding rules only. */
  intern(op: Operator, args: readonly Term[], sort: Sort, indices: readonly number[] = NO_INDICES): Term {
    let key = op === 'constArray' ? `${op}#${this.sortNumber(sort)}` : `${op}:${indices.join(',')}`;
    for (const arg of args) key += ` ${arg.id}`;
    return this.make(key, { kind: 'apply', op, args: Object.freeze([...args]), sort, indices });
  }

  /** @internal Shares an if-then-else without folding it; for the folding rules only. */
  internIte(condition: Term, first: Term, second: Term): Term {
    const key = `ite ${condition.id} ${first.id} ${second.id}`;
    // biome-ignore lint/suspicious/noThenProperty: terms are never awaited
    return this.make(key, { kind: 'ite', sort: first.sort, condition, then: first, else: second });
  }

  /** @internal The rule for `ite(...) = b`, shared by the equalities of all sorts. */
  foldIteEquality(a: Term, b: Term): Term | undefined {
    return foldIteEquality(this, a, b);
  }

  private sortNumber(sort: Sort): number {
    let number = this.arrayKeys.get(sort);
    if (number === undefined) {
      number = this.arrayKeys.size;
      this.arrayKeys.set(sort, number);
    }
    return number;
  }

  // Sort errors are bugs of the caller: they throw, naming the operator and the sorts.
  private check(op: Operator, args: readonly Term[], indices: readonly number[] = NO_INDICES): Sort {
    const { arity, sort } = operatorInfo(op);
    const sorts = args.map((arg) => arg.sort);
    const result = arity === 'nary' || arity === args.length ? sort(sorts, indices) : undefined;
    if (result !== undefined) return result;
    const suffix = indices.length > 0 ? `[${indices.join(', ')}]` : '';
    throw new Error(`${op}${suffix}: does not apply to (${sorts.map(printSort).join(', ')})`);
  }

  // ---- literals, symbols, functions ----

  /** A Bool literal. */
  bool(value: boolean): Term {
    return value ? this.true_ : this.false_;
  }

  /** An integer literal. */
  int(value: bigint | number): Term {
    const n = BigInt(value);
    return this.make(`i${n}`, { kind: 'literal', sort: INT, value: n });
  }

  /** A bit-vector literal; the value is taken modulo 2^width. */
  bitvec(value: bigint | number, width: number): Term {
    const n = BigInt.asUintN(width, BigInt(value));
    return this.make(`b${width}:${n}`, { kind: 'literal', sort: bitvecSort(width), value: n });
  }

  /** A byte string literal from hex digits (any case, with or without 0x); throws on anything else. */
  bytes(hex: string): Term {
    const digits = (hex.startsWith('0x') ? hex.slice(2) : hex).toLowerCase();
    if (!/^([0-9a-f]{2})*$/.test(digits))
      throw new Error(`bytes: not an even number of hex digits: ${hex.slice(0, 40)}`);
    return this.make(`x${digits}`, { kind: 'literal', sort: BYTES, value: digits });
  }

  /** The term of a value of `sort`; undefined for opaque values and arrays given by formulas. */
  value(value: Value, sort: Sort): Term | undefined {
    switch (sort.kind) {
      case 'bool':
        return typeof value === 'boolean' ? this.bool(value) : undefined;
      case 'int':
        return typeof value === 'bigint' ? this.int(value) : undefined;
      case 'bitvec':
        return typeof value === 'bigint' ? this.bitvec(value, sort.width) : undefined;
      case 'bytes':
        return typeof value === 'string' ? this.bytes(value) : undefined;
      case 'uninterpreted':
        return undefined;
      case 'array': {
        if (typeof value !== 'object' || value.kind !== 'array' || value.compute !== undefined)
          return undefined;
        const fallback = this.value(value.default, sort.element);
        if (fallback === undefined) return undefined;
        let array = this.constArray(sort, fallback);
        for (const entry of value.entries.values()) {
          const index = this.value(entry.key, sort.index);
          const element = this.value(entry.value, sort.element);
          if (index === undefined || element === undefined) return undefined;
          array = this.store(array, index, element);
        }
        return array;
      }
    }
  }

  /** The symbol of this name; throws if the name is already used at another sort. */
  symbol(name: string, sort: Sort): Symbol_ {
    const known = this.symbols.get(name);
    if (known !== undefined) {
      if (known.sort === sort) return known;
      throw new Error(
        `symbol ${name}: is already ${printSort(known.sort)}, now wanted as ${printSort(sort)}`,
      );
    }
    const made: Symbol_ = Object.freeze({ kind: 'symbol', sort, name, id: this.nextId++ });
    this.symbols.set(name, made);
    return made;
  }

  /** A symbol with a name not used so far: `prefix!n`, counted per prefix. */
  fresh(prefix: string, sort: Sort): Symbol_ {
    let count = this.freshCounters.get(prefix) ?? 0;
    while (this.symbols.has(`${prefix}!${count}`)) count++;
    this.freshCounters.set(prefix, count + 1);
    return this.symbol(`${prefix}!${count}`, sort);
  }

  /** `fn(args)`; folded by `fn.interpret` when every argument is a literal. Throws on wrong sorts or two functions of one name. */
  call(fn: FunctionSymbol, args: readonly Term[]): Term {
    const known = this.functions.get(fn.name) ?? fn;
    const matches = (sorts: readonly Sort[]): boolean =>
      sorts.length === fn.domain.length && sorts.every((sort, i) => sort === fn.domain[i]);
    if (known.range !== fn.range || !matches(known.domain))
      throw new Error(`function ${fn.name}: is already declared with other sorts`);
    if (!matches(args.map((arg) => arg.sort)))
      throw new Error(
        `function ${fn.name}: does not apply to (${args.map((arg) => printSort(arg.sort)).join(', ')})`,
      );
    this.functions.set(fn.name, known);
    if (known.interpret !== undefined && args.every((arg) => arg.kind === 'literal')) {
      const result = known.interpret(args.map((arg) => (arg as Literal).value));
      const literal = result === undefined ? undefined : this.value(result, fn.range);
      if (literal !== undefined) return literal;
    }
    let key = `call ${fn.name}\n`;
    for (const arg of args) key += ` ${arg.id}`;
    return this.make(key, { kind: 'call', fn: known, args: Object.freeze([...args]), sort: fn.range });
  }

  // ---- Boolean ----

  /** Conjunction; no arguments give true. */
  and(...terms: readonly Term[]): Term {
    this.check('and', terms);
    return foldConnective(this, 'and', terms);
  }

  /** Disjunction; no arguments give false. */
  or(...terms: readonly Term[]): Term {
    this.check('or', terms);
    return foldConnective(this, 'or', terms);
  }

  /** Negation. */
  not(a: Term): Term {
    const known = this.negations.get(a);
    if (known !== undefined) return known;
    this.check('not', [a]);
    const negation = foldNot(this, a);
    this.negations.set(a, negation);
    this.negations.set(negation, a);
    return negation;
  }

  /** Implication, as a disjunction. */
  implies(a: Term, b: Term): Term {
    return this.or(this.not(a), b);
  }

  /** Equivalence of formulas. */
  iff(a: Term, b: Term): Term {
    this.check('and', [a, b]);
    return this.eq(a, b);
  }

  /** Exclusive disjunction. */
  xor(a: Term, b: Term): Term {
    return this.not(this.iff(a, b));
  }

  /** Equality at any sort. */
  eq(a: Term, b: Term): Term {
    this.check('eq', [a, b]);
    return foldEquality(this, a, b);
  }

  /** Pairwise difference of all arguments. */
  distinct(...terms: readonly Term[]): Term {
    this.check('distinct', terms);
    return foldDistinct(this, terms);
  }

  /** If-then-else; the branches have one sort. */
  ite(condition: Term, first: Term, second: Term): Term {
    if (condition.sort !== BOOL || first.sort !== second.sort)
      throw new Error(
        `ite: does not apply to (${[condition, first, second].map((t) => printSort(t.sort)).join(', ')})`,
      );
    return foldIte(this, condition, first, second);
  }

  /** Universal quantification over the symbols given as variables. */
  forall(variables: readonly Symbol_[], body: Term, patterns?: readonly (readonly Term[])[]): Term {
    return this.quantify('forall', variables, body, patterns);
  }

  /** Existential quantification over the symbols given as variables. */
  exists(variables: readonly Symbol_[], body: Term, patterns?: readonly (readonly Term[])[]): Term {
    return this.quantify('exists', variables, body, patterns);
  }

  private quantify(
    quantifier: Quantifier['quantifier'],
    variables: readonly Symbol_[],
    body: Term,
    patterns: readonly (readonly Term[])[] = [],
  ): Term {
    if (body.sort !== BOOL)
      throw new Error(`${quantifier}: does not apply to a body of ${printSort(body.sort)}`);
    // Every sort has elements, so a constant body is the value of the quantified formula.
    if (variables.length === 0 || booleanValue(body) !== undefined) return body;
    const ids = (terms: readonly Term[]): string => terms.map((t) => t.id).join(' ');
    const key = `${quantifier} ${ids(variables)} . ${body.id} : ${patterns.map(ids).join(';')}`;
    return this.make(key, { kind: 'quantifier', sort: BOOL, quantifier, variables, body, patterns });
  }

  // ---- integers ----

  /** Sum; no arguments give 0. */
  add(...terms: readonly Term[]): Term {
    this.check('add', terms);
    return foldSum(
      this,
      terms.map((term) => [term, 1n]),
    );
  }

  /** Difference. */
  sub(a: Term, b: Term): Term {
    this.check('add', [a, b]);
    return foldSum(this, [
      [a, 1n],
      [b, -1n],
    ]);
  }

  /** Product; no arguments give 1. */
  mul(...terms: readonly Term[]): Term {
    this.check('mul', terms);
    return foldProduct(this, terms);
  }

  /** Negative. */
  neg(a: Term): Term {
    this.check('add', [a]);
    return foldSum(this, [[a, -1n]]);
  }

  /** SMT-LIB `div`: Euclidean; by zero it is an unknown function of the dividend. */
  div(a: Term, b: Term): Term {
    this.check('div', [a, b]);
    return foldDiv(this, a, b);
  }

  /** SMT-LIB `mod`: between 0 and |b| - 1; by zero it is an unknown function of the dividend. */
  mod(a: Term, b: Term): Term {
    this.check('mod', [a, b]);
    return foldMod(this, a, b);
  }

  /** a <= b. */
  le(a: Term, b: Term): Term {
    this.check('le', [a, b]);
    return foldLessEqual(this, a, b, 0n);
  }

  /** a < b, as `a + 1 <= b`. */
  lt(a: Term, b: Term): Term {
    this.check('le', [a, b]);
    return foldLessEqual(this, a, b, 1n);
  }

  /** a >= b, as `b <= a`. */
  ge(a: Term, b: Term): Term {
    return this.le(b, a);
  }

  /** a > b, as `b + 1 <= a`. */
  gt(a: Term, b: Term): Term {
    return this.lt(b, a);
  }

  // ---- arrays ----

  /** The element of an array; expanded over writes, choices and constant arrays. */
  select(array: Term, index: Term): Term {
    this.check('select', [array, index]);
    return foldSelect(this, this.selects, array, index);
  }

  /** The array with one element replaced. */
  store(array: Term, index: Term, value: Term): Term {
    this.check('store', [array, index, value]);
    return foldStore(this, this.selects, array, index, value);
  }

  /** The array of this sort that is `value` everywhere. */
  constArray(sort: ArraySort, value: Term): Term {
    if (value.sort !== sort.element)
      throw new Error(`constArray: ${printSort(value.sort)} is not the element sort of ${printSort(sort)}`);
    return this.intern('constArray', [value], sort);
  }

  // ---- bit-vectors ----

  private bitvectorTerm(op: Operator, args: readonly Term[], indices: readonly number[] = NO_INDICES): Term {
    return foldBitvec(this, op, args, this.check(op, args, indices), indices);
  }

  /** Sum modulo 2^width. */
  bvadd(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvadd', [a, b]);
  }
  /** Difference modulo 2^width. */
  bvsub(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvsub', [a, b]);
  }
  /** Product modulo 2^width. */
  bvmul(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvmul', [a, b]);
  }
  /** Unsigned quotient; by zero all ones. */
  bvudiv(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvudiv', [a, b]);
  }
  /** Unsigned remainder; by zero the dividend. */
  bvurem(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvurem', [a, b]);
  }
  /** Signed quotient, truncated toward zero. */
  bvsdiv(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvsdiv', [a, b]);
  }
  /** Signed remainder with the sign of the dividend. */
  bvsrem(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvsrem', [a, b]);
  }
  /** Bitwise and. */
  bvand(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvand', [a, b]);
  }
  /** Bitwise or. */
  bvor(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvor', [a, b]);
  }
  /** Bitwise exclusive or. */
  bvxor(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvxor', [a, b]);
  }
  /** Bitwise complement. */
  bvnot(a: Term): Term {
    return this.bitvectorTerm('bvnot', [a]);
  }
  /** Negative modulo 2^width. */
  bvneg(a: Term): Term {
    return this.bitvectorTerm('bvneg', [a]);
  }
  /** Shift left. */
  bvshl(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvshl', [a, b]);
  }
  /** Logical shift right. */
  bvlshr(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvlshr', [a, b]);
  }
  /** Arithmetic shift right. */
  bvashr(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvashr', [a, b]);
  }
  /** Unsigned a < b. */
  bvult(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvult', [a, b]);
  }
  /** Unsigned a <= b, as `not (b < a)`. */
  bvule(a: Term, b: Term): Term {
    return this.not(this.bvult(b, a));
  }
  /** Signed a < b. */
  bvslt(a: Term, b: Term): Term {
    return this.bitvectorTerm('bvslt', [a, b]);
  }
  /** Signed a <= b, as `not (b < a)`. */
  bvsle(a: Term, b: Term): Term {
    return this.not(this.bvslt(b, a));
  }
  /** a followed by b (a holds the high bits). */
  concat(a: Term, b: Term): Term {
    return this.bitvectorTerm('concat', [a, b]);
  }
  /** The bits high..low, both included. */
  extract(high: number, low: number, a: Term): Term {
    return this.bitvectorTerm('extract', [a], [high, low]);
  }
  /** `count` zero bits put before the high end. */
  zeroExtend(count: number, a: Term): Term {
    return this.bitvectorTerm('zeroExtend', [a], [count]);
  }
  /** `count` copies of the sign bit put before the high end. */
  signExtend(count: number, a: Term): Term {
    return this.bitvectorTerm('signExtend', [a], [count]);
  }
  /** The integer modulo 2^width as a bit-vector. */
  int2bv(width: number, a: Term): Term {
    return this.bitvectorTerm('int2bv', [a], [width]);
  }
  /** The unsigned value of a bit-vector as an integer. */
  bv2int(a: Term): Term {
    return this.bitvectorTerm('bv2int', [a]);
  }

  /** `op(args)` through the folding constructor of the operator: how rewrites rebuild a term. */
  apply(op: Operator, args: readonly Term[], sort: Sort, indices: readonly number[] = NO_INDICES): Term {
    const [a, b, c] = args;
    if (a === undefined) throw new Error(`${op}: no arguments`);
    switch (op) {
      case 'and':
        return this.and(...args);
      case 'or':
        return this.or(...args);
      case 'distinct':
        return this.distinct(...args);
      case 'add':
        return this.add(...args);
      case 'mul':
        return this.mul(...args);
      case 'not':
        return this.not(a);
      case 'constArray':
        if (sort.kind !== 'array') throw new Error('constArray: the sort is not an array sort');
        return this.constArray(sort, a);
      default:
        break;
    }
    if (b !== undefined) {
      switch (op) {
        case 'eq':
          return this.eq(a, b);
        case 'div':
          return this.div(a, b);
        case 'mod':
          return this.mod(a, b);
        case 'le':
          return this.le(a, b);
        case 'select':
          return this.select(a, b);
        case 'store':
          if (c !== undefined) return this.store(a, b, c);
          break;
        default:
          break;
      }
    }
    return this.bitvectorTerm(op, args, indices);
  }
}
