// Terms: the immutable, hash-consed expressions of the logic. Only TermBank makes them, so equality is ===.
import type { Operator } from './operators.js';
import type { ArraySort, BitvecSort, BoolSort, BytesSort, IntSort, Sort } from './sort.js';
import type { Value } from './value.js';

interface TermCommon {
  /** Order of creation in the bank; deterministic, used as key and for sorting. */
  readonly id: number;
}
/** The literal `true` or `false`. */
export interface BoolLiteral extends TermCommon {
  readonly kind: 'literal';
  readonly sort: BoolSort;
  readonly value: boolean;
}
/** An integer literal. */
export interface IntLiteral extends TermCommon {
  readonly kind: 'literal';
  readonly sort: IntSort;
  readonly value: bigint;
}
/** A bit-vector literal, as its unsigned value. */
export interface BitvecLiteral extends TermCommon {
  readonly kind: 'literal';
  readonly sort: BitvecSort;
  readonly value: bigint;
}
/** A byte string literal: lowercase hex without 0x, two digits a byte. */
export interface BytesLiteral extends TermCommon {
  readonly kind: 'literal';
  readonly sort: BytesSort;
  readonly value: string;
}
/** A free constant, or a variable bound by a quantifier. */
export interface Symbol_ extends TermCommon {
  readonly kind: 'symbol';
  readonly sort: Sort;
  readonly name: string;
}
/** An operator of the table applied to its arguments. */
export interface Apply extends TermCommon {
  readonly kind: 'apply';
  readonly sort: Sort;
  readonly op: Operator;
  readonly args: readonly Term[];
  /** Numerals of an indexed operator: extract [high, low], extensions [count], int2bv [width]; else empty. */
  readonly indices: readonly number[];
}
/** An uninterpreted function applied to its arguments. */
export interface Call extends TermCommon {
  readonly kind: 'call';
  readonly sort: Sort;
  readonly fn: FunctionSymbol;
  readonly args: readonly Term[];
}
/** If-then-else at any sort. */
export interface Ite extends TermCommon {
  readonly kind: 'ite';
  readonly sort: Sort;
  readonly condition: Term;
  readonly then: Term;
  readonly else: Term;
}
/** A quantified formula; patterns are instantiation hints, each a multi-pattern. */
export interface Quantifier extends TermCommon {
  readonly kind: 'quantifier';
  readonly sort: BoolSort;
  readonly quantifier: 'forall' | 'exists';
  readonly variables: readonly Symbol_[];
  readonly body: Term;
  readonly patterns: readonly (readonly Term[])[];
}
/** A literal of any sort that has literals. */
export type Literal = BoolLiteral | IntLiteral | BitvecLiteral | BytesLiteral;
/** Every expression of the logic. */
export type Term = Literal | Symbol_ | Apply | Call | Ite | Quantifier;

/** A function the solver knows nothing of except that equal arguments give equal results. */
export interface FunctionSymbol {
  readonly name: string;
  readonly domain: readonly Sort[];
  readonly range: Sort;
  /** Concrete meaning: folds literal arguments and evaluates under a model; SMT sees an uninterpreted function. */
  readonly interpret?: (args: readonly Value[]) => Value | undefined;
}

/** The terms directly below a term (not the patterns of a quantifier, which only repeat parts of its body). */
export function children(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'literal':
    case 'symbol':
      return [];
    case 'apply':
    case 'call':
      return term.args;
    case 'ite':
      return [term.condition, term.then, term.else];
    case 'quantifier':
      return [term.body];
  }
}

/** The value of an integer or bit-vector literal, else undefined. */
export function integerValue(term: Term): bigint | undefined {
  return term.kind === 'literal' && typeof term.value === 'bigint' ? term.value : undefined;
}

/** The value of a Bool literal, else undefined. */
export function booleanValue(term: Term): boolean | undefined {
  return term.kind === 'literal' && typeof term.value === 'boolean' ? term.value : undefined;
}

/** Whether a sort is an array sort, with the type narrowed. */
export function isArraySort(sort: Sort): sort is ArraySort {
  return sort.kind === 'array';
}
