// Folding of the Boolean connectives, equality and if-then-else. Every rule is an equivalence.
import type { TermBank } from './bank.js';
import { foldIntegerEquality, foldLessEqual } from './linear.js';
import { BOOL } from './sort.js';
import { booleanValue, type Ite, type Term } from './term.js';

/** Negation: literals, double negation and comparisons (`not (a <= b)` is `b + 1 <= a`) disappear. */
export function foldNot(bank: TermBank, term: Term): Term {
  const literal = booleanValue(term);
  if (literal !== undefined) return bank.bool(!literal);
  if (term.kind === 'apply') {
    const [a, b] = term.args;
    if (term.op === 'not' && a !== undefined) return a;
    if (term.op === 'le' && a !== undefined && b !== undefined) return foldLessEqual(bank, b, a, 1n);
  }
  return bank.intern('not', [term], BOOL);
}

/** Conjunction or disjunction: flattened one level, duplicates dropped, complements and literals folded, sorted. */
export function foldConnective(bank: TermBank, op: 'and' | 'or', terms: readonly Term[]): Term {
  const absorbing = op === 'or';
  const dual = op === 'and' ? 'or' : 'and';
  const seen = new Set<Term>();
  const collect = (term: Term): void => {
    if (booleanValue(term) !== !absorbing) seen.add(term);
  };
  for (const term of terms) {
    if (term.kind === 'apply' && term.op === op) term.args.forEach(collect);
    else if (term.kind === 'apply' && term.op === 'not') {
      // not (x or y) inside a conjunction contributes (not x) and (not y).
      const inner = term.args[0];
      if (inner?.kind === 'apply' && inner.op === dual) for (const arg of inner.args) collect(bank.not(arg));
      else collect(term);
    } else collect(term);
  }
  for (const term of seen) {
    if (booleanValue(term) === absorbing) return bank.bool(absorbing);
    if (term.kind !== 'apply') continue;
    // One of two complements is a `not` node, except for comparisons, whose negation is a comparison.
    if ((term.op === 'not' || term.op === 'le') && seen.has(bank.not(term))) return bank.bool(absorbing);
  }
  const args = [...seen].sort((a, b) => a.id - b.id);
  const [only] = args;
  if (only === undefined) return bank.bool(!absorbing);
  return args.length === 1 ? only : bank.intern(op, args, BOOL);
}

/** A formula as (base, negated): the base is the same for a formula and its negation. */
function polarity(bank: TermBank, term: Term): readonly [Term, boolean] {
  if (term.kind !== 'apply') return [term, false];
  if (term.op === 'not') return [bank.not(term), true];
  if (term.op !== 'le') return [term, false];
  const negation = bank.not(term);
  return negation.id < term.id ? [negation, true] : [term, false];
}

/** Equality at any sort. */
export function foldEquality(bank: TermBank, a: Term, b: Term): Term {
  if (a === b) return bank.true_;
  if (a.sort.kind === 'int') return foldIntegerEquality(bank, a, b);
  if (a.sort === BOOL) return foldIff(bank, a, b);
  if (a.kind === 'literal' && b.kind === 'literal') return bank.bool(a.value === b.value);
  const swap = a.kind === 'literal' || (b.kind !== 'literal' && b.id < a.id);
  const [first, second] = swap ? [b, a] : [a, b];
  return bank.foldIteEquality(first, second) ?? bank.intern('eq', [first, second], BOOL);
}

function foldIff(bank: TermBank, a: Term, b: Term): Term {
  const left = booleanValue(a);
  if (left !== undefined) return left ? b : bank.not(b);
  const right = booleanValue(b);
  if (right !== undefined) return right ? a : bank.not(a);
  const [baseA, negatedA] = polarity(bank, a);
  const [baseB, negatedB] = polarity(bank, b);
  const negated = negatedA !== negatedB;
  if (baseA === baseB) return bank.bool(!negated);
  const equal = bank.intern('eq', baseA.id < baseB.id ? [baseA, baseB] : [baseB, baseA], BOOL);
  return negated ? bank.not(equal) : equal;
}

