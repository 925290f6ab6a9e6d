// Folding of array reads and writes: reads are expanded over writes, so every select ends on a base array.
import type { TermBank } from './bank.js';
import type { ArraySort } from './sort.js';
import { booleanValue, isArraySort, type Term } from './term.js';

/** Reads already expanded: index -> array -> element. Shared by a bank, it keeps expansion linear in the DAG. */
export type SelectMemo = Map<Term, Map<Term, Term>>;

/** The array sort of a term; throws when it is not an array (a bug of the caller). */
export function arraySortOf(term: Term, operation: string): ArraySort {
  if (isArraySort(term.sort)) return term.sort;
  throw new Error(`${operation}: expected an array`);
}

// The arrays whose elements at the index are needed before the one of `array`; none for base arrays.
function dependencies(bank: TermBank, array: Term, index: Term): readonly Term[] {
  if (array.kind === 'ite') return [array.then, array.else];
  if (array.kind === 'apply' && array.op === 'store') {
    const [base, key] = array.args;
    if (base !== undefined && key !== undefined)
      return booleanValue(bank.eq(key, index)) === true ? [] : [base];
  }
  return [];
}

function combine(bank: TermBank, array: Term, index: Term, known: ReadonlyMap<Term, Term>): Term {
  const read = (from: Term): Term => {
    const element = known.get(from);
    if (element === undefined) throw new Error('select: a dependency was not expanded first');
    return element;
  };
  if (array.kind === 'ite') return bank.ite(array.condition, read(array.then), read(array.else));
  if (array.kind === 'apply') {
    const [base, key, value] = array.args;
    if (array.op === 'constArray' && base !== undefined) return base;
    if (array.op === 'store' && base !== undefined && key !== undefined && value !== undefined) {
      const same = bank.eq(key, index);
      return booleanValue(same) === true ? value : bank.ite(same, value, read(base));
    }
  }
  return bank.intern('select', [array, index], arraySortOf(array, 'select').element);
}

/** `select(array, index)`, expanded over stores, choices and constant arrays; iterative, so depth is no limit. */
export function foldSelect(bank: TermBank, memo: SelectMemo, array: Term, index: Term): Term {
  let known = memo.get(index);
  if (known === undefined) {
    known = new Map();
    memo.set(index, known);
  }
  const stack: Term[] = [array];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top === undefined) break;
    const memoized = known;
    const missing = memoized.has(top) ? [] : dependencies(bank, top, index).filter((d) => !memoized.has(d));
    if (missing.length > 0) {
      stack.push(...missing);
      continue;
    }
    stack.pop();
    if (!known.has(top)) known.set(top, combine(bank, top, index, known));
  }
  const element = known.get(array);
  if (element === undefined) throw new Error('select: expansion did not reach the array');
  return element;
}

/** `store(array, index, value)`: overwritten entries are dropped, writing back what is there is no write. */
export function foldStore(bank: TermBank, memo: SelectMemo, array: Term, index: Term, value: Term): Term {
  let base = array;
  if (
    array.kind === 'apply' &&
    array.op === 'store' &&
    array.args[1] === index &&
    array.args[0] !== undefined
  )
    base = array.args[0];
  // Only reads that were already expanded are compared: an unknown one costs more than the rule saves.
  if (memo.get(index)?.get(base) === value) return base;
  if (base.kind === 'apply' && base.op === 'constArray' && base.args[0] === value) return base;
  return bank.intern('store', [base, index, value], arraySortOf(array, 'store'));
}
