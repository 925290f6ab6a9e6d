// What a script asserts holds in all of it: conditions that are asserted, or follow from asserted bounds, are decided where
// they occur, and of two terms that are equal one stands for both. The result has the same models.
import type { Script } from '../smtlib/script.js';
import { TermBank } from '../term/bank.js';
import { sumOf } from '../term/linear.js';
import type { Term } from '../term/term.js';
import { copyNode, transfer } from '../term/transfer.js';
import { childrenInScope, visitTerms } from '../term/visit.js';
import { Bounds } from './bounds.js';
import { shapeOf } from './shape.js';

/** Rounds in which what was decided decides more. */
const MOST_ROUNDS = 6;

/** Scripts larger than this (distinct terms) are left as they are. */
const LARGEST = 20_000;

/** An assertion on its way; named ones are told facts but make none, so that a core names all that a proof used. */
interface Part {
  readonly term: Term;
  readonly name?: string;
}

/**
 * The script with every assertion simplified by all others that have no name. Conditions are decided and equal terms
 * replaced in turn, never at once: `x = (if x <= 3 then a else b)` and `x <= 3` must not both be simplified by each other.
 */
export function underFacts(script: Script): Script {
  if (shapeOf(script).size > LARGEST) return script;
  const bank = new TermBank();
  const roots = transfer(
    bank,
    script.assertions.map(({ term }) => term),
  );
  let parts: readonly Part[] = separate(
    bank,
    roots.map((term, i) => ({ ...script.assertions[i], term })),
  );
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = parts;
    parts = decided(bank, replaced(bank, parts));
    if (parts.length === before.length && parts.every(({ term }, i) => term === before[i]?.term)) break;
  }
  return { ...script, assertions: parts };
}

/** One part for each member of a conjunction, and for what all members of a disjunction say; each once. */
function separate(bank: TermBank, parts: readonly Part[]): readonly Part[] {
  const seen = new Set<Term>([bank.true_]);
  const found: Part[] = [];
  const add = (part: Part): void => {
    if (seen.has(part.term)) return;
    seen.add(part.term);
    found.push(part);
  };
  const said = new Map<Term, ReadonlySet<Term>>();
  for (const part of parts) {
    if (part.name === undefined) for (const term of conjuncts(part.term, said)) add({ term });
    // A conjunction is said by its members.
    if (part.name !== undefined || !isConnective(part.term, 'and')) add(part);
  }
  return found;
}

/** What a formula says for sure: the members of a conjunction, what all members of a disjunction say, else itself. */
function conjuncts(root: Term, said: Map<Term, ReadonlySet<Term>>): ReadonlySet<Term> {
  visitTerms(
    [root],
    (term) => {
      if (said.has(term)) return;
      const below = isConnective(term, 'and') || isConnective(term, 'or') ? term.args : [];
      const sets = below.map((arg) => said.get(arg) as ReadonlySet<Term>);
      if (isConnective(term, 'and')) said.set(term, new Set(sets.flatMap((set) => [...set])));
      else {
        const [first, ...rest] = sets;
        const common = [...(first ?? [])].filter((one) => rest.every((set) => set.has(one)));
        said.set(
          term,
          new Set([...common, ...(isConnective(term, 'or') || first === undefined ? [term] : [])]),
        );
      }
    },
    (term) => (isConnective(term, 'and') || isConnective(term, 'or') ? term.args : []),
  );
  return said.get(root) as ReadonlySet<Term>;
}

function isConnective(term: Term, op: 'and' | 'or'): term is Extract<Term, { kind: 'apply' }> {
  return term.kind === 'apply' && term.op === op;
}

// ---- conditions ----

/**
 * Conditions below each assertion are decided by the others. No assertion decides itself by way of others: what decides a
 * condition below an assertion is smaller than that assertion.
 */
