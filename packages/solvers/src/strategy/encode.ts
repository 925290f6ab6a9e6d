// From a script to what a rung asks: one script or several, how to read their models, how to refine them.
import type { Model } from '../model/model.js';
import type { Assertion, Script } from '../smtlib/script.js';
import { TermBank } from '../term/bank.js';
import { createEvaluator } from '../term/evaluate.js';
import { INT } from '../term/sort.js';
import { booleanValue, integerValue, type Term } from '../term/term.js';
import { transfer } from '../term/transfer.js';
import { freeSymbols, visitTerms } from '../term/visit.js';
import { withoutChoices } from './choices.js';
import { underFacts } from './facts.js';
import { flatten } from './flatten.js';
import { differenceLemmas, nameProducts, orderLemmas, productLemmas, refutingLemmas } from './products.js';
import {
  floorLemmas,
  literalLemmas,
  literalsBeside,
  nameQuotients,
  quotientOrderLemmas,
  shareLemmas,
  type WithoutQuotients,
} from './quotients.js';
import type { Encoding } from './rungs.js';
import { shapeOf } from './shape.js';
import { splitCases, splitConditions } from './split.js';

/** One question of a rung. */
export interface Attempt {
  readonly script: Script;
  /** From a model of the script to one of the original; absent: models say nothing. */
  readonly lift?: (model: Model) => Model;
  /** A stronger script that excludes a model which was refuted; undefined when there is nothing to add. */
  readonly refine?: (script: Script, model: Model) => Script | undefined;
  /** Most scripts asked. */
  readonly rounds: number;
  readonly integersAs?: 'Real';
}

/** Scripts larger than this (distinct terms) are not transformed: the texts would grow beyond use. */
const LARGEST = 20_000;
/** Cases a script is split into. */
const MOST_CASES = 16;
/** Questions asked of one linear abstraction. */
const LINEAR_ROUNDS = 8;

/**
 * What is asked about a script in an encoding: all unsat means that it is. Undefined when that would be no different from the
 * script itself, or too large.
 */
export function encode(script: Script, encoding: Encoding): readonly Attempt[] | undefined {
  const { size, products, quotients } = shapeOf(script);
  if (size > LARGEST && encoding !== 'exact') return undefined;
  switch (encoding) {
    case 'exact':
      return [asItIs(script)];
    case 'quotients':
      return quotients === 0 ? undefined : [withQuotientVariables(script)];
    case 'cases':
      return casesOf(script)?.map(asItIs);
    case 'linear':
      return products + quotients === 0 ? undefined : [linear(script)];
    case 'linearCases':
      return products + quotients === 0 ? undefined : casesOf(script)?.map(linear);
    case 'real':
    case 'realGuarded':
      return [real(script, encoding === 'realGuarded')];
    case 'fewBits': {
      const { script: flat, lift } = flatWithoutQuotients(script);
      return [{ script: flat, lift, rounds: 1 }];
    }
  }
}

function asItIs(script: Script): Attempt {
  return { script, lift: (model) => model, rounds: 1 };
}

function withQuotientVariables(script: Script): Attempt {
  const bank = new TermBank();
  const roots = script.assertions.map((a) => a.term);
  // Every symbol exists before the first fresh one is named.
  transfer(bank, freeSymbols(roots));
  const without = nameQuotients(bank, roots);
  return asItIs(withTerms(script, without));
}

/**
 * The cases of a script, each simplified by what it is a case of, so that the next condition to split on is one that is still
 * there. The case with the most products and quotients is split first.
 */
function casesOf(script: Script): readonly Script[] | undefined {
  let cases: readonly Case[] = [caseOf(script)];
  // A split may leave one case only.
  for (let splits = 0; splits < 2 * MOST_CASES && cases.length < MOST_CASES; splits++) {
    const [hardest, ...others] = cases.toSorted((a, b) => b.hardness - a.hardness);
    if (hardest === undefined || hardest.conditions.length === 0) break;
    const parts = splitCases(() => new TermBank(), hardest.script, hardest.conditions);
    cases = [...others, ...[...parts].map(underFacts).filter(mayHold).map(caseOf)];
  }
  return cases.length === 1 && cases[0]?.script === script ? undefined : cases.map((one) => one.script);
}

function mayHold({ assertions }: Script): boolean {
  return assertions.every(({ term }) => booleanValue(term) !== false);
}

interface Case {
  readonly script: Script;
  /** The condition to split on next, if there is one. */
  readonly conditions: readonly Term[];
  /** Products and quotients; less than none where there is nothing to split on. */
  readonly hardness: number;
}

function caseOf(script: Script): Case {
  const conditions = splitConditions(script, 1);
  const { products, quotients } = shapeOf(script);
  return { script, conditions, hardness: conditions.length === 0 ? -1 : products + quotients };
}

