// Arithmetic alone: reads of arrays and applications of functions become symbols, kept equal for equal arguments
// (Ackermann's reduction). What has no place in arithmetic (equalities of arrays, byte strings, quantifiers) becomes a free
// condition. So every solution of the script is one of the result: unsat carries over, a model is a candidate.
import type { FunctionTable, Model } from '../model/model.js';
import type { Assertion, Script } from '../smtlib/script.js';
import type { TermBank } from '../term/bank.js';
import { createEvaluator } from '../term/evaluate.js';
import { BOOL, INT } from '../term/sort.js';
import type { Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import {
  type ArrayValue,
  arraySelect,
  arrayStore,
  completeValue,
  constantArray,
  type Value,
} from '../term/value.js';
import { freeSymbols } from '../term/visit.js';

/** A script of integers and conditions, with the way back for its models. */
export interface Flat {
  readonly script: Script;
  /** A model of the original script that agrees with `model` where it can; undefined where a value is missing. */
  readonly lift: (model: Model) => Model;
}

/** A read or an application, by its base and its flat arguments. */
interface Read {
  readonly symbol: Term;
  readonly base: string;
  readonly kind: 'array' | 'function';
  readonly args: readonly Term[];
  readonly term: Term;
}

// More pairs of equal reads than this are not written out; leaving some out only weakens the script.
const MOST_PAIRS = 3000;

/** Flattens a script into `bank`. */
export function flatten(bank: TermBank, script: Script): Flat {
  const roots = script.assertions.map((a) => a.term);
  // Every symbol exists before the first fresh one is named.
  transfer(bank, freeSymbols(roots));
  const symbols = new Map<Term, Term>();
  const reads: Read[] = [];
  const free = (term: Term): Term => {
    const known = symbols.get(term);
    if (known !== undefined) return known;
    const symbol = bank.fresh('opaque', term.sort);
    symbols.set(term, symbol);
    return symbol;
  };
  const replace = (term: Term): Term => {
    if (term.sort !== INT && term.sort !== BOOL) return term;
    const known = symbols.get(term);
    if (known !== undefined) return known;
    const read = readOf(term);
    if (read !== undefined) {
      const symbol = bank.fresh('read', term.sort);
      symbols.set(term, symbol);
      reads.push({ ...read, symbol, term });
      return symbol;
    }
    return isArithmetic(term) ? term : free(term);
  };
  const terms = transfer(bank, roots, replace);
  const assertions: Assertion[] = terms.map((term, i) => {
    const name = script.assertions[i]?.name;
    return name === undefined ? { term } : { term, name };
  });
  for (const term of congruences(bank, reads)) assertions.push({ term });
  return { script: { assertions }, lift: (model) => lift(model, reads) };
}

/** The base and arguments of a read or an application whose arguments are all plain values. */
function readOf(term: Term): Pick<Read, 'base' | 'kind' | 'args'> | undefined {
  const plain = (t: Term): boolean => t.sort === INT || t.sort === BOOL;
  if (term.kind === 'call')
    return term.args.every(plain) ? { base: term.fn.name, kind: 'function', args: term.args } : undefined;
  const keys: Term[] = [];
  let base: Term = term;
  while (base.kind === 'apply' && base.op === 'select') {
    keys.unshift(base.args[1] as Term);
    base = base.args[0] as Term;
  }
  return keys.length > 0 && base.kind === 'symbol' && keys.every(plain)
    ? { base: base.name, kind: 'array', args: keys }
    : undefined;
}

function isArithmetic(term: Term): boolean {
  const plain = (t: Term): boolean => t.sort === INT || t.sort === BOOL;
  switch (term.kind) {
    case 'literal':
    case 'symbol':
      return true;
    case 'ite':
      return plain(term.then);
    case 'apply':
      return term.args.every(plain);
    default:
      return false;
  }
}

/** Equal arguments give equal values; pairs of different literals need no word. */
function* congruences(bank: TermBank, reads: readonly Read[]): Generator<Term> {
  const groups = new Map<string, Read[]>();
  for (const read of reads) {
    const key = `${read.kind} ${read.args.length} ${read.base}`;
    groups.set(key, [...(groups.get(key) ?? []), read]);
  }
  let pairs = 0;
  for (const group of groups.values()) {
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(0, i)) {
        const same = bank.and(...a.args.map((arg, k) => bank.eq(arg, b.args[k] as Term)));
        if (same === bank.false_) continue;
        if (++pairs > MOST_PAIRS) return;
        yield bank.implies(same, bank.eq(a.symbol, b.symbol));
      }
    }
  }
}

/** Arrays and function tables with the entries that were read. */
function lift(model: Model, reads: readonly Read[]): Model {
  const value = createEvaluator(model);
  const symbols = new Map(model.symbols);
  const functions = new Map(model.functions);
  for (const { symbol, base, kind, args, term } of reads) {
    const found = value(symbol);
    const keys = args.map(value);
    if (found === undefined || keys.some((key) => key === undefined)) continue;
    if (kind === 'function') {
      const table = functions.get(base);
      const entries = [...(table?.entries ?? []), [keys as Value[], found] as const];
      const made: FunctionTable = { entries, default: table?.default ?? completeValue(term.sort) };
      functions.set(base, made);
    } else {
      const sorts: Term['sort'][] = [];
      let read: Term = term;
      while (read.kind === 'apply' && read.op === 'select') {
        read = read.args[0] as Term;
        sorts.unshift(read.sort);
      }
      const old = symbols.get(base) ?? completeValue(sorts[0] as Term['sort']);
      symbols.set(base, written(old, keys as Value[], found, sorts));
    }
  }
  return { symbols, functions };
}

/** `array` with the element at a path of keys replaced. */
function written(array: Value, keys: readonly Value[], value: Value, sorts: readonly Term['sort'][]): Value {
  const [key, ...rest] = keys;
  const sort = sorts[0];
  if (key === undefined || sort?.kind !== 'array') return value;
  const known: ArrayValue =
    typeof array === 'object' && array.kind === 'array' ? array : constantArray(completeValue(sort.element));
  const inner = arraySelect(known, key) ?? known.default;
  return arrayStore(known, key, written(inner, rest, value, sorts.slice(1)));
}