function decided(bank: TermBank, parts: readonly Part[]): readonly Part[] {
  const values = new Map<Term, Term>();
  const facts: Term[] = [];
  for (const { term, name } of parts) {
    if (name !== undefined) continue;
    const { atom, holds } = atomOf(term);
    values.set(atom, bank.bool(holds));
    if (holds) facts.push(atom);
  }
  const bounds = new Bounds(facts);
  const copies = new Map<Term, Term>();
  const get = (term: Term): Term => copies.get(term) as Term;
  const zero = bank.int(0n);
  const mayDivide = (term: Term): boolean => {
    if (!isQuotient(term)) return false;
    const byZero = bank.eq(term.args[1] as Term, zero);
    return values.get(byZero) === bank.false_ || bounds.decide(byZero) === false;
  };
  visitTerms(
    parts.map(({ term }) => term),
    (term) => {
      const copy = copyNode(bank, term, get);
      const within = bounds.decide(term);
      const known = values.get(term) ?? (within === undefined ? undefined : bank.bool(within));
      copies.set(term, known ?? (mayDivide(term) ? divided(bank, copy) : copy));
      bounds.visit(term);
    },
    childrenInScope,
  );
  return separate(
    bank,
    parts.map((part): Part => {
      if (part.name !== undefined) return { ...part, term: get(part.term) };
      const { atom, holds } = atomOf(part.term);
      const copy = copyNode(bank, atom, get);
      return { term: holds ? copy : bank.not(copy) };
    }),
  );
}

function isQuotient(term: Term): term is Extract<Term, { kind: 'apply' }> {
  return term.kind === 'apply' && (term.op === 'div' || term.op === 'mod');
}

/**
 * A quotient or remainder of a multiple of the divisor, which is not zero. A rest stays where it is: the whole may be known
 * not to be negative where the rest is not.
 */
function divided(bank: TermBank, term: Term): Term {
  if (!isQuotient(term)) return term;
  const [dividend, divisor] = term.args as [Term, Term];
  const { monomials, constant } = sumOf(dividend);
  if (constant !== 0n) return term;
  const whole: Term[] = [];
  for (const [monomial, coefficient] of monomials) {
    const factors = monomial.kind === 'apply' && monomial.op === 'mul' ? [...monomial.args] : [monomial];
    const at = factors.indexOf(divisor);
    if (at === -1) return term;
    factors.splice(at, 1);
    whole.push(bank.mul(bank.int(coefficient), ...factors));
  }
  return term.op === 'mod' ? bank.int(0n) : bank.add(...whole);
}

function atomOf(term: Term): { readonly atom: Term; readonly holds: boolean } {
  return term.kind === 'apply' && term.op === 'not'
    ? { atom: term.args[0] as Term, holds: false }
    : { atom: term, holds: true };
}

// ---- equal terms ----

/** Of asserted equalities one side takes the place of the other in all other assertions. */
function replaced(bank: TermBank, parts: readonly Part[]): readonly Part[] {
  const map = new Map<Term, Term>();
  const kept = new Map<number, Term>();
  const apply = (terms: readonly Term[]): readonly Term[] =>
    map.size === 0 ? terms : transfer(bank, terms, (copy) => map.get(copy) ?? copy);
  for (const [i, { term, name }] of parts.entries()) {
    if (name !== undefined || term.kind !== 'apply' || term.op !== 'eq') continue;
    const [equation] = apply([term]) as [Term];
    const found = orient(equation);
    if (found === undefined) continue;
    // Replaced by those before it only, so that all of them together still say what they said.
    map.set(found.from, found.to);
    kept.set(i, equation);
  }
  if (map.size === 0) return parts;
  const terms = apply(parts.map(({ term }) => term));
  return separate(
    bank,
    parts.map((part, i) => ({ ...part, term: kept.get(i) ?? (terms[i] as Term) })),
  );
}

/** Which side is replaced: never by more than a name, a read or a literal, so that nothing grows. */
function orient(equation: Term): { readonly from: Term; readonly to: Term } | undefined {
  if (equation.kind !== 'apply' || equation.op !== 'eq') return undefined;
  const [a, b] = equation.args as [Term, Term];
  if (isSimple(a) && b.kind === 'literal') return { from: a, to: b };
  if (!isSimple(a) || !isSimple(b)) return undefined;
  const [from, to] = rank(a) > rank(b) || (rank(a) === rank(b) && a.id > b.id) ? [a, b] : [b, a];
  return occursIn(from, to) ? undefined : { from, to };
}

function isSimple(term: Term): boolean {
  return term.kind === 'symbol' || term.kind === 'call' || (term.kind === 'apply' && term.op === 'select');
}

function rank(term: Term): number {
  return term.kind === 'symbol' ? 0 : 1;
}

function occursIn(part: Term, whole: Term): boolean {
  let found = false;
  visitTerms([whole], (term) => {
    found ||= term === part;
  });
  return found;
}