// How far down a chain of if-then-else an equality is distributed.
const DEEPEST_ITE_CHAIN = 64;

/** `ite(c, x, y) = b` where b is x or y, or where b and one branch are literals; else undefined. */
export function foldIteEquality(bank: TermBank, a: Term, b: Term): Term | undefined {
  if (a.kind !== 'ite')
    return b.kind === 'ite' && a.kind !== 'literal' ? iteAgainstBranch(bank, b, a) : undefined;
  if (b.kind !== 'literal')
    return iteAgainstBranch(bank, a, b) ?? (b.kind === 'ite' ? iteAgainstBranch(bank, b, a) : undefined);
  const conditions: (readonly [Term, Term])[] = [];
  let rest: Term = a;
  while (rest.kind === 'ite' && conditions.length < DEEPEST_ITE_CHAIN) {
    if (rest.then.kind === 'literal') {
      conditions.push([rest.condition, bank.bool(rest.then === b)]);
      rest = rest.else;
    } else if (rest.else.kind === 'literal') {
      conditions.push([bank.not(rest.condition), bank.bool(rest.else === b)]);
      rest = rest.then;
    } else break;
  }
  if (conditions.length === 0) return undefined;
  let result: Term =
    rest.kind === 'literal'
      ? bank.bool(rest === b)
      : rest.kind === 'ite'
        ? bank.intern('eq', [rest, b], BOOL)
        : bank.eq(rest, b);
  for (let i = conditions.length - 1; i >= 0; i--) {
    const entry = conditions[i];
    if (entry !== undefined) result = bank.ite(entry[0], entry[1], result);
  }
  return result;
}

// One level only: the remaining branch must not be a choice again, or a long chain would be a deep recursion.
function iteAgainstBranch(bank: TermBank, choice: Ite, other: Term): Term | undefined {
  if (choice.then.kind === 'ite' || choice.else.kind === 'ite') return undefined;
  if (choice.then === other) return bank.or(choice.condition, bank.eq(choice.else, other));
  if (choice.else === other) return bank.or(bank.not(choice.condition), bank.eq(choice.then, other));
  return undefined;
}

/** If-then-else: constant, equal, negated and repeated conditions and Boolean branches are folded. */
export function foldIte(bank: TermBank, condition: Term, first: Term, second: Term): Term {
  const [base, negated] = polarity(bank, condition);
  if (negated) return foldIte(bank, base, second, first);
  const literal = booleanValue(condition);
  if (literal !== undefined) return literal ? first : second;
  const a = first.kind === 'ite' && first.condition === condition ? first.then : first;
  const b = second.kind === 'ite' && second.condition === condition ? second.else : second;
  if (a === b) return a;
  if (a.sort === BOOL) {
    if (a === condition || booleanValue(a) === true) return bank.or(condition, b);
    if (b === condition || booleanValue(b) === false) return bank.and(condition, a);
    if (booleanValue(a) === false || bank.not(condition) === a) return bank.and(bank.not(condition), b);
    if (booleanValue(b) === true || bank.not(condition) === b) return bank.or(bank.not(condition), a);
    if (bank.not(a) === b) return bank.iff(condition, a);
  }
  return bank.internIte(condition, a, b);
}

/** Pairwise difference. */
export function foldDistinct(bank: TermBank, terms: readonly Term[]): Term {
  const [first, second] = terms;
  if (first === undefined || second === undefined) return bank.true_;
  if (terms.length === 2) return bank.not(bank.eq(first, second));
  const args = [...terms].sort((a, b) => a.id - b.id);
  let decided = true;
  for (let i = 0; i < args.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [args[i], args[j]];
      if (a === undefined || b === undefined) continue;
      const equal = booleanValue(bank.eq(a, b));
      if (equal === true) return bank.false_;
      if (equal === undefined) decided = false;
    }
  }
  return decided ? bank.true_ : bank.intern('distinct', args, BOOL);
}