/** The assertions with their new terms and their old names, then the facts. */
function withTerms(script: Script, { terms, facts }: Pick<WithoutQuotients, 'terms' | 'facts'>): Script {
  const assertions: Assertion[] = terms.map((term, i) => {
    const name = script.assertions[i]?.name;
    return name === undefined ? { term } : { term, name };
  });
  return { assertions: [...assertions, ...facts.map((term) => ({ term }))] };
}

interface FlatScript {
  readonly bank: TermBank;
  readonly script: Script;
  readonly lift: (model: Model) => Model;
  readonly quotients: WithoutQuotients['quotients'];
}

function flatWithoutQuotients(script: Script, choices: 'kept' | 'outside' = 'kept'): FlatScript {
  const bank = new TermBank();
  const flat = flatten(bank, script);
  const terms = flat.script.assertions.map((a) => a.term);
  const without = nameQuotients(bank, choices === 'kept' ? terms : withoutChoices(bank, terms));
  // Reads are lifted by evaluating their arguments, which still mention quotients: that is exact.
  return { bank, script: withTerms(flat.script, without), lift: flat.lift, quotients: without.quotients };
}

function linear(script: Script): Attempt {
  const flat = flatWithoutQuotients(script, 'outside');
  const { bank, quotients } = flat;
  const exact = flat.script.assertions.map((a) => a.term);
  const known = [...shareLemmas(bank, quotients), ...literalLemmas(bank, quotients, exact)];
  const parts = quotients.flatMap(({ dividend, divisor }) => [dividend, divisor]);
  const { terms, products } = nameProducts(bank, [...exact, ...known, ...parts]);
  const begin = exact.length + known.length;
  const facts = [...terms.slice(exact.length, begin), ...productLemmas(bank, products)];
  const literals = literalsBeside(terms);
  const linearQuotients = quotients.map(({ quotient }, i) => ({
    quotient,
    dividend: terms[begin + 2 * i] as Term,
    divisor: terms[begin + 2 * i + 1] as Term,
  }));
  return {
    script: withTerms(flat.script, { terms: terms.slice(0, exact.length), facts }),
    lift: flat.lift,
    refine: (asked, model) => {
      const value = createEvaluator(model);
      const lemmas = [
        ...refutingLemmas(bank, products, value),
        ...orderLemmas(bank, products, value),
        ...differenceLemmas(bank, products, literals, value),
        ...quotientOrderLemmas(bank, linearQuotients, value),
      ];
      if (lemmas.length === 0) return undefined;
      return { assertions: [...asked.assertions, ...lemmas.map((term) => ({ term }))] };
    },
    rounds: LINEAR_ROUNDS,
  };
}

// Terms that quotients are compared with, beyond which the lemmas would cost more than they tell.
const MOST_COMPARED = 12;

function real(script: Script, guarded: boolean): Attempt {
  const { bank, script: flat, quotients } = flatWithoutQuotients(script);
  const terms = flat.assertions.map((a) => a.term);
  const facts = [...tightened(bank, terms)];
  if (guarded) facts.push(...floorLemmas(bank, quotients, compared(terms, quotients)));
  return { script: withTerms(flat, { terms, facts }), rounds: 1, integersAs: 'Real' };
}

/** Symbols and quotients that stand alone on one side of a comparison. */
function compared(terms: readonly Term[], quotients: WithoutQuotients['quotients']): readonly Term[] {
  const found = new Set<Term>(quotients.map((q) => q.quotient));
  visitTerms(terms, (term) => {
    if (term.kind !== 'apply' || term.op !== 'le') return;
    for (const side of term.args) if (side.kind === 'symbol') found.add(side);
  });
  return [...found].slice(0, MOST_COMPARED);
}

/** Over the integers what is not a <= b is b + 1 <= a, and different numbers are one apart: the reals need to be told. */
function* tightened(bank: TermBank, terms: readonly Term[]): Generator<Term> {
  const found: Term[] = [];
  visitTerms(terms, (term) => {
    if (term.kind === 'apply' && (term.op === 'le' || term.op === 'eq') && term.args[0]?.sort === INT)
      found.push(term);
  });
  for (const term of found) {
    if (term.kind !== 'apply') continue;
    const [a, b] = term.args as [Term, Term];
    if (term.op === 'le') yield* pair(bank, term, bank.lt(b, a));
    else if (integerValue(b) !== undefined || integerValue(a) !== undefined)
      yield* pair(bank, term, bank.or(bank.lt(a, b), bank.lt(b, a)));
  }
}

/** `term or other`, unless that folds away; interned as written, because over the integers it is `true`. */
function* pair(bank: TermBank, term: Term, other: Term): Generator<Term> {
  const either = bank.or(term, other);
  if (either !== bank.true_) yield either;
}
